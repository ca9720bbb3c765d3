"""Reading a posted form as a stream."""

import asyncio
from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from scheduler.tracking import MAX_FILE
from web.office_body import MAX_TEXT, Body, read_body

LINE = b"\r\n"


def part(name: str, value: bytes, file_name: str = "") -> bytes:
    file = f'; filename="{file_name}"' if file_name else ""
    head = f'Content-Disposition: form-data; name="{name}"{file}'.encode()
    return b"--cut" + LINE + head + LINE + LINE + value + LINE


def read(chunks: Iterable[bytes], content_type: str = "multipart/form-data; boundary=cut") -> Body:
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    messages.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> dict[str, object]:
        return messages.pop(0)

    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", content_type.encode())]}
    return asyncio.run(read_body(Request(scope, receive)))


WHOLE = (
    part("c-note", "已召开".encode())
    + part("c-file", b"%PDF-1.7", "议程.pdf")
    + part("c-by", b"a")
    + b"--cut--\r\n"
)


def test_fields_and_file() -> None:
    """Text fields and the file of a form are told apart."""
    body = read([WHOLE])

    assert body.fields == {"c-note": "已召开", "c-by": "a"}
    assert body.sent is not None
    assert (body.sent.name, body.sent.size, body.sent.content) == ("议程.pdf", 8, b"%PDF-1.7")
    assert body.is_complete


@given(st.lists(st.integers(0, len(WHOLE)), max_size=8))
def test_chunks_make_no_difference(cuts: list[int]) -> None:
    """Wherever the network cuts a body, the same is read."""
    edges = [0, *sorted(cuts), len(WHOLE)]
    chunks = [WHOLE[start:end] for start, end in pairwise(edges)]

    assert read(chunks) == read([WHOLE])


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_called_incomplete(data: bytes) -> None:
    """No body whatever raises."""
    for content_type in (
        "multipart/form-data; boundary=cut",
        "application/x-www-form-urlencoded",
        "text/plain",
    ):
        assert isinstance(read([data], content_type), Body)


def test_too_large_file_is_counted_and_not_kept() -> None:
    """Of a file beyond the limit only the size is known; the text after it is still read."""
    chunk = b"x" * 1024 * 1024
    parts = [part("c-note", b"text"), part("c-file", b"", "a.pdf").removesuffix(LINE)]

    body = read([*parts, *[chunk] * 14, LINE, part("c-by", b"name"), b"--cut--\r\n"])

    assert body.sent is not None
    assert body.sent.size == 14 * 1024 * 1024
    assert len(body.sent.content) == MAX_FILE + 1
    assert body.fields == {"c-note": "text", "c-by": "name"}
    assert body.is_complete


def test_broken_off_body_keeps_the_text() -> None:
    """A body that ends in the middle of its file keeps what came before and says that it is incomplete."""
    body = read([part("c-note", b"text"), part("c-file", b"%PDF-", "a.pdf")[:-2]])

    assert body.fields == {"c-note": "text"}
    assert not body.is_complete


def test_more_text_than_any_form_has() -> None:
    """Endless text is neither kept nor taken for a form."""
    body = read([part("c-note", b"x" * (MAX_TEXT + 10)), b"--cut--\r\n"])

    assert len(body.text("c-note")) == MAX_TEXT
    assert not body.is_complete


def test_urlencoded_form() -> None:
    """The small forms arrive encoded in one line; the first value of a name counts."""
    body = read([b"signed_by=%E7%8E%8B&plans=1&plans=2"], "application/x-www-form-urlencoded")

    assert body.fields == {"signed_by": "王", "plans": "1"}


def test_empty_file_field_is_no_file() -> None:
    """A form sent without choosing a file has none."""
    empty = b'--cut\r\nContent-Disposition: form-data; name="c-file"; filename=""\r\n\r\n\r\n--cut--\r\n'

    assert read([empty]).sent is None
