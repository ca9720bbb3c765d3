"""Damage files as networks, disks and hostile people do: the same damage for the same seed."""

import io
import re
import zipfile
from random import Random

_TAG = re.compile(rb"<[^>]{1,200}>")
_NUMBER = re.compile(rb"[0-9]+")
_ODD = (b"", b"-1", b"0", b"99999999999", b"NaN", b"\xff\xfe", b"\x00", b"\xe2\x80\xae", b"]]>", b"&x;")


def damaged(data: bytes, seed: int) -> bytes:
    """Return a file damaged in one way that the seed chooses."""
    random = Random(seed)
    is_zip = data.startswith(b"PK")
    ways = (
        _flipped,
        _cut,
        _repeated,
        *((_part_damaged, _parts_swapped) if is_zip else (_tag_lost, _odd_number)),
    )
    return random.choice(ways)(data, random)


def _flipped(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 4, 32))):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(1, len(data))]


def _repeated(data: bytes, random: Random) -> bytes:
    start, length = random.randrange(len(data)), random.randrange(1, 2000)
    return data[:start] + data[start : start + length] * random.choice((2, 50)) + data[start + length :]


def _tag_lost(data: bytes, random: Random) -> bytes:
    tags = list(_TAG.finditer(data))
    if not tags:
        return _flipped(data, random)
    tag = random.choice(tags)
    return data[: tag.start()] + random.choice((b"", tag[0] * 3, *_ODD)) + data[tag.end() :]


def _odd_number(data: bytes, random: Random) -> bytes:
    numbers = list(_NUMBER.finditer(data))
    if not numbers:
        return _flipped(data, random)
    number = random.choice(numbers)
    return data[: number.start()] + random.choice(_ODD) + data[number.end() :]


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _part_damaged(data: bytes, random: Random) -> bytes:
    """Damage one part inside the archive, which is then packed well again."""
    parts = _parts(data)
    name = random.choice(sorted(part for part in parts if parts[part]))
    way = random.choice((_flipped, _cut, _repeated, _tag_lost, _tag_lost, _odd_number, _odd_number))
    return _packed(parts | {name: way(parts[name], random)})


def _parts_swapped(data: bytes, random: Random) -> bytes:
    """Give one part the content of another, or leave it out."""
    parts = _parts(data)
    one, other = random.sample(sorted(parts), 2)
    if random.random() < 0.5:
        return _packed({name: content for name, content in parts.items() if name != one})
    return _packed(parts | {one: parts[other], other: parts[one]})
