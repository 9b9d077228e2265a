"""What the service says of itself: one JSON object a line on standard error, and nothing personal in it.

An event has a name that never changes, and fields that are numbers, ids and stable words: ``event(log,
"batch_sent", worker="gateway-1", messages=120)``. Whoever writes an event puts nothing else there. Behind
that stands a last resort: whatever looks like a telephone number, an NIR, an e-mail address or an IBAN is
masked before a line leaves the process, in messages of libraries and in tracebacks too. A name cannot be
told from another word: it must not be there in the first place.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any, Final, TextIO

MOST: Final = 2000
"""Characters of one text in a line; the rest is cut off."""

_EMAIL: Final = r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
_IBAN: Final = (
    r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){3,7}(?:[ -]?[A-Za-z0-9]{1,3})?(?![A-Za-z0-9])"
)
_NIR: Final = (
    r"(?<!\d)[1-478][ .-]?\d{2}[ .-]?\d{2}[ .-]?(?:\d{2}|2[ABab])[ .-]?\d{3}[ .-]?\d{3}(?:[ .-]?\d{2})?(?!\d)"
)
_FOREIGN: Final = r"(?<![\w.])(?:\+|00)\d{1,3}[ .-]?(?:\(0\)[ .-]?)?\d(?:[ .-]?\d){5,13}(?!\d)"
_NATIONAL: Final = r"(?<![\w.])(?:0[1-9](?:[ .-]?\d{2}){4}|33[1-9]\d{8})(?!\d)"
_MASKS: Final = tuple(
    (mask, re.compile(pattern))
    for mask, pattern in (
        ("[email]", _EMAIL),
        ("[iban]", _IBAN),
        ("[nir]", _NIR),
        ("[number]", _FOREIGN),
        ("[number]", _NATIONAL),
    )
)
"""What may have to be masked, each in linear time: bounded repeats of classes that do not overlap."""
_OURS: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def set_up_logging(out: TextIO | None = None) -> None:
    """Send every log of this process as JSON lines to standard error (or ``out``), masked."""
    handler = logging.StreamHandler(out or sys.stderr)
    handler.setFormatter(JsonLineFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.captureWarnings(True)


def log_event(log: logging.Logger, name: str, *, level: int = logging.INFO, **fields: Any) -> None:
    """Say that something happened. Fields are numbers, ids and stable words, never anything of a person."""
    log.log(level, name, extra={"fields": fields})


class JsonLineFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": mask_personal(record.getMessage()),
        }
        said |= {name: _make_loggable(value) for name, value in getattr(record, "fields", {}).items()}
        if record.exc_info and record.exc_info[0]:
            said["error"] = record.exc_info[0].__name__
            said["trace"] = mask_personal(self.formatException(record.exc_info))
        return json.dumps(said, ensure_ascii=False, default=str)


def mask_personal(text: str) -> str:
    """The text without what looks personal.

    >>> mask_personal("no route to 06 39 98 00 01, told zoe@mail.example")
    'no route to [number], told [email]'
    """
    text = text if len(text) <= MOST else text[:MOST] + "…"
    for mask, pattern in _MASKS:
        text = pattern.sub(mask, text)
    return text


def _make_loggable(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, bytes | bytearray | memoryview):
        return f"{len(value)} bytes"
    if isinstance(value, dict):
        return {mask_personal(str(name)): _make_loggable(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_make_loggable(one) for one in value]
    return mask_personal(str(value))
