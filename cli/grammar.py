"""Click's commands with Chinese usage lines, help pages and a list of commands that imports nothing.

It knows no command but by its name in ``cli.contents``.
"""

import gc
from importlib import import_module
from types import ModuleType
from unicodedata import east_asian_width

import click

from cli.contents import SECTIONS, overview

_GAP = 2
_WIDEST = 28
_SETTINGS = {"help_option_names": ["--help", "-h"]}


class Command(click.Command):
    """A command whose help and refusals are Chinese."""

    #: What is left over is refused here, in Chinese, and not by click.
    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse what is left over after the arguments and options."""
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # click's parser leaves it out
            raise
        if rest and not ctx.resilient_parsing:
            raise click.UsageError(f"多出来的内容：{' '.join(rest)}", ctx)
        return rest

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page."""
        return "\n".join([usage(self, ctx), "", (self.help or "").strip(), *_parameters(self)])


class Group(click.Group):
    """A command made of commands, such as ``plans release``."""

    command_class = Command

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page with the commands in the order they were written."""
        rows = [(name, (command.help or "").partition("\n")[0]) for name, command in self.commands.items()]
        lines = [usage(self, ctx), "", (self.help or "").strip(), *_parameters(self)]
        return "\n".join([*lines, "", "命令：", *_columns(rows)])

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 # click passes it
        """Return the commands in the order they were written."""
        return list(self.commands)


class Whole(click.Group):
    """The whole program: a command's module is imported when the command is called."""

    def __init__(self) -> None:
        super().__init__("duban", no_args_is_help=True, context_settings=_SETTINGS)
        self.places = {name: place for _, rows in SECTIONS for name, place, _ in rows}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 # click passes it
        """Return the names of all commands."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 # click passes it
        """Import a command's module and return it, None when there is no such command."""
        place = self.places.get(cmd_name)
        if place is None:
            return None
        module, _, attribute = place.partition(":")
        found = getattr(_imported(f"cli.commands.{module}"), attribute)
        if not isinstance(found, click.Command):
            raise TypeError(place)
        return found

    def get_help(self, ctx: click.Context) -> str:  # noqa: ARG002 # click passes it
        """Return the list of all commands."""
        return overview()


def _imported(name: str) -> ModuleType:
    """Import a module; what it brings is there to stay, so no search for cycles looks at it any more."""
    gc.disable()
    try:
        return import_module(name)
    finally:
        gc.freeze()
        gc.enable()


def usage(command: click.Command, ctx: click.Context) -> str:
    """Return the usage line of a command."""
    words = [ctx.command_path, *(_argument(param) for param in _arguments(command))]
    words += ["命令 …"] if isinstance(command, click.Group) else []
    return f"用法：{' '.join(words)}{' [选项]' if _options(command) else ''}"


def _argument(param: click.Argument) -> str:
    name = param.metavar or (param.name or "").upper()
    return (
        name + ("…" if param.nargs != 1 else "") if param.required else f"[{name}{'…' * (param.nargs != 1)}]"
    )


def _arguments(command: click.Command) -> list[click.Argument]:
    return [param for param in command.params if isinstance(param, click.Argument)]


def _options(command: click.Command) -> list[click.Option]:
    return [param for param in command.params if isinstance(param, click.Option) and not param.hidden]


def _parameters(command: click.Command) -> list[str]:
    rows = [(_spelling(option), option.help or "") for option in _options(command)]
    return ["", "选项：", *_columns([*rows, ("--help", "显示这份说明")])]


def _spelling(option: click.Option) -> str:
    names = "、".join(sorted(option.opts, key=len, reverse=True))
    return names if option.is_flag else f"{names} {option.metavar or '文字'}"


def _columns(rows: list[tuple[str, str]]) -> list[str]:
    """Lay pairs out in two columns; a wide left side gets a line of its own."""
    left = min(max((width(name) for name, _ in rows), default=0), _WIDEST)
    lines = []
    for name, words in rows:
        first, *more = words.split("\n")
        pad = " " * (left - width(name) + _GAP) if width(name) <= left else f"\n{' ' * (left + _GAP + 2)}"
        lines.append(f"  {name}{pad}{first}".rstrip())
        lines += [f"{' ' * (left + _GAP + 2)}{line}" for line in more]
    return lines


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes; Chinese characters take two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
