"""What is wrong with a posted form, said once in the box on top and once at the field."""

from dataclasses import dataclass

from web.office_files import MAX_WORDS, FileFault, SentFile, ending_of, megabytes, plain_name


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right."""

    field: str
    """The field it belongs to; ``kind`` for the choice itself."""
    words: str
    """The sentence of the box."""
    own_words: str = ""
    """The sentence at the field, where it differs."""
    is_too_large: bool = False
    """A file beyond the limit, which has a box of its own with three ways out."""

    @property
    def at_field(self) -> str:
        """The sentence at the field."""
        return self.own_words or self.words


_FAULTS = {
    FileFault.EMPTY: "文件是空的（0字节），请重新选择",
    FileFault.CONTENT: "文件打不开，内容和名字（{ending}）不符，请重新选择",
}


def file_problem(field: str, sent: SentFile, fault: FileFault) -> Problem:
    """Return what is wrong with a file."""
    ending = ending_of(sent.name)
    if fault is FileFault.KIND:
        kind = f"（{ending}）" if ending else ""
        return Problem(field, f"这种文件{kind}不能上传。可以用 PDF、Word、Excel、WPS 或图片")
    if fault is FileFault.TOO_LARGE:
        size = megabytes(sent.size)
        words = f"“{plain_name(sent.name)}”有{size}，上限是{MAX_WORDS}。"
        return Problem(field, words, f"上次的文件{size}，超过{MAX_WORDS}，请重新选择", is_too_large=True)
    return Problem(field, _FAULTS[fault].format(ending=ending))
