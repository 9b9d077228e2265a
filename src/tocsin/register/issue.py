"""Giving a code to a message, before it leaves."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count

from msgspec import Struct

from tocsin.charter.channels import ChannelId
from tocsin.register.canonical_text import hash_text
from tocsin.register.entry import PublishedTemplate, RegisterEntry
from tocsin.register.message_code import make_code
from tocsin.register.message_register import CodeTaken, MessageRegister
from tocsin.register.register_keys import is_recipient_hash


class CodePlaceMissing(ValueError):
    """The template has no place for its code, {code}."""


class RecipientInClear(ValueError):
    """The register keeps a keyed hash of the recipient, never the number."""


class TimeZoneMissing(ValueError):
    """A time in the register has its time zone."""


class IssuedMessage(Struct, frozen=True):
    """A message that may leave."""

    code: str
    text: str
    """As it is sent, code included."""
    entry: RegisterEntry


def issue_message(
    register: MessageRegister,
    key: bytes,
    *,
    message_id: str,
    template: PublishedTemplate,
    values: Mapping[str, str],
    sender: str,
    channel: ChannelId,
    recipient: str,
    now: datetime,
    expires: datetime | None = None,
) -> IssuedMessage:
    """Give a message its code, and write it in the register; it may leave once this has returned.

    ``key`` is the one for codes, ``recipient`` a keyed hash (``tocsin.register.register_keys``). Called again
    for the same message, as after a crash, it gives the same code and the entry that stands. 1. The code is
    made from the message. 2. Where another message has it, the next attempt is taken.

    Raises CodePlaceMissing, VariableValueMissing, RecipientInClear, TimeZoneMissing, WordingChanged.
    """
    _check_issue(template, recipient, now, expires)
    register.publish(template)
    kept: RegisterEntry | None = None
    attempts = count()
    while kept is None:
        code = make_code(key, message_id, next(attempts))
        text = template.render(code, values)
        entry = RegisterEntry(
            code, template.id, template.version, template.lang, hash_text(text),
            now.astimezone(UTC), channel, sender, recipient, expires,
        )  # fmt: skip
        kept = _add_or_find_earlier(register, entry)
    return IssuedMessage(code, text, kept)


def _add_or_find_earlier(register: MessageRegister, entry: RegisterEntry) -> RegisterEntry | None:
    """The entry as the register has it: this one, or that of an earlier try; None where another is there."""
    try:
        register.add(entry)
    except CodeTaken:
        there = register.find(entry.code)
        return there if there is not None and there.is_same_message(entry) else None
    return entry


def _check_issue(
    template: PublishedTemplate, recipient: str, now: datetime, expires: datetime | None
) -> None:
    if "{code}" not in template.text:
        raise CodePlaceMissing(f"{str(CodePlaceMissing.__doc__).rstrip('.')}: {template.name}")
    if recipient and not is_recipient_hash(recipient):
        raise RecipientInClear(str(RecipientInClear.__doc__))
    if now.tzinfo is None or (expires is not None and expires.tzinfo is None):
        raise TimeZoneMissing(str(TimeZoneMissing.__doc__))
