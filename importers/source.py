"""A file as it was handed in: its name and its bytes. It is never opened by path here."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class Source:
    """One file; the name ``-`` stands for pasted or piped text."""

    name: str
    data: bytes
    known_sha256: str = ""
    """The fingerprint of bytes that are not at hand any more."""

    @property
    def file_name(self) -> str:
        """The name without folders."""
        return PurePath(self.name.replace("\\", "/")).name or self.name

    @property
    def suffix(self) -> str:
        """The extension in lower case with its dot, empty for pasted text."""
        return PurePath(self.file_name).suffix.lower()

    @property
    def stem(self) -> str:
        """The name without extension, empty for pasted text."""
        return "" if self.name == "-" else PurePath(self.file_name).stem

    @property
    def label(self) -> str:
        """How messages name this file."""
        return "粘贴的文字" if self.name == "-" else f"“{self.file_name}”"

    @property
    def sha256(self) -> str:
        """The fingerprint of the bytes."""
        return self.known_sha256 or hashlib.sha256(self.data).hexdigest()
