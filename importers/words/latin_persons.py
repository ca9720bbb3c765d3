"""Tell whether an English name in an office cell is a person's: Jane Miller is one, Public Works is none."""

import re

#: Given names that begin no office's name.
_GIVEN_NAMES = frozenset(
    (  # noqa: SIM905
        "aaron adam alan alex alice amanda amy andrea andrew angela ann anna anne anthony barbara ben "
        "benjamin betty beth bill bob brenda brian bruce carl carol caroline catherine charles chris "
        "christina christine christopher cindy claire cynthia dan daniel dave david deborah debra dennis "
        "diana diane don donald donna dorothy doug douglas ed edward elizabeth ellen emily emma eric erin "
        "evelyn frank fred gary george gerald greg gregory hannah harold harry heather helen henry howard "
        "ian jack jacob james jane janet jason jeff jeffrey jennifer jeremy jerry jessica jim joan joe "
        "john jonathan jose joseph joshua joyce juan judith judy julia julie karen kate kathleen kathy "
        "katherine keith kelly ken kenneth kevin kim kimberly larry laura lauren lee linda lisa louis "
        "louise lucy luke lynn margaret maria marie marilyn mark martha martin mary matthew megan melissa "
        "michael michelle mike monica nancy nathan nicholas nicole nick oliver olivia pamela patricia "
        "patrick paul peter philip phil rachel ralph ray raymond rebecca richard rick robert roger ron "
        "ronald rose roy russell ruth ryan sam samuel sandra sara sarah scott sean sharon shirley simon "
        "sophie stephanie stephen steve steven stuart sue susan teresa terry thomas tim timothy tina todd "
        "tom tony tracy victor vincent walter wayne wendy will william "
    ).split()
)
#: What only a body or a post has in its name.
_NO_PERSON = re.compile(
    r"\b(?:works|public|city|town|county|village|state|council|board|committee|commission|team|office|officers?"
    r"|department|dept|division|section|unit|services?|bureau|agency|authority|directors?|managers?|administrators?"
    r"|administration|coordinators?|clerk|chief|chair|engineers?|engineering|attorney|mayor|superintendent|principal"
    r"|dean|deans|registrar|provost|president|head|staff|faculty|all|finance|planning|parks|police|fire|library"
    r"|libraries|school|schools|college|university|center|centre|development|human|resources|hr|it|legal|health"
    r"|safety|utilities|partners?|contractors?|consultants?|and|of|the|for)\b|&",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:(?:Mr|Mrs|Ms|Dr|Prof)\.? )?([A-Z][a-z]+)(?: [A-Z]\.?)?(?: [A-Z][A-Za-z'’-]+){1,2}")
_TITLED = re.compile(r"(?:Mr|Mrs|Ms|Dr)\.? [A-Z]")
_HEADS_PERSONS = re.compile(r"\b(?:persons?|people)\b", re.IGNORECASE)


def is_latin_person(name: str) -> bool:
    """Tell whether a name surely is a person's: a given name and a surname, or a title before it."""
    found = _NAME.fullmatch(name) if name[:1].isascii() else None
    if found is None or _NO_PERSON.search(name):
        return False
    return found[1].lower() in _GIVEN_NAMES or bool(_TITLED.match(name))


def may_be_latin_person(name: str) -> bool:
    """Tell whether nothing in an English name says that it is a body or a post."""
    return bool(re.fullmatch(r"[A-Z][A-Za-z.'’ -]*", name)) and not _NO_PERSON.search(name)


def heads_latin_persons(heading: str) -> bool:
    """Tell whether a heading asks for persons: Person Responsible, Lead Person."""
    return bool(_HEADS_PERSONS.search(heading))
