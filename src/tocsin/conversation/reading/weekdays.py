"""Days said by their name: ``mardi``, ``mardi dernier``, ``lundi de la semaine dernière``, ``premier dimanche de décembre``.

A weekday alone is the most recent one.
"""

import calendar
from datetime import timedelta
from typing import Final

from tocsin.conversation.phrases import PhraseMatch
from tocsin.conversation.reading.calendar_days import find_recent_date
from tocsin.conversation.reading.counted_days import read_weeks_on
from tocsin.conversation.reading.day_context import DayContext, DayMention
from tocsin.conversation.reading.day_names import DAYS, VAGUE
from tocsin.conversation.reading.passed_over_days import find_one_before, passes_over
from tocsin.conversation.reading.written_dates import (
    LAST_ONE,
    MONTH_NAMES,
    find_month_number,
    read_day_month,
    read_day_of_month,
    read_numeric_date,
)
from tocsin.conversation.reply_words import find_nearest_word, parse_word_set

_DAY_NAMES = frozenset(DAYS)
_NO_DAYS = parse_word_set("merci mercis dime sami")
"""Words that are near the name of a weekday, and are none."""
_SUBJECTS = parse_word_set("nous tu te a ont sont")
_NEXT = parse_word_set("prochain prochaine")
_BETWEEN = parse_word_set(", : le c cetait etait on")
"""What may stand between a week and its day."""
_LAST_WEEK: Final = LAST_ONE | {"week"}
_LAST_OR_NEXT: Final = LAST_ONE | _NEXT
_NO_DAY_NAMES: Final = MONTH_NAMES | _NO_DAYS


def read_weekday(context: DayContext, at: int) -> DayMention | None:
    """``mardi``, ``mardi dernier``, ``mardi prochain``, ``lundi de la semaine dernière``."""
    weekday = _read_day_name(context, at)
    if weekday is None:
        return None
    if weeks := read_weeks_on(context, at + 1):
        ahead = (weekday - context.on.weekday()) % 7 or 7
        return DayMention(context.on.date() + timedelta(days=ahead + weeks), at, at + 3)
    dated = (
        read_day_month(context, at + 1)
        or read_numeric_date(context, at + 1)
        or read_day_of_month(context, at + 1, bare=True)
    )
    if dated:
        agrees = dated.day is not None and dated.day.weekday() == weekday
        return DayMention(dated.day if agrees else None, at, dated.end)
    today, end = context.on.date(), at + 1
    back = (today.weekday() - weekday) % 7 or 7
    behind = end + (context.word_at(end) == ",")
    if [context.word_at(behind + i) for i in range(3)] == ["celui", "d", "avant"]:
        return DayMention(today - timedelta(days=back + 7), at, behind + 3)
    if [context.word_at(end + i) for i in range(2)] == ["before", "last"]:
        return DayMention(today - timedelta(days=back + 7), at, end + 2)
    if passed_over := find_one_before(context, end):
        return DayMention(today - timedelta(days=back + 7), at, passed_over)
    if [context.word_at(end + i) for i in range(2)] == ["d", "avant"] and passes_over(context.words):
        return DayMention(today - timedelta(days=back + 7), at, end + 2)
    anchored = next((h for h in VAGUE.find(context.words) if _is_anchor(context, h, at, end)), None)
    if anchored:
        last = context.word_at(anchored.end - 1) in _LAST_WEEK
        monday = today - timedelta(days=today.weekday() + (7 if last else 0))
        start = anchored.start - (context.word_at(anchored.start - 1) == "la")
        return DayMention(monday + timedelta(days=weekday), min(at, start), max(end, anchored.end))
    if context.ahead and context.word_at(end) not in _LAST_OR_NEXT:
        return DayMention(today + timedelta(days=7 - back or 7), at, end)
    if context.word_at(end) in _NEXT or context.word_at(at - 1) == "next":
        return DayMention(
            today + timedelta(days=7 - back or 7) if back < 7 else today + timedelta(days=7),
            at,
            end + (context.word_at(end) in _NEXT),
        )
    return DayMention(today - timedelta(days=back), at, end + (context.word_at(end) in LAST_ONE))


def _is_anchor(context: DayContext, hit: PhraseMatch, at: int, end: int) -> bool:
    """Whether a week is that of a weekday: right behind it, of ``celui de la semaine dernière``, or right before it
    (``la semaine dernière, mardi``)."""
    if hit.end <= at:
        week = context.word_at(hit.end - 1) in LAST_ONE and context.word_at(hit.start) in ("semaine", "week")
        return week and all(word.folded in _BETWEEN for word in context.words[hit.end : at])
    led = hit.start >= end and context.word_at(hit.start - 1) in ("celui", "celle")
    return hit.name == "anchored" and (led or end <= hit.start <= end + 1)


def _read_day_name(context: DayContext, at: int) -> int | None:
    word = context.word_at(at)
    name = find_nearest_word(word, _DAY_NAMES) if word not in _NO_DAY_NAMES else ""
    if not name:
        return None
    if name == "tues" and (context.words[at].text.lower() != name or context.word_at(at - 1) in _SUBJECTS):
        return None  # "elle nous a tués"
    if name == "mar" and context.number_at(at - 1):
        return None
    return DAYS[name]


_NTH = {
    "premier": 0,
    "deuxieme": 1,
    "second": 1,
    "troisieme": 2,
    "quatrieme": 3,
    "dernier": -1,
    "first": 0,
    "last": -1,
}


def read_nth_weekday(context: DayContext, at: int) -> DayMention | None:
    """``premier dimanche de décembre``, ``dernier mardi de mai``, ``dernier jour du mois de février``, ``dernier jour du mois``."""
    nth, weekday = _NTH.get(context.word_at(at)), _read_day_name(context, at + 1)
    any_day = context.word_at(at + 1) in ("jour", "day")
    end = at + 3
    while context.word_at(end) in ("du", "mois", "de", "d", "of"):
        end += 1
    joined = context.word_at(at + 2) in ("de", "d", "du", "of")
    month = find_month_number(context.word_at(end)) if joined else 0
    if any_day and nth == -1 and context.word_at(end - 1) == "mois" and not (month or context.ahead):
        return _read_end_of_month(context, at, end)
    if nth is None or (weekday is None and not any_day) or not month:
        return None
    first = find_recent_date(context.on.date(), month, 1)
    if first is None:
        return None
    days = [first.replace(day=d + 1) for d in range(calendar.monthrange(first.year, month)[1])]
    every = [day for day in days if any_day or day.weekday() == weekday]
    return DayMention(every[nth], at, end + 1)


def _read_end_of_month(context: DayContext, at: int, end: int) -> DayMention:
    """``le dernier jour du mois``: the most recent one."""
    today = context.on.date()
    ends_today = (today + timedelta(days=1)).day == 1 and context.word_at(end) not in LAST_ONE
    return DayMention(today if ends_today else today.replace(day=1) - timedelta(days=1), at, end)
