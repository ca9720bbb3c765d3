"""Taking the example data (示例) out again, and nothing else."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c


def clear_example(connection: Connection) -> int:
    """Delete the example plans with all that hangs on them, and count their tasks.

    Offices go when nothing else names them; audit events stay, they are only ever added.
    """
    plans = sa.select(c.plan.c.id).where(c.plan.c.is_example)
    tasks = sa.select(c.task.c.id).where(c.task.c.plan_id.in_(plans))
    count = int(connection.scalar(sa.select(sa.func.count()).where(c.task.c.plan_id.in_(plans))) or 0)
    _delete_messages(connection, plans)
    files = sa.select(c.report.c.file_id).where(
        c.report.c.task_id.in_(tasks), c.report.c.file_id.is_not(None)
    )
    file_ids = list(connection.scalars(files))
    _delete_hand_deliveries(connection, tasks)
    for table in (c.follow_up, c.notice, c.verification, c.report, c.due_change, c.assignment):
        connection.execute(sa.delete(table).where(table.c.task_id.in_(tasks)))
    connection.execute(sa.delete(c.stored_file).where(c.stored_file.c.id.in_(file_ids)))
    connection.execute(sa.delete(c.acknowledgement).where(c.acknowledgement.c.plan_id.in_(plans)))
    for table in (c.task, c.import_batch):
        connection.execute(sa.delete(table).where(table.c.plan_id.in_(plans)))
    connection.execute(sa.delete(c.plan).where(c.plan.c.is_example))
    _delete_unused_offices(connection)
    return count


def _delete_messages(connection: Connection, plans: sa.Select[tuple[int]]) -> None:
    """Messages of the example plans, and those without a plan from before the first real one."""
    first_real = sa.select(sa.func.min(c.plan.c.created_at)).where(~c.plan.c.is_example)
    start = connection.scalar(first_real)
    m = c.message.c
    nobodys = m.plan_id.is_(None) if start is None else sa.and_(m.plan_id.is_(None), m.created_at < start)
    ids = list(connection.scalars(sa.select(m.id).where(sa.or_(m.plan_id.in_(plans), nobodys))))
    for begin in range(0, len(ids), 500):
        chunk = ids[begin : begin + 500]
        for update in (
            sa.update(c.notice).where(c.notice.c.message_id.in_(chunk)).values(message_id=None),
            sa.update(c.message).where(m.replaces_id.in_(chunk)).values(replaces_id=None),
        ):
            connection.execute(update)
        connection.execute(sa.delete(c.delivery).where(c.delivery.c.message_id.in_(chunk)))
        connection.execute(sa.delete(c.message_body).where(c.message_body.c.message_id.in_(chunk)))
        connection.execute(sa.delete(c.message).where(m.id.in_(chunk)))


def _delete_hand_deliveries(connection: Connection, tasks: sa.Select[tuple[int]]) -> None:
    """Slips that said nothing but the example's notices."""
    link = c.hand_delivery_notice.c
    notices = sa.select(c.notice.c.id).where(c.notice.c.task_id.in_(tasks))
    connection.execute(sa.delete(c.hand_delivery_notice).where(link.notice_id.in_(notices)))
    speaking = sa.select(link.hand_delivery_id)
    connection.execute(sa.delete(c.hand_delivery).where(c.hand_delivery.c.id.not_in(speaking)))


def _delete_unused_offices(connection: Connection) -> None:
    used = sa.union(
        sa.select(c.assignment.c.office_id),
        sa.select(c.message.c.office_id).where(c.message.c.office_id.is_not(None)),
        sa.select(c.notice.c.office_id),
        sa.select(c.report.c.office_id),
        sa.select(c.hand_delivery.c.office_id),
    )
    kept = set(connection.scalars(used))
    gone = [i for i in connection.scalars(sa.select(c.office.c.id)) if i not in kept]
    for table, column in (
        (c.group_member, c.group_member.c.office_id),
        (c.office_alias, c.office_alias.c.office_id),
        (c.contact, c.contact.c.office_id),
        (c.acknowledgement, c.acknowledgement.c.office_id),
        (c.office, c.office.c.id),
    ):
        connection.execute(sa.delete(table).where(column.in_(gone)))
    members = sa.select(c.group_member.c.group_id)
    connection.execute(sa.delete(c.office_group).where(c.office_group.c.id.not_in(members)))
    led = sa.select(c.office.c.leader_id).where(c.office.c.leader_id.is_not(None))
    connection.execute(sa.delete(c.leader).where(c.leader.c.id.not_in(led)))
