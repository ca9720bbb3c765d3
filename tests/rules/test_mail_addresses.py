"""Mail addresses as a directory file may state them."""

import pytest

from rules.addresses import check_address
from rules.errors import InputError


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Office.1@Example.ORG ", "Office.1@example.org"),
        ("a+b@mail.example.org", "a+b@mail.example.org"),
        ("bgs@例子.org", "bgs@xn--fsqu00a.org"),
    ],
)
def test_good_addresses_become_what_relays_take(text: str, address: str) -> None:
    """The domain is lower case and ASCII, the part before @ stays as it is."""
    assert check_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "联络员@example.org",
        "a@b@c",
        "a@example.org,b@example.org",
        "甲 <a@example.org>",
        "a＠example.org",
        "a@",
        "a@exa mple.org",
        "a@b\r\nBcc: c@d",
        "a" * 65 + "@example.org",
    ],
)
def test_anything_else_is_refused_in_chinese(text: str) -> None:
    """Chinese before the @, several addresses, names, blanks and line ends are refused with the reason."""
    with pytest.raises(InputError, match="邮箱"):
        check_address(text)
