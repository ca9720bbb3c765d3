"""A ladder that could not work is refused with the key that is wrong."""

import pytest

from rules.errors import ConfigError
from rules.policy import read_policy


@pytest.mark.parametrize(
    ("level", "key"),
    [
        ({"days": 1, "kind": "overdue", "held": True}, "levels[1].held"),
        ({"days": 5, "kind": "letter", "held": False}, "levels[1].held"),
        ({"days": 10, "kind": "circular", "held": True}, "levels[1].held"),
        ({"days": 1, "kind": "overdue", "copy_leader": True}, "levels[1].copy_leader"),
        ({"days": 0, "kind": "overdue"}, "levels[1].days"),
        ({"kind": "overdue"}, "levels[1].days"),
        ({"days": 1, "kind": "mail"}, "levels[1].kind"),
        ({"days": 1, "kind": "overdue", "colour": "red"}, "levels[1].colour"),
    ],
)
def test_levels_that_cannot_work_are_refused(level: dict[str, object], key: str) -> None:
    """Each mistake is named by its key."""
    with pytest.raises(ConfigError) as refused:
        read_policy({"name": "试", "before": [3, 0], "levels": [level]})

    assert list(refused.value.problems) == [key]


def test_every_problem_is_told_at_once() -> None:
    """A file with several mistakes names them all."""
    table = {
        "before": "三天",
        "weekly": "是",
        "send_from": "18:00",
        "levels": [{"days": 5}, {"days": 1}],
        "x": 1,
    }

    with pytest.raises(ConfigError) as refused:
        read_policy(table)

    assert set(refused.value.problems) == {"name", "before", "weekly", "levels", "x", "send_until"}
