"""From the text of one setting to its value; a text that will not do raises ValueError in Chinese.

Knows no key and no file but the folder that relative paths start from.
"""

import re
from collections.abc import Callable
from pathlib import Path

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_BASE_URL = re.compile(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?")
_WATCHER_URL = re.compile(r"https?://[^\s/?#@]+(?:[/?][^\s#]*)?")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*")
_SQLITE = re.compile(r"(sqlite(?:\+pysqlite)?:///)(.+)")
_POSTGRES = re.compile(r"postgresql(?:\+psycopg)?://\S+")
_TEXT_LIMIT = 200


def read_text(text: str) -> str:
    """Return one line without the spaces around it."""
    stripped = text.strip()
    if len(stripped) > _TEXT_LIMIT or not stripped.isprintable():
        raise ValueError(f"应是一行文字，不超过{_TEXT_LIMIT}字")
    return stripped


def read_secret(text: str) -> str:
    """Return a password exactly as it was written."""
    if not text.isprintable():
        raise ValueError("里面有换行或其他不可见的字符")
    return text


def read_address(text: str) -> str:
    """Return a plain mail address, or nothing for nothing."""
    stripped = text.strip()
    if stripped and not _ADDRESS.fullmatch(stripped):
        raise ValueError("应是一个邮箱地址，例如 ducha@example.org，不带姓名")
    return stripped


def read_host(text: str) -> str:
    """Return a host name or address, or nothing for nothing."""
    stripped = text.strip()
    if stripped and not _HOST.fullmatch(stripped):
        raise ValueError("应只写主机名或地址，例如 mail.example.org，不带 smtp:// 和端口")
    return stripped


def read_base_url(text: str) -> str:
    """Return the address of the pages without the slash at its end."""
    stripped = text.strip()
    if not _BASE_URL.fullmatch(stripped):
        raise ValueError("应以 http:// 或 https:// 开头，例如 https://duban.example.org")
    return stripped.rstrip("/")


def read_watcher_url(text: str) -> str:
    """Return an address to ask for, with its path and query as they are, or nothing for nothing."""
    stripped = text.strip()
    if stripped and not (stripped.isascii() and _WATCHER_URL.fullmatch(stripped)):
        raise ValueError("应以 http:// 或 https:// 开头，不带用户名和口令")
    return stripped


def integer_reader(low: int, high: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from low to high."""

    def read(text: str) -> int:
        stripped = text.strip()
        if not (stripped.isascii() and stripped.isdigit()) or not low <= int(stripped) <= high:
            raise ValueError(f"应是{low}至{high}的整数")
        return int(stripped)

    return read


def read_seconds(text: str) -> float:
    """Return a number of seconds, a fraction also."""
    if not re.fullmatch(r"\d{1,7}(\.\d+)?", text.strip(), re.ASCII) or not float(text):
        raise ValueError("应是大于0的秒数")
    return float(text)


def choice_reader(*choices: str) -> Callable[[str], str]:
    """Return a reader of one of several words."""

    def read(text: str) -> str:
        word = text.strip().lower()
        if word not in choices:
            raise ValueError(f"应是 {'、'.join(choices)} 之一")
        return word

    return read


def path_reader(working_dir: Path) -> Callable[[str], Path]:
    """Return a reader of paths; a relative one starts from the working folder."""

    def read(text: str) -> Path:
        if "\0" in text:
            raise ValueError("应是一个路径")
        return working_dir / Path(text.strip()).expanduser()

    return read


def database_url_reader(working_dir: Path) -> Callable[[str], str]:
    """Return a reader of SQLAlchemy addresses that makes the path of a SQLite file absolute."""

    def read(text: str) -> str:
        stripped = text.strip()
        if _POSTGRES.fullmatch(stripped):
            return stripped
        sqlite = _SQLITE.fullmatch(stripped)
        if sqlite is None:
            raise ValueError("应写成 sqlite:///文件 或 postgresql://用户:口令@主机/数据库")
        return f"{sqlite[1]}{working_dir / sqlite[2]}"

    return read
