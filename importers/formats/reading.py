"""The one guarded door through which a file is opened: size, extension against content, the right reader.

Whatever a library raises over a broken file becomes an :class:`InputError` in Chinese that names the file.
Anything but short plain text is read in a child process with limits.
"""

import logging
from collections.abc import Callable
from importlib import import_module

from importers.document import Document, Line, Table
from importers.formats.content_kind import Kind, is_marked, kind_of
from importers.formats.limits import (
    MAX_FILE_BYTES,
    out_of_memory,
    refuse_many_characters,
    refuse_many_lines,
    refuse_many_rows,
)
from importers.formats.page_source import holds_tags
from importers.source import Source
from rules.errors import InputError

IN_PROCESS_BYTES = 256 * 1024
_log = logging.getLogger("duban.importers")

Reader = Callable[[Source], Document]


def _reader(name: str) -> Reader:
    """Return the reader of a format, which is loaded with its first file.

    A child reads one file; loading all readers would take it longer than reading most plans.
    """

    def read(source: Source) -> Document:
        reader: Reader = getattr(import_module(f"importers.formats.{name}_reader"), f"read_{name}")
        return reader(source)

    return read


_CSV, _DOCX, _HTML, _MHTML, _PDF, _TEXT, _XLS, _XLSX = map(
    _reader, ("csv", "docx", "html", "mhtml", "pdf", "text", "xls", "xlsx")
)
_WEB_PAGES = {Kind.HTML: _HTML, Kind.HTML_PIECE: _HTML, Kind.MHTML: _MHTML}
_TEXTS = {Kind.TEXT: _TEXT, Kind.HTML_PIECE: _TEXT}

#: Extension → what the file may hold, each with its reader. A new format is one more line.
#: Office programs save web pages as .xls and .doc, so these are told by their content.
READERS: dict[str, dict[Kind, Reader]] = {
    ".xlsx": {Kind.XLSX: _XLSX},
    ".xlsm": {Kind.XLSX: _XLSX},
    ".xls": {Kind.XLS: _XLS, Kind.OLE: _XLS, **_WEB_PAGES},
    ".et": {Kind.XLS: _XLS, Kind.OLE: _XLS, Kind.XLSX: _XLSX},
    ".csv": {Kind.TEXT: _CSV},
    ".tsv": {Kind.TEXT: _CSV},
    ".docx": {Kind.DOCX: _DOCX},
    ".docm": {Kind.DOCX: _DOCX},
    ".doc": _WEB_PAGES,
    ".pdf": {Kind.PDF: _PDF},
    ".html": _WEB_PAGES,
    ".htm": _WEB_PAGES,
    ".mht": _WEB_PAGES,
    ".mhtml": _WEB_PAGES,
    ".txt": _TEXTS,
    ".md": _TEXTS,
    "": {**_TEXTS, Kind.HTML: _HTML},
}

_AS_WORD = "请用Word或WPS打开，“另存为”选“Word文档（.docx）”，再导入"
_AS_EXCEL = "请用Excel或WPS打开，“另存为”选“Excel工作簿（.xlsx）”，再导入"
_ADVICE_BY_SUFFIX = {
    ".doc": _AS_WORD,
    ".wps": _AS_WORD,
    ".rtf": _AS_WORD,
    ".ods": _AS_EXCEL,
    ".xlsb": _AS_EXCEL,
}
_ADVICE_BY_KIND = {
    Kind.RTF: _AS_WORD,
    Kind.DOC: _AS_WORD,
    Kind.IMAGE: "请导入原来的Word、Excel文件，或先用文字识别（OCR）软件转成文字",
    Kind.OFFICE_XML: "请用Office打开，另存为 .docx 或 .xlsx，再导入",
}
_SUFFIXES = "、".join(suffix for suffix in READERS if suffix)


def read_document(source: Source) -> Document:
    """Open a file with the reader of its format; raises :class:`InputError` in Chinese and nothing else."""
    if not source.data:
        raise InputError(f"{source.label}是空的。")
    if len(source.data) > MAX_FILE_BYTES:
        raise InputError(f"{source.label}超过{MAX_FILE_BYTES >> 20}MB，没有打开。")
    is_short = len(source.data) <= IN_PROCESS_BYTES and not is_marked(source.data)
    is_plain = is_short and not holds_tags(source.data)
    if is_plain and Kind.TEXT in READERS.get(source.suffix, {}):
        return open_document(source)
    from importers.formats.guard import read_apart  # the child, which loads this module too, starts no other

    return read_apart(source)


def open_document(source: Source) -> Document:
    """Open a file in this process; :func:`read_document` is the door that keeps to limits."""
    reader = _reader_of(source)
    try:
        document = reader(source)
    except InputError:
        raise
    except MemoryError:
        raise InputError(out_of_memory(source)) from None
    except RecursionError:
        raise InputError(f"{source.label}里层层嵌套得太深，打不开；请把表复制到新文件再导入。") from None
    except Exception as error:
        _log.warning("unreadable file format=%s error=%s", source.suffix, type(error).__name__)
        raise InputError(f"{source.label}已经损坏或不合规范，打不开，请重新保存后再导入。") from error
    except BaseException as error:
        # The spreadsheet library answers some broken files with a panic, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise InputError(f"{source.label}已经损坏，打不开，请重新保存后再导入。") from None
    _refuse_giants(document, source)
    return document


def _reader_of(source: Source) -> Reader:
    kind = kind_of(source)
    if kind is Kind.LOCKED:
        raise InputError(f"{source.label}有打开密码，请去掉密码后再导入。")
    if kind is Kind.TEXT:
        refuse_many_lines(source.data.count(b"\n"), label=source.label)
    readers = READERS.get(source.suffix)
    if readers is not None and kind in readers:
        return readers[kind]
    advice = _ADVICE_BY_SUFFIX.get(source.suffix, _ADVICE_BY_KIND.get(kind, ""))
    if readers is not None and source.suffix not in _ADVICE_BY_SUFFIX:
        raise InputError(
            f"{source.label}的扩展名是{source.suffix or '文字'}，内容却是{kind}，"
            f"{advice or '请核对文件或改正扩展名'}。"
        )
    holds = f"，内容是{kind}" if kind is not Kind.TEXT else ""
    raise InputError(
        f"{source.label}的格式{source.suffix}读不了{holds}；{advice or f'可以导入的是{_SUFFIXES}'}。"
    )


def _refuse_giants(document: Document, source: Source) -> None:
    """Refuse what no plan is: it would only keep the program busy."""
    for table in document.tables:
        refuse_many_rows(len(table.rows), label=source.label, table=table.name)
    refuse_many_characters(sum(map(_characters, document.blocks)), label=source.label)


def _characters(block: Line | Table) -> int:
    if isinstance(block, Line):
        return len(block.text)
    return sum(len(cell.text) + 1 for row in block.rows for cell in row.cells)
