"""The channels by name: one line each.

Must not know what a channel's settings mean; a channel checks its own.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from notifiers.base import Notifier
from notifiers.maildir import MaildirNotifier, MaildirSettings
from notifiers.recording import RecordingNotifier, RecordingSettings
from notifiers.smtp import SmtpNotifier, SmtpSettings
from rules.errors import ConfigError

Settings = TypeVar("Settings")
Option = str | int | float | Path


@dataclass(frozen=True, slots=True)
class Channel(Generic[Settings]):
    """What makes a channel: its settings and the notifier that takes them."""

    settings: Callable[..., Settings]
    notifier: Callable[[Settings], Notifier]


CHANNELS: Mapping[str, Channel[Any]] = {
    "maildir": Channel(MaildirSettings, MaildirNotifier),
    "recording": Channel(RecordingSettings, RecordingNotifier),
    "smtp": Channel(SmtpSettings, SmtpNotifier),
}


def create(name: str, options: Mapping[str, Option]) -> Notifier:
    """Return the notifier of a channel; the options are named like the fields of its settings.

    Raises ``ConfigError`` with every problem by its key.
    """
    channel = CHANNELS.get(name)
    if channel is None:
        raise ConfigError({"channel": f"没有名为“{name}”的发信通道，可用的有：{'、'.join(CHANNELS)}"})
    fields = inspect.signature(channel.settings).parameters
    unknown = {key: f"通道 {name} 没有这一项设置" for key in options if key not in fields}
    missing = {
        key: f"通道 {name} 需要这一项设置"
        for key, field in fields.items()
        if field.default is field.empty and key not in options
    }
    if unknown or missing:
        raise ConfigError(unknown | missing)
    return channel.notifier(channel.settings(**options))
