"""One mail address, checked and brought into the form that every relay takes.

Must not guess: an address that needs a decision is refused with the reason.
"""

import re
from functools import lru_cache

from rules.errors import InputError

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL_PART = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_SEPARATORS = re.compile(r"[,;，；、]")
_LOCAL_LIMIT, _ADDRESS_LIMIT = 64, 254
#: A mail's addresses are checked when it is built and again when it leaves.
_REMEMBERED = 1000


@lru_cache(_REMEMBERED)
def check_address(address: str) -> str:
    """Return the address in ASCII, its domain in lower case and IDNA; raises ``InputError`` in Chinese."""
    text = address.strip()
    problem = _problem_of_form(text)
    if problem:
        raise InputError(problem)
    local_part, _, domain = text.partition("@")
    if not local_part.isascii():
        raise InputError(f"邮箱“{_shown(text)}”的@前面有中文或全角字符，邮件服务器不收，请换一个邮箱。")
    if len(local_part) > _LOCAL_LIMIT or not _LOCAL_PART.fullmatch(local_part):
        raise InputError(f"邮箱“{_shown(text)}”的@前面不合规则，请核对。")
    checked = f"{local_part}@{ascii_domain(domain)}"
    if len(checked) > _ADDRESS_LIMIT:
        raise InputError(f"邮箱“{_shown(text)}”太长，请核对。")
    return checked


def ascii_domain(domain: str) -> str:
    """Return a domain in lower case and IDNA; raises ``InputError`` in Chinese."""
    try:
        encoded = domain.lower() if domain.isascii() else domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        encoded = ""
    if not _DOMAIN.fullmatch(encoded):
        raise InputError(f"邮箱的域名“{_shown(domain)}”不合规则，请核对。")
    return encoded


def _problem_of_form(text: str) -> str:
    """Say what keeps a text from being exactly one bare address; nothing when it may be one."""
    if not text:
        return "没有填邮箱。"
    if not text.isprintable():
        return f"邮箱“{_shown(text)}”里有换行或看不见的字符，请重新填写。"
    if _SEPARATORS.search(text) or text.count("@") > 1:
        return f"“{_shown(text)}”像是几个邮箱，请只填一个。"
    if "@" not in text:
        hint = "，请把全角“＠”改成“@”" if "＠" in text else ""
        return f"邮箱“{_shown(text)}”里没有@{hint}。"
    if re.search(r"[\s<>()\[\]\\\"]", text):
        return f"“{_shown(text)}”里除了邮箱还有别的内容，请只填邮箱。"
    return ""


def _shown(text: str) -> str:
    """Return a text fit to be quoted in a message: printable and short."""
    return "".join(char if char.isprintable() else " " for char in text[:60])
