"""Where a setting is written: the environment before the operator's file before the defaults.

Knows names, not meanings: every value is handed on as the text that was written.
"""

import os
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PREFIX = "DUBAN_"
CONFIG = "DUBAN_CONFIG"
ENVIRONMENT = "环境变量"
DEFAULT = "默认值"
DERIVED = "按其他设置得出"

_DEFAULTS = Path(__file__).parent / "default.toml"
#: Names of the test suite, which are no settings of the program and no misspelt ones either.
_TEST_NAMES = ("DUBAN_TEST_", "DUBAN_REQUIRE_ALL")


@dataclass(frozen=True, slots=True)
class Written:
    """One setting as it was written, and where."""

    text: str
    origin: str


@dataclass(slots=True)
class Sources:
    """What was found in all places, and what is wrong with it, by key."""

    defaults: dict[str, str]
    values: dict[str, Written] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def get(self, key: str) -> Written:
        """Return what counts for a key; an empty text means the default."""
        written = self.values.get(key)
        return written if written and written.text else Written(self.defaults[key], DEFAULT)


def read_sources(environ: Mapping[str, str], working_dir: Path) -> Sources:
    """Read the environment, the file that DUBAN_CONFIG names, and the defaults."""
    with _DEFAULTS.open("rb") as file:
        sources = Sources({key: str(value) for key, value in tomllib.load(file).items()})
    if environ.get(CONFIG):
        _read_file(working_dir / environ[CONFIG], sources)
    for name, text in sorted(environ.items()):
        if name in sources.defaults:
            sources.values[name] = Written(text, ENVIRONMENT)
        elif name.startswith(PREFIX) and name != CONFIG and not name.startswith(_TEST_NAMES):
            sources.warnings.append(
                f"环境变量 {name} 不是督办的设置，没有使用{_suggestion(name, sources.defaults)}。"
            )
    return sources


def _read_file(path: Path, sources: Sources) -> None:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        sources.problems[CONFIG] = f"读不了配置文件 {path}：{error.strerror}"
        return
    except UnicodeDecodeError:
        sources.problems[CONFIG] = f"配置文件 {path} 的编码应为UTF-8"
        return
    except tomllib.TOMLDecodeError as error:
        sources.problems[CONFIG] = f"配置文件 {path} 不是有效的TOML：{error}"
        return
    for name, value in table.items():
        _take(name, value, path, sources)
    _warn_of_readers(path, sources)


def _take(name: str, value: object, path: Path, sources: Sources) -> None:
    key = name.upper() if name.upper().startswith(PREFIX) else PREFIX + name.upper()
    if key not in sources.defaults:
        sources.problems[name] = f"配置文件里没有这个设置{_suggestion(key, sources.defaults)}"
    elif key in sources.values:
        sources.problems[name] = "配置文件里写了两次"
    elif not isinstance(value, str | int | float) or isinstance(value, bool):
        sources.problems[name] = "应是一段文字或一个数"
    else:
        sources.values[key] = Written(str(value), f"配置文件 {path}")


def _suggestion(key: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, known, n=1, cutoff=0.8)
    return f"，是不是 {near[0]}？" if near else "，请检查拼写"


def _warn_of_readers(path: Path, sources: Sources) -> None:
    if "DUBAN_SMTP_PASSWORD" in sources.values and os.name == "posix" and path.stat().st_mode & 0o077:
        sources.warnings.append(f"配置文件 {path} 里有口令，本机其他用户也能读；请运行 chmod 600 {path}。")
