"""A pass begins only while its program has the lock of whoever plans or sends."""

from datetime import date

import pytest
from bureau import build_bureau
from sqlalchemy.engine import Engine

from models import db
from rules.errors import BusyError

DAY = date(2024, 2, 27)
_HANG_UP = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
    WHERE locktype = 'advisory' AND pid <> pg_backend_pid()
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@pytest.mark.postgres
def test_a_pass_does_nothing_when_another_program_has_the_lock(postgres_engine: Engine) -> None:
    """PostgreSQL gives the lock away with its connection; what the other one plans is not touched."""
    bureau = build_bureau(postgres_engine)
    bureau.clock.put(DAY)
    bureau.add_many_offices(2, lambda _: DAY)
    other = db.open_engine(postgres_engine.url.render_as_string(hide_password=False))

    with db.exclusive(postgres_engine):
        with db.writing(other) as connection:
            connection.exec_driver_sql(_HANG_UP)
        with db.exclusive(other), pytest.raises(BusyError):
            bureau.tick(DAY)
        untouched = bureau.messages()
        sent = bureau.tick(DAY).sent
    other.dispose()

    assert (untouched, sent) == ([], 2)
