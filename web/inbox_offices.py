"""What waits about the offices themselves: not signed, not reached, not confirmed."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.engine import Connection

from models import store_handover, store_messages, store_reports
from models.kinds import MessageState, OfficeState
from models.task_values import TaskView
from rules.status import State
from templates.filters import day_words
from web.desk import SHOWN, Desk
from web.inbox_values import Item


def unsigned(connection: Connection, desk: Desk) -> Iterator[Item]:
    """未签收: the offices that were told and have not signed."""
    for office_id, day, view in unsigned_offices(connection, desk):
        words = f"交办信，{day_words(day, desk.today)}发"
        link = f"/offices/{office_id}?do=sign#sign"
        yield Item(desk.office(office_id).label, view.plan_title, words, "代签收", link)


def unsigned_offices(connection: Connection, desk: Desk) -> list[tuple[int, date, TaskView]]:
    """Return the offices told long enough ago that have not signed for a plan, the oldest first."""
    signed = {(one.plan_id, one.office_id) for one in store_reports.acknowledgements(connection)}
    told: dict[tuple[int, int], tuple[date, TaskView]] = {}
    for task in (row.task for row in desk.rows):
        for one in task.named:
            key = (task.plan_id, one.office_id)
            if one.told_on is not None and (key not in told or one.told_on < told[key][0]):
                told[key] = (one.told_on, task)
    days = desk.policy.acknowledge_days
    return [
        (office_id, day, task)
        for (plan_id, office_id), (day, task) in sorted(told.items(), key=lambda pair: (pair[1][0], pair[0]))
        if (plan_id, office_id) not in signed
        and desk.office(office_id).email
        and desk.calendar.workdays_between(day, desk.today) >= days
    ]


def undelivered(connection: Connection, desk: Desk) -> Iterator[Item]:
    """送不到: refused messages, and offices in the plan that have no address."""
    for message in failed_messages(connection):
        office = desk.directory.offices.get(message.office_id or 0)
        name = office.label if office else message.recipient_name
        words = f"{day_words(message.run_on, desk.today)}被退回"
        link = f"/offices/{office.id}?resend={message.id}#edit" if office else f"/outbox/{message.id}"
        yield Item(name, message.subject, words, "改邮箱" if office else "看信", link)
    owed: dict[int, int] = {}
    for row in desk.rows:
        if row.state not in (State.ON_TIME, State.LATE_DONE) and row.task.plan_state in SHOWN:
            for one in row.task.named:
                owed[one.office_id] = owed.get(one.office_id, 0) + 1
    for office in desk.directory.offices.values():
        if office.id in owed and not office.email and office.state is OfficeState.VERIFIED:
            words = f"有{owed[office.id]}项在办"
            yield Item(
                office.label,
                "名录里没有邮箱，信发不出",
                words,
                "补邮箱",
                f"/offices/{office.id}?do=edit#edit",
            )


def failed_messages(connection: Connection) -> list[store_messages.MessageRecord]:
    """Return the refused messages that nothing has made good since, by mail or by hand, oldest first."""
    failed = store_messages.messages(connection, states=(MessageState.FAILED,), limit=500)
    handed_over = store_handover.handed_over_messages(connection, [message.id for message in failed])
    waiting = []
    for message in sorted((one for one in failed if one.id not in handed_over), key=lambda one: one.id):
        later = (
            store_messages.messages(connection, office_id=message.office_id, limit=50)
            if message.office_id is not None
            else store_messages.messages(connection, text=message.recipient, limit=50)
        )
        good = (MessageState.SENT, MessageState.PENDING, MessageState.SENDING)
        if not any(one.id > message.id and one.state in good for one in later):
            waiting.append(message)
    return waiting


def unverified(desk: Desk) -> Iterator[Item]:
    """名称待核实: the names a plan brought that nobody confirmed."""
    for office in desk.directory.offices.values():
        if office.state is not OfficeState.UNVERIFIED:
            continue
        tasks = [row.task for row in desk.rows if any(a.office_id == office.id for a in row.task.assignments)]
        drafts = [view for view in desk.drafts if any(a.office_id == office.id for a in view.assignments)]
        near = nearest_names(office.name, desk)
        reason = f"像是“{near[0]}”" if near else "名录里没有"
        about = tasks or drafts
        title = about[0].title if about else "没有任务用到这个名称"
        yield Item(office.name, title, reason, "核实", f"/offices/{office.id}#verify")


def nearest_names(name: str, desk: Desk) -> list[str]:
    """Return the confirmed offices whose names share most characters with a name, the nearest first."""
    wanted = set(name) - set("处室科局办")
    scored = []
    for office in desk.directory.offices.values():
        if office.state is not OfficeState.VERIFIED:
            continue
        best = max(len(wanted & set(known)) for known in (office.name, office.short_name, *office.aliases))
        if best >= 2 or (wanted and best == len(wanted)):
            scored.append((-best, abs(len(office.name) - len(name)), office.position, office.name))
    return [found for *_, found in sorted(scored)[:5]]
