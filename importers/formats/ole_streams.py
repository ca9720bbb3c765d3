"""Take one named stream out of a compound file, the container of old Office formats. Nothing is interpreted.

Every chain of sectors ends after as many steps as the file has sectors, so a file made in bad faith ends too.
"""

import struct
from collections.abc import Iterator

_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_HEADER = 512
_LAST = 0xFFFFFFFA
"""Numbers from here on are no sectors."""
_STREAM = 2
_ROOT = 5


class _Compound:
    """A compound file: its sectors and the tables that chain them."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small_shift > shift:
            raise ValueError("sector size")
        self.size, self.small_size = 1 << shift, 1 << small_shift
        self.directory_start, _, self.smallest, small_table, _, more, _ = struct.unpack_from(
            "<IIIIIII", data, 48
        )
        tables = [n for n in struct.unpack_from("<109I", data, 76) if n < _LAST]
        for _ in range(len(data) // self.size + 1):
            if more >= _LAST:
                break
            numbers = struct.unpack(f"<{self.size // 4}I", self.sector(more))
            tables += [n for n in numbers[:-1] if n < _LAST]
            more = numbers[-1]
        self.next = self._numbers(b"".join(self.sector(n) for n in tables))
        self.next_small = self._numbers(b"".join(self.chain(small_table)))

    @staticmethod
    def _numbers(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def sector(self, number: int) -> bytes:
        """Return the bytes of a sector; the last one of a file may be cut short."""
        start = (number + 1) * self.size
        return self.data[start : start + self.size].ljust(self.size, b"\0")

    def chain(self, number: int) -> Iterator[bytes]:
        """Return the sectors of a chain."""
        for _ in range(len(self.data) // self.size + 1):
            if number >= len(self.next):
                return
            yield self.sector(number)
            number = self.next[number]

    def stream(self, names: tuple[str, ...]) -> bytes:
        """Return the bytes of the first stream of one of some names, nothing when there is none."""
        directory = b"".join(self.chain(self.directory_start))
        small_home = b""
        for start in range(0, len(directory) - 127, 128):
            entry = directory[start : start + 128]
            length, kind = struct.unpack_from("<HB", entry, 64)
            first, size = struct.unpack_from("<II", entry, 116)
            if kind == _ROOT:
                small_home = b"".join(self.chain(first))
            name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            if kind != _STREAM or name not in names:
                continue
            if size >= self.smallest:
                return b"".join(self.chain(first))[:size]
            return b"".join(self._small_chain(small_home, first))[:size]
        return b""

    def _small_chain(self, home: bytes, number: int) -> Iterator[bytes]:
        for _ in range(len(self.next_small) + 1):
            if number >= len(self.next_small):
                return
            yield home[number * self.small_size : (number + 1) * self.small_size]
            number = self.next_small[number]


def ole_stream(data: bytes, *names: str) -> bytes:
    """Return the first stream of one of some names in a compound file, nothing when there is none."""
    if not data.startswith(_SIGNATURE) or len(data) < _HEADER:
        return b""
    try:
        return _Compound(data).stream(names)
    except (ValueError, struct.error):
        return b""
