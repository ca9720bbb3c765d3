"""What people say that columns mean, known by the words of a header: it holds for every such table."""

import hashlib
from collections.abc import Iterable, Mapping

from importers.words.header_lists import Column
from importers.words.script import recognised

#: The signature of a header → position of a column → its meaning; ``OTHER``: not read.
Choices = Mapping[str, Mapping[int, Column]]
NOTHING_CHOSEN: Choices = {}


def signature_of(headings: Iterable[str]) -> str:
    """Return what tables of one kind are known by: the same headings in the same order."""
    words = "\n".join(recognised(heading) for heading in headings)
    return hashlib.sha256(words.encode()).hexdigest()
