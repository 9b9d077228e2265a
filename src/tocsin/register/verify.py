"""Was this really sent? What a code, alone or with its text, says of a message."""

from datetime import date, datetime, timedelta
from typing import Final, Literal

from msgspec import Struct

from tocsin.evidence.issue_codes import NotAnIssueCode, parse_issue_code
from tocsin.phone_numbers.e164 import to_e164
from tocsin.register.canonical_text import hash_text
from tocsin.register.entry import RegisterEntry
from tocsin.register.message_register import ReadableRegister
from tocsin.register.register_keys import is_same_key

CodeOutcome = Literal["matches", "differs", "found", "not_found", "mistyped"]
MisuseKind = Literal["other_sender", "too_early", "too_late", "expired", "other_recipient"]

DAYS: Final = 7
"""A message that comes later than this after its issue was sent again by somebody."""
_ZONES: Final = timedelta(days=1)
"""A day may begin earlier than in UTC, as in Réunion or New Caledonia."""


class CodeAnswer(Struct, frozen=True, kw_only=True):
    """What the register says of a code."""

    outcome: CodeOutcome
    """``matches`` and ``differs`` where a text was given to compare; ``found`` where none was."""
    code: str
    """As printed; as typed where it was mistyped."""
    mistake: str = ""
    """Of a mistyped code: ``length``, ``character`` or ``check``."""
    detail: str = ""
    """Of a mistyped code: how many characters, or which one."""
    entry: RegisterEntry | None = None
    genuine: str = ""
    """The published wording, with blanks for its variables; it is shown to anybody who has the code."""
    misuse: tuple[MisuseKind, ...] = ()
    """What does not fit, of what was compared."""
    compared: tuple[str, ...] = ()
    """``text``, ``sender``, ``received``, ``recipient``: what could be held against the entry."""
    over: bool = False
    """Whether the message is worth nothing any more, now."""


def verify_message_code(
    register: ReadableRegister,
    code: str,
    *,
    text: str | None = None,
    sender: str | None = None,
    received: date | None = None,
    recipient: str | None = None,
    now: datetime,
) -> CodeAnswer:
    """What the register says of a code, as typed, and of what came with it; None is not known.

    Where the entry was erased, a text cannot be compared any more: the code is found, and that is all.
    ``recipient`` is the keyed hash of the number that received it (``tocsin.register.register_keys``).
    """
    try:
        code = parse_issue_code(code)
    except NotAnIssueCode as error:
        return CodeAnswer(outcome="mistyped", code=code, mistake=error.kind, detail=error.detail)
    entry = register.find(code)
    if entry is None:
        return CodeAnswer(outcome="not_found", code=code)
    if entry.is_erased:
        text = None
    given = {"text": text, "sender": sender or None, "received": received, "recipient": recipient}
    if recipient is not None and not (entry.recipient and is_same_key(recipient, entry.recipient)):
        given["recipient"] = None
    return CodeAnswer(
        outcome=_find_outcome(entry, text),
        code=code,
        entry=entry,
        genuine=_find_genuine_wording(register, entry),
        misuse=(
            *_find_other_sender_or_recipient(entry, sender, given["recipient"]),
            *_find_other_day(entry, received),
        ),
        compared=tuple(name for name, value in given.items() if value is not None),
        over=entry.expires is not None and now > entry.expires,
    )


def _find_outcome(entry: RegisterEntry, text: str | None) -> CodeOutcome:
    if text is None:
        return "found"
    return "matches" if hash_text(text) == entry.text_hash else "differs"


def _find_genuine_wording(register: ReadableRegister, entry: RegisterEntry) -> str:
    template = register.template(entry.template, entry.version, entry.lang)
    return template.render_with_blanks(entry.code) if template else ""


def _find_other_sender_or_recipient(
    entry: RegisterEntry, sender: str | None, recipient: object
) -> list[MisuseKind]:
    found: list[MisuseKind] = []
    if sender and _normalise_sender(sender) != _normalise_sender(entry.sender):
        found.append("other_sender")
    if recipient is not None and recipient != entry.recipient:
        found.append("other_recipient")
    return found


def _find_other_day(entry: RegisterEntry, received: date | None) -> list[MisuseKind]:
    if received is None:
        return []
    issued = entry.issued.date()
    if received < issued - _ZONES:
        return ["too_early"]
    if received > issued + timedelta(days=DAYS):
        return ["too_late"]
    over = entry.expires is not None and received > entry.expires.date() + _ZONES
    return ["expired"] if over else []


def _normalise_sender(shown: str) -> str:
    """A sender as it is compared: a number in E.164, a name without capitals and spaces."""
    return to_e164(shown.strip()) or "".join(shown.split()).casefold()
