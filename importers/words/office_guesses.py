"""Guess which office a name may mean that nobody knows. A guess is shown; a person decides."""

from collections import Counter

from importers.words.office_words import alike_by, similar_names, with_region
from models.kinds import OfficeState
from models.store_directory import Directory

#: With how many names alike at both ends one is compared; the verified and most frequent go first.
_MOST_COMPARED = 200


class Guesses:
    """The offices that names of a document may mean: verified ones, then names used more often in it.

    Only names that begin and end alike can be meant, so each name is compared with few others.
    """

    def __init__(self, counts: Counter[str], directory: Directory) -> None:
        verified = [
            name
            for name, office_id in directory.by_name.items()
            if directory.offices[office_id].state is OfficeState.VERIFIED
        ]
        self._verified = frozenset(verified)
        self._counts = counts
        self._order = {name: n for n, name in enumerate(dict.fromkeys([*verified, *counts]))}
        self._alike: dict[tuple[str, str], list[str]] = {}
        for name in sorted(self._order, key=lambda one: (one not in self._verified, -counts[one])):
            self._alike.setdefault(alike_by(name), []).append(name)

    def of(self, name: str) -> list[str]:
        """Return the offices a name may mean."""
        near = self._alike.get(alike_by(name), [])[:_MOST_COMPARED]
        others = [one for one in (*near, *with_region(name)) if one in self._order]
        told = [one for one in others if one in self._verified or self._counts[one] > self._counts[name]]
        return similar_names(name, sorted(told, key=lambda one: self._order[one]))
