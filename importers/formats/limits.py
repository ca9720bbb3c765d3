"""How large a plan may be: what is beyond was made by mistake or in bad faith. It decides nothing else."""

from importers.source import Source
from rules.errors import InputError

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_LINES = 100_000
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CHARACTERS = 8_000_000
_ADVICE = "没有收；请只留下配档表再导入。"


def refuse_many_rows(count: int, *, label: str, table: str) -> None:
    """Raise :class:`InputError` when a table has more rows than any plan."""
    if count > MAX_ROWS:
        raise InputError(f"{label}的{table or '表'}有{count}行，超过{MAX_ROWS}行，{_ADVICE}")


def refuse_many_columns(count: int, *, label: str, place: str) -> None:
    """Raise :class:`InputError` when a row has more columns than any plan."""
    if count > MAX_COLUMNS:
        raise InputError(f"{label}的{place}有{count}列以上，超过{MAX_COLUMNS}列，{_ADVICE}")


def refuse_many_lines(count: int, *, label: str) -> None:
    """Raise :class:`InputError` when a text has more lines than any plan."""
    if count > MAX_LINES:
        raise InputError(f"{label}有{count}行，超过{MAX_LINES}行，{_ADVICE}")


def refuse_many_characters(count: int, *, label: str) -> None:
    """Raise :class:`InputError` when a document has more words than any plan."""
    if count > MAX_CHARACTERS:
        raise InputError(f"{label}里超过{MAX_CHARACTERS // 10_000}万字，{_ADVICE}")


def out_of_memory(source: Source) -> str:
    """Return the sentence for a file that does not fit into the memory allowed."""
    return f"{source.label}太大，内存放不下，没有打开；请删去多余的空行空列，只留下配档表再导入。"
