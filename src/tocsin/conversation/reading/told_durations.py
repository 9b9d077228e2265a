"""How long something took, in minutes: ``une demi-heure``, ``1h30``, ``deux semaines moins un jour``.

A question that counts minutes, hours or days is answered by a duration in any other unit, and an option that is a stretch of
time (*moins de 15 minutes*) by one that lies in it.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from msgspec import Struct

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.day_names import DAYS
from tocsin.conversation.reading.numerals import find_cardinals
from tocsin.conversation.reply_words import ReplyWord, parse_word_set, split_words

_MINUTE, _HOUR, _DAY = 1.0, 60.0, 24 * 60.0
_UNITS: Final = {
    **dict.fromkeys(("seconde", "secondes", "sec", "second", "seconds"), _MINUTE / 60),
    **dict.fromkeys(("minute", "minutes", "min", "mins", "mn", "minuts"), _MINUTE),
    **dict.fromkeys(("heure", "heures", "h", "hr", "hour", "hours"), _HOUR),
    **dict.fromkeys(("jour", "jours", "j", "jrs", "day", "days"), _DAY),
    **dict.fromkeys(("semaine", "semaines", "sem", "week", "weeks"), 7 * _DAY),
}
"""Units of time, in minutes."""
_COUNTED: Final = {
    "minutes": _MINUTE,
    "heures": _HOUR,
    "jours": _DAY,
    "hours": _HOUR,
    "days": _DAY,
    "semaines": 7 * _DAY,
    "weeks": 7 * _DAY,
}
"""What a question counts, behind *combien de* or *en*."""
_STRETCHES: Final = Phrasebook(
    [
        (
            "480",
            "toute|tout la journee|nuit\nla|une|en journee entiere\nall day|night\n^la|une journee$\ntoute l apres midi\ndes heures",
        ),
        (
            "240",
            "toute|tout la|l soiree|matinee|aprem\nall evening|morning|afternoon\nune|la soiree|matinee$",
        ),
        ("2880", "tout le weekend|we\ntout le week end"),
        ("5", "quelques|deux|2|few minutes|min|mn\nvite fait\na peine le temps"),
        ("0.5", "quelques|deux|trois|2|3|few secondes|sec|seconds"),
    ]
)
"""Stretches that everybody knows, by their minutes."""
_LESS: Final = parse_word_set("moins under less below petite presque almost nearly meme not")
_MORE: Final = parse_word_set("plus over more above bonne grosse passe passee passees depasse good")
_HALF, _QUARTER = parse_word_set("demi demie half"), parse_word_set("quart quarts quarter quarters")
_JOINING: Final = parse_word_set("et and")
_ABOUT: Final = parse_word_set("d de bonne petite grosse bon petit an a of")
_BETWEEN: Final = parse_word_set("a et to and -")
_LED: Final = 3
"""Words before a duration that make it less or more."""
_LEAST: Final = 2
_INCLUSIVE: Final = parse_word_set("compris comprise inclus incluse included inclusive")
_JOINING_DURATIONS: Final = _JOINING | {"moins", "plus"}
_ROUGH: Final = (_LESS | _MORE) - {"moins", "plus"}
_HALF_OR_QUARTER: Final = _HALF | _QUARTER


class ToldDuration(Struct, frozen=True):
    """A duration among the words."""

    minutes: float
    start: int
    end: int


def find_durations(words: tuple[ReplyWord, ...]) -> Iterator[ToldDuration]:
    """Every duration, in order.

    >>> [one.minutes for one in find_durations(split_words("1h30, une demi-heure ou trois quarts d'heure"))]
    [90.0, 30.0, 45.0]
    """
    at = 0
    while at < len(words):
        found = _read_duration(words, at)
        if found:
            yield found
        at = found.end if found else at + 1


def read_asked_duration(words: tuple[ReplyWord, ...], question: tuple[ReplyWord, ...]) -> int | None:
    """What a reply comes to in the unit that a question counts, where it tells one duration and no other number."""
    unit = _find_counted_unit(question)
    told = list(find_durations(words))
    if not unit or any(word.text == "?" or word.folded in ("ou", "or") for word in words):
        return None
    if not told:
        return _count_days_through(words) if unit == _DAY else None
    total = told[0].minutes
    for before, one in pairwise(told if len({one.minutes for one in told}) > 1 else ()):
        between = {word.folded for word in words[before.end : one.start]}
        if not between <= _JOINING_DURATIONS:
            return None
        total += -one.minutes if "moins" in between else one.minutes
    taken = {at for one in told for at in range(one.start, one.end)}
    others = any(not taken & {*range(n.start, n.end)} for n in find_cardinals(words))
    named = any(_UNITS.get(word.folded) == unit for word in words)
    rough = any(word.folded in _ROUGH for word in words)
    opens = not told[0].start and (told[0].end == len(words) or words[told[0].end].breaks)
    if others or rough or (named and len(told) == 1 and not opens) or total % unit or total <= 0:
        return None
    return int(total // unit)


def tells_other_unit(words: tuple[ReplyWord, ...], question: tuple[ReplyWord, ...]) -> bool:
    """Whether a duration is told in another unit than the one that is counted: its number is no answer."""
    unit = _find_counted_unit(question)
    return bool(unit) and any(
        _UNITS.get(word.folded, unit) != unit
        for one in find_durations(words)
        for word in words[one.start : one.end]
    )


def find_option_by_duration(words: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> int | None:
    """Index of the only option in whose stretch of time lie all durations told; None where there is none."""
    ranges = [_read_label(label) for label in labels]
    if sum(one is not None for one in ranges) < _LEAST:
        return None
    told = [_weigh(words, one) for one in find_durations(words)]
    told = told or [float(hit.name) for hit in _STRETCHES.find_longest(words)]
    options = {at for minutes in told for at, one in enumerate(ranges) if one and one[0] <= minutes <= one[1]}
    return options.pop() if len(options) == 1 else None


def _read_duration(words: tuple[ReplyWord, ...], at: int) -> ToldDuration | None:
    parts = _read_fraction(words, at)
    if parts is None:
        number = next((n for n in find_cardinals(words[at : at + _LED])), None)
        if number is None or number.start:
            return None
        parts = float(number.value), at + number.end
    count, end = parts
    while end < len(words) and words[end].folded in _ABOUT and not words[end].breaks:
        end += 1
    if (
        end >= len(words)
        or words[end].folded not in _UNITS
        or (words[end].breaks and words[end - 1].text != "/")
    ):
        return None
    unit, end = _UNITS[words[end].folded], end + 1
    more, end = _read_rest(words, end, unit)
    return ToldDuration(count * unit + more, at, end)


def _read_fraction(words: tuple[ReplyWord, ...], at: int) -> tuple[float, int] | None:
    """``une demi``, ``trois quarts``, ``1/2``: of a unit, and the index behind."""
    folded = [word.folded for word in words[at : at + 3]]
    if (
        len(folded) == _LED
        and folded[1] == "/"
        and words[at + 1].glued
        and {folded[0], folded[2]} <= {*"1234"}
    ):
        return int(folded[0]) / int(folded[2]), at + 3
    number = next(find_cardinals(words[at : at + 1]), None)
    count, behind = (number.value, at + 1) if number else (1, at)
    while behind < len(words) and words[behind].folded in _ABOUT:
        behind += 1
    said = words[behind].folded if behind < len(words) else ""
    if said in _HALF and count == 1:
        return 0.5, behind + 1
    return (count / 4, behind + 1) if said in _QUARTER else None


def _read_rest(words: tuple[ReplyWord, ...], at: int, unit: float) -> tuple[float, int]:
    """``et demie``, ``et quart``, ``h 30``: what follows a unit, in minutes, and the index behind."""
    folded = [word.folded for word in words[at : at + 2]]
    if folded[:1] and folded[0] in _JOINING and len(folded) == _LEAST and folded[1] in _HALF_OR_QUARTER:
        return unit * (0.5 if folded[1] in _HALF else 0.25), at + 2
    if (
        unit == _HOUR
        and folded[:1]
        and folded[0].isdecimal()
        and int(folded[0]) < _HOUR
        and not words[at].breaks
    ):
        closes = at + 1 < len(words) and _UNITS.get(words[at + 1].folded) == _MINUTE
        return float(folded[0]), at + 1 + closes
    return 0.0, at


def _weigh(words: tuple[ReplyWord, ...], one: ToldDuration) -> float:
    """The minutes, a little less or more where that is said: ``plus d'une heure``, ``une petite heure``."""
    said = {word.folded for word in words[max(0, one.start - _LED) : one.end + 1]}
    return one.minutes * (0.99 if said & _LESS else 1.01 if said & _MORE else 1.0)


def _read_label(label: tuple[str, ...]) -> tuple[float, float] | None:
    """The stretch of time that an option is, from and to."""
    words = split_words(" ".join(label))
    told = list(find_durations(words))
    if not told:
        return None
    first, last = told[0].minutes, told[-1].minutes
    if len(told) == 1 and (low := _read_lower_bound(words, told[0])):
        return low, last
    if len(told) > 1:
        return first, last
    if {*label} & _LESS:
        return 0.0, first * 0.995
    return (first * 1.005, float("inf")) if {*label} & _MORE else (first, first)


def _read_lower_bound(words: tuple[ReplyWord, ...], told: ToldDuration) -> float:
    """``15 à 30 minutes``: the number before, in the same unit; 0 where there is none."""
    before = [n for n in find_cardinals(words) if n.end == told.start - 1]
    joined = told.start and words[told.start - 1].folded in _BETWEEN
    unit = next((_UNITS[word.folded] for word in words[told.start : told.end] if word.folded in _UNITS), 0.0)
    return before[0].value * unit if before and joined else 0.0


def _find_counted_unit(question: tuple[ReplyWord, ...]) -> float:
    """Minutes of what a question counts: *combien de jours*, *en minutes*; 0 where it counts something else."""
    asked = [word.folded for word in question]
    led = [b for a, b in pairwise(asked) if a in ("de", "d", "en", "many", "in")]
    counted = [_COUNTED[word] for word in led if word in _COUNTED]
    return counted[0] if len(counted) == 1 and {"combien", "many", "long"} & {*asked} else 0.0


def _count_days_through(words: tuple[ReplyWord, ...]) -> int | None:
    """``du 2 au 4 inclus``, ``du lundi au mercredi compris``: how many days these are, where it is said that both count."""
    folded = [word.folded for word in words]
    starts = [at for at, word in enumerate(folded) if word == "du" and folded[at + 2 : at + 3] == ["au"]]
    if len(starts) != 1 or not _INCLUSIVE & {*folded} or len(folded) < starts[0] + 4:
        return None
    first, last = folded[starts[0] + 1], folded[starts[0] + 3]
    if first.isdecimal() and last.isdecimal():
        return int(last) - int(first) + 1 if 0 < int(first) < int(last) <= 31 else None
    return (DAYS[last] - DAYS[first]) % 7 + 1 if first in DAYS and last in DAYS and first != last else None
