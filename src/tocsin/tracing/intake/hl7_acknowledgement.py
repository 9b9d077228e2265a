"""The acknowledgement of an HL7 message: taken, taken with errors, or not understood."""

from datetime import datetime

from tocsin.tracing.intake.hl7_messages import Hl7Message
from tocsin.tracing.intake.times import PARIS

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


def format_acknowledgement(message: Hl7Message | None, reasons: list[str], now: datetime) -> str:
    """ACK^R01 for a message; ``reasons`` are those of its records that went to quarantine.

    AA: all is taken; AE: some of it waits for a repair; AR: the message itself could not be taken.
    """
    header = message.header if message else None
    at = now.astimezone(PARIS).strftime("%Y%m%d%H%M%S%z")
    control = _escape_value(header.get_component(10)) if header else ""
    code = "AR" if header is None or any(r in REJECTED for r in reasons) else "AE" if reasons else "AA"
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
    for reason in dict.fromkeys(reasons):
        number, text = _ERRORS.get(reason, ("207", "Application internal error"))
        segments.append(f"ERR|||{number}^{text}^HL70357|E|{reason}^{reason.replace('_', ' ')}^TOCSIN")
    return "".join(f"{segment}\r" for segment in segments)


def _escape_value(text: str) -> str:
    """A value as it may stand in a field of ours."""
    escaped = text[:80].replace("\\", "\\E\\").replace("|", "\\F\\").replace("^", "\\S\\")
    escaped = escaped.replace("&", "\\T\\").replace("~", "\\R\\")
    return "".join(c for c in escaped if c.isprintable())
