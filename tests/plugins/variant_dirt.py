"""Dirty a printed plan as copying, converting and web pages do, and the right answers with it."""

import random
import re
from collections.abc import Callable
from dataclasses import replace

from opencc import OpenCC
from variant_words import Fact, Printed

_SOUNDS = {"网": "網(wǎng)", "发": "發(fā)", "优": "優(yōu)", "务": "務(wù)", "学": "學(xué)", "业": "業(yè)"}
_HALF = str.maketrans("，；：（）", ",;:()")
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_TRADITIONAL = OpenCC("s2t").convert
_TOPS = (
    "首页 > 政务公开 > 重点工作\n字号：大 中 小 打印 关闭\n来源：市教育局办公室 发布时间：2024-02-26\n",
    "当前位置：首页 >> 通知公告\n索引号：11370000MB2024 主题分类：教育\n发文日期：2024-02-26\n",
)
_ENDS = (
    "\n上一篇：关于开展调研的通知\n下一篇：关于做好报名工作的公告\n版权所有：某市教育局\n",
    "\n打印本页 关闭窗口\n主办单位：某市人民政府办公室 网站地图 联系我们\n备案号：某ICP备00000000号\n",
    "\n分享到：\n相关附件\n附件：重点任务分解表.docx\n",
)


def _everywhere(change: Callable[[str], str], text: str, facts: list[Fact]) -> Printed:
    """Change a text and what is read out of it alike."""
    return change(text), [
        replace(
            fact,
            title=change(fact.title),
            period=change(fact.period),
            lead=tuple(map(change, fact.lead)),
            support=tuple(map(change, fact.support)),
        )
        for fact in facts
    ]


def no_break_blanks(rng: random.Random, text: str, facts: list[Fact]) -> Printed:
    return text.replace(" ", "\u00a0"), facts


def blanks_at_ends(rng: random.Random, text: str, facts: list[Fact]) -> Printed:
    return "\n".join(
        line + rng.choice(("", " ", "\u00a0", "　", "\u200b")) for line in text.split("\n")
    ), facts


def indented(rng: random.Random, text: str, facts: list[Fact]) -> Printed:
    if re.search(r"\t|\S(?:  |　　)", text):
        return text, facts  # there a blank at the beginning is an empty cell
    pad = rng.choice(("  ", "　　", "\u00a0\u00a0"))
    return "\n".join(pad + line if line.strip() else line for line in text.split("\n")), facts


def half_width(rng: random.Random, text: str, facts: list[Fact]) -> Printed:
    return _everywhere(lambda words: words.translate(_HALF), text, facts)


def full_width_digits(rng: random.Random, text: str, facts: list[Fact]) -> Printed:
    return _everywhere(lambda words: words.translate(_FULL), text, facts)


def sounds(rng: random.Random, text: str, facts: list[Fact]) -> Printed:
    """Copied pages with the sound of a character behind it."""
    pattern = re.compile("|".join(_SOUNDS))
    return _everywhere(lambda words: pattern.sub(lambda found: _SOUNDS[found[0]], words), text, facts)


def traditional(rng: random.Random, text: str, facts: list[Fact]) -> Printed:
    return _everywhere(_TRADITIONAL, text, facts)


def page_furniture(rng: random.Random, text: str, facts: list[Fact]) -> Printed:
    return rng.choice(_TOPS) + text.rstrip("\n") + rng.choice(_ENDS), facts


def blank_lines(rng: random.Random, text: str, facts: list[Fact]) -> Printed:
    return text.replace("\n", "\n\n"), facts


def line_ends(rng: random.Random, text: str, facts: list[Fact]) -> Printed:
    return text.replace("\n", "\r\n"), facts


DIRTS: dict[str, Callable[[random.Random, str, list[Fact]], Printed]] = {
    dirt.__name__: dirt
    for dirt in (
        line_ends,
        blank_lines,
        blanks_at_ends,
        no_break_blanks,
        indented,
        full_width_digits,
        half_width,
        sounds,
        traditional,
        page_furniture,
    )
}
