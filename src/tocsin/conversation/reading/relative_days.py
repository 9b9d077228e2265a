"""A day told by another one of the reply: ``tested the 21st, fever came 2 days later``, ``le lendemain du test, lundi 15``."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from msgspec import Struct

from tocsin.conversation.reading.day_context import DayContext, DayMention
from tocsin.conversation.reading.day_mentions import BESIDE
from tocsin.conversation.reply_words import parse_word_set

_DAYS: Final = {**dict.fromkeys(("jour", "jours", "day", "days"), 1), **dict.fromkeys(("semaine", "week"), 7)}
_BEFORE: Final = parse_word_set("avant before earlier")
_AFTER: Final = parse_word_set("apres after later tard")
_ANCHORING: Final = parse_word_set(
    "de du d des avant apres before after of the le la mon ma mes my son sa i que"
)
"""Words that lead from such a day to what it is counted from."""
_EXPLAINING: Final = parse_word_set(", ( c cetait etait est donc le la the")
"""What may stand between a day and the words that explain it by another."""
_MOST: Final = 31
_BEFORE_OR_AFTER: Final = _BEFORE | _AFTER


class RelativeDay(Struct, frozen=True):
    """A number of days from another day."""

    shift: timedelta
    start: int
    end: int


def resolve_relative_days(
    context: DayContext, said: list[DayMention], events: frozenset[str]
) -> list[DayMention]:
    """The days of a reply, with those told by the only one that stands by itself.

    Where an event leads from one to the other (``le lendemain du test, et le test c'était lundi``), the day of the event is
    told for the sake of the other alone, and left out.
    """
    said = [_take_in_explanation(context, mention) for mention in said] if len(said) == 1 else said
    taken = {at for mention in said for at in range(mention.start, mention.end)}
    relative = [one for one in _find_relative_days(context) if not taken & {*range(one.start, one.end)}]
    days = {mention.day for mention in said}
    anchor = days.pop() if len(days) == 1 else None
    counted = any(context.word_at(mention.start) in (*BESIDE, "avant") for mention in said)
    if not relative or anchor is None or counted:
        return said
    told = [DayMention(anchor + one.shift, one.start, one.end) for one in relative]
    if any(_is_anchored(context, one, events) for one in relative):
        return told
    return sorted((*said, *told), key=lambda mention: mention.start)


def _take_in_explanation(context: DayContext, mention: DayMention) -> DayMention:
    """``samedi, la veille de son test``: a day beside another that is told behind it only says when that was."""
    at = mention.end
    while context.word_at(at) in _EXPLAINING:
        at += 1
    explains = mention.end < at and context.word_at(at) in BESIDE and context.word_at(at + 1) in _ANCHORING
    return DayMention(mention.day, mention.start, at + 1) if explains else mention


def _find_relative_days(context: DayContext) -> Iterator[RelativeDay]:
    for at in range(len(context.words)):
        if (shift := BESIDE.get(context.word_at(at))) is not None:
            yield RelativeDay(timedelta(days=shift), at, at + 1)
        elif (number := context.number_at(at)) and number[0] <= _MOST:
            yield from _read_counted_days(context, at, number[0], number[1])
        elif context.word_at(at) == "day" and context.word_at(at - 1) in ("the", "next"):
            yield from _read_counted_days(context, at - 1, 1, at)


def _read_counted_days(context: DayContext, start: int, count: int, at: int) -> Iterator[RelativeDay]:
    """``2 jours après``, ``3 days later``, ``une semaine plus tard``, ``the day before``."""
    unit = _DAYS.get(context.word_at(at))
    side = at + 1 + (context.word_at(at + 1) == "plus")
    if unit and context.word_at(side) in _BEFORE_OR_AFTER:
        sign = -1 if context.word_at(side) in _BEFORE else 1
        yield RelativeDay(timedelta(days=sign * count * unit), start, side + 1)


def _is_anchored(context: DayContext, one: RelativeDay, events: frozenset[str]) -> bool:
    """Whether an event follows right behind that it is counted from: ``le lendemain du test``, ``la veille de mon anniv, et mon
    anniv c'était dimanche``."""
    at = one.end
    while context.word_at(at) in _ANCHORING:
        at += 1
    led = at > one.end or context.word_at(one.end - 1) in _BEFORE_OR_AFTER
    told_again = context.word_at(at) in {
        word.folded for word in context.words[: one.start] + context.words[at + 1 :]
    } - _ANCHORING - {","}
    return led and (context.word_at(at) in events or context.word_at(at + 1) in events or told_again)
