"""Ways to say a day: each finds one among the words of a reply, and the words that it takes.

A weekday or a day of the month alone is the most recent one; a day and a month without a year is the most
recent one too, unless that lies most of a year back and the coming one is near.
"""

import calendar
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from msgspec import Struct

from tocsin.conversation.phrases import Phrasebook, PhraseMatch
from tocsin.conversation.reading.calendar_days import find_recent_date, make_date, step_month
from tocsin.conversation.reading.day_names import DAYS, MONTHS
from tocsin.conversation.reading.feast_days import find_feast
from tocsin.conversation.reading.numerals import find_cardinals
from tocsin.conversation.reply_words import ReplyWord, find_nearest_word, parse_word_set

_DAY_NAMES, _MONTH_NAMES = frozenset(DAYS), frozenset(MONTHS)

_NAMED = Phrasebook(
    [
        (
            "-2",
            "avant|avt|avan hier|ier|yer|hie|yere\navanthier|avanhier\n"
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
VAGUE = Phrasebook(
    [
        (
            "vague",
            """
            debut|fin|mi|courant|milieu de? janv*|fev*|mars|avr*|mai|juin|mois|semaine
            debut|fin|mi|courant|milieu de? juil*|aou*|sept*|oct*|nov*|dec*
            semaine derniere|passee|prochaine
            la|cette|l semaine|annee
            last|this|next|past week|month|year|weekend
            week|le end|weekend
            weekend
            ce|le|dernier we
            mois dernier|passe|prochain
            quelques jours|semaines|temps|heures
            few days|weeks
            plusieurs jours|semaines
            entre
            between
            longtemps|recemment|bientot|recently|soon
            la nuit
            avant avant hier
            d ici
            """,
        ),
        ("anchored", "de|d la|cette semaine derniere|passee?\nde cette semaine\nof last week\nlast week"),
    ]
)
_UNITS = {
    **dict.fromkeys(("jour", "jours", "j", "jr", "jrs", "day", "days"), timedelta(days=1)),
    **dict.fromkeys(("semaine", "semaines", "sem", "week", "weeks"), timedelta(weeks=1)),
    "fortnight": timedelta(weeks=2),
    **dict.fromkeys(("heure", "heures", "h", "hour", "hours"), timedelta(hours=1)),
}
_LONGEST_NUMBER = 8
"""Words of a number at most: ``mille neuf cent quatre-vingt-dix-sept``."""
_WEEKS_ON = {"huit": 7, "8": 7, "quinze": 14, "15": 14}
"""``mardi en huit``: days after the next such weekday."""
_DAYS_OF_MONTH = 31
_MOMENTS = parse_word_set("soir matin midi aprem journee soiree matinee")
"""``le soir du 8`` is the 8th."""
_ONE_BEFORE = Phrasebook(
    [
        (
            "before",
            "celui|celle|le d avant\ncelui|celle|le precedent\nl autre$\nthe one|week before\nla semaine d avant",
        )
    ]
)
_NOT_THIS = Phrasebook([("not_this", "pas ce|celui|cette|celle\nnot this|last")])
"""``le samedi d'avant, pas celui-ci``: the one before the last."""
_NOT_THIS_MONTH = Phrasebook([("not_this", "pas ce mois")])
_NO_DAYS = parse_word_set("merci mercis dime sami")
"""Words that are near the name of a weekday, and are none."""
_DATED = parse_word_set("celui celle test pcr resultat dose rdv antigenique")
"""``celui du 13`` is the 13th."""
_EXACTLY = parse_word_set("pile tout juste exactly exactement")
_LAST = parse_word_set("dernier derniere passe passee")
_NEXT = parse_word_set("prochain prochaine")


class DayMention(Struct, frozen=True, gc=False):
    """A day found among the words."""

    day: date | None
    """None where what is said is no day: 31 February, Monday 3 March of a year when it is a Wednesday."""
    start: int
    end: int


class DayContext(Struct, frozen=True):
    """The words, and the moment from which days are counted."""

    words: tuple[ReplyWord, ...]
    on: datetime
    ahead: bool = False
    """Whether the question asks for a day to come: then a weekday alone is the next one."""
    since: bool = False
    """Whether the question asks since when: then a number of days alone is counted back."""
    birth: bool = False
    """Whether the question asks for a day of birth."""

    def word_at(self, index: int) -> str:
        """The folded word at an index, empty outside."""
        return self.words[index].folded if 0 <= index < len(self.words) else ""

    def number_at(self, index: int) -> tuple[int, int] | None:
        """A number that begins there, and the index after it."""
        if not self.word_at(index):
            return None
        found = next(find_cardinals(self.words[index : index + _LONGEST_NUMBER], hear=False), None)
        return (found.value, index + found.end) if found and found.start == 0 else None


def find_day_mentions(context: DayContext) -> Iterator[DayMention]:
    """Every day said, in order, none over another."""
    told: list[DayMention] = []
    for mention in _find_single_days(context):
        joined = _count_from_coming(context, told[-1], mention) if told else None
        told[-1:] = [joined] if joined else [*told[-1:], mention]
    yield from told


def _find_single_days(context: DayContext) -> Iterator[DayMention]:
    named = {h.start: h for h in _NAMED.find_longest(context.words)}
    at = 0
    while at < len(context.words):
        mention = None
        if at in named:
            day = context.on.date() + timedelta(days=int(named[at].name))
            weeks = _read_weeks_on(context, named[at].end)
            mention = DayMention(day + timedelta(days=weeks), at, named[at].end + 2 * bool(weeks))
        else:
            mention = next(filter(None, (parse(context, at) for parse in _PARSERS)), None)
            mention = mention and _count_from_named(context, mention, named)
        if mention:
            yield mention
        at = mention.end if mention else at + 1


def _count_from_named(context: DayContext, mention: DayMention, named: dict[int, PhraseMatch]) -> DayMention:
    """``ça fait une semaine demain``, ``a fortnight ago today``: days counted back from another day than today."""
    hit = named.get(mention.end + (context.word_at(mention.end) in _EXACTLY))
    counted = any(context.word_at(at) in _UNITS for at in range(mention.start, mention.end))
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


def _read_weeks_on(context: DayContext, at: int) -> int:
    """``demain en huit``: days after the day before it; 0 where none are told."""
    return _WEEKS_ON.get(context.word_at(at + 1), 0) if context.word_at(at) == "en" else 0


def _read_iso(context: DayContext, at: int) -> DayMention | None:
    """``2021-03-03``: a year of four digits, then month and day; ``050321``: six digits, the day first."""
    year, month, day = (context.word_at(at + i) for i in range(3))
    if len(year) == 6 and year.isdecimal() and not month.isdecimal():
        return DayMention(make_date(2000 + int(year[4:]), int(year[2:4]), int(year[:2])), at, at + 1)
    if len(year) == 4 and year.isdecimal() and month.isdecimal() and day.isdecimal() and len(month) <= 2:
        return DayMention(make_date(int(year), int(month), int(day[:2])), at, at + 3)
    return None


def _read_numeric(context: DayContext, at: int) -> DayMention | None:
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


def _read_weekday(context: DayContext, at: int) -> DayMention | None:
    """``mardi``, ``mardi dernier``, ``mardi prochain``, ``lundi de la semaine dernière``."""
    weekday = _read_day_name(context, at)
    if weekday is None:
        return None
    if weeks := _read_weeks_on(context, at + 1):
        ahead = (weekday - context.on.weekday()) % 7 or 7
        return DayMention(context.on.date() + timedelta(days=ahead + weeks), at, at + 3)
    dated = (
        _read_day_month(context, at + 1)
        or _read_numeric(context, at + 1)
        or _read_day_of_month(context, at + 1, bare=True)
    )
    if dated:
        agrees = dated.day is not None and dated.day.weekday() == weekday
        return DayMention(dated.day if agrees else None, at, dated.end)
    today, end = context.on.date(), at + 1
    back = (today.weekday() - weekday) % 7 or 7
    if context.ahead and context.word_at(end) not in _LAST | _NEXT:
        return DayMention(today + timedelta(days=7 - back or 7), at, end)
    if context.word_at(end) in _NEXT or context.word_at(at - 1) == "next":
        return DayMention(
            today + timedelta(days=7 - back or 7) if back < 7 else today + timedelta(days=7),
            at,
            end + (context.word_at(end) in _NEXT),
        )
    behind = end + (context.word_at(end) == ",")
    if [context.word_at(behind + i) for i in range(3)] == ["celui", "d", "avant"]:
        return DayMention(today - timedelta(days=back + 7), at, behind + 3)
    if passed_over := _find_one_before(context, end):
        return DayMention(today - timedelta(days=back + 7), at, passed_over)
    if [context.word_at(end + i) for i in range(2)] == ["d", "avant"] and any(_NOT_THIS.find(context.words)):
        return DayMention(today - timedelta(days=back + 7), at, end + 2)
    if [context.word_at(end + i) for i in range(2)] == [",", "celui"]:
        end += 2  # "mercredi, celui de la semaine dernière"
    anchored = next((h for h in VAGUE.find(context.words) if _is_anchor(context, h, end)), None)
    if anchored:
        last = context.word_at(anchored.end - 1) in _LAST | {"week"}
        monday = today - timedelta(days=today.weekday() + (7 if last else 0))
        return DayMention(monday + timedelta(days=weekday), at, anchored.end)
    return DayMention(today - timedelta(days=back), at, end + (context.word_at(end) in _LAST))


def _find_one_before(context: DayContext, end: int) -> int:
    """Index after the words by which the one before is meant, where another is refused: ``pas celui-ci, l'autre``; else 0."""
    if not any(_NOT_THIS.find(context.words)):
        return 0
    return max((end + hit.end for hit in _ONE_BEFORE.find(context.words[end:])), default=0)


def _is_anchor(context: DayContext, hit: PhraseMatch, end: int) -> bool:
    """Whether a week is that of a weekday: right behind it, or of ``celui de la semaine dernière``."""
    led = hit.start >= end and context.word_at(hit.start - 1) in ("celui", "celle")
    return hit.name == "anchored" and (led or end <= hit.start <= end + 1)


def _read_day_name(context: DayContext, at: int) -> int | None:
    word = context.word_at(at)
    name = find_nearest_word(word, _DAY_NAMES) if word not in _MONTH_NAMES | _NO_DAYS else ""
    if not name:
        return None
    if name == "mar" and context.number_at(at - 1):
        return None
    return DAYS[name]


def _read_day_month(context: DayContext, at: int) -> DayMention | None:
    """``3 mars``, ``1er mars 2021``, ``trois mars``, ``3rd of March``."""
    start = at + 1 if context.word_at(at) in ("le", "the", "du") else at
    day = _read_day_number(context, start)
    if not day:
        return None
    after = day[1] + 1 if context.word_at(day[1]) in ("of", "de") else day[1]
    month = _find_month_number(context.word_at(after))
    if not month:
        return None
    return _make_mention_with_year(context, at, day[0], month, after + 1)


def _read_month_day(context: DayContext, at: int) -> DayMention | None:
    """``March 3``, ``March 3rd``."""
    month = _find_month_number(context.word_at(at)) if context.word_at(at).isalpha() else 0
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


def _find_month_number(word: str) -> int:
    if word == "mar":
        return 3
    name = find_nearest_word(word, _MONTH_NAMES)
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


def _read_day_of_month(context: DayContext, at: int, bare: bool = False) -> DayMention | None:
    """``le 3``: the most recent day of that number, today included."""
    moment = context.word_at(at) == "du" and context.word_at(at - 1) in _MOMENTS | _DATED
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
    ) in _LAST:
        last = date(year, month, 1) - timedelta(days=1)
        return DayMention(make_date(last.year, last.month, day[0]), at, day[1] + 3)
    if [context.word_at(day[1] + i) for i in range(3)] == ["of", "last", "month"]:
        last = date(year, month, 1) - timedelta(days=1)
        return DayMention(make_date(last.year, last.month, day[0]), at, day[1] + 3)
    if any(_NOT_THIS_MONTH.find(context.words)) and (passed_over := _find_one_before(context, day[1])):
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


def _read_counted(context: DayContext, at: int) -> DayMention | None:
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
    if word == "y" and follows == "a":
        return _shift_back(context, at, at + 2)
    if context.since and at == 0 and (back := _shift_day(context, at, at, -1)):
        return back
    back = _shift_day(context, at, at, -1)
    if back and context.word_at(back.end) in ("ago", "back"):
        return DayMention(back.day, at, back.end + 1)
    return None


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
    unit = _UNITS.get(context.word_at(number[1])) if number else None
    if not number or not unit or number[0] > 400:
        return None
    return DayMention((context.on + sign * number[0] * unit).date(), start, number[1] + 1)


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


def _read_beside_day(context: DayContext, at: int) -> DayMention | None:
    """``la veille de Noël``, ``le lendemain du 3``, ``deux jours avant le 14 juillet``."""
    shift, behind = BESIDE.get(context.word_at(at), 0), at + 1
    counted = context.number_at(at) if not shift else None
    if counted and context.word_at(counted[1]) in ("jour", "jours", "day", "days"):
        direction = {"avant": -1, "before": -1, "apres": 1, "after": 1}.get(
            context.word_at(counted[1] + 1), 0
        )
        shift, behind = counted[0] * direction, counted[1] + 2
    if not shift:
        return None
    while (
        context.word_at(behind) in _SMALL | _EVENTS or context.word_at(behind - 1) in _WHOSE
    ) and not _read_day_of_month(context, behind):
        behind += 1
    if named := next((h for h in _NAMED.find_longest(context.words) if h.start == behind), None):
        return DayMention(context.on.date() + timedelta(days=int(named.name) + shift), at, named.end)
    day = next(filter(None, (parse(context, behind) for parse in _DAYS_OF_CALENDAR)), None)
    return DayMention(day.day + timedelta(days=shift), at, day.end) if day and day.day else None


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


def _read_nth_weekday(context: DayContext, at: int) -> DayMention | None:
    """``premier dimanche de décembre``, ``dernier mardi de mai``."""
    nth, weekday = _NTH.get(context.word_at(at)), _read_day_name(context, at + 1)
    joined = context.word_at(at + 2) in ("de", "d", "of")
    month = _find_month_number(context.word_at(at + 3)) if joined else 0
    if nth is None or weekday is None or not month:
        return None
    first = find_recent_date(context.on.date(), month, 1)
    if first is None:
        return None
    days = calendar.monthrange(first.year, month)[1]
    every = [d for d in range(1, days + 1) if first.replace(day=d).weekday() == weekday]
    return DayMention(first.replace(day=every[nth]), at, at + 4)


_DAYS_OF_CALENDAR: tuple[Callable[[DayContext, int], DayMention | None], ...] = (
    _read_feast,
    _read_day_month,
    _read_numeric,
    _read_day_of_month,
    _read_weekday,
)
"""Days beside which another is told."""
_PARSERS: tuple[Callable[[DayContext, int], DayMention | None], ...] = (
    _read_iso,
    _read_beside_day,
    _read_feast,
    _read_nth_weekday,
    _read_counted,
    _read_day_month,
    _read_month_day,
    _read_numeric,
    _read_weekday,
    _read_day_of_month,
)
