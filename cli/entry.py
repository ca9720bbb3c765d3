"""Running one command by click, and the one place where every refusal becomes a sentence and an exit code."""

import logging
import os
import secrets
import sys
import traceback
from pathlib import Path

import click

from cli import logs, refusals
from cli.contents import PROGRAM
from cli.grammar import Whole
from cli.printing import say
from rules.errors import ConfigError, DubanError

log = logging.getLogger("duban.cli")

REFUSED = 2
BROKEN = 1
_STOPPED = 130
_ERROR_FILE = "errors.log"


def run(arguments: list[str]) -> int:
    """Run a command and return its exit code; nothing but a stop signal escapes."""
    logs.set_up()
    try:
        code = Whole().main(args=arguments, prog_name=PROGRAM, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.message)
    except click.ClickException as error:
        _refuse_usage(error)
    except ConfigError as error:
        _refuse_settings(error)
    except DubanError as error:
        say(error.message)
    except (click.Abort, KeyboardInterrupt):
        say("已停止。")
        return _STOPPED
    except BrokenPipeError:
        _forget_output()
        return 0
    except Exception as error:  # noqa: BLE001 # the last handler: it logs, and tells a person a number
        return _broken(error)
    else:
        return int(code or 0)
    return REFUSED


def _refuse_usage(error: click.ClickException) -> None:
    say(refusals.words(error))
    ctx = getattr(error, "ctx", None)
    say(f"用法见：{ctx.command_path if ctx else PROGRAM} --help")


def _refuse_settings(error: ConfigError) -> None:
    say(f"配置有{len(error.problems)}处问题，程序没有运行：")
    for key, problem in error.problems.items():
        say(f"  {key}：{problem}")
    say(f"全部设置和说明：{PROGRAM} config，或 config/default.toml。")


def _forget_output() -> None:
    """Whoever read our output has gone; let the interpreter flush into nothing at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _broken(error: Exception) -> int:
    """Tell a person a number, and write the trace under it where an administrator finds it."""
    number = secrets.token_hex(3)
    place = _write_trace(number)
    if place is None:
        log.error("error=%s", number, exc_info=error)
    else:
        log.error("error=%s kind=%s file=%s", number, type(error).__name__, place)
    where = f"，详情在 {place}" if place else ""
    say(f"出了意料之外的错误，没有做完。错误编号 {number}{where}，请把编号告诉系统管理员。")
    return BROKEN


def _write_trace(number: str) -> Path | None:
    """Append the trace to a file in the data folder; None when that cannot be done either."""
    try:
        from cli.wiring import read_settings

        place = read_settings(warns=False).data_dir / _ERROR_FILE
        place.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(place, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            file.write(f"error={number}\n{traceback.format_exc()}\n")
    except (OSError, DubanError):
        return None
    return place
