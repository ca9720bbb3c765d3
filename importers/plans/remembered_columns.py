"""记住这种表: what people said of the columns of a sender's tables holds for his later ones."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sqlalchemy.engine import Engine

from importers.document import Document, Line
from importers.plans.plan_reading import PlanReading, ReadingRules, read_plan
from importers.source import Source
from importers.tables.chosen_columns import Choices
from importers.words.header_lists import Column
from importers.words.plan_facts import issuer_of
from models import db, store_import_draft
from rules.errors import InputError

_HEADING_ROWS = 20


def sender_of(document: Document) -> str:
    """Return who issued a document by its own words, empty when it does not say."""
    return issuer_of(_lines(document))


def _lines(document: Document) -> Iterator[str]:
    """The lines of a document, and the rows above a table where a title and a sender may stand."""
    for block in document.blocks:
        if isinstance(block, Line):
            yield block.text
        else:
            for row in block.rows[:_HEADING_ROWS]:
                yield from dict.fromkeys(cell.text for cell in row.cells)


def remembered_columns(engine: Engine, document: Document) -> Choices:
    """Return the column meanings that people had remembered for a document's sender."""
    with db.reading(engine) as connection:
        return as_choices(store_import_draft.known_columns(connection, sender_of(document)))


def as_choices(stored: Mapping[str, Mapping[int, str]]) -> Choices:
    """Return stored column meanings as the values readers take."""
    return {
        signature: {position: Column(meaning) for position, meaning in meanings.items()}
        for signature, meanings in stored.items()
    }


def read_remembering(
    document: Document, source: Source, rules: ReadingRules, remembered: Choices
) -> PlanReading:
    """Return the plan of a document read with remembered columns; raises :class:`InputError`.

    A memory that keeps this document from being read at all does not count.
    """
    if not remembered:
        return read_plan(document, source, rules)
    try:
        return read_plan(document, source, replace(rules, columns={**remembered, **rules.columns}))
    except InputError:
        return read_plan(document, source, rules)
