"""One message in, one verdict out: the whole chain."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from msgspec.structs import replace

from tocsin.charter.channels import CHANNELS, ChannelId
from tocsin.charter.items import ITEMS
from tocsin.charter.loading import load_charter
from tocsin.charter.schema import Charter
from tocsin.charter.view import DatedCharter
from tocsin.evidence.model import Evidence
from tocsin.locale.languages import LANGUAGES
from tocsin.message.errors import (
    FutureReceptionDay,
    NotMessageText,
    NotReceptionDay,
    UnknownChannel,
    UnknownLanguage,
)
from tocsin.message.model import Message
from tocsin.message.plain_text import find_channel_passages, message_from_text
from tocsin.verdict import verdict_sentences
from tocsin.verdict.advice_selection import select_advice
from tocsin.verdict.decision import decide_verdict
from tocsin.verdict.first_acts import list_first_acts
from tocsin.verdict.institution_choice import CharterReading, InstitutionChoice, choose_institution
from tocsin.verdict.lone_reference import explain_lone_reference, may_be_lone_reference
from tocsin.verdict.model import ACCUSED, Level, Verdict
from tocsin.verdict.unclaimed_fraud import TOLD_BY_NOBODY

_MILDEST_FIRST: tuple[Level, ...] = ("unproven", "unrelated", "suspicious", "imposture", "authentic")
"""From what is said first where the channel is a guess; nothing is proved by one."""
_GRAVEST_FIRST: tuple[Level, ...] = ("imposture", "suspicious", "authentic", "unproven", "unrelated")


def judge(
    message: Message,
    charter: Charter | str | None = None,
    *,
    lang: str = "fr",
    known: tuple[Evidence, ...] = (),
    unread: bool = False,
) -> Verdict:
    """The verdict on a message under a charter, as of the day it was received.

    Where no charter is given, it is that of the institution that the message claims to come from, found among all that
    come with Tocsin (``institution_choice.py``).

    ``known`` is evidence that had to be looked up, such as what a register says of a code. ``unread``: the
    mail is on its way and nobody asks about it, see :func:`tocsin.verdict.decision.decide_verdict`.

    Raises UnknownChannel, UnknownLanguage, NotReceptionDay, NotMessageText.
    """
    _validate_request(message, lang)
    verdict = _judge_message(message, charter, lang, known, unread=unread)
    if message.retold and verdict.level != "imposture":
        return replace(verdict, question=verdict_sentences.ask_for_text(lang))
    return verdict


def _judge_message(
    message: Message, charter: Charter | str | None, lang: str, known: tuple[Evidence, ...], *, unread: bool
) -> Verdict:
    """The verdict under the charter that is given, or of the institution found."""
    lone = may_be_lone_reference(message)
    charter = charter or message.presented_as or None
    if charter is None:
        registered = bool(known) and any(e.kind == "registered" for e in known)
        choice = choose_institution(message, registered=registered, lone=lone)
    else:
        named = load_charter(charter) if isinstance(charter, str) else charter
        choice = InstitutionChoice((CharterReading(named, message),), True)
    reading = choice.readings[0]
    unnamed = charter is None
    request = _JudgementRequest(known, lang, unread, unnamed)
    if not known and not message.otherwise and not lone and not choice.general and reading.is_quiet:
        linked = bool(message.links) or reading.first.shows_link
        quiet = _compose_quiet_verdict(reading.view, message.channel, lang, unnamed, linked)
        return request.judge_likened(choice, quiet) if choice.may_be_likened else quiet
    if choice.general and (found := request.judge_reading(choice.general)).level == "unrelated":
        return request.judge_likened(choice, found)
    ways = [request.judge_reading(one) for one in choice.readings]
    if not choice.found and not lone:
        return request.judge_likened(choice, ways[0])
    # Where several institutions speak alike, what one of them never does is enough; and where a message is suspicious,
    # what one of those never asks in whose name it speaks as well.
    if choice.others and all(way.level == "suspicious" for way in ways):
        ways += filter(_asks_what_is_never_asked, map(request.judge_reading, choice.others))
    found = min(ways, key=lambda way: _GRAVEST_FIRST.index(way.level))
    if choice.found and choice.unclaimed is not None and not choice.general:
        found = request.judge_likened(choice, found)
    # Who asks about a message tells of it in words of their own.
    asked_about = charter is not None or message.retold
    spoken_of = not asked_about and _rests_on_numbers(found, message) and choice.merely_speaks_of_it
    if spoken_of and (unclaimed := request.judge_unclaimed(reading)).level == "unrelated":
        return unclaimed
    if found.claims:
        several = (way.claims[0] for way in ways if way.claims)
        others = (one.charter.id for one in choice.others)
        found = replace(found, claims=tuple(dict.fromkeys((*found.claims, *several, *others))))
    return explain_lone_reference(found, message, reading.evidence, reading.view, lang) if lone else found


_KEYS: Final = frozenset(item.kind for item in ITEMS.values() if item.takes and item.id != "payment")
"""Kinds of reason of what opens an account, or takes from one."""


def _rests_on_numbers(verdict: Verdict, message: Message) -> bool:
    """Whether nothing speaks against a message but numbers that are not the institution's: people have their own, but not
    whoever rang in the call that they tell of."""
    told = message.traits.spoken and not message.traits.recorded
    against = {r.kind for r in verdict.reasons if r.weight in ("contradicts", "warns")}
    return verdict.level in ("unproven", "suspicious") and against <= (frozenset() if told else _NUMBERS)


_NUMBERS: Final = frozenset({"sender_not_official", "callback_not_official"})


def _asks_what_is_never_asked(verdict: Verdict) -> bool:
    """Whether a clause is broken by an ask for what opens an account or takes from one: who only speaks of two
    institutions has numbers and addresses that are not theirs."""
    return any(r.weight == "contradicts" and r.kind in _KEYS for r in verdict.reasons)


class _JudgementRequest(NamedTuple):
    """What the judgement of a message is asked with."""

    known: tuple[Evidence, ...]
    lang: str
    unread: bool
    unnamed: bool

    def judge_reading(self, reading: CharterReading) -> Verdict:
        """The verdict under one charter, by each way in which the message may have come."""
        message, view = reading.message, reading.view
        linked = reading.first.shows_link
        ways = {message.channel: self._decide(message, view, reading.evidence, linked)}
        for channel in message.otherwise:
            one = assume_channel(message, channel)
            ways[channel] = self._decide(one, view, reading.extractor.extract(one, view), linked)
        return _choose_mildest(message, ways, view, self.lang) if message.otherwise else ways[message.channel]

    def judge_unclaimed(self, reading: CharterReading) -> Verdict:
        """The verdict on a message that comes in nobody's name, as it was sent."""
        unclaimed = (e for e in reading.evidence if e.kind != "claim" or e.value.startswith("brand:"))
        return self._decide(reading.message, reading.view, tuple(unclaimed), reading.first.shows_link)

    def judge_likened(self, choice: InstitutionChoice, general: Verdict) -> Verdict:
        """The verdict under the charter of the institution whose messages it reads like, where it speaks in its name; that
        by general signs where it does not, or where the two differ on whether to warn: a likeness alone neither does nor
        forbids."""
        warned = general.level in ACCUSED
        if any(r.kind in TOLD_BY_NOBODY for r in general.reasons):
            return general
        reading = choice.read_likened(warned=warned)
        if reading is None or not reading.rank_claims():
            return general
        likened = self.judge_reading(reading)
        return likened if likened.claims and (likened.level in ACCUSED) is warned else general

    def _decide(
        self, message: Message, view: DatedCharter, found: tuple[Evidence, ...], linked: bool
    ) -> Verdict:
        return decide_verdict(
            message,
            view,
            (*found, *self.known),
            self.lang,
            unread=self.unread,
            unnamed=self.unnamed,
            linked=linked,
        )


def find_applied_charter(verdict: Verdict, named: Charter | None = None) -> Charter:
    """The charter under which a verdict was given: the one that was named, or that of the institution found."""
    return load_charter(verdict.charter_id) if named is None else named


@lru_cache(maxsize=4096)
def _compose_quiet_verdict(
    view: DatedCharter, channel: ChannelId, lang: str, unnamed: bool, linked: bool
) -> Verdict:
    """The verdict on every message of a day in which nothing counts."""
    if view.period is not view:
        period = _compose_quiet_verdict(view.period, channel, lang, unnamed, linked)
        return replace(period, as_of=view.on)
    message = Message(channel=channel, text="", received=view.on)
    return decide_verdict(message, view, (), lang, unnamed=unnamed, linked=linked)


def _validate_request(message: Message, lang: str) -> None:
    """Raise where a message, which anybody may make, does not hold what it should."""
    if lang not in LANGUAGES:
        raise UnknownLanguage(lang)
    if message.channel not in CHANNELS:
        raise UnknownChannel(message.channel)
    if not isinstance(message.received, date) or isinstance(message.received, datetime):
        raise NotReceptionDay(message.received)
    if not (
        isinstance(message.text, str) and isinstance(message.sender, str) and isinstance(message.subject, str)
    ):
        _require_texts(text=message.text, sender=message.sender, subject=message.subject)


def _require_texts(**fields: object) -> None:
    """Raises NotMessageText."""
    for field, value in fields.items():
        if not isinstance(value, str):
            raise NotMessageText(field, value)


def assume_channel(message: Message, channel: ChannelId) -> Message:
    """The message as if it had come by a channel, which is no guess any more."""
    return replace(
        message,
        channel=channel,
        passages=find_channel_passages(message.text, channel, message.sender),
        otherwise=(),
    )


def _choose_mildest(
    message: Message, ways: dict[ChannelId, Verdict], view: DatedCharter, lang: str
) -> Verdict:
    """The mildest of the verdicts by each channel, with what the others are: a guess contradicts nothing.

    What to do is that of a message under suspicion, where one of them is.
    """
    levels = {channel: verdict.level for channel, verdict in ways.items()}
    channel, found = min(ways.items(), key=lambda way: _MILDEST_FIRST.index(way[1].level))
    if not {"imposture", "suspicious", "authentic"} & set(levels.values()) or len(set(levels.values())) == 1:
        return next(iter(ways.values()))
    todo = found.advice
    if found.level != "suspicious" and set(ACCUSED) & set(levels.values()):
        todo = select_advice(
            view.period, "suspicious", channel, lang, claimed=bool(found.claims), happened=found.happened
        )
    gravest = max(
        ways.values(), key=lambda way: _MILDEST_FIRST.index(way.level) if way.level != "authentic" else -1
    )
    return replace(
        found,
        by_channel=levels,
        question=verdict_sentences.compose_question(levels, lang),
        advice=todo,
        at_once=list_first_acts(
            message, found.level, gravest.wants, lang, linked="link" in gravest.wants or bool(message.links)
        ),
        wants=gravest.wants,
    )


def check(
    text: str,
    *,
    channel: ChannelId = "sms",
    sender: str = "",
    received: date | None = None,
    subject: str = "",
    inside_account: bool = False,
    solicited: bool | None = None,
    charter: Charter | str | None = None,
    lang: str = "fr",
) -> Verdict:
    """Check a text that arrived: in the name of which institution is found by itself, where no charter is given.

    ``received`` is the day it arrived (today where not given): the charter is applied as of that day, which
    cannot lie ahead, but for the day that has begun elsewhere. Raises what :func:`judge` raises, and
    FutureReceptionDay.

    >>> check("AMELI : votre carte vitale expire, payez 0,99 euro : ameli-vitale.example",
    ...       received=date(2024, 5, 2)).level
    'imposture'
    """
    today = date.today()
    _require_texts(text=text, sender=sender, subject=subject)
    message = message_from_text(
        text,
        channel,
        sender=sender,
        received=today if received is None else received,
        subject=subject,
        inside_account=inside_account,
        solicited=solicited,
    )
    _validate_request(message, lang)
    if message.received > today + timedelta(days=1):
        raise FutureReceptionDay(message.received)
    return judge(message, charter, lang=lang)
