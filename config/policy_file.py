"""Find a policy by its name or file and read it; what its numbers mean, ``rules.policy`` says."""

import tomllib
from pathlib import Path

from rules.errors import ConfigError
from rules.policy import Policy, read_policy

_PRESETS = Path(__file__).parent / "policies"


def load_policy(wanted: str, *, working_dir: Path) -> Policy:
    """Return the policy of a preset's name, a preset's file name, or a path ending in ``.toml``.

    Raises :class:`ConfigError` with every problem of the file, each with the file's name.
    """
    if wanted.endswith(".toml"):
        return _read_file(working_dir / wanted)
    if (_PRESETS / f"{wanted}.toml") in (presets := sorted(_PRESETS.glob("*.toml"))):
        return _read_file(_PRESETS / f"{wanted}.toml")
    policies = [_read_file(path) for path in presets]
    found = next((policy for policy in policies if policy.name == wanted), None)
    if found is None:
        names = "、".join(policy.name for policy in policies)
        raise ConfigError({wanted: f"没有这个策略。现有：{names}；也可以写一个 .toml 文件的路径"})
    return found


def _read_file(path: Path) -> Policy:
    try:
        return read_policy(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise ConfigError({str(path): f"读不了这个文件：{error.strerror}"}) from error
    except UnicodeDecodeError as error:
        raise ConfigError({path.name: "编码应为UTF-8"}) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError({path.name: f"不是有效的TOML：{error}"}) from error
    except ConfigError as error:
        problems = {f"{path.name} {key}": text for key, text in error.problems.items()}
        raise ConfigError(problems) from error
