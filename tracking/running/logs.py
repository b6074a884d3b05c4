"""What the site writes down: a line a record, with the id of the request, and without anybody's e-mail address."""

import json
import logging
import re
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from io import FileIO
from typing import TextIO

from tracking.running.log_queue import NonBlockingHandler

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""That of the request which is answered here; a task in the background has that of the request which asked for it."""

# All that the form takes for an e-mail address, also as a URL spells it.
_ADDRESS = re.compile(r"[^\s@＠]{1,254}(?:[@＠]|%40)[^\s@＠]{1,254}")  # noqa: RUF001 - people type it
_HINT = re.compile(r"@|%40|\\uff20")
_REMOVED = "[e-mail]"
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # a terminal obeys them

_spell = json.JSONEncoder(default=str).encode


def set_up(stream: TextIO) -> None:
    """Write to the stream: JSON for machines, text for a terminal. Logging that was set up before stays as it is."""
    if logging.root.handlers:
        return
    # What no line of ours says need not be found out for each. gunicorn's own lines name the process.
    logging.logThreads = logging.logMultiprocessing = False
    handler = NonBlockingHandler(FileIO(stream.fileno(), "w", closefd=False))
    handler.setFormatter(Text() if stream.isatty() else JsonLine())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.captureWarnings(capture=True)  # Python would write them to the stream itself, and wait for its reader


def scrubbed(text: str) -> str:
    """The text without whatever looks like an e-mail address: nothing should hold one, and this is the last look."""
    return _ADDRESS.sub(_REMOVED, text)


class JsonLine(logging.Formatter):
    """A JSON object. A record whose only argument is a mapping has each of its values as a field of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        entry = _entry(record)
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        line = _spell(entry)
        # Its values, not the line: an address may begin in the middle of an escape.
        return _spell({name: _scrubbed_value(value) for name, value in entry.items()}) if _HINT.search(line) else line


class Text(logging.Formatter):
    """What a person reads while it scrolls by."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """The first line, which a traceback may follow."""
        asked = request_id.get()
        return super().formatMessage(record) + (f" [{asked}]" if asked else "")

    def format(self, record: logging.LogRecord) -> str:
        """The record; what follows its first line is set in, so that it cannot pass for another record."""
        text = scrubbed(super().format(record))
        return _CONTROLS.sub("?", text).replace("\n", "\n  ")


def _entry(record: logging.LogRecord) -> dict[str, object]:
    moment = datetime.fromtimestamp(record.created, UTC)
    fields = record.args if isinstance(record.args, Mapping) else {}
    return {
        "time": moment.isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": record.getMessage(),
        "request": request_id.get(),
        **fields,
    }


def _scrubbed_value(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | float) else scrubbed(str(value))
