"""Bring written words into one script for recognising them: copying artefacts out, simplified characters.

What is recognised is only compared; what is shown and stored stays as printed.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache

from opencc import OpenCC

from importers.words.wording import folded

_TONED = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ"
#: Pages that resist copying put the sound behind a character: 網(wǎng)絡(luò). Plain notes have no tones.
_SOUND = re.compile(
    rf"(?<=[\u3400-\u9fff])[（(](?=[a-zü{_TONED}]*[{_TONED}])[a-zü{_TONED}]{{1,6}}[ \u00a0]?[)）]"
)
_LETTERS = re.compile(r"[\u3400-\u9fff]")
_TO_SIMPLIFIED = OpenCC("t2s")
#: Every shape reads the lines of a text anew; the longest texts that are taken have tens of thousands.
KEPT_LINES = 32_768


def without_sounds(text: str) -> str:
    """Return a text without the sounds that a copied page put behind its characters."""
    return _SOUND.sub("", text)


def printed_places(text: str) -> Callable[[int], int]:
    """Return a function that tells where a place of :func:`without_sounds` of a text lies in the text itself.

    A place between a character and what follows it lies behind the sound of the character.
    """
    starts: list[int] = []
    lengths = [0]
    for sound in _SOUND.finditer(text):
        starts.append(sound.start() - lengths[-1])
        lengths.append(lengths[-1] + len(sound[0]))
    return lambda place: place + lengths[bisect_right(starts, place)]


def has_sounds(text: str) -> bool:
    """Tell whether a copied page put the sounds of characters into a text."""
    return bool(_SOUND.search(text))


@lru_cache(maxsize=KEPT_LINES)
def simplified(text: str) -> str:
    """Return a text in simplified characters."""
    return _TO_SIMPLIFIED.convert(text) if _LETTERS.search(text) else text


@lru_cache(maxsize=KEPT_LINES)
def aligned(text: str) -> str:
    """Return a text in simplified characters, each at its place.

    What is found in it can be cut out of the original. A text whose length would change stays as it is.
    """
    words = simplified(text)
    return words if len(words) == len(text) else text


@lru_cache(maxsize=KEPT_LINES)
def recognised(text: str) -> str:
    """Return a text as words are known by: simplified, half-width, without blanks and artefacts."""
    return simplified(folded(without_sounds(text)))
