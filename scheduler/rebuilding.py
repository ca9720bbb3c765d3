"""Messages never yet attempted whose items or recipient no longer hold: cancelled and rebuilt from the rest.

An attempted message never changes. It decides nothing new: the notices were decided when the message
was planned, and those that still hold are said for the same run day.
"""

from collections.abc import Sequence

from sqlalchemy.engine import Connection

from models import store_notices, store_outbox
from models.store_notices import NoticeRecord
from models.store_outbox import MessageRecord
from rules.errors import InputError
from rules.facts import STAGE_CARRIED, NoticeKind, gravest
from scheduler.compose import as_notice, composer_for
from scheduler.posting import SLOT_DIGEST, SLOT_RETURNED, Addressee, build_post, store_post
from scheduler.services import Services

WHY = "内容或收信人已变，发出前重新生成"
_DIGESTS = (SLOT_DIGEST, SLOT_RETURNED)


def rebuild(services: Services, connection: Connection, message_id: int) -> int | None:
    """Cancel a stale message in the caller's transaction and store what is left of it.

    Returns the new message's id; None when nothing is left to say now. Letters and copies are not
    rebuilt here: their notices wait for the next pass, which looks at them anew.
    """
    old = store_outbox.message(connection, message_id)
    holding = store_outbox.holding_notices(connection, message_id)
    if not store_outbox.cancel_untried(connection, [message_id], reason=WHY):
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


def _causes(record: NoticeRecord) -> bool:
    return record.kind is not NoticeKind.INFORM and not record.stage.startswith(STAGE_CARRIED)


def _store_again(
    services: Services, connection: Connection, old: MessageRecord, kept: Sequence[NoticeRecord]
) -> int | None:
    calendar, today = services.calendar(connection), old.run_on
    composer = composer_for(services, connection, calendar=calendar, today=today, records=kept)
    office = composer.material.directory.offices[kept[0].office_id]
    notices = [as_notice(record) for record in kept]
    mail = composer.office_mail(office, notices)
    try:
        post = build_post(
            services,
            services.renderer.digest(mail, policy=services.policy, calendar=calendar),
            Addressee(office.email, office.name, office.id),
            slot=old.slot,
            kind=gravest(notice.kind for notice in notices),
            now=composer.now,
            plan_id=mail.plan.id,
            due_on=min((notice.due_on for notice in notices if notice.due_on), default=None),
        )
    except InputError:
        return None
    return store_post(connection, post, run_on=today, now=composer.now)
