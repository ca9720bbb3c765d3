"""Cleaning of text that becomes a header, and the last check before it does."""

import pytest

from notifiers.headers import clean_header, header_block
from rules.errors import DubanError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1项逾期｜基教处", "1项逾期｜基教处"),
        ("  a\t b　c\u00a0d ", "a b c d"),
        ("a\r\nb\vc\fd\x85e\u2028f\u2029g", "a b c d e f g"),
        ("a\x00\x1b\x7f\x9fb", "ab"),
        ("\ufeffa\u200b\u200c\u200db\u2060\u00ad", "ab"),
        ("\u202ea\u2066b\u200fc\u061c", "abc"),
        ("=?UTF-8?Q?=0A?=", "= ?UTF-8?Q? =0A? ="),
        ("=\u200b?x?\x00=", "= ?x? ="),
        ("为什么?=为什么", "为什么? =为什么"),
        ("\ud83d", ""),
        ("𠮷 \ue000 葛\U000e0100", "𠮷 \ue000 葛\U000e0100"),
    ],
)
def test_a_header_text_is_one_visible_line(text: str, expected: str) -> None:
    """Controls, invisible marks and encoded words go; rare characters of names stay."""
    assert clean_header(text) == expected
    assert clean_header(expected) == expected


@pytest.mark.parametrize(
    "fields",
    [
        [("Subject", "a\r\nBcc: x@y")],
        [("Subject", "a\r\n\r\nb")],
        [("Subject", "a\nb")],
        [("Subject", "a\r\n ")],
        [("Subject", "a\x0bb")],
        [("Subject", "督办")],
        [("Subject", "\ud800")],
        [("Subject", "x" * 999)],
        [("Subject: x\r\nBcc", "y")],
        [("Subject", "a"), ("Subject", "b")],
    ],
)
def test_a_block_with_anything_else_in_it_is_refused(fields: list[tuple[str, str]]) -> None:
    """Whatever slipped through the encoding is caught before a byte leaves."""
    with pytest.raises(DubanError):
        header_block(fields)


def test_a_block_ends_with_an_empty_line() -> None:
    """Folded lines are kept, and the body can follow."""
    assert header_block([("A", "1\r\n 2"), ("B", "3")]) == b"A: 1\r\n 2\r\nB: 3\r\n\r\n"
