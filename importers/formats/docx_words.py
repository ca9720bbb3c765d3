"""The words of Word paragraphs as a person sees them with all tracked changes accepted.

Inserted words count, deleted, struck and hidden ones do not; numbers that Word sets itself are given by
the caller.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LEFT_OUT = {
    f"{_MC}AlternateContent",
    *(
        f"{W}{name}"
        for name in ("pPr", "rPr", "tbl", "txbxContent", "pict", "drawing", "object", "del", "moveFrom", "rt")
    ),
}
_BREAKS = {f"{W}br", f"{W}cr"}
_WRAPPERS = {f"{W}customXml", f"{W}smartTag", f"{W}ins", f"{W}moveTo"}

Labels = Mapping[Element, str]
"""The automatic number of each numbered paragraph."""


def content(parent: Element) -> Iterator[Element]:
    """Walk the children of an element, looking into content controls and other wrappers."""
    for child in parent:
        if child.tag == f"{W}sdt":
            for inner in child.iterfind(f"{W}sdtContent"):
                yield from content(inner)
        elif child.tag in _WRAPPERS:
            yield from content(child)
        else:
            yield child


def value(element: Element, path: str) -> str | None:
    """Return the ``w:val`` of the element at a path below, None when there is none."""
    found = _found(element, _tags(path))
    return None if found is None else found.get(f"{W}val", "")


@cache
def _tags(path: str) -> tuple[str, ...]:
    return tuple(f"{W}{step}" for step in path.split("/"))


def _found(element: Element, tags: tuple[str, ...]) -> Element | None:
    """Return the first element at a path; ``find`` walks a path of several steps ten times slower."""
    for child in element.findall(tags[0]):
        found = child if len(tags) == 1 else _found(child, tags[1:])
        if found is not None:
            return found
    return None


def has(element: Element, path: str) -> bool:
    """Tell whether there is an element at a path below that is not switched off."""
    return value(element, path) not in (None, "0", "false", "off")


def paragraph_texts(paragraphs: Iterable[Element], labels: Labels) -> list[str]:
    """Return the text of each paragraph; one whose end was deleted goes on in the next."""
    texts: list[str] = []
    goes_on = False
    for paragraph in paragraphs:
        text = "".join(_texts(paragraph))
        if text or not struck_words(paragraph):
            text = labels.get(paragraph, "") + text
        if goes_on:
            texts[-1] += text
        else:
            texts.append(text)
        goes_on = _found(paragraph, _tags("pPr/rPr/del")) is not None
    return texts


def is_struck(run: Element) -> bool:
    """Tell whether a run is struck through, once or twice."""
    return has(run, "rPr/strike") or has(run, "rPr/dstrike")


def struck_words(element: Element) -> str:
    """Return what is struck through below an element and not deleted with tracking."""
    if all(next(element.iter(f"{W}{name}"), None) is None for name in ("strike", "dstrike")):
        return ""  # nearly every element
    return "".join(_struck_texts(element))


def _struck_texts(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}r" and is_struck(child):
            yield "".join(text.text or "" for text in child.iter(f"{W}t"))
        elif child.tag not in _LEFT_OUT:
            yield from _struck_texts(child)


def deleted_words(element: Element) -> str:
    """Return what tracked changes took out below an element."""
    return "".join(deleted.text or "" for deleted in element.iter(f"{W}delText"))


def is_tracked(element: Element) -> bool:
    """Tell whether words below an element were inserted, deleted or moved with tracking."""
    marks = (f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
    return any(next(element.iter(mark), None) is not None for mark in marks)


def text_boxes(paragraph: Element) -> list[Element]:
    """Return the contents of the text boxes anchored in a paragraph, each once, outermost only."""
    found: list[Element] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}txbxContent":
            found.append(element)
        elif element.tag == f"{_MC}AlternateContent":  # the same box in two spellings
            choice = element.find(f"{_MC}Choice")
            inner = choice if choice is not None and _holds_box(choice) else element.find(f"{_MC}Fallback")
            waiting.extend(reversed(inner) if inner is not None else ())
        else:
            waiting.extend(reversed(element))
    return found


def _holds_box(element: Element) -> bool:
    return next(element.iter(f"{W}txbxContent"), None) is not None


def _texts(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == f"{W}r" and (has(child, "rPr/vanish") or is_struck(child)):
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in (f"{W}tab", f"{W}ptab"):
            yield "\t"
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        else:
            yield from _texts(child)
