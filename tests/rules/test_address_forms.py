"""One address in, one ASCII address out, or a Chinese sentence that says what is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.addresses import check_address
from rules.errors import InputError


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("jijiao@example.org", "jijiao@example.org"),
        ("  jijiao@example.org\n", "jijiao@example.org"),
        ("\u3000jijiao@example.org\u00a0", "jijiao@example.org"),
        ("Ji.Jiao+duban@Example.ORG", "Ji.Jiao+duban@example.org"),
        ("zhang_3@mail-1.example.org", "zhang_3@mail-1.example.org"),
        ("root@intranet", "root@intranet"),
        ("12345678@example.org", "12345678@example.org"),
        ("a@例子.中国", "a@xn--fsqu00a.xn--fiqs8s"),
        ("a@教育局.example.org", "a@xn--dgtp5sd2w.example.org"),
        ("a@xn--fsqu00a.xn--fiqs8s", "a@xn--fsqu00a.xn--fiqs8s"),
    ],
)
def test_a_good_address_is_normalised(address: str, expected: str) -> None:
    """White space around it goes, the domain is lower case and ASCII; the rest stays."""
    assert check_address(address) == expected
    assert check_address(expected) == expected


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("", "没有填邮箱"),
        (" \r\n", "没有填邮箱"),
        ("jijiao", "没有@"),
        ("jijiao＠example.org", "全角“＠”"),
        ("张三@example.org", "@前面有中文"),
        ("ｊｊ@example.org", "@前面有中文或全角"),
        ("a@b.cn,c@d.cn", "几个邮箱"),
        ("a@b.cn；c@d.cn", "几个邮箱"),
        ("a@b.cn、", "几个邮箱"),
        ("a@b@c", "几个邮箱"),
        ("a@b.cn\r\nBcc: x", "看不见的字符"),
        ("a@b.cn\x00", "看不见的字符"),
        ("a\u200b@b.cn", "看不见的字符"),
        ("a@b.cn> SIZE=1", "只填邮箱"),
        ("张三 <a@b.cn>", "只填邮箱"),
        ('"a b"@c.cn', "只填邮箱"),
        ("a b@c.cn", "只填邮箱"),
        ("a@[127.0.0.1]", "只填邮箱"),
        ("@example.org", "@前面不合规则"),
        (".a@example.org", "@前面不合规则"),
        ("a..b@example.org", "@前面不合规则"),
        ("a" * 65 + "@example.org", "@前面不合规则"),
        ("a@", "域名"),
        ("a@.org", "域名"),
        ("a@example..org", "域名"),
        ("a@-x.org", "域名"),
        ("a@b_c.org", "域名"),
        ("a@" + "x" * 64 + ".org", "域名"),
        ("a@" + "中" * 64 + ".org", "域名"),
        ("a@" + ".".join(["x" * 60] * 5), "太长"),
    ],
)
def test_a_bad_address_is_refused_with_the_reason(address: str, says: str) -> None:
    """What is wrong is said in words a clerk understands, on one line."""
    with pytest.raises(InputError) as caught:
        check_address(address)

    assert says in caught.value.message
    assert caught.value.message.isprintable()


@given(st.text(st.characters(), max_size=40), st.text(st.characters(), max_size=40))
def test_whatever_passes_is_one_plain_ascii_address(local_part: str, domain: str) -> None:
    """No text at all yields an address that could carry a second one, or a command."""
    try:
        address = check_address(f"{local_part}@{domain}")
    except InputError:
        return

    assert address.isascii()
    assert address.isprintable()
    assert address.count("@") == 1
    assert not set(address) & set(' <>,;:\\"()[]')
