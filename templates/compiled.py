"""Compiled templates in a folder, which spare each process a fifth of a second; only a convenience.

What is read here runs as code. So the folder is used only when nobody else can write to it, and a file
only when it is whole.
"""

import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

_DIGEST_SIZE = hashlib.sha256().digest_size


def own_cache(folder: Path) -> BytecodeCache | None:
    """Return a cache in a folder, made when it is missing; None when others could have written to it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError:
        return None
    is_ours = found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return _Cache(folder) if is_ours else None


class _Cache(BytecodeCache):
    """One file a template, which begins with the digest of the rest: half a file counts as none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a compiled template; a missing or damaged file is as if there were none.

        Unmarshalling damaged code may raise anything, and running it may do anything: hence the digest.
        """
        try:
            content = (self._folder / bucket.key).read_bytes()
        except OSError:
            return
        digest, code = content[:_DIGEST_SIZE], content[_DIGEST_SIZE:]
        if digest == hashlib.sha256(code).digest():
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template; a folder that cannot be written to leaves everything as it was."""
        code = bucket.bytecode_to_string()
        with suppress(OSError):
            (self._folder / bucket.key).write_bytes(hashlib.sha256(code).digest() + code)
