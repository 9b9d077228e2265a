"""Which option an hour, or a moment of the day, falls into: ``vers 18h`` is *Soir*, and *Après 17h*.

Labels are stretches of a day: a part of it (*matin*), what is before or after an hour (*avant 10 h*), what lies between
two, or an hour alone. What a reply says is a moment: an hour in any notation, or one that everybody knows (*à l'heure
du goûter*). An option is meant where the moment lies in its stretch and in no other's.
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.numerals import find_cardinals
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_PARTS: Final = {
    **dict.fromkeys(("matin", "matinee", "morning"), (5.0, 12.0)),
    **dict.fromkeys(("midi", "noon", "lunchtime"), (12.0, 14.0)),
    **dict.fromkeys(("apresmidi", "aprem", "afternoon"), (12.0, 18.0)),
    **dict.fromkeys(("soir", "soiree", "evening"), (18.0, 24.0)),
}
"""Parts of a day -> from when to when, hours of the clock."""
_MOMENTS: Final = Phrasebook(
    [
        (
            "8",
            """
            au|des le? reveil|lever
            au saut du lit
            petit dej|dejeuner
            avant d? aller|partir .. travail|boulot|bosser|ecole|cours
            de bonne heure
            """,
        ),
        ("10", "matin|matinee|morning"),
        ("11", "avant midi|manger\nbefore noon|lunch\nen? fin de matinee"),
        (
            "12.5",
            """
            entre midi et|deux|2
            heure du? dejeuner|repas|midi
            pause dejeuner|dej
            lunch|lunchtime
            midi|noon
            """,
        ),
        (
            "15",
            """
            apres|avant ma|la|sa sieste
            apres manger|dejeuner|midi
            heure de la sieste
            debut d|de|du aprem|apres
            aprem|apresmidi|afternoon
            after lunch
            """,
        ),
        ("16", "heure du|de gouter|quatre\ngouter\nfin d|de aprem|apres"),
        ("17", "sortie de l|des ecole|classes|cours\napres l|la|les ecole|cours|classe|fac\nafter school"),
        (
            "19",
            """
            apres le|mon|la|ma boulot|travail|taf|bureau|journee|service|turbin
            fin de|d|du? journee|apero
            heure de l|du apero|souper|diner
            soir|soiree|evening
            after|post work|tea|dinner|supper
            apres|avant le? diner|souper
            """,
        ),
        (
            "20",
            """
            apres|apre le|l|la? ftour|iftar|rupture|jt|journal|film
            quand les|mes|le|la petits|enfants|petit|petite|bebe .. couches|dorment|dort|couche|lit
            avant de? dormir|coucher
            en|dans la? soiree|nuit
            """,
        ),
    ]
)
"""Moments that everybody knows, by their hour."""
_UNITS: Final = parse_word_set("h heure heures heur heurs")
_CLOCKS: Final = {"am": 0, "pm": 12, "ish": 12}
_BEFORE: Final = parse_word_set("avant before")
_AFTER: Final = parse_word_set("apres passe after partir des from")
_FEW: Final = 2
"""Numbers of a reply of which one bounds the writer's day: hours and minutes."""
_BOUNDS: Final = parse_word_set(
    "finis fini finit termine debauche jfini jfinis commence embauche dors couche jusque jusqu finish"
)
"""Before an hour these tell of the writer's day, not of the hour that is wished."""
_REFUSING: Final = parse_word_set("pas ni sauf jamais not no never except bar")
_HALF: Final = 0.5
_NOON, _MIDNIGHT, _OFFICE = 12.0, 24.0, 7
_BACK: Final = 3
"""Words before a moment in which it is refused."""
_BEFORE_AFTER_OR_BETWEEN: Final = _BEFORE | _AFTER | {"entre", "et"}
_BEFORE_OR_AFTER: Final = _BEFORE | _AFTER


class DayStretch(Struct, frozen=True):
    """From one hour of the day to another; an hour alone is a stretch of none."""

    begins: float
    ends: float

    def holds(self, hour: float) -> bool:
        """Whether an hour lies in it."""
        return self.begins <= hour < self.ends or self.begins == hour == self.ends


def find_option_by_hour(found: tuple[ReplyWord, ...], labels: Sequence[tuple[str, ...]]) -> int | None:
    """Index of the only option in whose stretch of the day lies every moment said; None where there is none."""
    stretches = [_read_label(label) for label in labels]
    if not is_time_of_day(labels):
        return None
    moments = set(_find_moments(found))
    options = {at for hour in moments for at, one in enumerate(stretches) if one and one.holds(hour)}
    return options.pop() if len(options) == 1 and moments else None


def is_time_of_day(labels: Sequence[tuple[str, ...]]) -> bool:
    """Whether options are stretches of a day."""
    return sum(_read_label(label) is not None for label in labels) > 1


def _read_label(label: tuple[str, ...]) -> DayStretch | None:
    hours = [hour for hour, _ in _list_label_hours(label)]
    if len(hours) > 1:
        return DayStretch(min(hours), max(hours))
    if hours and {*label} & _BEFORE:
        return DayStretch(0.0, hours[0])
    if hours and {*label} & _AFTER:
        return DayStretch(hours[0], _MIDNIGHT)
    if hours:
        return DayStretch(hours[0], hours[0])
    part = next((_PARTS[word] for word in label if word in _PARTS), None)
    return DayStretch(*part) if part else None


def _list_label_hours(label: tuple[str, ...]) -> Iterator[tuple[float, int]]:
    for at, word in enumerate(label):
        behind = label[at + 1] if at + 1 < len(label) else ""
        if word.isdecimal() and len(word) <= 2 and (behind in _UNITS or behind in _CLOCKS):
            yield _read_clock(int(word), behind), at
        elif word == "midi" and len(label) > 1 and {*label} & _BEFORE_AFTER_OR_BETWEEN:
            yield _NOON, at


def _read_clock(hour: int, unit: str) -> float:
    return float(hour + 12) if unit == "pm" and hour < _NOON else float(hour)


def _find_moments(found: tuple[ReplyWord, ...]) -> Iterator[float]:
    """The hours said, a little later or earlier where *after* or *before* one is said."""
    numbers = {number.start: number for number in find_cardinals(found)}
    told = {word.folded for word in found}
    for at, number in numbers.items():
        unit = found[number.end].folded if number.end < len(found) else ""
        hour = float(number.value)
        denied = _is_refused(found, at)
        beyond = denied and found[at - 1].folded in _BEFORE_OR_AFTER  # "pas avant 19h"
        if not (unit in _UNITS or unit in _CLOCKS) or hour > _MIDNIGHT or (denied and not beyond):
            continue
        late = (unit == "ish" and hour < _OFFICE + 5) or (told & {"soir", "aprem"} and hour < _NOON)
        hour = hour + _NOON if late else _read_clock(number.value, unit)
        before = {word.folded for word in found[max(0, at - 2) : at]}
        if before & _BOUNDS:  # "je finis à 16h45 donc après"
            if told & _BEFORE_OR_AFTER and len(numbers) <= _FEW:
                yield hour + 1 if told & _AFTER else hour - 1
            continue
        earlier, later = (_AFTER, _BEFORE) if beyond else (_BEFORE, _AFTER)
        yield hour - _HALF if before & earlier else hour + _HALF if before & later else hour
    if not numbers:
        hits = _MOMENTS.find_longest(found)
        yield from (float(hit.name) for hit in hits if not _is_refused(found, hit.start))


def _is_refused(found: tuple[ReplyWord, ...], at: int) -> bool:
    clause = itertools.takewhile(
        lambda back: not found[back + 1].breaks, range(at - 1, max(-1, at - _BACK - 1), -1)
    )
    return any(found[back].folded in _REFUSING for back in clause)
