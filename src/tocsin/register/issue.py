"""Giving a code to a message, before it leaves."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count

from msgspec import Struct

from tocsin.charter.schema import Channel
from tocsin.register.book import CodeTaken, Register
from tocsin.register.canonical import text_hash
from tocsin.register.code import make_code
from tocsin.register.entry import Entry
from tocsin.register.keys import is_recipient_hash
from tocsin.register.template import Template


class CodeMissing(ValueError):
    """The template has no place for its code, {code}."""


class RecipientInClear(ValueError):
    """The register keeps a keyed hash of the recipient, never the number."""


class NoTimeZone(ValueError):
    """A time in the register has its time zone."""


class Issued(Struct, frozen=True):
    """A message that may leave."""

    code: str
    text: str
    """As it is sent, code included."""
    entry: Entry
    """As it stands in the register."""


def issue(
    register: Register,
    key: bytes,
    *,
    message_id: str,
    template: Template,
    values: Mapping[str, str],
    sender: str,
    channel: Channel,
    recipient: str,
    now: datetime,
    expires: datetime | None = None,
) -> Issued:
    """Give a message its code, and write it in the register; it may leave once this has returned.

    ``key`` is the one for codes, ``recipient`` a keyed hash (``tocsin.register.keys``). Called again for the
    same message, as after a crash, it gives the same code and the entry that stands. 1. The code is made from
    the message. 2. Where another message has it, the next attempt is taken.

    Raises CodeMissing, ValueMissing, RecipientInClear, NoTimeZone, WordingChanged.
    """
    _check(template, recipient, now, expires)
    register.publish(template)
    kept: Entry | None = None
    attempts = count()
    while kept is None:
        code = make_code(key, message_id, next(attempts))
        text = template.render(code, values)
        entry = Entry(
            code, template.id, template.version, template.lang, text_hash(text),
            now.astimezone(UTC), channel, sender, recipient, expires,
        )  # fmt: skip
        kept = _kept(register, entry)
    return Issued(code, text, kept)


def _kept(register: Register, entry: Entry) -> Entry | None:
    """The entry as the register has it: this one, or that of an earlier try; None where another is there."""
    try:
        register.add(entry)
    except CodeTaken:
        there = register.find(entry.code)
        return there if there is not None and there.same_message(entry) else None
    return entry


def _check(template: Template, recipient: str, now: datetime, expires: datetime | None) -> None:
    if "{code}" not in template.text:
        raise CodeMissing(f"{str(CodeMissing.__doc__).rstrip('.')}: {template.name}")
    if recipient and not is_recipient_hash(recipient):
        raise RecipientInClear(str(RecipientInClear.__doc__))
    if now.tzinfo is None or (expires is not None and expires.tzinfo is None):
        raise NoTimeZone(str(NoTimeZone.__doc__))
