"""The settings of the program: one key a line, all problems told at once, and where each value came from.

Decides nothing but which value counts. Plain parsing instead of a settings library: see
docs/decisions/0005-settings-parsing.md.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TypeVar

from config import readers
from config.policy_file import load_policy
from config.sources import DERIVED, PREFIX, Sources, read_sources
from rules.errors import ConfigError
from rules.policy import Policy

_T = TypeVar("_T")
_PORTS = {"none": 25, "starttls": 587, "tls": 465}
_LOCAL_SENDER = "duban@localhost"
_SECRETS = frozenset({"smtp_password", "deadman_url"})
_PASSWORD_IN_URL = re.compile(r"(://[^:@/]*:).*@")


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, checked. A field is a key in lower case without its prefix."""

    database_url: str = field(repr=False)
    data_dir: Path
    mail_channel: str
    """``maildir`` or ``smtp``."""
    smtp_host: str
    smtp_port: int
    smtp_security: str
    """``none``, ``starttls`` or ``tls``."""
    smtp_username: str
    smtp_password: str = field(repr=False)
    smtp_password_file: Path | None
    smtp_from: str
    smtp_connections: int
    smtp_messages_per_connection: int
    smtp_messages_per_minute: int
    smtp_ca_file: Path | None
    smtp_hello_name: str
    smtp_timeout_seconds: float
    smtp_data_timeout_seconds: float
    mail_redirect: str
    retry_first_seconds: float
    retry_cap_seconds: float
    lease_seconds: float
    base_url: str
    session_idle_minutes: int
    session_absolute_minutes: int
    deadman_url: str = field(repr=False)
    """An address of a watcher to ask for while all is well; empty: none."""
    policy: Policy
    bureau_name: str
    supervision_name: str
    supervision_phone: str
    supervision_email: str
    origins: Mapping[str, tuple[str, str]] = field(repr=False)
    """What was written for a key, and where."""
    warnings: tuple[str, ...] = ()


class _Keys:
    """Takes the settings one by one and collects what is wrong with them."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.problems = sources.problems
        self.warnings = sources.warnings
        self.origins: dict[str, tuple[str, str]] = {}

    def take(self, name: str, read: Callable[[str], _T]) -> _T:
        """Return the value of a key, or its default after noting what is wrong with it."""
        value = self._read(name, read)
        return read(self.sources.defaults[PREFIX + name]) if value is None else value[0]

    def take_or_derive(self, name: str, read: Callable[[str], _T], otherwise: _T) -> _T:
        """Return the value of a key, or what follows from other settings when nothing is written."""
        if not self.sources.get(PREFIX + name).text:
            self.derive(name)
            return otherwise
        value = self._read(name, read)
        return otherwise if value is None else value[0]

    def _read(self, name: str, read: Callable[[str], _T]) -> tuple[_T] | None:
        written = self.sources.get(PREFIX + name)
        self.origins[name.lower()] = (written.text, written.origin)
        try:
            return (read(written.text),)
        except ValueError as error:
            self.problems[PREFIX + name] = f"写的是“{_shown(name.lower(), written.text)}”，{error}"
            return None

    def derive(self, name: str) -> None:
        """Note that a value follows from other settings."""
        self.origins[name.lower()] = ("", DERIVED)

    def refuse(self, name: str, problem: str) -> None:
        """Note a problem, unless a plainer one of that key is known."""
        self.problems.setdefault(PREFIX + name, problem)


def load_settings(environ: Mapping[str, str], working_dir: Path) -> Settings:
    """Return the settings of an environment and the file it names; relative paths start from the folder.

    Raises :class:`ConfigError` with every problem by its key.
    """
    keys = _Keys(read_sources(environ, working_dir))
    settings = _with_mail(keys, _with_password(keys, _read_all(keys, working_dir)))
    if settings.retry_cap_seconds < settings.retry_first_seconds:
        keys.refuse("RETRY_CAP_SECONDS", "不应小于 DUBAN_RETRY_FIRST_SECONDS")
    if settings.session_absolute_minutes < settings.session_idle_minutes:
        keys.refuse("SESSION_ABSOLUTE_MINUTES", "不应小于 DUBAN_SESSION_IDLE_MINUTES")
    if keys.problems:
        raise ConfigError(keys.problems)
    return replace(settings, warnings=tuple(keys.warnings))


def describe(settings: Settings) -> list[tuple[str, str, str]]:
    """Return every key with its value and where that came from; secrets are masked."""
    rows = []
    for entry in fields(settings):
        if entry.name in ("origins", "warnings"):
            continue
        written, origin = settings.origins[entry.name]
        value = written if entry.name == "policy" else getattr(settings, entry.name)
        rows.append((PREFIX + entry.name.upper(), _shown(entry.name, _plain(value)), origin))
    return rows


def _read_all(keys: _Keys, working_dir: Path) -> Settings:
    count = readers.integer_reader
    path = readers.path_reader(working_dir)
    host = keys.take("SMTP_HOST", readers.read_host)
    security = keys.take("SMTP_SECURITY", readers.choice_reader(*_PORTS))
    return Settings(
        database_url=keys.take("DATABASE_URL", readers.database_url_reader(working_dir)),
        data_dir=keys.take("DATA_DIR", path),
        mail_channel=keys.take_or_derive(
            "MAIL_CHANNEL", readers.choice_reader("maildir", "smtp"), "smtp" if host else "maildir"
        ),
        smtp_host=host,
        smtp_port=keys.take_or_derive("SMTP_PORT", count(1, 65535), _PORTS[security]),
        smtp_security=security,
        smtp_username=keys.take("SMTP_USERNAME", readers.read_text),
        smtp_password=keys.take("SMTP_PASSWORD", readers.read_secret),
        smtp_password_file=keys.take("SMTP_PASSWORD_FILE", _optional(path)),
        smtp_from=keys.take("SMTP_FROM", readers.read_address),
        smtp_connections=keys.take("SMTP_CONNECTIONS", count(1, 64)),
        smtp_messages_per_connection=keys.take("SMTP_MESSAGES_PER_CONNECTION", count(0, 100_000)),
        smtp_messages_per_minute=keys.take("SMTP_MESSAGES_PER_MINUTE", count(0, 1_000_000)),
        smtp_ca_file=keys.take("SMTP_CA_FILE", _optional(path)),
        smtp_hello_name=keys.take("SMTP_HELLO_NAME", readers.read_host),
        smtp_timeout_seconds=keys.take("SMTP_TIMEOUT_SECONDS", readers.read_seconds),
        smtp_data_timeout_seconds=keys.take("SMTP_DATA_TIMEOUT_SECONDS", readers.read_seconds),
        mail_redirect=keys.take("MAIL_REDIRECT", readers.read_address),
        retry_first_seconds=keys.take("RETRY_FIRST_SECONDS", readers.read_seconds),
        retry_cap_seconds=keys.take("RETRY_CAP_SECONDS", readers.read_seconds),
        lease_seconds=keys.take("LEASE_SECONDS", readers.read_seconds),
        base_url=keys.take("BASE_URL", readers.read_base_url),
        session_idle_minutes=keys.take("SESSION_IDLE_MINUTES", count(1, 1440)),
        session_absolute_minutes=keys.take("SESSION_ABSOLUTE_MINUTES", count(1, 10080)),
        deadman_url=keys.take("DEADMAN_URL", readers.read_watcher_url),
        policy=_policy(keys, working_dir),
        bureau_name=keys.take("BUREAU_NAME", readers.read_text),
        supervision_name=keys.take("SUPERVISION_NAME", readers.read_text),
        supervision_phone=keys.take("SUPERVISION_PHONE", readers.read_text),
        supervision_email=keys.take("SUPERVISION_EMAIL", readers.read_address),
        origins=keys.origins,
    )


def _optional(read: Callable[[str], Path]) -> Callable[[str], Path | None]:
    return lambda text: read(text) if text.strip() else None


def _policy(keys: _Keys, working_dir: Path) -> Policy:
    wanted = keys.take("POLICY", readers.read_text)
    try:
        return load_policy(wanted, working_dir=working_dir)
    except ConfigError as error:
        keys.problems.update({f"{PREFIX}POLICY {key}": text for key, text in error.problems.items()})
        return load_policy(keys.sources.defaults[f"{PREFIX}POLICY"], working_dir=working_dir)


def _with_password(keys: _Keys, settings: Settings) -> Settings:
    path = settings.smtp_password_file
    if path is None:
        return settings
    if settings.smtp_password:
        keys.refuse("SMTP_PASSWORD_FILE", "和 DUBAN_SMTP_PASSWORD 只能写一个")
        return settings
    try:
        password = readers.read_secret(path.read_text(encoding="utf-8").rstrip("\r\n"))
    except OSError as error:
        keys.refuse("SMTP_PASSWORD_FILE", f"读不了文件 {path}：{error.strerror}")
    except ValueError:
        keys.refuse("SMTP_PASSWORD_FILE", f"文件 {path} 里应只有一行口令，编码为UTF-8")
    else:
        keys.derive("SMTP_PASSWORD")
        return replace(settings, smtp_password=password)
    return settings


def _with_mail(keys: _Keys, settings: Settings) -> Settings:
    """Check what the chosen channel needs, and fill in the sender of a local one."""
    if settings.mail_channel == "maildir":
        if settings.smtp_from:
            return settings
        keys.derive("SMTP_FROM")
        return replace(settings, smtp_from=_LOCAL_SENDER)
    if not settings.smtp_host:
        keys.refuse("SMTP_HOST", "发信通道是 smtp，但没有写邮件服务器")
    if not settings.smtp_from:
        keys.refuse("SMTP_FROM", "发信通道是 smtp，但没有写发件人地址")
    if settings.smtp_username and not settings.smtp_password:
        keys.refuse("SMTP_PASSWORD", "写了用户名，但没有写口令")
    if settings.smtp_ca_file and not settings.smtp_ca_file.is_file():
        keys.refuse("SMTP_CA_FILE", f"没有文件 {settings.smtp_ca_file}")
    if settings.smtp_password and settings.smtp_security == "none":
        keys.warnings.append("DUBAN_SMTP_SECURITY 是 none，登录邮件服务器的口令会不加密地经过网络。")
    return settings


def _plain(value: object) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _shown(name: str, text: str) -> str:
    if name in _SECRETS:
        return "******" if text else ""
    return _PASSWORD_IN_URL.sub(r"\1******@", text)
