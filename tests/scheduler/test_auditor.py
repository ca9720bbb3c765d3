"""The auditor: what is lost or stuck is found in time, what rightly waits is not; alarms are raised once."""

import logging
import socket
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event, Thread

import pytest
from bureau import SUPERVISOR, Bureau

from models import db, store_audit, store_notices, store_outbox
from models.kinds import NoticeState, PlanState, ReportKind
from models.store_audit import Actor
from notifiers.base import ChannelDownError
from scheduler import adding, checking, deadman, embedded, sending, tracking
from scheduler.adding import NewTask
from scheduler.auditor import Finding, audit, audit_and_remember, audit_health, last_findings
from scheduler.delivery import Watch, deliver
from scheduler.planning import plan_day
from scheduler.release import release_letters
from scheduler.services import Services
from scheduler.tracking import ReportInput

DAY = date(2024, 3, 27)
DUE = date(2024, 3, 31)
SATURDAY = date(2024, 3, 30)
UP_SINCE = datetime(2024, 3, 1, tzinfo=UTC)


@pytest.fixture
def due(bureau: Bureau) -> Bureau:
    """Two offices with one task each, due within the week; a third office has none yet."""
    bureau.clock.put(DAY, time(8, 0))
    bureau.add_offices("基教处", "督导室", "财审处")
    bureau.add_plan(2024, on=DAY)
    bureau.add_task("现场会", DUE, "基教处")
    bureau.add_task("清单", DUE, "督导室")
    return bureau


def found(bureau: Bureau, at: time, day: date = DAY) -> list[tuple[str, int]]:
    """What an audit finds at a time of day: (kind, count)."""
    return [(one.kind.value, one.count) for one in findings(bureau, at, day)]


def findings(bureau: Bureau, at: time, day: date = DAY) -> list[Finding]:
    bureau.clock.put(day, at)
    return audit(bureau.services, today=day, now=bureau.clock())


def down(bureau: Bureau) -> None:
    """A pass at 08:30 whose relay refuses every connection; the messages wait until 08:35."""
    bureau.channel.refuse_next(ChannelDownError("connection refused"))
    bureau.tick(DAY)


def test_a_healthy_spring_has_no_finding(due: Bureau) -> None:
    """Right after each pass, later in the morning and in the evening nothing is found, for weeks on end."""
    due.add_offices("语委办", address=False)
    due.add_task("写字节", DUE, "语委办")
    for offset in range(30):
        day = DAY + timedelta(days=offset)
        due.tick(day)
        assert (day, found(due, time(8, 30), day)) == (day, [])
        due.tick(day, time(8, 40))
        for at in (time(8, 52), time(17, 45), time(23, 59)):
            assert (day, at, found(due, at, day)) == (day, at, [])


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (time(8, 29), []),
        (time(8, 49), []),
        (time(8, 50), [("not_run", 1), ("unsaid", 4)]),
        (time(16, 0), [("not_run", 1), ("unsaid", 4)]),
        (time(22, 0), [("not_run", 1), ("unsaid", 4)]),
    ],
)
def test_a_day_without_a_pass_is_found(due: Bureau, at: time, expected: list[tuple[str, int]]) -> None:
    """From two passes after the opening on, a missing pass is a finding, and so is all that is due."""
    assert found(due, at) == expected


def test_a_pass_that_still_sends_is_no_missing_one(due: Bureau) -> None:
    """The day's messages prove the pass before it has ended and left its own mark."""
    due.tick(DAY)
    with db.writing(due.services.engine) as connection:
        words = f"today={DAY - timedelta(days=1)} workday=True"
        store_audit.set_switch(connection, store_audit.LAST_RUN, words, by=SUPERVISOR, at=due.clock())

    assert found(due, time(8, 55)) == []


def test_a_rest_day_wants_no_pass(due: Bureau) -> None:
    """On a day on which nobody works nothing is due and nothing is missed."""
    due.tick(DAY)

    assert found(due, time(10, 0), SATURDAY) == []


def test_without_a_released_plan_no_pass_is_wanted(bureau: Bureau) -> None:
    """Before the first plan is released there is nothing to run for."""
    bureau.clock.put(DAY)
    bureau.add_plan(2024, on=DAY, state=PlanState.DRAFT)

    assert found(bureau, time(10, 0)) == []


def test_a_due_line_without_a_notice_is_named(due: Bureau) -> None:
    """What is due, could be said and has no notice is counted and told by office, task and reason."""
    due.tick(DAY)
    due.add_task("审计", DUE, "财审处")

    lost = findings(due, time(9, 5))

    assert [(one.kind.value, one.count) for one in lost] == [("unsaid", 2)]
    assert lost[0].words == "2条今天该发的通知没有生成"
    assert lost[0].examples == ("财审处，2024-003，距到期2个工作日", "财审处，2024-003，交办")


def test_a_letter_to_be_drafted_is_due_as_well(due: Bureau) -> None:
    """On the day of T+5 each lead's letter counts beside its weekly line."""
    due.live_until(DAY, date(2024, 4, 7))

    assert found(due, time(9, 5), date(2024, 4, 8)) == [("not_run", 1), ("unsaid", 4)]


def test_what_somebody_just_changed_waits_two_passes(due: Bureau) -> None:
    """A task added at 09:00 may wait for the next pass; twenty minutes later it is lost."""
    due.tick(DAY)
    due.clock.put(DAY, time(9, 0))
    adding.add_task(due.services, SUPERVISOR, due.plan_id, NewTask("审计", "财审处", due_on=DUE), today=DAY)

    assert found(due, time(9, 20)) == []
    assert found(due, time(9, 21)) == [("unsaid", 2)]


def test_a_task_added_after_hours_waits_for_the_morning(due: Bureau) -> None:
    """After the last pass of the day nothing is lost before the next working day."""
    for hour in (8, 17):
        due.tick(DAY, time(hour, 30))
    due.add_task("审计", DUE, "财审处")

    assert found(due, time(18, 30)) == []


def test_lines_of_an_office_already_served_wait(due: Bureau) -> None:
    """After an office's digest has left, its new lines stand in tomorrow's."""
    due.tick(DAY)
    due.add_task("第二件", DUE, "督导室")

    assert found(due, time(10, 0)) == []


def test_a_return_may_not_wait_for_tomorrow(due: Bureau) -> None:
    """退办 leaves the same day; a second one of that day stands in tomorrow's digest."""
    due.tick(DAY)

    def report_and_return(at: time) -> None:
        due.clock.put(DAY, at)
        said = ReportInput(ReportKind.COMPLETION, "好了", "甲", completed_on=DAY, submission_key=str(at))
        task, office = due.tasks["清单"], due.offices["督导室"]
        tracking.report(due.services, Actor("甲"), task, office, said, today=DAY, channel="link")
        checking.return_task(due.services, SUPERVISOR, task, today=DAY, note="缺文号")

    report_and_return(time(9, 0))
    assert found(due, time(9, 15)) == []
    assert found(due, time(9, 45)) == [("unsaid", 1)]

    due.tick(DAY, time(9, 50))
    assert found(due, time(10, 30)) == []

    report_and_return(time(11, 0))
    due.tick(DAY, time(11, 10))
    assert found(due, time(12, 0)) == []


def test_a_claim_past_its_lease_is_stuck_at_any_hour(due: Bureau) -> None:
    """``sending`` a minute after the lease ran out is stuck, by night as well."""
    down(due)
    due.clock.put(DAY, time(22, 0))
    now = due.clock()
    with db.writing(due.services.engine) as connection:
        lease = now + timedelta(minutes=1)
        store_outbox.claim(connection, now=now, lease_until=lease, limit=1)

    assert found(due, time(22, 2)) == []
    assert found(due, time(22, 3)) == [("stuck_sending", 1)]


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (DAY, time(8, 49), []),
        (DAY, time(8, 51), [("stuck_waiting", 2)]),
        (DAY, time(17, 31), []),
        (date(2024, 3, 28), time(8, 44), []),
        (SATURDAY, time(10, 0), []),
    ],
)
def test_a_message_nobody_sends_is_stuck(
    due: Bureau, day: date, at: time, expected: list[tuple[str, int]]
) -> None:
    """Fifteen minutes after its moment a waiting message is stuck, in the hours in which mail leaves."""
    down(due)

    assert [one for one in found(due, at, day) if one[0] == "stuck_waiting"] == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [(time(8, 51), []), (time(8, 52), []), (time(8, 53), [("stuck_waiting", 2)])],
)
def test_a_pace_gives_the_queue_its_time(due: Bureau, at: time, expected: list[tuple[str, int]]) -> None:
    """At one message a minute two messages may wait two minutes longer."""
    down(due)
    due.with_mail(messages_per_minute=1)

    assert found(due, at) == expected


def test_a_long_queue_is_not_stuck_while_it_empties_at_its_pace(bureau: Bureau) -> None:
    """What has left counts: the last of an hour's queue has waited for all that went before it."""
    bureau.clock.put(DAY)
    bureau.add_many_offices(60, lambda _: DUE)
    plan_day(bureau.services, today=DAY)
    enough = Watch(should_stop=lambda: len(bureau.channel.envelopes) >= 45)
    deliver(bureau.services, today=DAY, watch=enough)
    bureau.with_mail(messages_per_minute=1)

    assert [one for one in found(bureau, time(9, 15)) if one[0] == "stuck_waiting"] == []
    assert [one for one in found(bureau, time(9, 51)) if one[0] == "stuck_waiting"] == [("stuck_waiting", 15)]


def test_a_pause_holds_nothing_against_the_messages(due: Bureau) -> None:
    """While all sending is paused, and a quarter of an hour after, waiting is right."""
    sending.pause(due.services, SUPERVISOR)
    due.tick(DAY)
    assert found(due, time(10, 0)) == []

    sending.resume(due.services, SUPERVISOR)
    assert found(due, time(10, 14)) == []
    assert found(due, time(10, 16)) == [("stuck_waiting", 2)]


def test_stuck_messages_are_named(due: Bureau) -> None:
    """A finding names offices and subjects."""
    down(due)

    stuck = findings(due, time(9, 0))[0]

    assert stuck.words == "2封信早该发出，还在等"
    assert [example.partition("，")[0] for example in stuck.examples] == ["基教处", "督导室"]


def test_a_released_letter_without_a_message_is_stuck_after_two_passes(due: Bureau) -> None:
    """A held letter may wait for ever, a released one for two passes."""
    due.live_until(DAY, date(2024, 4, 8))
    day = date(2024, 4, 9)
    due.tick(day)
    assert found(due, time(10, 0), day) == []
    with db.reading(due.services.engine) as connection:
        held = store_notices.notices(connection, states=(NoticeState.HELD,))
    release_letters(due.services, SUPERVISOR, [held[0].id])

    assert found(due, time(10, 20), day) == []
    assert found(due, time(10, 21), day) == [("stuck_letters", 1)]

    due.tick(day, time(10, 30))
    assert found(due, time(11, 0), day) == []


def alarms(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The lines of the auditor alone, whatever other tests let other loggers say."""
    return [record.message for record in caplog.records if record.name == "duban.audit"]


def test_an_audit_is_remembered_and_its_alarm_raised_once(
    due: Bureau, caplog: pytest.LogCaptureFixture
) -> None:
    """Pages read the last outcome; an unchanged finding is logged once, and so is the all-clear."""
    caplog.set_level(logging.INFO, logger="duban.audit")
    due.clock.put(DAY, time(9, 0))
    for _ in range(3):
        made = audit_and_remember(due.services, today=DAY, now=due.clock())

    assert alarms(caplog) == [
        "alarm=not_run count=1",
        "alarm=unsaid count=4",
    ]
    with db.reading(due.services.engine) as connection:
        assert last_findings(connection) == made

    due.tick(DAY, time(9, 10))
    for _ in range(2):
        audit_and_remember(due.services, today=DAY, now=due.clock())

    assert alarms(caplog)[2:] == ["alarm=none"]
    with db.reading(due.services.engine) as connection:
        assert last_findings(connection) == []


@pytest.mark.parametrize(
    ("day", "audited", "asked", "is_stale"),
    [
        (DAY, None, time(8, 40), False),
        (DAY, None, time(9, 0), True),
        (DAY, time(9, 0), time(9, 15), False),
        (DAY, time(9, 0), time(9, 16), True),
        (DAY, time(7, 0), time(8, 45), False),
        (DAY, time(17, 0), time(17, 31), False),
        (SATURDAY, None, time(10, 0), False),
    ],
)
def test_an_auditor_fallen_silent_is_no_good_health(
    due: Bureau, day: date, audited: time | None, asked: time, is_stale: bool
) -> None:
    """During the sending hours an audit older than fifteen minutes, or none at all, is trouble."""
    due.tick(day, time(6, 0))
    if audited is not None:
        due.clock.put(day, audited)
        audit_and_remember(due.services, today=day, now=due.clock())
    due.clock.put(day, asked)

    with db.reading(due.services.engine) as connection:
        health = audit_health(due.services, connection, now=due.clock(), up_since=UP_SINCE)

    assert (health.is_stale, health.findings, health.is_well) == (is_stale, (), not is_stale)


def test_findings_are_no_good_health(due: Bureau) -> None:
    """Monitoring gets the kinds of what was found."""
    due.clock.put(DAY, time(9, 0))
    audit_and_remember(due.services, today=DAY, now=due.clock())

    with db.reading(due.services.engine) as connection:
        health = audit_health(due.services, connection, now=due.clock(), up_since=UP_SINCE)

    assert (health.findings, health.is_well) == (("not_run", "unsaid"), False)


class _Watcher(HTTPServer):
    """A watcher on loopback that keeps the paths it was asked for; one of them is broken."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, _Watcher)
        self.server.asked.append(self.path)
        self.send_response(500 if self.path == "/broken" else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing on standard error."""


@pytest.fixture
def watcher() -> Iterator[_Watcher]:
    with _Watcher() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_the_watcher_hears_of_us_only_while_all_is_well(due: Bureau, watcher: _Watcher) -> None:
    """An audit without findings asks for the dead-man address; one with findings withholds it."""
    due.clock.put(DAY, time(9, 0))
    embedded.look_after(due.services, deadman_url=f"{watcher.url}/ping?key=1")
    assert watcher.asked == []

    due.tick(DAY, time(9, 10))
    embedded.look_after(due.services, deadman_url=f"{watcher.url}/ping?key=1")
    assert watcher.asked == ["/ping?key=1"]

    embedded.look_after(due.services)
    assert watcher.asked == ["/ping?key=1"]


def test_trouble_with_the_watcher_is_only_logged(caplog: pytest.LogCaptureFixture, watcher: _Watcher) -> None:
    """A watcher that is broken or silent, or an address that is none, stops nothing; its name is not told."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert deadman.tell_all_is_well(f"{watcher.url}/ping")
        assert not deadman.tell_all_is_well(f"{watcher.url}/broken")
        assert not deadman.tell_all_is_well(f"http://127.0.0.1:{port}/", timeout_seconds=0.05)
    assert not deadman.tell_all_is_well("file:///etc/passwd")

    lines = [record.message for record in caplog.records]
    assert lines == [
        "deadman=failed kind=HTTPError",
        "deadman=failed kind=TimeoutError",
        "deadman=refused reason=scheme",
    ]


def test_the_clock_audits_beside_its_passes(due: Bureau) -> None:
    """While the clock runs, passes are made at once; it ends cleanly with both of its jobs."""
    made: list[Services] = []
    passed = Event()

    def work(services: Services) -> None:
        made.append(services)
        passed.set()

    with embedded.running_clock(due.services, work, deadman_url=""):
        assert passed.wait(5)

    assert made == [due.services]
