"""Was this really sent? What a code, alone or with its text, says of a message."""

from datetime import date, datetime, timedelta
from typing import Final, Literal

from msgspec import Struct

from tocsin.conversation.phones import e164
from tocsin.evidence.codes import NotACode, read_code
from tocsin.register.book import Register
from tocsin.register.canonical import text_hash
from tocsin.register.entry import Entry
from tocsin.register.keys import same_key

Outcome = Literal["matches", "differs", "found", "not_found", "mistyped"]
Misuse = Literal["other_sender", "too_early", "too_late", "expired", "other_recipient"]

DAYS: Final = 7
"""A message that comes later than this after its issue was sent again by somebody."""
_ZONES: Final = timedelta(days=1)
"""A day may begin earlier than in UTC, as in Réunion or New Caledonia."""


class Answer(Struct, frozen=True, kw_only=True):
    """What the register says of a code."""

    outcome: Outcome
    """``matches`` and ``differs`` where a text was given to compare; ``found`` where none was."""
    code: str
    """As printed; as typed where it was mistyped."""
    mistake: str = ""
    """Of a mistyped code: ``length``, ``character`` or ``check``."""
    detail: str = ""
    """Of a mistyped code: how many characters, or which one."""
    entry: Entry | None = None
    """What stands in the register."""
    genuine: str = ""
    """The published wording, with blanks for its variables; it is shown to anybody who has the code."""
    misuse: tuple[Misuse, ...] = ()
    """What does not fit, of what was compared."""
    compared: tuple[str, ...] = ()
    """``text``, ``sender``, ``received``, ``recipient``: what could be held against the entry."""
    over: bool = False
    """Whether the message is worth nothing any more, now."""


def verify(
    register: Register,
    code: str,
    *,
    text: str | None = None,
    sender: str | None = None,
    received: date | None = None,
    recipient: str | None = None,
    now: datetime,
) -> Answer:
    """What the register says of a code, as typed, and of what came with it; None is not known.

    Where the entry was erased, a text cannot be compared any more: the code is found, and that is all.
    ``recipient`` is the keyed hash of the number that received it (``tocsin.register.keys``).
    """
    try:
        code = read_code(code)
    except NotACode as error:
        return Answer(outcome="mistyped", code=code, mistake=error.kind, detail=error.detail)
    entry = register.find(code)
    if entry is None:
        return Answer(outcome="not_found", code=code)
    if entry.erased:
        text = None
    given = {"text": text, "sender": sender or None, "received": received, "recipient": recipient}
    if recipient is not None and not (entry.recipient and same_key(recipient, entry.recipient)):
        given["recipient"] = None
    return Answer(
        outcome=_outcome(entry, text),
        code=code,
        entry=entry,
        genuine=_genuine(register, entry),
        misuse=(*_elsewhere(entry, sender, given["recipient"]), *_another_day(entry, received)),
        compared=tuple(name for name, value in given.items() if value is not None),
        over=entry.expires is not None and now > entry.expires,
    )


def _outcome(entry: Entry, text: str | None) -> Outcome:
    if text is None:
        return "found"
    return "matches" if text_hash(text) == entry.text_hash else "differs"


def _genuine(register: Register, entry: Entry) -> str:
    template = register.template(entry.template, entry.version, entry.lang)
    return template.blanks(entry.code) if template else ""


def _elsewhere(entry: Entry, sender: str | None, recipient: object) -> list[Misuse]:
    found: list[Misuse] = []
    if sender and _sender(sender) != _sender(entry.sender):
        found.append("other_sender")
    if recipient is not None and recipient != entry.recipient:
        found.append("other_recipient")
    return found


def _another_day(entry: Entry, received: date | None) -> list[Misuse]:
    if received is None:
        return []
    issued = entry.issued.date()
    if received < issued - _ZONES:
        return ["too_early"]
    if received > issued + timedelta(days=DAYS):
        return ["too_late"]
    over = entry.expires is not None and received > entry.expires.date() + _ZONES
    return ["expired"] if over else []


def _sender(shown: str) -> str:
    """A sender as it is compared: a number in E.164, a name without capitals and spaces."""
    return e164(shown.strip()) or "".join(shown.split()).casefold()
