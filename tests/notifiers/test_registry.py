"""Channels by name, and what is said when the settings do not fit."""

from pathlib import Path

import pytest

from notifiers import registry
from notifiers.registry import Option
from rules.errors import ConfigError


def test_a_channel_is_made_from_its_options(tmp_path: Path) -> None:
    """The options are the fields of the channel's settings; what is not given has its default."""
    notifier = registry.create(
        "smtp", {"host": "relay.example.org", "security": "starttls", "connections": 2}
    )

    assert (notifier.name, notifier.connections) == ("smtp", 2)
    assert registry.create("maildir", {"folder": tmp_path}).name == "maildir"


@pytest.mark.parametrize("name", registry.CHANNELS)
def test_a_channel_is_registered_under_its_own_name(name: str, tmp_path: Path) -> None:
    """The name in the list is the name the channel gives itself."""
    options: dict[str, dict[str, Option]] = {"smtp": {"host": "x"}, "maildir": {"folder": tmp_path}}

    assert registry.create(name, options.get(name, {})).name == name


@pytest.mark.parametrize(
    ("name", "options", "keys"),
    [
        ("fax", {}, {"channel"}),
        ("smtp", {}, {"host"}),
        ("maildir", {"host": "x"}, {"host", "folder"}),
        ("smtp", {"host": "x", "port": 0}, {"port"}),
    ],
)
def test_what_does_not_fit_is_named(name: str, options: dict[str, Option], keys: set[str]) -> None:
    """Unknown, missing and impossible options are told by their keys."""
    with pytest.raises(ConfigError) as caught:
        registry.create(name, options)

    assert set(caught.value.problems) == keys
