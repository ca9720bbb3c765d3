"""``import --help`` names what can be read."""

import pytest

from cli.main import main
from importers.formats.reading import READERS


def test_the_help_names_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    """Every extension that has a reader stands in the help."""
    assert main(["import", "--help"]) == 0

    shown = capsys.readouterr().out
    assert [suffix for suffix in READERS if suffix not in shown] == []
