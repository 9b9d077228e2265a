"""What somebody wrote to the number: a message to check, or nothing that can be checked.

A first line ``EN`` or ``FR`` says the language of the answer; a first line with the sender of the SMS is
taken for that.
"""

import re
from datetime import date
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from tocsin.conversation.phones import e164
from tocsin.message.model import Message
from tocsin.message.read import guess_channel
from tocsin.message.text import from_text
from tocsin.reception.language import Language, chosen, spoken

What = Literal["question", "help", "stop"]
CHARS: Final = 5_000
"""Characters that are read: more than any telephone sends in one SMS."""
_LANGUAGE: Final = re.compile(
    r"\s{0,8}(en|english|anglais|fr|fran[cç]ais|french)\s{0,4}(?:[:\n-]\s{0,8}|$)", re.I
)
_SENDER: Final = re.compile(
    r"\s{0,8}(?:(?:sms|message|re[cç]u)\s)?(?:de|du|from|exp[eé]diteur)\s{0,3}:?\s{0,3}"
    r"(\+?[0-9][0-9 .-]{2,18}[0-9])\s{0,3}(?:[:\n]\s{0,8})",
    re.IGNORECASE,
)
_STOP: Final = re.compile(r"\W{0,8}(?:stop(?: ?sms)?|arr[eê]t(?:er)?|unsubscribe|d[eé]sabonner)\W{0,8}", re.I)
_LEAST: Final = 12
"""Letters below which a text without a link or a number says nothing."""
_TELLS: Final = re.compile(r"\d{4}|\w\.\w{2,}")


class Asked(Struct, frozen=True):
    """What came, understood."""

    what: What
    lang: Language
    message: Message | None = None


def asked(text: str, *, today: date) -> Asked:
    """What somebody wants to know.

    >>> asked("EN\\nDe : 38663\\nAMELI : votre carte expire", today=date(2025, 3, 4)).message.sender
    '38663'
    >>> asked("ok", today=date(2025, 3, 4)).what, asked("STOP.", today=date(2025, 3, 4)).what
    ('help', 'stop')
    """
    text = text[:CHARS]
    if _STOP.fullmatch(text):
        return Asked("stop", "fr")
    wanted: Language | None = None
    if found := _LANGUAGE.match(text):
        wanted = "en" if found[1].lower().startswith(("en", "an")) else "fr"
        text = text[found.end() :]
    sender = ""
    if found := _SENDER.match(text):
        sender, text = found[1].strip(), text[found.end() :]
    text = text.strip()
    lang = chosen(wanted, spoken(text))
    if sum(c.isalpha() for c in text) < _LEAST and not _TELLS.search(text):
        return Asked("help", lang)
    message = from_text(text, guess_channel(text, sender), sender=e164(sender) or sender, received=today)
    return Asked("question", lang, replace(message, channel=_heard(message)))


def _heard(message: Message) -> Literal["sms", "call", "voicemail", "social", "letter"]:
    """An SMS, unless it tells of something else; nobody pastes an e-mail into an SMS without saying so."""
    return "sms" if message.channel == "email" else message.channel
