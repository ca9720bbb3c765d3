"""The Core tables behind the table classes, under short names for the queries of the stores."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlmodel import SQLModel

from models import tables


def table_of(kind: type[SQLModel]) -> sa.Table:
    """Return the Core table of a table class."""
    return SQLModel.metadata.tables[str(kind.__tablename__)]


plan = table_of(tables.Plan)
import_batch = table_of(tables.ImportBatch)
leader = table_of(tables.Leader)
office = table_of(tables.Office)
office_alias = table_of(tables.OfficeAlias)
office_group = table_of(tables.OfficeGroup)
group_member = table_of(tables.OfficeGroupMember)
contact = table_of(tables.Contact)
task = table_of(tables.Task)
assignment = table_of(tables.Assignment)
acknowledgement = table_of(tables.Acknowledgement)
due_change = table_of(tables.DueChange)
stored_file = table_of(tables.StoredFile)
report = table_of(tables.Report)
verification = table_of(tables.Verification)
follow_up = table_of(tables.FollowUp)
message = table_of(tables.Message)
message_body = table_of(tables.MessageBody)
delivery = table_of(tables.Delivery)
notice = table_of(tables.NoticeRow)
workday = table_of(tables.Workday)
app_user = table_of(tables.User)
app_session = table_of(tables.Session)
audit_event = table_of(tables.AuditEvent)
switch = table_of(tables.Switch)
hand_delivery = table_of(tables.HandDelivery)
hand_delivery_notice = table_of(tables.HandDeliveryNotice)


def insert_new(connection: Connection, table: sa.Table, rows: list[dict[str, object]]) -> None:
    """Insert many rows at once and leave those out that exist already (by any unique key)."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(sqlite.insert(table).on_conflict_do_nothing(), rows)
    else:
        connection.execute(postgresql.insert(table).on_conflict_do_nothing(), rows)


def insert_one(connection: Connection, table: sa.Table, **values: object) -> int:
    """Insert one row and return its id."""
    result = connection.execute(sa.insert(table), values)
    key = result.inserted_primary_key
    if key is None:
        raise LookupError(table.name)
    return int(key[0])
