"""Which file an office may hand in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.tracking import MAX_FILE, Upload
from web.office_files import FileFault, SentFile, check_file, megabytes, plain_name

PDF = b"%PDF-1.7 text"


def sent(name: str, content: bytes = PDF, size: int | None = None) -> SentFile:
    return SentFile(name, len(content) if size is None else size, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("议程.pdf", PDF),
        ("议程.PDF", PDF),
        ("议程.pdf", b"\xef\xbb\xbf%PDF-1.4"),
        ("方案.docx", b"PK\x03\x04rest"),
        ("方案.doc", b"\xd0\xcf\x11\xe0rest"),
        ("方案.doc", b"{\\rtf1 text}"),
        ("名单.xlsx", b"PK\x03\x04rest"),
        ("公文.wps", b"\xd0\xcf\x11\xe0rest"),
        ("公文.ofd", b"PK\x03\x04rest"),
        ("照片.jpg", b"\xff\xd8\xff\xe0"),
        ("截图.png", b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_accepted_kinds(name: str, content: bytes) -> None:
    """PDF, OFD, Word, Excel, WPS and pictures are taken when the content is what the name says."""
    checked = check_file(sent(name, content))

    assert isinstance(checked, Upload)
    assert checked.content == content


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        (sent("木马.exe"), FileFault.KIND),
        (sent("议程.pdf.exe"), FileFault.KIND),
        (sent("网页.html", b"<script>"), FileFault.KIND),
        (sent("图.svg", b"<svg>"), FileFault.KIND),
        (sent("没有后缀"), FileFault.KIND),
        (sent("议程.pdf", b""), FileFault.EMPTY),
        (sent("议程.pdf", PDF, MAX_FILE + 1), FileFault.TOO_LARGE),
        (sent("议程.pdf", b"MZ program"), FileFault.CONTENT),
        (sent("方案.docx", PDF), FileFault.CONTENT),
    ],
)
def test_refused_files(file: SentFile, fault: FileFault) -> None:
    """Other kinds, empty, too large or mislabelled files are refused, each for its reason."""
    assert check_file(file) is fault


def test_file_at_the_limit_is_taken() -> None:
    """Exactly 10 MB is still allowed."""
    content = PDF + b" " * (MAX_FILE - len(PDF))

    assert isinstance(check_file(sent("议程.pdf", content)), Upload)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("C:\\文档\\议程.pdf", "议程.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("议程\r\nBcc: x.pdf", "议程 Bcc: x.pdf"),
        ("议程\u202efdp.exe.pdf", "议程fdp.exe.pdf"),
        ("长" * 300 + ".pdf", "长" * 96 + ".pdf"),
    ],
)
def test_names_are_made_plain(name: str, plain: str) -> None:
    """A stored name has no folder, no control character and at most 100 characters."""
    assert plain_name(name) == plain


@given(st.text(max_size=300))
def test_every_name_becomes_one_short_line(name: str) -> None:
    """Whatever a browser calls a file, its name fits one line."""
    made = plain_name(name)

    assert len(made) <= 100
    assert made == "" or made.isprintable()
    assert "/" not in made
    assert "\\" not in made


@pytest.mark.parametrize(("size", "words"), [(1, "1 KB"), (1_250_000, "1.2 MB"), (37_958_451, "36.2 MB")])
def test_sizes_in_words(size: int, words: str) -> None:
    """A size is said as people know it."""
    assert megabytes(size) == words
