"""Store a compared plan with its import: the plan's own facts, the batch, the rows, the audit event."""

from collections.abc import Mapping

from sqlalchemy.engine import Connection

from importers.plans.applying import DueAnswer, Filing, can_update, ensure_offices, insert_rows, update_row
from importers.plans.comparison import Comparison
from importers.plans.import_values import Change, Occasion
from importers.plans.plan_reading import PlanReading
from models import store_audit, store_import, store_plans
from models.kinds import PlanState
from models.store_plans import PlanRecord
from rules.facts import Status


def store(
    connection: Connection,
    reading: PlanReading,
    comparison: Comparison,
    plan: PlanRecord | None,
    occasion: Occasion,
    answers: Mapping[tuple[str, int], DueAnswer] | None = None,
) -> tuple[int, dict[tuple[str, int], int]]:
    """Store a compared plan; returns its id and the ids of the new tasks by key.

    ``answers`` are what a person says of moved dates; without one a date moves as the edition's correction.
    """
    plan_id = _store_plan(connection, reading, plan, occasion)
    options = occasion.options
    fresh = [compared for compared in comparison.rows if compared.stored is None]
    replaced = [
        compared
        for compared in comparison.rows
        if compared.revives or (options.update and can_update(compared, release_all=options.release_all))
    ]
    batch_id = _store_batch(connection, reading, (len(fresh), len(replaced)), plan_id, comparison, occasion)
    paper = reading.facts.document_number or reading.title
    filing = Filing(plan_id, batch_id, reading.year, paper, occasion.actor, occasion.today, occasion.now)
    directory = ensure_offices(connection, [*fresh, *replaced])
    ids = insert_rows(connection, fresh, directory, filing)
    for compared in replaced:
        if compared.stored is not None:
            answer = (answers or {}).get(compared.row.key)
            update_row(connection, compared, compared.stored, directory, filing, answer)
    if options.release_all:
        _release_drafts(connection, comparison)
    return plan_id, ids


def _release_drafts(connection: Connection, comparison: Comparison) -> None:
    """Confirm the drafts of an earlier import that this file names unchanged (``--release-all``)."""
    waiting = [row for row in comparison.rows if row.change is Change.DRAFT and row.stored is not None]
    for status in (Status.OPEN, Status.UNCONFIRMED):
        ids = [
            row.stored.id
            for row in waiting
            if row.stored is not None and row.status is status and not row.revives
        ]
        store_import.set_status(connection, ids, status)


def _store_plan(
    connection: Connection, reading: PlanReading, plan: PlanRecord | None, occasion: Occasion
) -> int:
    facts = reading.facts
    state = PlanState.DRAFT if occasion.options.draft else PlanState.RELEASED
    released_on = None if occasion.options.draft else occasion.today
    if plan is None:
        return store_plans.add_plan(
            connection,
            year=reading.year,
            title=reading.title,
            document_number=facts.document_number,
            issued_on=facts.issued_on,
            issuer=facts.issuer,
            remark=facts.remark,
            state=state,
            baseline_on=occasion.baseline,
            registered_on=occasion.today,
            released_on=released_on,
            is_example=occasion.is_example,
            created_at=occasion.now,
        )
    values: dict[str, object] = {}
    if plan.state is not PlanState.RELEASED and (
        plan.state is PlanState.WITHDRAWN or not occasion.options.draft
    ):
        values |= {"state": state, "released_on": released_on}
    found = {"document_number": facts.document_number, "issued_on": facts.issued_on, "remark": facts.remark}
    values |= {name: value for name, value in found.items() if value and value != getattr(plan, name)}
    if values:
        store_plans.update_plan(connection, plan.id, **values)
    return plan.id


def _store_batch(
    connection: Connection,
    reading: PlanReading,
    counts: tuple[int, int],
    plan_id: int,
    comparison: Comparison,
    occasion: Occasion,
) -> int:
    new_count, changed_count = counts
    draft_count = sum(row.stored is None and row.status is Status.DRAFT for row in comparison.rows)
    numbers = {
        "row_count": len(reading.rows),
        "new_count": new_count,
        "changed_count": changed_count,
        "draft_count": draft_count,
    }
    batch_id = store_plans.add_batch(
        connection,
        plan_id=plan_id,
        file_name=occasion.source.file_name,
        sha256=occasion.source.sha256,
        format=reading.format,
        imported_on=occasion.today,
        imported_by=occasion.actor.name,
        withdrawn_on=None,
        created_at=occasion.now,
        **numbers,
    )
    facts = {
        **numbers,
        "batch_id": batch_id,
        "file": occasion.source.file_name,
        "sha256": occasion.source.sha256,
        "errors": len(reading.errors),
        "gone": len(comparison.gone),
    }
    store_audit.record(
        connection, occasion.actor, "plan_import", subject=("plan", plan_id), at=occasion.now, facts=facts
    )
    return batch_id
