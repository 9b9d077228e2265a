"""Days counted from today: ``il y a 4 jours``, ``deux semaines aujourd'hui``, ``dans 3 jours``, ``4 days ago``, ``mardi en huit``."""

import calendar
from datetime import timedelta

from tocsin.conversation.reading.calendar_days import make_date, step_month
from tocsin.conversation.reading.day_context import DayContext, DayMention
from tocsin.conversation.reply_words import parse_word_set

UNITS_OF_TIME = {
    **dict.fromkeys(("jour", "jours", "j", "jr", "jrs", "day", "days"), timedelta(days=1)),
    **dict.fromkeys(("semaine", "semaines", "sem", "week", "weeks"), timedelta(weeks=1)),
    "fortnight": timedelta(weeks=2),
    **dict.fromkeys(("heure", "heures", "h", "hour", "hours"), timedelta(hours=1)),
}
EXACTLY = parse_word_set("pile tout juste exactly exactement")
_TODAY = parse_word_set("aujourd aujourdhui ajd auj today")
_WEEKS_ON = {"huit": 7, "8": 7, "quinze": 14, "15": 14}
"""``mardi en huit``: days after the next such weekday."""


def read_weeks_on(context: DayContext, at: int) -> int:
    """``demain en huit``: days after the day before it; 0 where none are told."""
    return _WEEKS_ON.get(context.word_at(at + 1), 0) if context.word_at(at) == "en" else 0


def read_counted_day(context: DayContext, at: int) -> DayMention | None:
    """``il y a 4 jours``, ``ya 4j``, ``depuis 3 jours``, ``dans 3 jours``, ``4 days ago``."""
    word, follows = context.word_at(at), context.word_at(at + 1)
    if word == "dans":
        return _shift_day(context, at, at + 1, +1)
    if word == "in" and context.number_at(at + 1):
        return _shift_day(context, at, at + 1, +1)
    if word in ("depuis", "ya", "for", "fait", "fera") or (
        word == "faire" and context.word_at(at - 1) == "va"
    ):
        return _shift_back(context, at, at + 1)
    if follows == "a" and word in ("y", "remonte"):
        return _shift_back(context, at, at + 2)
    back = _shift_day(context, at, at, -1)
    if back is None or (context.since and at == 0):
        return back
    if context.word_at(back.end) in ("ago", "back"):
        return DayMention(back.day, at, back.end + 1)
    return back if _counts_to_today(context, back.end) or _is_whole(context, back) else None


def _counts_to_today(context: DayContext, end: int) -> bool:
    """``deux semaines aujourd'hui``: told to the day."""
    behind = end + (context.word_at(end) in EXACTLY)
    return context.word_at(behind) in _TODAY and not context.words[behind].breaks


def _is_whole(context: DayContext, back: DayMention) -> bool:
    """``une semaine pile``: all of a reply that is asked when something began."""
    rest = {word.folded for word in context.words[: back.start] + context.words[back.end :]}
    return context.begun and rest <= EXACTLY


def _shift_back(context: DayContext, start: int, at: int) -> DayMention | None:
    """``il y a genre 2 jours``, ``il y a un mois``."""
    at += context.word_at(at) == "genre"
    if context.word_at(at - 1) == "fait" and context.word_at(at) == "aujourd":
        at += 1 + (context.word_at(at + 1) == "hui")  # "cela fait aujourd'hui cinq jours"
    if context.word_at(at) in ("un", "1", "one") and context.word_at(at + 1) in ("mois", "month"):
        today = context.on.date()
        year, month = step_month(today.year, today.month, -1)
        return DayMention(
            make_date(year, month, min(today.day, calendar.monthrange(year, month)[1])), start, at + 2
        )
    return _shift_day(context, start, at, -1)


def _shift_day(context: DayContext, start: int, at: int, sign: int) -> DayMention | None:
    number = (1, at + 1) if context.word_at(at) == "a" else context.number_at(at)
    unit = UNITS_OF_TIME.get(context.word_at(number[1])) if number else None
    if not number or not unit or number[0] > 400:
        return None
    return DayMention((context.on + sign * number[0] * unit).date(), start, number[1] + 1)
