"""Days said by their place in the calendar: ``2021-03-03``, ``03/03``, ``3 mars``, ``le 3``.

A day of the month alone is the most recent one; a day and a month without a year is the most recent one too,
unless that lies most of a year back and the coming one is near.
"""

from datetime import date, timedelta

from tocsin.conversation.reading.calendar_days import find_recent_date, make_date, step_month
from tocsin.conversation.reading.day_context import DayContext, DayMention
from tocsin.conversation.reading.day_names import MONTHS
from tocsin.conversation.reading.passed_over_days import find_one_before, passes_over_month
from tocsin.conversation.reply_words import find_nearest_word, parse_word_set

MONTH_NAMES = frozenset(MONTHS)
_DAYS_OF_MONTH = 31
_DATED = parse_word_set(
    "soir matin midi aprem journee soiree matinee celui celle test pcr resultat dose rdv antigenique"
)
"""``le soir du 8``, ``celui du 8`` is the 8th."""
LAST_ONE = parse_word_set("dernier derniere passe passee")


def read_iso_date(context: DayContext, at: int) -> DayMention | None:
    """``2021-03-03``: a year of four digits, then month and day; ``050321``: six digits, the day first."""
    year, month, day = (context.word_at(at + i) for i in range(3))
    if len(year) == 6 and year.isdecimal() and not month.isdecimal():
        return DayMention(make_date(2000 + int(year[4:]), int(year[2:4]), int(year[:2])), at, at + 1)
    if len(year) == 4 and year.isdecimal() and month.isdecimal() and day.isdecimal() and len(month) <= 2:
        return DayMention(make_date(int(year), int(month), int(day[:2])), at, at + 3)
    return None


def read_numeric_date(context: DayContext, at: int) -> DayMention | None:
    """``03/03``, ``3.3.21``, ``03-03-2021``, ``03 03 2021``: day, month, and perhaps a year."""
    parts = [at]
    joint = context.word_at(at + 1) if context.word_at(at + 1) in ("/", ".") else ""
    step = 2 if joint else 1
    while len(parts) < 3 and (not joint or context.word_at(parts[-1] + 1) == joint):
        following = parts[-1] + step
        if not context.word_at(following).isdecimal() or context.words[following].breaks != bool(joint):
            break
        parts.append(following)
    texts = [context.word_at(p) for p in parts]
    if len(parts) < 2 or not all(t.isdecimal() and len(t) <= 2 for t in texts[:2]):
        return None
    if not joint and len(parts) < 3:
        return _read_hyphenated(context, at)
    return _make_mention_of_parts(context, at, texts, parts[-1] + 1)


def _read_hyphenated(context: DayContext, at: int) -> DayMention | None:
    """``03-03``: two numbers of two digits with no space between them."""
    first, second = context.words[at], context.words[at + 1]
    if second.start - first.end == 1 and len(first.folded) == len(second.folded) == 2:
        return _make_mention_of_parts(context, at, [first.folded, second.folded], at + 2)
    return None


def _make_mention_of_parts(context: DayContext, at: int, texts: list[str], end: int) -> DayMention | None:
    day, month = int(texts[0]), int(texts[1])
    if len(texts) == 3 and len(texts[2]) in (2, 4):
        year = int(texts[2]) + (2000 if len(texts[2]) == 2 else 0)
        if len(texts[2]) == 2 and year > context.on.year + 1:
            year -= 100  # a day of birth
        return DayMention(make_date(year, month, day), at, end)
    if len(texts) == 3:
        return DayMention(None, at, end)
    return DayMention(find_recent_date(context.on.date(), month, day), at, end)


def read_day_month(context: DayContext, at: int) -> DayMention | None:
    """``3 mars``, ``1er mars 2021``, ``trois mars``, ``3rd of March``."""
    start = at + 1 if context.word_at(at) in ("le", "the", "du") else at
    day = _read_day_number(context, start)
    if not day:
        return None
    after = day[1] + 1 if context.word_at(day[1]) in ("of", "de") else day[1]
    month = find_month_number(context.word_at(after))
    if not month:
        return None
    return _make_mention_with_year(context, at, day[0], month, after + 1)


def read_month_day(context: DayContext, at: int) -> DayMention | None:
    """``March 3``, ``March 3rd``."""
    month = find_month_number(context.word_at(at)) if context.word_at(at).isalpha() else 0
    day = _read_day_number(context, at + 1) if month else None
    return _make_mention_with_year(context, at, day[0], month, day[1]) if day else None


def _read_day_number(context: DayContext, at: int) -> tuple[int, int] | None:
    """A day of the month and the index after it: ``3``, ``trois``, ``1er``, ``premier``, ``3rd``."""
    if context.word_at(at) in ("premier", "first"):
        return 1, at + 1
    number = context.number_at(at)
    if not number or (context.word_at(at).isdecimal() and len(context.word_at(at)) > 2):
        return None
    suffix = context.word_at(number[1]) in ("er", "st", "nd", "rd", "th") and context.words[number[1]].glued
    return number[0], number[1] + suffix


def find_month_number(word: str) -> int:
    if word == "mar":
        return 3
    name = find_nearest_word(word, MONTH_NAMES)
    return MONTHS[name] if name else 0


def _make_mention_with_year(context: DayContext, at: int, day: int, month: int, end: int) -> DayMention:
    year = context.word_at(end)
    if year.isdecimal() and len(year) == 4:
        return DayMention(make_date(int(year), month, day), at, end + 1)
    if year.isdecimal() and len(year) == 2 and not context.words[end].breaks and int(year) > _DAYS_OF_MONTH:
        return DayMention(make_date(1900 + int(year), month, day), at, end + 1)  # "14 juillet 78"
    spelled = context.number_at(end)
    if spelled and _DAYS_OF_MONTH < spelled[0] < 100 and not context.words[end].breaks and context.birth:
        return DayMention(make_date(1900 + spelled[0], month, day), at, spelled[1])
    if spelled and 1900 <= spelled[0] <= 2100:
        return DayMention(make_date(spelled[0], month, day), at, spelled[1])
    return DayMention(find_recent_date(context.on.date(), month, day), at, end)


def read_day_of_month(context: DayContext, at: int, bare: bool = False) -> DayMention | None:
    """``le 3``: the most recent day of that number, today included."""
    moment = context.word_at(at) == "du" and context.word_at(at - 1) in _DATED
    led = moment or context.word_at(at) in ("le", "the")
    if not (bare or led):
        return None
    start = at + led
    day = _read_day_number(context, start)
    if not day or not 1 <= day[0] <= 31 or (context.word_at(day[1]) in ("ans", "fois", "personnes", "jours")):
        return None
    if (bare and context.words[start].breaks) or _is_followed_by_month(context, day[1]):
        return None
    today = context.on.date()
    year, month = today.year, today.month
    if [context.word_at(day[1] + i) for i in range(2)] == ["du", "mois"] and context.word_at(
        day[1] + 2
    ) in LAST_ONE:
        last = date(year, month, 1) - timedelta(days=1)
        return DayMention(make_date(last.year, last.month, day[0]), at, day[1] + 3)
    if [context.word_at(day[1] + i) for i in range(3)] == ["of", "last", "month"]:
        last = date(year, month, 1) - timedelta(days=1)
        return DayMention(make_date(last.year, last.month, day[0]), at, day[1] + 3)
    if passes_over_month(context) and (passed_over := find_one_before(context, day[1])):
        last = date(year, month, 1) - timedelta(days=1)
        return DayMention(make_date(last.year, last.month, day[0]), at, passed_over)
    for _ in range(12):
        found = make_date(year, month, day[0])
        if found and (found >= today if context.ahead else found <= today):
            return DayMention(found, at, day[1])
        year, month = step_month(year, month, 1 if context.ahead else -1)
    return None


def _is_followed_by_month(context: DayContext, at: int) -> bool:
    """Whether a month in figures follows the day: ``/03``, ``.03``, ``-03``."""
    if context.word_at(at) in ("/", ".") and context.word_at(at + 1).isdecimal():
        return context.words[at + 1].glued and context.words[at].glued
    return context.word_at(at).isdecimal() and context.words[at].start - context.words[at - 1].end == 1
