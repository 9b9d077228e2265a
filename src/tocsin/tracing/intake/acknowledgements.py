"""What laboratories are answered: acknowledgements of HL7 and HPRIM, and when they are written."""

import re
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO, Final

from msgspec import Struct

from tocsin.locale.paris_time import to_paris_time
from tocsin.tracing.intake.hl7_messages import Hl7Message, Hl7Segment
from tocsin.tracing.intake.oru_results import OruMessage
from tocsin.tracing.intake.records import REASONS, Item, RefusedRecord
from tocsin.tracing.intake.tally import RecordOutcome

# What answers a message of HPRIM Santé: a message of context ERR, one ERR segment for each record that waits.
#
# The fields of ERR and its letters (``T`` the message is refused, ``P`` a part of it, ``I`` for information: all of
# it is taken) are those that Mediboard, which is free software, sends; the recommendation itself was not at hand.

_SIGNS: Final = "|~^\\&"
_LINE: Final = re.compile(r"line (\d+)$")
_US: Final = "TOCSIN"
_DETAIL: Final = 400


class WaitingRecord(Struct, frozen=True):
    """A record of a message that went to quarantine."""

    place: str
    reason: str
    detail: str
    """What was expected; nothing personal."""


def format_hprim_acknowledgement(read: OruMessage, waiting: Sequence[WaitingRecord], now: datetime) -> bytes:
    """The answer to a message; ``waiting``: its records that went to quarantine."""
    at = to_paris_time(now).strftime("%Y%m%d%H%M%S")
    header = read.message.header if read.message else None
    name = _clean(header, 2)
    refused = header is None or any(one.reason in REJECTED for one in waiting)
    rows = [
        "|".join(
            (
                "H",
                _SIGNS[1:],
                name,
                "",
                _pair(header, 9) or f"{_US}~{_US}",
                "",
                "ERR",
                "",
                "",
                _pair(header, 4),
                "",
            )
        )
        + f"|{_clean(header, 11) or 'P'}|{_pair(header, 12) or 'H2.1~C'}|{at}"
    ]
    for number, one in enumerate(waiting, 1):
        line = _LINE.search(one.place)
        said = " ".join(filter(None, (REASONS.get(one.reason, one.reason), one.detail)))
        said = "".join(c for c in said if c.isprintable() and c not in _SIGNS)[:_DETAIL]
        rows.append(
            f"ERR|{number}|{name}|{at}|{'T' if refused else 'P'}|{line[1] if line else ''}||||{one.reason}|{said}"
        )
    if not waiting:
        rows.append(f"ERR|1|{name}|{at}|I||||||taken in")
    rows.append("L|1")
    return "".join(f"{row}\r\n" for row in rows).encode("cp1252", "replace")


def _clean(header: Hl7Segment | None, field: int, component: int = 1) -> str:
    """A value of the message as it may stand in a field of ours."""
    text = header.get_component(field, component) if header else ""
    return "".join(c for c in text[:40] if c.isprintable() and c not in _SIGNS)


def _pair(header: Hl7Segment | None, field: int) -> str:
    return "~".join(filter(None, (_clean(header, field), _clean(header, field, 2))))


_ERRORS = {
    "wrong_message": ("200", "Unsupported message type"),
    "no_value": ("101", "Required field missing"),
    "no_identity": ("101", "Required field missing"),
    "no_result_time": ("101", "Required field missing"),
    "no_patient": ("100", "Segment sequence error"),
    "bad_date": ("102", "Data type error"),
    "unknown_test": ("103", "Table value not found"),
    "unknown_value": ("103", "Table value not found"),
    "unknown_status": ("103", "Table value not found"),
    "same_identifier": ("205", "Duplicate key identifier"),
}
REJECTED = frozenset(("wrong_message", "unreadable", "too_large", "bad_encoding"))
"""Reasons that speak of a message as a whole."""


def format_acknowledgement(
    message: Hl7Message | None, waiting: Sequence[WaitingRecord], now: datetime
) -> str:
    """ACK^R01 for a message; ``waiting`` are its records that went to quarantine.

    AA: all is taken; AE: some of it waits for a repair; AR: the message itself could not be taken.
    """
    header = message.header if message else None
    at = to_paris_time(now).strftime("%Y%m%d%H%M%S%z")
    control = _escape_value(header.get_component(10)) if header else ""
    code = (
        "AR"
        if header is None or any(one.reason in REJECTED for one in waiting)
        else "AE"
        if waiting
        else "AA"
    )
    sender = _escape_value(header.get_component(3)) if header else ""
    facility = _escape_value(header.get_component(4)) if header else ""
    receiver = (_escape_value(header.get_component(5)) if header else "") or "TOCSIN"
    ours = _escape_value(header.get_component(6)) if header else ""
    mode = (_escape_value(header.get_component(11)) if header else "") or "P"
    version = (_escape_value(header.get_component(12)) if header else "") or "2.5"
    segments = [
        f"MSH|^~\\&|{receiver}|{ours}|{sender}|{facility}|{at}||ACK^R01^ACK|T{control}|{mode}|{version}"
        "||||||UNICODE UTF-8",
        f"MSA|{code}|{control}",
    ]
    for one in waiting:
        number, text = _ERRORS.get(one.reason, ("207", "Application internal error"))
        named = f"{one.reason}^{one.reason.replace('_', ' ')}^TOCSIN"
        where = _escape_value(f"{one.place}: {one.detail}", _DETAIL)
        segments.append(f"ERR|||{number}^{text}^HL70357|E|{named}||{where}")
    return "".join(f"{segment}\r" for segment in segments)


def _escape_value(text: str, most: int = 80) -> str:
    escaped = text[:most].replace("\\", "\\E\\").replace("|", "\\F\\").replace("^", "\\S\\")
    escaped = escaped.replace("&", "\\T\\").replace("~", "\\R\\")
    return "".join(c for c in escaped if c.isprintable())


class AcknowledgementQueue:
    """One for each message of HL7 or HPRIM, in their order; only once all its records have a disposition."""

    def __init__(self, out: BinaryIO, now: datetime) -> None:
        self._out = out
        self._now = now
        self._waiting: deque[tuple[OruMessage, int, list[WaitingRecord]]] = deque()
        self.written = 0

    def begin_message(self, read: OruMessage) -> None:
        """A message whose records are about to come."""
        self._waiting.append((read, len(read.found), []))

    def record_outcomes(self, items: Sequence[Item], outcomes: Sequence[RecordOutcome]) -> None:
        for item, outcome in zip(items, outcomes, strict=True):
            if not self._waiting:
                return  # a file of another format
            read, left, waiting = self._waiting.popleft()
            refused = item if isinstance(item, RefusedRecord) else None
            if reason := outcome.reason or (refused.reason if refused else ""):
                detail = outcome.detail or (refused.detail if refused else "")
                waiting.append(WaitingRecord(item.place, reason, detail))
            if left > 1:
                self._waiting.appendleft((read, left - 1, waiting))
            else:
                self._write_acknowledgement(read, waiting)

    def _write_acknowledgement(self, read: OruMessage, waiting: list[WaitingRecord]) -> None:
        if read.form == "hl7":
            self._out.write(format_acknowledgement(read.message, waiting, self._now).encode())
        elif read.form == "hprim":
            self._out.write(format_hprim_acknowledgement(read, waiting, self._now))
        else:
            return
        self.written += 1
