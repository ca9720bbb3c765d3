"""The kinds of values a command line takes; what will not do is refused in Chinese."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import click

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Day(click.ParamType[date]):
    """A day written as 2026-03-31."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day."""
        if isinstance(value, date):
            return value
        text = str(value)
        if _ISO.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                raise click.BadParameter(f"“{text}”这一天不存在。", ctx, param) from None
        raise click.BadParameter(f"“{text}”应写成 2026-03-31 的样子。", ctx, param)


class Number(click.ParamType[int]):
    """A whole number not below a least one."""

    name = "number"

    def __init__(self, least: int = 1) -> None:
        self.least = least

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        text = str(value)
        if text.isascii() and text.isdigit() and len(text) <= 9 and int(text) >= self.least:
            return int(text)
        raise click.BadParameter(f"“{text}”应是不小于{self.least}的整数。", ctx, param)


class Choice(click.ParamType[str]):
    """One of some words; some may have a second spelling."""

    name = "choice"

    def __init__(self, *words: str, also: Mapping[str, str] | None = None) -> None:
        self.words = words
        self.also = dict(also or {})

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word."""
        text = str(value)
        word = self.also.get(text, text)
        if word in self.words:
            return word
        raise click.BadParameter(f"“{text}”应是 {'、'.join(self.words)} 之一。", ctx, param)


def choice_of(kind: type[StrEnum], also: Mapping[str, str] | None = None) -> Choice:
    """Return the choice of an enumeration's values."""
    return Choice(*(member.value for member in kind), also=also)
