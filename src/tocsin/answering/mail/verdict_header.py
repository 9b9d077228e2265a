"""The verdict as a header of the mail itself, for filters and mail programs; forged ones are taken out."""

import re
from typing import Final

from tocsin.verdict.model import Verdict

HEADER: Final = "X-Tocsin-Verdict"
NOT_CHECKED: Final = "not-checked"
_OURS: Final = re.compile(rb"x-tocsin(?:-[a-z-]{1,40})?[ \t]*:", re.IGNORECASE)
_ENVELOPE: Final = (b"From ", b">From ")
_WEIGHTS: Final = {"contradicts": 0, "proves": 1, "warns": 2, "neutral": 3}


def format_verdict_header(verdict: Verdict) -> str:
    """What stands in the header: the level, what weighs most in it, and the charter that was applied.

    ``imposture; clause=ask.email.personal; reason=asks_bank_details; charter=assurance_maladie;
    version=2026-11-24; as-of=2025-03-18``. Nothing of the mail stands there.
    """
    said: list[str] = [verdict.level]
    if verdict.reasons:
        reason = min(verdict.reasons, key=lambda one: _WEIGHTS[one.weight])
        said += [f"clause={reason.clause}", f"reason={reason.kind}"]
    said += [f"charter={verdict.charter_id}", f"version={verdict.charter_version}", f"as-of={verdict.as_of}"]
    return "; ".join(said)


def is_own_header(name: bytes) -> bool:
    """Whether a header of this name is one that only we write.

    >>> is_own_header(b"x-tocsin-verdict"), is_own_header(b"X-Tocsinade")
    (True, False)
    """
    return bool(_OURS.match(name + b":"))


def add_verdict_header(raw: bytes, said: str) -> bytes:
    """The mail with our header on top, without those that a sender wrote; not another octet is changed.

    >>> add_verdict_header(b"X-Tocsin-Verdict: authentic\\nFrom: a@b.example\\n\\nBonjour", "imposture")
    b'X-Tocsin-Verdict: imposture\\nFrom: a@b.example\\n\\nBonjour'
    """
    line_end = b"\n" if b"\r\n" not in raw[:4_096] else b"\r\n"
    kept: list[bytes] = []
    position, dropping, first = 0, False, True
    envelope = b""
    while position < len(raw):
        end = raw.find(b"\n", position) + 1 or len(raw)
        line = raw[position:end]
        if not line.strip(b"\r\n"):
            break
        if first and line.startswith(_ENVELOPE):
            envelope = line
        elif not (dropping and line[:1] in (b" ", b"\t")):
            dropping = bool(_OURS.match(line))
            if not dropping:
                kept.append(line)
        position, first = end, False
    ours = f"{HEADER}: {said}".encode("ascii") + line_end
    return b"".join((envelope, ours, *kept, raw[position:]))
