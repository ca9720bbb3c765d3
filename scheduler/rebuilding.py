"""Messages never yet attempted whose items or recipient no longer hold: cancelled and rebuilt from the rest.

An attempted message never changes. It decides nothing new: the notices were decided when the message
was planned, and those that still hold are said for the same run day.
"""

from collections.abc import Sequence

from sqlalchemy.engine import Connection

from models import store_messages, store_notices, store_stale
from models.store_messages import MessageRecord
from models.store_notices import NoticeRecord
from reports.overdue import overdue_rows
from rules.errors import InputError
from rules.facts import STAGE_CARRIED, STAGE_WEEKLY, NoticeKind
from scheduler.compose import as_notice, composer_for
from scheduler.planning import digest_post
from scheduler.posting import SLOT_DIGEST, SLOT_RETURNED, store_post
from scheduler.services import Services
from scheduler.slimming import is_slim, without_attachment

WHY = "内容或收信人已变，发出前重新生成"
_DIGESTS = (SLOT_DIGEST, SLOT_RETURNED)


def rebuild(services: Services, connection: Connection, message_id: int) -> int | None:
    """Cancel a stale message in the caller's transaction and store what is left of it.

    Returns the new message's id; None when nothing is left to say now. Letters and copies are not
    rebuilt here: their notices wait for the next pass, which looks at them anew.
    """
    old = store_messages.message(connection, message_id)
    holding = store_stale.holding_notices(connection, message_id)
    if not store_stale.cancel_untried(connection, [message_id], reason=WHY):
        return None
    kept = [
        record for record in store_notices.notices(connection, message_id=message_id) if record.id in holding
    ]
    if not old.slot.startswith(_DIGESTS) or not any(_causes(record) for record in kept):
        store_notices.take_back(connection, [message_id])
        return None
    new_id = _store_again(services, connection, old, kept)
    if new_id is None:
        store_notices.take_back(connection, [message_id])
        return None
    store_notices.update_notices(connection, [record.id for record in kept], message_id=new_id)
    store_notices.take_back(connection, [message_id])
    return new_id


def forget_untried(connection: Connection, task_id: int) -> None:
    """Cancel the messages never attempted that speak of a task; the next pass says what then holds."""
    ids = store_stale.untried_of_task(connection, task_id)
    gone = store_stale.cancel_untried(connection, ids, reason=WHY)
    store_notices.take_back(connection, gone)


def _causes(record: NoticeRecord) -> bool:
    return record.kind is not NoticeKind.INFORM and not record.stage.startswith(STAGE_CARRIED)


def _store_again(
    services: Services, connection: Connection, old: MessageRecord, kept: Sequence[NoticeRecord]
) -> int | None:
    calendar, today = services.calendar(connection), old.run_on
    composer = composer_for(services, connection, calendar=calendar, today=today, records=kept)
    office = composer.material.directory.offices[kept[0].office_id]
    notices = [as_notice(record) for record in kept]
    is_weekly = any(notice.stage.startswith(STAGE_WEEKLY) for notice in notices)
    rows = overdue_rows(
        connection, calendar=calendar, policy=services.policy, today=today, office_id=office.id
    )
    try:
        slot = f"{old.slot.partition(':')[0]}:{office.id}"
        post = digest_post(composer, office, notices, slot, rows if is_weekly else ())
    except InputError:
        return None
    if is_slim(old.slot):
        post = without_attachment(services, post)
    return store_post(connection, post, run_on=today, now=composer.now)
