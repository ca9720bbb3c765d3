"""The same small and real plans written in every format a plan may come in."""

import csv
import io
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from importers.source import Source

Rows = Sequence[tuple[str, str, str]]
HEADER = ("时间", "重点工作", "责任单位")


def page(rows: Rows, title: str, *, remark: str = "") -> str:
    """Write a plan as a web page whose month cells span their rows."""
    lines = [
        f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body><h1>{title}</h1><table border='1'>"
    ]
    lines.append("<tr>" + "".join(f"<th>{words}</th>" for words in HEADER) + "</tr>")
    for month, group in groupby(rows, key=lambda row: row[0]):
        own = list(group)
        for number, (_, task, offices) in enumerate(own):
            first = f"<td rowspan='{len(own)}'>{month}</td>" if not number else ""
            lines.append(f"<tr>{first}<td>{task}</td>\n<td><p>{offices}</p></td></tr>")
    return "\n".join([*lines, f"</table><p>{remark}</p></body></html>"])


def web_archive(*pages: str) -> bytes:
    """Write pages as Word and Excel save them in a single file."""
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    archive = MIMEMultipart("related")
    for html in pages:
        archive.attach(MIMEText(html, "html", "utf-8"))
    archive.attach(MIMEText("@page {}", "css", "utf-8"))
    return archive.as_bytes()


def separated(rows: Rows, title: str, delimiter: str, *, remark: str = "") -> str:
    """Write a plan as lines of separated values."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([(title,), HEADER, *rows, *([(remark,)] if remark else [])])
    return text.getvalue()


def every_form(rows: Rows, title: str, *, remark: str, examples: Path, samples: Path) -> dict[str, Source]:
    """Return the real plan of ``examples`` in every format, by the name of the case."""
    html = page(rows, title, remark=remark)
    comma, tab = (separated(rows, title, sign, remark=remark) for sign in (",", "\t"))
    old_book = (samples / "plan_2024.xls").read_bytes()
    forms = {
        "csv, UTF-8": ("a.csv", comma.encode()),
        "csv, UTF-8 with a mark": ("a.csv", comma.encode("utf-8-sig")),
        "csv, GB18030": ("a.csv", comma.encode("gb18030")),
        "csv, UTF-16 little": ("a.csv", b"\xff\xfe" + comma.encode("utf-16-le")),
        "csv, UTF-16 big": ("a.csv", b"\xfe\xff" + comma.encode("utf-16-be")),
        "tsv": ("a.tsv", tab.encode("gb18030")),
        "pasted text": ("-", tab.encode()),
        "xlsx": ("a.xlsx", (examples / "plan_2024.xlsx").read_bytes()),
        "xls": ("a.xls", old_book),
        "et": ("a.et", old_book),
        "docx": ("a.docx", (examples / "plan_2024.docx").read_bytes()),
        "pdf": ("a.pdf", (samples / "plan_2024.pdf").read_bytes()),
        "html": ("a.html", html.encode()),
        "htm, GBK": ("a.htm", html.replace("utf-8", "gbk").encode("gb18030")),
        "a page saved as .xls": ("a.xls", html.encode()),
        "a pasted page": ("-", html.encode()),
        "a page in one file": ("a.mht", web_archive(html)),
        "a page in one file, saved as .doc": ("a.doc", web_archive(html)),
    }
    return {case: Source(*form) for case, form in forms.items()}


def small_forms(samples: Path, examples: Path) -> dict[str, bytes]:
    """Return a valid file of each format by a name that ends in its extension, for damaging."""
    rows = [("3月", f"召开第{n}次会议", "办公室、基教处") for n in range(1, 8)]
    html = page(rows, "2024年重点工作安排")
    return {
        "a.csv": separated(rows, "2024年重点工作安排", ",").encode("gb18030"),
        "a.tsv": separated(rows, "2024年重点工作安排", "\t").encode("utf-16"),
        "a.txt": separated(rows, "2024年重点工作安排", "\t").encode(),
        "a.html": html.encode(),
        "a.mht": web_archive(html),
        "a.xlsx": (examples / "plan_2024.xlsx").read_bytes(),
        "a.docx": (examples / "plan_2024.docx").read_bytes(),
        "a.xls": (samples / "plan_2024.xls").read_bytes(),
        "a.pdf": (samples / "repeated_header.pdf").read_bytes(),
    }
