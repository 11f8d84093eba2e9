"""Logging of every process: a constant message plus fields, JSON lines in service.

Write ``log.warning("printer lost", extra={"printer": name})``: the message never changes, so it
can be counted; what varies is a field. Fields never carry a person's name or number.
"""

from __future__ import annotations

import datetime as dt
import logging
import sys
from typing import Annotated, Literal, TextIO

import msgspec
from msgspec import Meta

from queue_server.runtime.settings import Section

_OWN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class LogSettings(Section, frozen=True):
    """Table ``[log]``."""

    level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Meta(description="Least important level that is written."),
    ] = "info"
    format: Annotated[
        Literal["auto", "json", "text"],
        Meta(description="json: one object a line; text: for people; auto: text on a terminal."),
    ] = "auto"


class JsonLines(logging.Formatter):
    """One JSON object a line: at, level, room, message, then the record's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC),
            "level": record.levelname.lower(),
            "room": record.name,
            "message": record.getMessage(),
            **fields_of(record),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return msgspec.json.encode(line, enc_hook=str).decode()


class ForPeople(logging.Formatter):
    """``18:05:03 warning kiosk.printing: printer lost  printer=thermal``."""

    def format(self, record: logging.LogRecord) -> str:
        at = dt.datetime.fromtimestamp(record.created, dt.UTC).astimezone()
        fields = "".join(f" {name}={value}" for name, value in fields_of(record).items())
        line = f"{at:%H:%M:%S} {record.levelname.lower()} {record.name}: {record.getMessage()}" + (
            " " + fields if fields else ""
        )
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line


def fields_of(record: logging.LogRecord) -> dict[str, object]:
    """What the caller gave as ``extra=``."""
    return {name: value for name, value in record.__dict__.items() if name not in _OWN}


def configure(settings: LogSettings, stream: TextIO | None = None) -> None:
    """Send every logger of this process to ``stream`` (standard error); call once, from a root."""
    stream = stream or sys.stderr
    as_json = settings.format == "json" or (settings.format == "auto" and not stream.isatty())
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines() if as_json else ForPeople())
    logging.basicConfig(level=settings.level.upper(), handlers=[handler], force=True)
    logging.captureWarnings(True)
