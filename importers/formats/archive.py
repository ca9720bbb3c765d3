"""Check an Office file (a zip) before any library unpacks it, and hand on only what was checked.

Sizes and counts are bounded, every part is verified while it is unpacked, pictures are emptied, and
XML that declares entities is refused. Nothing is written to disk.
"""

import re
import zipfile
import zlib
from io import BytesIO

from rules.errors import InputError

MAX_PARTS = 2000
MAX_UNPACKED_BYTES = 128 * 1024 * 1024
_XML = (".xml", ".rels")
_CHUNK = 1 << 20
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def part_names(data: bytes) -> frozenset[str]:
    """Return the names of the parts of a zip, none when it cannot be opened."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return frozenset()


def checked_parts(data: bytes, *, label: str) -> dict[str, bytes]:
    """Return the verified parts of an Office file by name; parts that are no XML are empty.

    Pictures, macros and embedded files are never unpacked.

    Raises :class:`InputError` in Chinese for a broken, encrypted or oversized file.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _parts(archive, label)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        raise InputError(f"{label}已经损坏，打不开，请重新保存后再导入。") from None


def _parts(archive: zipfile.ZipFile, label: str) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > MAX_PARTS:
        raise InputError(f"{label}里有{len(entries)}个部件，超过{MAX_PARTS}个，没有打开。")
    left = MAX_UNPACKED_BYTES
    if sum(entry.file_size for entry in entries) > left:
        raise InputError(f"{label}解压后超过{left >> 20}MB，没有打开。")
    parts: dict[str, bytes] = {}
    for entry in entries:
        if entry.flag_bits & 1:
            raise InputError(f"{label}有打开密码，请去掉密码后再导入。")
        if not entry.filename.lower().endswith(_XML):
            parts[entry.filename] = b""
            continue
        content = _content(archive, entry, left, label)
        left -= len(content)
        parts[entry.filename] = content
    return parts


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int, label: str) -> bytes:
    pieces: list[bytes] = []
    size = 0
    with archive.open(entry) as part:
        while piece := part.read(_CHUNK):
            size += len(piece)
            if size > left:
                raise InputError(f"{label}解压后超过{MAX_UNPACKED_BYTES >> 20}MB，没有打开。")
            pieces.append(piece)
    content = b"".join(pieces)
    if _DECLARATION.search(content.replace(b"\x00", b"") if b"\x00" in content else content):
        raise InputError(f"{label}里有不该出现的文档类型声明，没有打开。")
    return content


def packed(parts: dict[str, bytes]) -> bytes:
    """Return the parts as one plain zip that a library may open."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
