"""The answer to an import as plain values for JSON, in the shape of the command-line contract."""

from importers.plans.checked_rows import Problem
from importers.plans.import_values import ImportResult, ImportRow


def as_json(result: ImportResult) -> dict[str, object]:
    """Return an import's answer as values that JSON can hold."""
    return {
        "status": result.status.value,
        "plan": {
            "title": result.title,
            "year": result.year,
            "document_number": result.document_number,
            "issued_on": result.issued_on.isoformat() if result.issued_on else None,
        },
        "rows": [_row(row) for row in result.rows],
        "errors": [_problem(problem) for problem in result.errors],
        "warnings": [_problem(problem) for problem in result.warnings],
    }


def _row(row: ImportRow) -> dict[str, object]:
    return {
        "task_id": row.task_id,
        "place": row.place,
        "row": row.row,
        "title": row.title,
        "period": row.period,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "due_basis": row.due_basis.value,
        "due_rule": row.due_rule,
        "recurrence": row.recurrence,
        "offices": [{"name": name, "role": role.value} for name, role in row.offices],
        "confidence": row.confidence,
        "flags": list(row.flags),
        "change": row.change.value,
    }


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "place": problem.place,
        "row": problem.row,
        "column": problem.column,
        "message": problem.message,
    }
