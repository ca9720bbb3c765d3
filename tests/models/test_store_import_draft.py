"""Drafts of imports, decisions about their rows, and remembered columns, on every database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.engine import Connection, Engine

from models import db
from models import store_import_draft as drafts
from models.kinds import DraftState, DueChangeClass
from models.store_import_draft import DraftRow, KnownColumn
from rules.errors import NotFoundError, RuleError

NOW = datetime(2026, 2, 26, 7, 32, tzinfo=UTC)
LATER = NOW + timedelta(minutes=8)


def _draft(connection: Connection, name: str = "计划.csv") -> int:
    return drafts.add_draft(
        connection,
        file_name=name,
        sha256="0" * 64,
        format="csv",
        document='["csv",[],[]]',
        year=2026,
        title="",
        baseline_on=None,
        is_published=True,
        opened_on=date(2026, 2, 26),
        created_by="督办员",
        created_at=NOW,
        saved_at=NOW,
    )


def test_a_draft_is_found_as_stored(engine: Engine) -> None:
    """Head and document come back as they went in; nobody else's draft is found."""
    with db.writing(engine) as connection:
        first, second = _draft(connection), _draft(connection, "-")

    with db.reading(engine) as connection:
        record = drafts.open_draft(connection, first)
        assert (record.file_name, record.year, record.state, record.version, record.saved_at) == (
            "计划.csv",
            2026,
            DraftState.OPEN,
            1,
            NOW,
        )
        assert drafts.document(connection, first) == '["csv",[],[]]'
        assert [one.id for one in drafts.open_drafts(connection)] == [second, first]
        with pytest.raises(NotFoundError):
            drafts.draft(connection, second + 1)


def test_an_act_raises_the_version_and_is_refused_to_a_stale_page(engine: Engine) -> None:
    """The moment of the last act is kept; a second act with the same version changes nothing."""
    with db.writing(engine) as connection:
        draft_id = _draft(connection)
        drafts.claim(connection, draft_id, 1, at=LATER, title="改过")

    with pytest.raises(RuleError, match="刚刚被别人改过"), db.writing(engine) as connection:
        drafts.claim(connection, draft_id, 1, at=LATER, title="又改")

    with db.reading(engine) as connection:
        record = drafts.draft(connection, draft_id)
    assert (record.title, record.version, record.saved_at) == ("改过", 2, LATER)


@pytest.mark.parametrize(
    ("state", "words"), [(DraftState.STORED, "已经入库"), (DraftState.DISCARDED, "已经放弃")]
)
def test_a_finished_draft_keeps_its_head_only(engine: Engine, state: DraftState, words: str) -> None:
    """The document and what people wrote are gone; every further act says why it is refused."""
    with db.writing(engine) as connection:
        draft_id = _draft(connection)
        drafts.put_rows(connection, draft_id, [DraftRow("第3行#1", title="改过")], version=2)
        drafts.put_columns(connection, draft_id, "a", {0: "time"})
        drafts.finish(connection, draft_id, state)

    with db.reading(engine) as connection:
        assert drafts.document(connection, draft_id) == ""
        assert (drafts.draft_rows(connection, draft_id), drafts.draft_columns(connection, draft_id)) == (
            {},
            {},
        )
        assert drafts.open_drafts(connection) == []
    with pytest.raises(RuleError, match=words), db.writing(engine) as connection:
        drafts.claim(connection, draft_id, 1, at=LATER)


def test_decisions_about_rows_replace_those_of_before(engine: Engine) -> None:
    """What is not decided is empty; other rows and other drafts stay as they are."""
    kept = DraftRow("第4行#1", is_accepted=False)
    adjusted = DraftRow("第3行#1", change_class=DueChangeClass.ADJUSTMENT, paper="5号", stored_at=NOW)
    with db.writing(engine) as connection:
        draft_id, other = _draft(connection), _draft(connection)
        drafts.put_rows(
            connection, draft_id, [DraftRow("第3行#1", True, "标题", "3月", "办公室"), kept], version=2
        )
        drafts.put_rows(connection, other, [kept], version=2)
        drafts.put_rows(connection, draft_id, [adjusted], version=2)
        drafts.drop_rows(connection, other, ["第4行#1"])

    with db.reading(engine) as connection:
        assert drafts.draft_rows(connection, draft_id) == {"第3行#1": adjusted, "第4行#1": kept}
        assert drafts.draft_rows(connection, other) == {}


def test_rows_changed_since_a_version_are_found(engine: Engine) -> None:
    """Each row keeps the version of the act that changed it last; other drafts do not count."""
    with db.writing(engine) as connection:
        draft_id, other = _draft(connection), _draft(connection)
        assert drafts.claim(connection, draft_id, 1, at=LATER) == 2
        drafts.put_rows(connection, draft_id, [DraftRow("第3行#1", True), DraftRow("第4行#1")], version=2)
        drafts.put_rows(connection, draft_id, [DraftRow("第3行#1", False)], version=3)
        drafts.put_rows(connection, other, [DraftRow("第5行#1")], version=9)

    with db.reading(engine) as connection:
        assert drafts.rows_changed_since(connection, draft_id, 1) == ["第3行#1", "第4行#1"]
        assert drafts.rows_changed_since(connection, draft_id, 2) == ["第3行#1"]
        assert drafts.rows_changed_since(connection, draft_id, 3) == []


def test_ticks_of_waiting_rows_can_be_forgotten(engine: Engine) -> None:
    """Words stay, and so does what was stored."""
    stored = DraftRow("第3行#1", True, stored_at=NOW)
    with db.writing(engine) as connection:
        draft_id = _draft(connection)
        drafts.put_rows(connection, draft_id, [stored, DraftRow("第4行#1", True, "标题")], version=2)
        drafts.forget_ticks(connection, draft_id)

    with db.reading(engine) as connection:
        assert drafts.draft_rows(connection, draft_id) == {
            "第3行#1": stored,
            "第4行#1": DraftRow("第4行#1", None, "标题"),
        }


def test_many_rows_are_kept_at_once(engine: Engine) -> None:
    """A draft of thousands of rows is stored in pieces the databases take."""
    rows = {f"第{n}行#1": DraftRow(f"第{n}行#1", stored_at=NOW) for n in range(2500)}
    with db.writing(engine) as connection:
        draft_id = _draft(connection)
        drafts.put_rows(connection, draft_id, rows.values(), version=2)
        drafts.put_rows(connection, draft_id, rows.values(), version=2)

    with db.reading(engine) as connection:
        assert drafts.draft_rows(connection, draft_id) == rows


def test_columns_are_remembered_by_issuer_and_header(engine: Engine) -> None:
    """The last meaning counts for its own table; other issuers and headers keep theirs."""
    with db.writing(engine) as connection:
        drafts.remember_columns(
            connection,
            [
                KnownColumn("甲局", "a", 0, "时间", "time"),
                KnownColumn("甲局", "a", 1, "事项", "task"),
                KnownColumn("甲局", "b", 0, "时间", "start"),
                KnownColumn("", "a", 0, "时间", "other"),
            ],
            by="督办员",
            at=NOW,
        )
        again = [KnownColumn("甲局", "a", 0, "时间", "week")]
        drafts.remember_columns(connection, again, by="督办员", at=LATER)

    with db.reading(engine) as connection:
        assert drafts.known_columns(connection, "甲局") == {"a": {0: "week"}, "b": {0: "start"}}
        assert drafts.known_columns(connection, "") == {"a": {0: "other"}}
        assert drafts.known_columns(connection, "乙局") == {}
