"""One act of a person on a draft: it counts only on the version their page showed, and the log keeps it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection, Engine

from importers.review.reading import ComparedDraft, Setting, compared_draft
from models import db, store_audit, store_import_draft
from models.store_audit import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftAct:
    """What one person does with one draft, from a page of ``version``."""

    engine: Engine
    draft_id: int
    version: int
    setting: Setting
    now: datetime
    actor: Actor

    def read(self) -> ComparedDraft:
        """Return the draft as it reads now, beside what is stored."""
        return compared_draft(self.engine, self.draft_id, self.setting)

    @contextmanager
    def writing(self, **head: object) -> Iterator[tuple[Connection, int]]:
        """Hold the draft for writing; gives its next version. ``head`` is kept with it.

        Raises :class:`RuleError` when somebody else was faster, :class:`NotFoundError` without the draft.
        """
        with db.writing(self.engine) as connection:
            yield connection, self.claim(connection, **head)

    def claim(self, connection: Connection, **head: object) -> int:
        """Take the draft within a transaction and return its next version; raises as ``writing``."""
        return store_import_draft.claim(connection, self.draft_id, self.version, at=self.now, **head)

    def record(self, connection: Connection, name: str, facts: Mapping[str, object] | None = None) -> None:
        """Write the act into the audit log."""
        subject = ("draft", self.draft_id)
        store_audit.record(connection, self.actor, name, subject=subject, at=self.now, facts=facts)
