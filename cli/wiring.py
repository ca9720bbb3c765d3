"""The one composition: settings become services. Nothing else in the program reads config."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

import config
from cli.files import reason
from cli.printing import say
from cli.secret_key import read_or_make_key
from config.settings import Settings, load_settings
from config.sources import DEFAULT
from config.workdays_file import load_special_days
from models import db, schema, store_plans
from notifiers import registry
from notifiers.base import Notifier
from rules.errors import InputError
from rules.workdays import Calendar
from scheduler.links import Links
from scheduler.services import MailSettings, Services
from templates.mail_values import Bureau
from templates.render import Renderer

_WORKDAYS = Path(config.__file__).parent / "workdays"
KEY_FILE = "link.key"
_MAILDIR = "maildir"
_COMPILED = "templates"
_REASON_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Wired:
    """The program put together for one command."""

    settings: Settings
    services: Services

    def day(self, today: date | None) -> date:
        """Return the day that was given, else the present one in Asia/Shanghai."""
        return today or self.services.today()

    def reached_at(self, address: str) -> "Wired":
        """Return the same with links to an address, unless the operator has set where the pages are."""
        if self.settings.origins["base_url"][1] != DEFAULT:
            return self
        services = self.services
        links = replace(services.links, base_url=address)
        bureau = replace(services.bureau, base_url=address)
        return replace(self, services=replace(services, links=links, bureau=bureau))


def read_settings(*, warns: bool = True) -> Settings:
    """Return the settings of this process; raises :class:`ConfigError` with every problem at once."""
    settings = load_settings(os.environ, Path.cwd())
    if warns:
        for warning in settings.warnings:
            say(f"提醒：{warning}")
    return settings


@contextmanager
def opened(*, migrates: bool = False, warns: bool = True) -> Iterator[Wired]:
    """Put the program together over the database; a new one is created.

    An older schema is refused unless the command ``migrates``.
    """
    settings = read_settings(warns=warns)
    engine = open_database(settings)
    try:
        prepare(engine, migrates=migrates)
        yield Wired(settings, _services(settings, engine))
    finally:
        engine.dispose()


def open_database(settings: Settings) -> Engine:
    """Return the engine of the database, without asking it anything yet."""
    try:
        return db.open_engine(settings.database_url)
    except OSError as error:
        raise InputError(f"建不了数据库所在的文件夹：{reason(error)}。") from error


def prepare(engine: Engine, *, migrates: bool = False) -> bool:
    """Create or check the tables, and tell whether an older schema was migrated.

    Raises :class:`InputError` when the database does not answer.
    """
    try:
        if migrates:
            return schema.migrate(engine)
        schema.prepare(engine)
    except SQLAlchemyError as error:
        words = " ".join(str(getattr(error, "orig", None) or error).split())[:_REASON_LIMIT]
        raise InputError(f"打不开数据库（DUBAN_DATABASE_URL）：{words}") from error
    return False


def _services(settings: Settings, engine: Engine) -> Services:
    days, years = load_special_days(_WORKDAYS)
    with db.reading(engine) as connection:
        is_example = store_plans.has_example(connection)
    return Services(
        clock=lambda: datetime.now(UTC),
        engine=engine,
        base_calendar=Calendar.of(days, years),
        policy=settings.policy,
        renderer=Renderer(settings.data_dir / _COMPILED),
        notifier=notifier_of(settings),
        links=Links(read_or_make_key(settings.data_dir / KEY_FILE), settings.base_url),
        bureau=_bureau(settings, is_example=is_example),
        mail=_mail(settings),
    )


def _bureau(settings: Settings, *, is_example: bool) -> Bureau:
    return Bureau(
        supervision_name=f"{settings.bureau_name}{settings.supervision_name}",
        supervision_short=settings.supervision_name,
        phone=settings.supervision_phone,
        base_url=settings.base_url,
        is_example=is_example,
    )


def _mail(settings: Settings) -> MailSettings:
    return MailSettings(
        sender=settings.smtp_from,
        sender_name=f"{settings.bureau_name}{settings.supervision_name}",
        supervision_email=settings.supervision_email,
        redirect_to=settings.mail_redirect,
        retry_first_seconds=settings.retry_first_seconds,
        retry_cap_seconds=settings.retry_cap_seconds,
        lease_seconds=settings.lease_seconds,
        messages_per_connection=settings.smtp_messages_per_connection,
        messages_per_minute=settings.smtp_messages_per_minute,
    )


def notifier_of(settings: Settings) -> Notifier:
    """Return the chosen channel."""
    if settings.mail_channel == "maildir":
        return registry.create("maildir", {"folder": settings.data_dir / _MAILDIR})
    return registry.create(
        "smtp",
        {
            "host": settings.smtp_host,
            "port": settings.smtp_port,
            "security": settings.smtp_security,
            "username": settings.smtp_username,
            "password": settings.smtp_password,
            "ca_file": str(settings.smtp_ca_file or ""),
            "connections": settings.smtp_connections,
            "timeout_seconds": settings.smtp_timeout_seconds,
            "data_timeout_seconds": settings.smtp_data_timeout_seconds,
            "hello_name": settings.smtp_hello_name,
        },
    )
