"""What somebody wrote to the number: a message to check, or nothing that can be checked.

What stands before it, in any order: ``EN`` or ``FR`` says the language of the answer; a line with the sender of the SMS
is taken for that; the word ``SIGNALER`` or ``REPORT`` is the consent that the message is kept as a report.
"""

import re
from datetime import date
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from tocsin.answering.answer_language import AnswerLanguage, detect_language, first_language
from tocsin.answering.report_word import find_report_word
from tocsin.charter.channels import CHANNELS, ChannelId
from tocsin.message.channel_guess import list_plausible_channels
from tocsin.message.model import Message
from tocsin.message.plain_text import message_from_text
from tocsin.phone_numbers.e164 import to_e164
from tocsin.verdict.lone_reference import find_lone_number

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
_WAYS: Final = {word: channel.id for channel in CHANNELS.values() for word in channel.words}
"""A first word -> the channel it names."""
_CHANNEL: Final = re.compile(rf"\s{{0,8}}({'|'.join(_WAYS)})\s{{0,3}}[:\n]\s{{0,8}}", re.IGNORECASE)
_STOP: Final = re.compile(r"\W{0,8}(?:stop(?: ?sms)?|arr[eê]t(?:er)?|unsubscribe|d[eé]sabonner)\W{0,8}", re.I)
_LEAST: Final = 12
"""Letters below which a text without a link or a number says nothing."""
_TELLS: Final = re.compile(r"\d{4}|\w\.\w{2,}")


class CheckRequest(Struct, frozen=True):
    what: What
    lang: AnswerLanguage
    message: Message | None = None
    reports: bool = False
    """Whether they say that the message shall be kept as a report."""


def parse_check_request(text: str, *, today: date) -> CheckRequest:
    """What somebody wants to know.

    >>> parse_check_request("EN\\nDe : 38663\\nAMELI : votre carte expire", today=date(2025, 3, 4)).message.sender
    '38663'
    >>> (parse_check_request("ok", today=date(2025, 3, 4)).what,
    ...  parse_check_request("STOP.", today=date(2025, 3, 4)).what)
    ('help', 'stop')
    """
    text = text[:CHARS]
    if _STOP.fullmatch(text):
        return CheckRequest("stop", "fr")
    before = _take_what_stands_before(text)
    text, sender = before.text.strip(), before.sender
    lang = first_language(before.lang or before.lang_of_word, detect_language(text))
    if sum(c.isalpha() for c in text) < _LEAST and not _TELLS.search(text) and not find_lone_number(text):
        return CheckRequest("help", lang, reports=before.reports)
    ways = (before.channel,) if before.channel else _prefer_sms(list_plausible_channels(text, sender))
    return CheckRequest(
        "question",
        lang,
        message_from_text(
            text, ways[0], otherwise=ways[1:], sender=to_e164(sender) or sender, received=today
        ),
        reports=before.reports,
    )


class _WrittenBefore(Struct, frozen=True):
    """What somebody wrote before the message, and the message."""

    text: str
    lang: AnswerLanguage | None = None
    lang_of_word: AnswerLanguage | None = None
    """That of the word of a report."""
    channel: ChannelId | None = None
    sender: str = ""

    @property
    def reports(self) -> bool:
        return self.lang_of_word is not None


def _take_what_stands_before(text: str) -> _WrittenBefore:
    """Each once, in any order: a second one is the message's own."""
    found = _WrittenBefore(text)
    while (more := _take_next(found)) is not None:
        found = more
    return found


def _take_next(told: _WrittenBefore) -> _WrittenBefore | None:
    text = told.text
    if not told.reports and (word := find_report_word(text)):
        return replace(told, lang_of_word=word.lang, text=text[word.end :])
    if not told.lang and (found := _LANGUAGE.match(text)):
        lang: AnswerLanguage = "en" if found[1].lower().startswith(("en", "an")) else "fr"
        return replace(told, lang=lang, text=text[found.end() :])
    if not told.channel and (found := _CHANNEL.match(text)):
        return replace(told, channel=_WAYS[found[1].lower()], text=text[found.end() :])
    if not told.sender and (found := _SENDER.match(text)):
        return replace(told, sender=found[1].strip(), text=text[found.end() :])
    return None


def _prefer_sms(ways: tuple[ChannelId, ...]) -> tuple[ChannelId, ...]:
    """An SMS, unless it tells of something else; nobody pastes an e-mail into an SMS without saying so."""
    kept = tuple(way for way in ways if way != "email")
    return kept if kept and ways[0] != "email" else ("sms", *(way for way in kept if way != "sms"))
