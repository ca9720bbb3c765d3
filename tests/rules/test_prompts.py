"""The hints of the form follow the verb of the title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.prompts import prompt_for

CASES = [
    ("组织2026年第二批山东省绿色学校评选", "结果已公布"),
    ("组织高中学科基地现场会,完成第四批市级高中学科基地遴选和省级推荐工作", "结果已公布"),
    ("开展第三轮校长职级评审认定工作", "结果已公布"),
    ("做好年度服务高质量发展绩效考核及述职评议工作", "结果已公布"),
    ("举办全市优质课评选", "结果已公布"),
    ("召开学前双普创建工作推进会、督导评估现场推进会", "活动已举办完"),
    ("举办济南市中小学优秀校园心理剧评选及教育展演活动", "活动已举办完"),
    ("制定2026年度直属单位服务高质量发展绩效考核工作方案", "文件已印发"),
    ("出台《关于做好教师考核的意见》", "文件已印发"),
    ("研究制定济南市预防校园欺凌工作办法", "文件已印发"),
    ("举办全学段衔接“泉引桥”工程现场推进会", "活动已举办完"),
    ("启动海右教育特色高端智库建设", "已经启动"),
    ("牵头组建市专门教育指导委员会,研制工作方案", "已批复或挂牌"),
    ("成立济南教育数字资源智作中心", "已批复或挂牌"),
    ("完成年度义务教育薄弱环节改善与能力提升工程、为民办实事任务", "全部做完"),
    ("赴部属师范类高校招聘2027届部属公费师范毕业生", "行程和手续已完成"),
    ("出版首批济南市“新课堂”实践探索系列丛书", "已出版"),
    ("牵头推进15个区县国家级义务教育质量监测和省级抽测", "主要工作已结束"),
    ("深入推进数字教研中心发展,建立省会经济圈数字教研联盟", "主要工作已结束"),
    ("校园食品安全专项整治行动", "已做完"),
    ("", "已做完"),
]


@pytest.mark.parametrize(("title", "done_means"), CASES)
def test_done_means(title: str, done_means: str) -> None:
    """What 已完成 means follows the first row of the table that fits the title."""
    assert prompt_for(title).done_means == done_means


def test_later_document_verb_lends_its_number_hint() -> None:
    """启动…，制定…意见 is done when it was started, and its proof is the number of the document."""
    prompt = prompt_for("启动中考招生工作,制定2026年初中学业水平考试实施意见和高中阶段招生工作意见")

    assert prompt.done_means == "已经启动"
    assert prompt.proof_hint == "文号，或公开的网址"


@given(st.text(max_size=60))
def test_every_title_has_complete_hints(title: str) -> None:
    """Any title whatever gets four hints, and none asks for a photo."""
    prompt = prompt_for(title)

    for hint in (prompt.done_means, prompt.date_hint, prompt.result_hint, prompt.proof_hint):
        assert hint
        assert "照片" not in hint
