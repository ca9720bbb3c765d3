"""Help: Chinese, complete, and as good as free."""

import importlib
import subprocess
import sys
from pathlib import Path

import click
import pytest

from cli.contents import SECTIONS
from cli.main import main

COMMANDS = [(name, place) for _, rows in SECTIONS for name, place, _ in rows]
HEAVY = ("click", "sqlalchemy", "jinja2", "fastapi", "config", "models", "scheduler", "rich")


def _pages(command: click.Command, path: list[str]) -> list[list[str]]:
    own = [path]
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            own += _pages(child, [*path, name])
    return own


def _every_page() -> list[list[str]]:
    pages = []
    for name, place in COMMANDS:
        module, _, attribute = place.partition(":")
        pages += _pages(getattr(importlib.import_module(f"cli.commands.{module}"), attribute), [name])
    return pages


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["help"]])
def test_the_overview_names_every_command(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The help of the program lists all commands with what they are for, on standard output."""
    assert main(arguments) == 0

    shown = capsys.readouterr().out
    assert [name for name, _ in COMMANDS if f"\n  {name} " not in shown] == []


def test_the_overview_imports_nothing_heavy(project_dir: Path) -> None:
    """``--help`` must cost little more than starting Python, so it imports neither click nor our folders."""
    script = (
        "import sys; from cli.main import main; main(['--help']); "
        f"sys.stderr.write(' '.join(name for name in {HEAVY!r} if name in sys.modules))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=project_dir, capture_output=True, text=True, check=False
    )

    assert (result.returncode, result.stderr) == (0, "")


def test_a_wrong_command_imports_no_other(project_dir: Path) -> None:
    """A command's module is imported only when it is called."""
    script = (
        "import sys; from cli.main import main; main(['nosuch']); "
        "sys.stdout.write(' '.join(name for name in sys.modules if name.startswith('cli.commands.')))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=project_dir, capture_output=True, text=True, check=False
    )

    assert result.stdout == ""


def test_without_a_command_the_overview_is_a_refusal(capsys: pytest.CaptureFixture[str]) -> None:
    """Calling the program without a command shows the help as an error."""
    assert main([]) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert "用法：" in captured.err


@pytest.mark.parametrize("page", _every_page(), ids=" ".join)
def test_every_command_has_a_chinese_help_page(page: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Every command says in Chinese what it does and what each option means."""
    assert main([*page, "--help"]) == 0

    shown = capsys.readouterr().out
    assert shown.startswith(f"用法：python main.py {' '.join(page)}")
    assert "显示这份说明" in shown
    assert not [word for word in ("Usage", "Options", "Commands", "Show this", "TEXT") if word in shown]


@pytest.mark.parametrize("page", _every_page(), ids=" ".join)
def test_every_option_is_explained(page: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """No option stands in a help page without words beside it."""
    main([*page, "--help"])
    options = capsys.readouterr().out.partition("选项：\n")[2].partition("\n\n")[0].splitlines()

    assert [line for line in options if line.startswith("  -") and len(line.split(maxsplit=1)) < 2] == []


def test_the_list_of_commands_is_true() -> None:
    """Each place in the list holds the command of that name."""
    names = []
    for _, place in COMMANDS:
        module, _, attribute = place.partition(":")
        names.append(getattr(importlib.import_module(f"cli.commands.{module}"), attribute).name)

    assert names == [name for name, _ in COMMANDS]
