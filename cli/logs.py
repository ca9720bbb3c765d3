"""The log: one event a line, key=value, on standard error. A trace is one value of its line."""

import json
import logging
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Asia/Shanghai")
_OURS = "duban"


class OneLine(logging.Formatter):
    """Writes a record as one line of key=value pairs."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = datetime.fromtimestamp(record.created, _ZONE).isoformat(timespec="seconds")
        words = record.getMessage()
        if not record.name.startswith(_OURS) or "=" not in words or "\n" in words:
            words = f"text={json.dumps(words, ensure_ascii=False)}"
        line = f"time={moment} level={record.levelname.lower()} logger={record.name} {words}"
        if record.exc_info:
            trace = self.formatException(record.exc_info)
            line += f" trace={json.dumps(trace, ensure_ascii=False)}"
        return line


class _StandardError(logging.Handler):
    """Writes to what standard error is at the moment of writing."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        sys.stderr.write(self.format(record) + "\n")
        sys.stderr.flush()


def set_up() -> None:
    """Send our events and the warnings of libraries to standard error, once a process."""
    root = logging.getLogger()
    if any(isinstance(handler, _StandardError) for handler in root.handlers):
        return
    handler = _StandardError()
    handler.setFormatter(OneLine())
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger(_OURS).setLevel(logging.INFO)
