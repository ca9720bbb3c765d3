"""The secret key that signs mail links: a file only its owner can read, made at the first use."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from cli.files import reason
from rules.errors import InputError

KEY_BYTES = 32


def read_or_make_key(path: Path) -> bytes:
    """Return the key of a file; the first of several processes makes it, the others take what it made."""
    try:
        if not path.exists():
            _make(path)
        key = path.read_bytes()
    except OSError as error:
        raise InputError(f"签名密钥文件 {path} 不能用：{reason(error)}。") from error
    if len(key) != KEY_BYTES:
        raise InputError(f"签名密钥文件 {path} 已损坏。请从备份恢复；换新密钥会让发出的链接全部失效。")
    return key


def _make(path: Path) -> None:
    """Write the whole key under another name first, so that nobody reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(os.urandom(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(part, path)
    finally:
        part.unlink(missing_ok=True)
