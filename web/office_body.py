"""Reads what a form sent as a stream: a file that is too large is counted and thrown away, not kept,
so that the page can come back with everything else that was typed.

Nothing is checked or stored here.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from scheduler.tracking import MAX_FILE
from web.office_files import SentFile

MAX_TEXT = 512 * 1024
"""All typed text together; one field may hold 2000 characters."""
MAX_STREAM = 200 * 1024 * 1024
"""Beyond this the rest is not even read: the connection ends."""
_MAX_FIELDS = 1000


@dataclass(frozen=True, slots=True)
class Body:
    """What a form sent."""

    fields: dict[str, str] = field(default_factory=dict)
    sent: SentFile | None = None
    is_complete: bool = True
    """False when it ended in the middle, or held more text than any form has."""

    def text(self, name: str) -> str:
        """Return a field's text, empty when it was not sent."""
        return self.fields.get(name, "")


async def read_body(request: Request) -> Body:
    """Return the fields and the file of a posted form, whichever way it was encoded."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind == b"multipart/form-data" and options.get(b"boundary"):
        return await _read_multipart(request.stream(), options[b"boundary"])
    if kind == b"application/x-www-form-urlencoded":
        return await _read_urlencoded(request.stream())
    return Body(is_complete=False)


async def _read_urlencoded(stream: AsyncIterator[bytes]) -> Body:
    text, is_complete = bytearray(), True
    async for chunk in stream:
        is_complete = is_complete and len(text) + len(chunk) <= MAX_TEXT
        text += chunk if is_complete else b""
    try:
        pairs = parse_qsl(
            text.decode("latin-1"), keep_blank_values=True, errors="replace", max_num_fields=_MAX_FIELDS
        )
    except ValueError:
        return Body(is_complete=False)
    return Body(dict(reversed(pairs)), is_complete=is_complete)


async def _read_multipart(stream: AsyncIterator[bytes], boundary: bytes) -> Body:
    collector, length = _Collector(), 0
    try:
        parser = collector.parser(boundary)
        async for chunk in stream:
            length += len(chunk)
            if length > MAX_STREAM:
                break
            parser.write(chunk)
    except FormParserError:
        collector.is_ended = False
    return collector.body()


class _Collector:
    """Gathers the parts of one multipart body; the first value of a name and the first file count."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.sent: SentFile | None = None
        self.is_ended = False
        self.is_overfull = False
        self._text_size = 0
        self._begin()

    def parser(self, boundary: bytes) -> MultipartParser:
        """Return a parser that reports to this collector."""
        return MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_part_data": self._part_data,
                "on_part_end": self._end,
                "on_end": self._finish,
            },
        )

    def body(self) -> Body:
        """Return what was gathered; a part that broke off in the middle is kept as far as it came."""
        if not self.is_ended:
            self._end()
        return Body(self.fields, self.sent, is_complete=self.is_ended and not self.is_overfull)

    def _begin(self) -> None:
        self._header, self._value = bytearray(), bytearray()
        self._name, self._file_name = "", ""
        self._data, self._size = bytearray(), 0

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if bytes(self._header).lower() == b"content-disposition":
            _, options = parse_options_header(bytes(self._value))
            self._name = options.get(b"name", b"").decode("utf-8", "replace")
            self._file_name = options.get(b"filename", b"").decode("utf-8", "replace")
        self._header, self._value = bytearray(), bytearray()

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        self._size += end - start
        if self._file_name:
            room = MAX_FILE + 1 - len(self._data)
        else:
            room = MAX_TEXT - self._text_size
            self._text_size += end - start
            self.is_overfull = self.is_overfull or room < end - start
        self._data += data[start : min(end, start + max(room, 0))]

    def _end(self) -> None:
        if self._file_name:
            self.sent = self.sent or SentFile(self._file_name, self._size, bytes(self._data))
        elif self._name and len(self.fields) < _MAX_FIELDS:
            self.fields.setdefault(self._name, self._data.decode("utf-8", "replace"))
        self._begin()

    def _finish(self) -> None:
        self.is_ended = True
