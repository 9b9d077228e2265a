"""Ways to say a day: each finds one among the words of a reply, and the words that it takes."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final

from msgspec.structs import replace

from tocsin.conversation.phrases import Phrasebook, PhraseMatch
from tocsin.conversation.reading.counted_days import EXACTLY, UNITS_OF_TIME, read_counted_day, read_weeks_on
from tocsin.conversation.reading.day_context import DayContext, DayMention
from tocsin.conversation.reading.feast_days import find_feast
from tocsin.conversation.reading.weekdays import read_nth_weekday, read_weekday
from tocsin.conversation.reading.written_dates import (
    read_day_month,
    read_day_of_month,
    read_iso_date,
    read_month_day,
    read_numeric_date,
)
from tocsin.conversation.reply_words import parse_word_set

_NAMED = Phrasebook(
    [
        ("-3", "avant|avt|avan avant|avt|avan hier|ier|yer\navant|avt|avan avanthier"),
        (
            "-2",
            "avant|avt|avan hier|ier|yer|hie|yere\navanthier|avanhier\naltro|autre hier\nantes|avant de hier\n"
            "the day before yesterday\nday before yesterday\n",
        ),
        ("-1", "hier|hyer|hiere|hie|hierr\n^ier\nyesterday\nlast night\nyday\nla veille d|de? aujourd"),
        (
            "0",
            "aujourd|ajourd|aujour|aujourdh|aujoud|aujord hui|ui|huit\n"
            "aujourdhui|aujourdui|ojourdui|aujourdhuit|ajd|ajrd|auj|aujd|ojd\n"
            "ce matin|midi|jour\ncet|cette apres|aprem midi?\n"
            "tout|tt a l heure\ncette nuit\ntoday\nthis morning|afternoon\nce soir\ntonight",
        ),
        ("1", "demain\ntomorrow\ndemin"),
        ("2", "apres demain\napresdemain\nthe? day after tomorrow"),
    ]
)


def find_day_mentions(context: DayContext) -> Iterator[DayMention]:
    """Every day said, in order, none over another."""
    told: list[DayMention] = []
    for mention in _find_single_days(context):
        joined = _count_from_coming(context, told[-1], mention) if told else None
        if told and not joined:
            mention = _count_to_named(context, told[-1], mention)
        told[-1:] = [joined] if joined else [*told[-1:], mention]
    yield from told


def _find_single_days(context: DayContext) -> Iterator[DayMention]:
    named = {h.start: h for h in _NAMED.find_longest(context.words)}
    at = 0
    while at < len(context.words):
        mention = None
        if at in named:
            day = context.on.date() + timedelta(days=int(named[at].name))
            weeks = read_weeks_on(context, named[at].end)
            mention = DayMention(day + timedelta(days=weeks), at, named[at].end + 2 * bool(weeks))
        else:
            mention = next(filter(None, (parse(context, at) for parse in _PARSERS)), None)
            mention = mention and _count_from_named(context, mention, named)
        if mention:
            yield mention
        at = mention.end if mention else at + 1


def _count_from_named(context: DayContext, mention: DayMention, named: dict[int, PhraseMatch]) -> DayMention:
    """``ça fait une semaine demain``, ``a fortnight ago today``: days counted back from another day than today."""
    hit = named.get(mention.end + (context.word_at(mention.end) in EXACTLY))
    counted = any(context.word_at(at) in UNITS_OF_TIME for at in range(mention.start, mention.end))
    if not (hit and counted and mention.day) or context.words[hit.start].breaks:
        return mention
    return DayMention(mention.day + timedelta(days=int(hit.name)), mention.start, hit.end)


def _count_from_coming(context: DayContext, before: DayMention, mention: DayMention) -> DayMention | None:
    """``dans 2 jours ça fera une semaine``: counted back from the day to come that stands before."""
    today = context.on.date()
    leads = context.word_at(mention.start) in ("fera", "faire", "fait")
    if not (before.day and mention.day and leads and before.day > today):
        return None
    between = {context.word_at(at) for at in range(before.end, mention.start)}
    if not between <= {"ca", "sa", "cela", "va", ","}:
        return None
    return DayMention(mention.day + (before.day - today), before.start, mention.end)


def _count_to_named(context: DayContext, before: DayMention, mention: DayMention) -> DayMention:
    """``partis le 22, rentrés 8 jours après le 30``: of a day that is counted from another of the reply, and named, too."""
    counted = context.number_at(mention.start)
    if not (counted and before.day and mention.day and context.word_at(counted[1] + 1) in ("apres", "after")):
        return mention
    shift = timedelta(days=counted[0])
    return replace(mention, day=mention.day - shift) if mention.day - shift == before.day + shift else mention


def _read_feast(context: DayContext, at: int) -> DayMention | None:
    """``Noël``, ``la Toussaint``: the last one."""
    found = find_feast(context.words, at, context.on.date())
    return DayMention(found[0], at, found[1]) if found else None


BESIDE = {"veille": -1, "eve": -1, "lendemain": 1, "surlendemain": 2}
"""Words for a day by the one beside it, and how many days away it is."""
_WHOSE = parse_word_set("mon ma mes notre son sa my our")
"""Words behind which any event may stand: ``le lendemain de mon partiel de jeudi``."""
_SMALL = parse_word_set("de d du des la le l jour jours soir of the")
_EVENTS = parse_word_set(
    "mon ma mes son sa test tests pcr depistage rdv rendez vous repas fete soiree mariage anniversaire reunion qui que c "
    "etait est fait faite etaient , ( my was which lequel laquelle a eu lieu"
)
"""An event, and what leads from it to its day: ``deux jours avant le test qui était lundi``."""
_SMALL_AND_EVENTS: Final = _SMALL | _EVENTS


def _read_beside_day(context: DayContext, at: int) -> DayMention | None:
    """``la veille de Noël``, ``le lendemain du 3``, ``deux jours avant le 14 juillet``."""
    shift, behind = BESIDE.get(context.word_at(at), 0), at + 1
    if context.word_at(at) == "avant" and context.word_at(at + 1) == "veille":
        shift, behind = 2 * BESIDE["veille"], at + 2
    counted = context.number_at(at) if not shift else None
    if counted and context.word_at(counted[1]) in ("jour", "jours", "day", "days"):
        direction = {"avant": -1, "before": -1, "apres": 1, "after": 1}.get(
            context.word_at(counted[1] + 1), 0
        )
        shift, behind = counted[0] * direction, counted[1] + 2
    if not shift:
        return None
    while (
        context.word_at(behind) in _SMALL_AND_EVENTS or context.word_at(behind - 1) in _WHOSE
    ) and not read_day_of_month(context, behind):
        behind += 1
    if named := next((h for h in _NAMED.find_longest(context.words) if h.start == behind), None):
        return DayMention(context.on.date() + timedelta(days=int(named.name) + shift), at, named.end)
    day = next(filter(None, (parse(context, behind) for parse in _DAYS_OF_CALENDAR)), None)
    return DayMention(day.day + timedelta(days=shift), at, day.end) if day and day.day else None


_DAYS_OF_CALENDAR: tuple[Callable[[DayContext, int], DayMention | None], ...] = (
    _read_feast,
    read_day_month,
    read_numeric_date,
    read_day_of_month,
    read_weekday,
)
"""Days beside which another is told."""
_PARSERS: tuple[Callable[[DayContext, int], DayMention | None], ...] = (
    read_iso_date,
    _read_beside_day,
    _read_feast,
    read_nth_weekday,
    read_counted_day,
    read_day_month,
    read_month_day,
    read_numeric_date,
    read_weekday,
    read_day_of_month,
)
