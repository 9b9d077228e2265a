"""What answers a message of HPRIM Santé: a message of context ERR, one ERR segment for each record that waits.

The fields of ERR and its letters (``T`` the message is refused, ``P`` a part of it, ``I`` for information: all of
it is taken) are those that Mediboard, which is free software, sends; the recommendation itself was not at hand.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from tocsin.tracing.intake.hl7_acknowledgement import REJECTED
from tocsin.tracing.intake.hl7_messages import Hl7Segment
from tocsin.tracing.intake.oru_results import OruMessage
from tocsin.tracing.intake.quarantine_reasons import REASONS
from tocsin.tracing.intake.times import PARIS

_SIGNS: Final = "|~^\\&"
_LINE: Final = re.compile(r"line (\d+)$")
_US: Final = "TOCSIN"


def format_hprim_acknowledgement(
    read: OruMessage, reasons: Sequence[tuple[str, str]], now: datetime
) -> bytes:
    """The answer to a message; ``reasons``: place and reason of each of its records that went to quarantine."""
    at = now.astimezone(PARIS).strftime("%Y%m%d%H%M%S")
    header = read.message.header if read.message else None
    name = _clean(header, 2)
    refused = header is None or any(reason in REJECTED for _, reason in reasons)
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
    for number, (place, reason) in enumerate(reasons, 1):
        line = _LINE.search(place)
        rows.append(
            f"ERR|{number}|{name}|{at}|{'T' if refused else 'P'}|{line[1] if line else ''}|||"
            f"|{reason}|{REASONS.get(reason, reason)}"
        )
    if not reasons:
        rows.append(f"ERR|1|{name}|{at}|I||||||taken in")
    rows.append("L|1")
    return "".join(f"{row}\r\n" for row in rows).encode("cp1252", "replace")


def _clean(header: Hl7Segment | None, field: int, component: int = 1) -> str:
    """A value of the message as it may stand in a field of ours."""
    text = header.get_component(field, component) if header else ""
    return "".join(c for c in text[:40] if c.isprintable() and c not in _SIGNS)


def _pair(header: Hl7Segment | None, field: int) -> str:
    return "~".join(filter(None, (_clean(header, field), _clean(header, field, 2))))
