"""Which numbers of a sentence are promises that can be counted, and which only name something."""

import time

import pytest

from importers.coverage.promises import bare_number, numbers_of

PROMISES = [
    ("新建50所书香校园", ["50所"]),
    ("新增学位4万个", ["4万个"]),
    ("投资2.88亿元", ["2.88亿元"]),
    ("实施校舍项目39个、设备项目399个", ["39个", "399个"]),
    ("覆盖率稳定在95%左右", ["稳定在95%左右"]),
    ("覆盖率达９５％以上", ["达95%以上"]),
    ("合格率达到百分之九十五以上", ["百分之九十五以上"]),
    ("全年检查不少于3次", ["不少于3次"]),
    ("打造2-3个县级示范", ["2-3个"]),
    ("培训教师1,200人次", ["1,200人次"]),
    ("增加学位超 2.7 万个", ["超2.7万个"]),
    ("培训1500余人次", ["1500余人次"]),
    ("新建三所幼儿园", ["三所"]),
    ("走访不少于两次", ["不少于两次"]),
    ("轮训一千二百名校长", ["一千二百名"]),
    ("保证每天不少于2小时体育活动", ["不少于2小时"]),
    ("甲校120名、乙校120名", ["120名", "120名"]),
    ("新增學位4萬個", ["4万个"]),
    ("生均经费提高150元", ["150元"]),
]
NAMES = [
    "启动第二批培养工程",
    "举办第20届艺术节",
    "做好第40个教师节庆祝活动",
    "推进“双百计划”和“1530”安全教育",
    "落实《十二条措施》和《关于支持20所学校的意见》",
    "印发3号文件（〔2024〕5号）",
    "2024年12月31日前完成",
    "利用3年左右时间",
    "在6个月内完成",
    "抓住两个关键环节",
    "做到四个坚持",
    "加强“五项管理”",
    "实施三年行动计划",
    "推进一体化建设",
    "辐射5个山区县",
    "去年新建50所学校",
    "已建成50所学校",
    "拨打12345热线",
    "使用5G网络和4DS管理",
    "",
]


@pytest.mark.parametrize(("clause", "expected"), PROMISES)
def test_counted_promises(clause: str, expected: list[str]) -> None:
    """A number with what it counts is found as it is written, in one script and width."""
    assert list(numbers_of(clause)) == expected


@pytest.mark.parametrize("clause", NAMES)
def test_numbers_that_promise_nothing(clause: str) -> None:
    """Ordinals, names, dates, lengths of time and what is done already are no promises."""
    assert numbers_of(clause) == ()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("不少于100个", "100个"),
        ("5个以上", "5个"),
        ("稳定在95%左右", "95%"),
        ("2.88亿元", "2.88亿元"),
        ("三所", "三所"),
    ],
)
def test_a_number_without_its_bound(words: str, expected: str) -> None:
    """For comparing with a row only the figure and its measure count."""
    assert bare_number(words) == expected


@pytest.mark.parametrize("run", ["百", "1,", "1", "（2024", "《", "“", "不少于", "第一", "建三", "1-"])
def test_no_text_makes_the_search_slow(run: str) -> None:
    """A long run of anything is searched in the time its length asks for."""
    start = time.process_time()

    numbers_of(run * 100_000)

    assert time.process_time() - start < 10
