"""The one guarded door through which a file is opened: size, extension against content, the right reader.

Whatever a library raises over a broken file becomes an :class:`InputError` in Chinese that names the file.
"""

import logging
from collections.abc import Callable

from importers.content_kind import Kind, kind_of
from importers.csv_reader import read_csv
from importers.document import Document
from importers.docx_reader import read_docx
from importers.source import Source
from importers.text_reader import read_text
from importers.xlsx_reader import read_xlsx
from rules.errors import InputError

MAX_FILE_BYTES = 20 * 1024 * 1024
_log = logging.getLogger("duban.importers")

Reader = Callable[[Source], Document]

#: Extension → what the file must hold, and its reader. A new format is one more line.
READERS: dict[str, tuple[Kind, Reader]] = {
    ".csv": (Kind.TEXT, read_csv),
    ".tsv": (Kind.TEXT, read_csv),
    ".xlsx": (Kind.XLSX, read_xlsx),
    ".docx": (Kind.DOCX, read_docx),
    ".txt": (Kind.TEXT, read_text),
    "": (Kind.TEXT, read_text),
}

_ADVICE = {
    ".xls": "请用表格软件另存为 .xlsx 再导入",
    ".et": "请用WPS另存为 .xlsx 再导入",
    ".doc": "请用文字处理软件另存为 .docx 再导入",
    ".wps": "请用WPS另存为 .docx 再导入",
    ".pdf": "请打开后复制表格，粘贴成文字再导入，或导入原来的Word、Excel文件",
    ".html": "请在浏览器里打开，复制表格，粘贴成文字再导入",
    ".htm": "请在浏览器里打开，复制表格，粘贴成文字再导入",
}
_SUFFIXES = "、".join(suffix for suffix in READERS if suffix)


def read_document(source: Source) -> Document:
    """Open a file with the reader of its format; raises :class:`InputError` in Chinese and nothing else."""
    reader = _reader_of(source)
    try:
        return reader(source)
    except InputError:
        raise
    except MemoryError:
        raise InputError(f"{source.label}太大，内存放不下，没有打开。") from None
    except Exception as error:
        _log.warning("unreadable file format=%s error=%s", source.suffix, type(error).__name__)
        raise InputError(f"{source.label}已经损坏或不合规范，打不开，请重新保存后再导入。") from error
    except BaseException as error:
        # The spreadsheet library answers some broken files with a panic, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise InputError(f"{source.label}已经损坏，打不开，请重新保存后再导入。") from None


def _reader_of(source: Source) -> Reader:
    if not source.data:
        raise InputError(f"{source.label}是空的。")
    if len(source.data) > MAX_FILE_BYTES:
        raise InputError(f"{source.label}超过{MAX_FILE_BYTES >> 20}MB，没有打开。")
    kind = kind_of(source)
    if source.suffix not in READERS:
        advice = _ADVICE.get(source.suffix, f"可以导入的是{_SUFFIXES}")
        holds = f"，内容是{kind}" if kind is not Kind.TEXT else ""
        raise InputError(f"{source.label}的格式{source.suffix}现在还读不了{holds}；{advice}。")
    expected, reader = READERS[source.suffix]
    if kind is Kind.LOCKED:
        raise InputError(f"{source.label}有打开密码，请去掉密码后再导入。")
    if kind is not expected:
        raise InputError(
            f"{source.label}的扩展名是{source.suffix or '文字'}，内容却是{kind}，请核对文件或改正扩展名。"
        )
    return reader
