"""Invented tasks, offices and times from which plans are printed, with the day each time means in 2024."""

import calendar
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

YEAR = 2024

DEEDS = (
    "召开全市教育工作会议", "开展春季学期开学检查", "印发年度督查计划", "举办青少年科技创新大赛",
    "启动义务教育优质均衡县创建", "完成中小学教师公开招聘", "组织高考、中考考务培训",
    "出台学前教育普及普惠实施方案", "新建5所公办幼儿园", "建设智慧校园综合管理平台",
    "推进中小学校党组织领导的校长负责制", "制定校外培训机构白名单", "修订《局机关内部控制制度》",
    "落实“双减”工作要求", "编制2024年度部门预算", "评选市级优秀班主任100名", "筹备全市中小学生运动会",
    "改造农村薄弱学校20所", "深化课后服务改革试点", "迎接省政府履职评价实地核查",
    "加强学校心理健康教育，配齐专职教师", "推动职业教育产教融合、校企合作", "实施“县管校聘”管理改革",
    "优化营商环境，压减审批事项10项", "遴选第三批名师工作室主持人", "开展2023年度事业单位绩效考核",
    "组织“六一”国际儿童节慰问活动", "推行招生入学“一件事一次办”", "成立老年大学教学点3个",
    "加快推进市实验小学新校区建设", "创建省级示范幼儿园", "挂牌成立市教育数据中心",
    "完成学位供给侧改革任务，新增学位4万个", "配合第三方评估", "关注涉及招生的舆情并及时回应",
    "落实残疾儿童随班就读“一人一案”", "召开安全生产（消防）工作例会", "制作招生政策“明白纸”",
    "指导各区县做好学区划分", "召开校务委员会", "建成青少年宫", "新建科学实验室", "组织部长述职会议",
    "打造示范性职教集团", "整合教研室", "组织六年级毕业考试", "做好第二批主题教育",
)  # fmt: skip
NOUNS = (
    "烟花爆竹安全", "森林防火", "教师职称评审", "期中考试", "家长会", "春季运动会", "教学常规检查",
    "国家安全教育日宣传", "预算执行情况公开", "党风廉政建设", "义务教育招生", "校车安全管理",
    "高考组织工作", "网络安全演练", "新教师岗前培训", "档案移交", "卫生院、诊所检查", "毕业典礼",
    "开学第一课", "国庆节前安全大检查", "3·15消费者权益日宣传", "上半年经济形势分析会", "12345热线办理",
    "学雷锋活动月",
)  # fmt: skip
BODIES = (
    "坚持问题导向，细化措施，压实责任。", "进一步完善工作机制，形成工作合力。",
    "按照统一部署，有序推进各项工作落地见效。", "覆盖全部义务教育学校，参与率不低于95%。",
    "明确适用情形和申请材料，压缩办理时限至9个工作日。", "培训教师2000人次，遴选典型案例30个。",
)  # fmt: skip
BUREAU = (
    "基教处", "职高教处", "组织人事处", "督导室", "秘书处", "政法处", "体卫艺处", "市教研院", "市招考院",
    "市电教馆", "市学生资助中心", "离退休干部处", "机关党委", "语委办", "发展规划处", "计财科", "办公室",
    "教育股", "团工委", "工会",
)  # fmt: skip
CITY = (
    "市教育局", "市发展改革委", "市财政局", "市人力资源社会保障局", "市公安局", "市市场监管局",
    "市住房城乡建设局", "市大数据局", "市司法局", "市总工会", "市残联", "团市委", "市妇联",
    "市政府办公室", "市委组织部", "市委编办", "国网某市供电公司", "市水务集团", "市消防救援支队",
    "市场监管局（知识产权局）", "人民银行某市分行", "市通信管理局",
)  # fmt: skip
TOWN = (
    "安监站", "派出所", "民政所", "供电所", "城管中队", "文化站", "卫生院", "中心校", "林站", "财政所",
    "党政办", "社会事务办", "农业服务中心", "各村", "各社区", "综合执法队",
)  # fmt: skip
SCHOOL = (
    "教务处", "政教处", "总务处", "学生处", "团委", "教科室", "年级组", "各教研组", "工会", "信息中心",
    "图书馆", "校医室", "保卫科", "校长办公室", "各班级", "招生办", "后勤服务中心", "各年级部",
)  # fmt: skip
GROUPS = ("各处室", "各县（区）教育局", "直属各学校", "各有关单位", "各区县人民政府", "各部门")
PERSONS = ("王建国", "李晓明", "张伟", "陈志强", "刘洋", "赵丽华", "周敏")
CATEGORIES = ("党建引领", "教育教学", "队伍建设", "安全稳定", "项目建设", "民生保障", "改革创新")

#: The words of a time cell, and its last day; None: no day.
TIMES = (
    ("1月", "2024-01-31"), ("3月", "2024-03-31"), ("4月份", "2024-04-30"), ("5月底", "2024-05-31"),
    ("6月底前", "2024-06-30"), ("2024年7月", "2024-07-31"), ("8月31日前", "2024-08-31"),
    ("9月10日", "2024-09-10"), ("10月上旬", "2024-10-10"), ("11月中旬", "2024-11-20"),
    ("12月下旬", "2024-12-31"), ("第一季度", "2024-03-31"), ("二季度", "2024-06-30"),
    ("上半年", "2024-06-30"), ("第三季度末", "2024-09-30"), ("全年", "2024-12-31"),
    ("年底前", "2024-12-31"), ("3月至5月", "2024-05-31"), ("4月、11月", "2024-11-30"),
    ("2024年3月—10月", "2024-10-31"), ("2024.6", "2024-06-30"), ("2024-09", "2024-09-30"),
    ("2024年5月20日", "2024-05-20"), ("2024/10/15", "2024-10-15"), ("9-12月", "2024-12-31"),
    ("持续推进", None), ("长期坚持", None), ("每季度", None), ("2024年", "2024-12-31"),
    ("12月底前完成", "2024-12-31"), ("年内持续推进", "2024-12-31"), ("待定", None),
    ("印发后20日内", None), ("十月底", "2024-10-31"), ("国庆节前", "2024-09-30"),
    ("11月15日至30日", "2024-11-30"), ("6月中旬前", "2024-06-20"),
)  # fmt: skip
#: A sentence that names its deadline, the words of it, and the day.
TIMED_SENTENCES = (
    ("9月底前，实现{}。", "9月底前", "2024-09-30"), ("6月底前完成{}。", "6月底前", "2024-06-30"),
    ("上半年完成{}。", "上半年", "2024-06-30"), ("第三季度末前完成{}。", "第三季度末前", "2024-09-30"),
    ("2024年3月至8月开展{}。", "2024年3月至8月", "2024-08-31"),
    ("10月15日前完成{}。", "10月15日前", "2024-10-15"), ("年底前{}取得实效。", "年底前", "2024-12-31"),
    ("力争12月底前完成{}。", "12月底前", "2024-12-31"),
    ("到2024年底，完成{}。", "2024年底", "2024-12-31"),
)  # fmt: skip
RESULTS = ("系统测试", "实施细则制定", "评估验收", "全部点位改造", "首批试点任务", "数据归集")
#: Sentences that name a time which is no deadline.
DECOYS = (
    "巩固2023年9月以来的整治成果。", "自9月1日起施行新标准。", "2023年底已建成50个站点。",
    "对照上半年考核结果查漏补缺。", "总结第一季度工作经验。", "优化2024年度预算编制。",
    "迎接年底考核评估。", "推广春季学期试点经验。", "衔接下半年重点任务。",
    "截至8月底，已排查隐患300处。", "落实《2024年12月行动方案》要求。", "较2023年底下降10%。",
    "对5月以来的问题逐一整改。", "参照2022年6月印发的办法执行。", "通过2024年上半年省级验收。",
    "跟踪第三季度经济运行情况。",
)  # fmt: skip
ENGLISH_TASKS = (
    "Publish the school development plan", "Review the safeguarding policy",
    "Run phonics training for all staff", "Open the new science laboratory",
    "Carry out the annual parent survey", "Update the attendance strategy",
    "Appoint a literacy coordinator", "Launch the mentoring programme", "Audit SEND provision",
    "Complete the budget review",
)  # fmt: skip
ENGLISH_OFFICES = (
    "Headteacher", "Finance Committee", "SEND Team", "English Department", "Governing Board",
    "Site Team", "HR Office", "Admissions Office", "ICT Support",
)  # fmt: skip
ENGLISH_TIMES = (
    ("September 2024", "2024-09-30"), ("by 15 October 2024", "2024-10-15"),
    ("end of November 2024", "2024-11-30"), ("Dec 2024", "2024-12-31"), ("31/01/2025", "2025-01-31"),
    ("Ongoing", None), ("Spring term 2025", None), ("May 2025", "2025-05-31"), ("Termly", None),
    ("Autumn 2024", None),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """A task and the right answer to it; ``due`` is an ISO day, ``body`` more of its words."""

    title: str
    period: str = ""
    due: str | None = None
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    body: str = ""
    person: str = ""
    month: int = 0

    @property
    def offices(self) -> tuple[str, ...]:
        return (*self.lead, *self.support)


Printed = tuple[str, list[Fact]]


def invented(rng: random.Random, count: int, *, supports: bool = False) -> list[Fact]:
    """Return tasks with offices of one bureau, city, town or school, each title once."""
    pool = rng.choice((BUREAU, CITY, TOWN, SCHOOL))
    facts = []
    for title in rng.sample(DEEDS + NOUNS, count):
        names = rng.sample(pool, rng.choice((1, 1, 1, 2, 2, 3, 4)))
        if rng.random() < 0.12:
            names = [*names[:2], rng.choice(GROUPS)]
        cut = rng.choice((1, 1, 1, 2)) if supports else 3
        period, due = rng.choice(TIMES)
        facts.append(
            Fact(
                title,
                period,
                due,
                tuple(names[:cut]),
                tuple(names[cut:]) if supports else (),
                rng.choice(BODIES),
                rng.choice(PERSONS),
            )
        )
    return facts


def in_month(fact: Fact, month: int, words: str = "") -> Fact:
    """Return a task with a month as its time."""
    last = calendar.monthrange(YEAR, month)[1]
    return replace(fact, period=words or f"{month}月", due=f"{YEAR}-{month:02d}-{last:02d}", month=month)


def by_month(rng: random.Random, facts: Sequence[Fact]) -> list[Fact]:
    """Return tasks spread over the months of the year, in order."""
    months = sorted(rng.choices(range(1, 13), k=len(facts)))
    return [in_month(fact, month) for fact, month in zip(facts, months, strict=True)]


def counted(number: int) -> str:
    """Return a number below 20 in Chinese."""
    ones = "零一二三四五六七八九"
    return ones[number] if number < 10 else "十" + (ones[number - 10] if number > 10 else "")
