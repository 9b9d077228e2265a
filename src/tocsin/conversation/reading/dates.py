"""The day that a reply means: *mardi*, *le 3*, *03/03*, *il y a 4 jours*, *non en fait jeudi*.

Weeks, ends of months and "around" are not days: they are asked again. So are two days with no correction
between them. The ways to say a day are in ``days``.
"""

import calendar
import itertools
import re
from datetime import date, datetime, timedelta
from typing import Final

from msgspec.structs import replace

from tocsin.conversation.masking import blank_spans
from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.day_context import DayContext, DayMention
from tocsin.conversation.reading.day_mentions import BESIDE, find_day_mentions
from tocsin.conversation.reading.day_names import VAGUE
from tocsin.conversation.reading.feast_days import find_feast
from tocsin.conversation.reading.heard_words import hear_words
from tocsin.conversation.reading.model import ECHOED, NOTHING, ReplyAnswer
from tocsin.conversation.reading.numerals import HEARD_NUMERALS
from tocsin.conversation.reading.other_languages import split_words_to_read
from tocsin.conversation.reading.relative_days import resolve_relative_days
from tocsin.conversation.reading.speech_markers import CORRECTIONS, HEDGES, IGNORANCE
from tocsin.conversation.reading.statements import asks_of_kin, find_statement, writes_for_another
from tocsin.conversation.reply_words import ReplyWord, parse_word_set
from tocsin.phone_numbers.mentions import find_phones

_CLOCK = re.compile(r"(?<![\d/])(?:[01]?\d|2[0-3])\s?(?:h\s?(?:[0-5]\d)?|:[0-5]\d)(?![\d\w])", re.IGNORECASE)
_FIRST = re.compile(r"\bI(?=er\b)")
"""``Ier octobre``."""
_THOUSAND = re.compile(r"\bmil(?= neuf\b)", re.IGNORECASE)
"""``mil neuf cent trente-huit``."""
_SPAN_BEFORE = re.compile(r"(?:\ba|depuis|fait|dans|last|for)\s*$|[^\w](?:y\s?a)\s*$", re.IGNORECASE)


_PAST: Final = parse_word_set(
    "commence commencerent apparus apparu debut dernier derniere lieu fait faite depuis naissance partie disparu "
    "vu rencontre started symptoms did last birth"
)
"""Words of a question about a day that is over: one to come is asked again."""
_COMING: Final = parse_word_set(
    "sera seront revenez second seconde deuxieme controle follow "
    "irez prevu prevue prochain prochaine aurez rendez rdv passerez allez will next appointment"
)
"""Words of a question about a day to come."""
_TESTS: Final = parse_word_set("test pcr antigenique tests")
"""A test whose day is asked for has been made."""
_BIRTH: Final = parse_word_set("naissance ne nee birth born")
_SINCE: Final = parse_word_set("depuis since")
_FINAL: Final = parse_word_set("donc mettez mets disons plutot vraiment finalement retenez notez so say")
"""Words beside a day that make it the one that counts."""
_DAY_BESIDE: Final = Phrasebook([("-1", "jour d? avant\nday before"), ("1", "jour d? apres\nday after")])
"""``pas hier mais le jour d'avant``."""
_SETTLED: Final = Phrasebook([("settled", "le|la bon|bonne|vrai|vraie\nderniere fois\nthe right|real one")])
"""The same in more words than one."""
_ASKING_STEMS: Final = frozenset(
    (
        "quand",
        "quelle",
        "dernie",
        "premie",
        "premier",
        "votre",
        "cette",
        "person",
        "depuis",
        "avait",
        "commen",
    )
)
"""Beginnings of words of a question that are not what it asks of."""
_SHORTEST_EVENT: Final = 3
"""Letters of a word that may tell of something."""
_OTHER_EVENTS: Final = parse_word_set(
    "test teste resultat resultats rdv rendez symptomes symptome vaccin dose toux fievre travail conges vacances"
    " results result tested pcr labo lit cloue malade noel rentre depart"
    " preleve prelevee prelevement nez gorge tete courbatures frissons odorat gout"
)
_HEARD: Final = HEARD_NUMERALS | parse_word_set(
    "lundi mardi mercredi jeudi vendredi samedi dimanche hier demain semaine avant"
)
"""Words that are read as they sound: ``yer``, ``dimench``."""
_ABOUT_A_WEEK: Final = parse_word_set("huit quinze")
_STEM, _LONG_STEM = 5, 6
_OPENING: Final = 2
"""Words before a day that are no conclusion: ``donc le 7``."""
_LAST: Final = parse_word_set("dernier derniere last jusqu")
_CONTACT: Final = parse_word_set("contact vu vue vus fois voir cotoye rencontre seen contacts")
_JOINING_DAYS: Final = parse_word_set("et aussi encore puis , au a and to jusqu le & /")
_ILL: Final = frozenset(
    ("sympt", "malad", "fievr", "toux", "nez", "gorge", "tete", "courb", "friss", "odora", "gout")
)
"""Beginnings of words for what begins with an illness: whoever asks for one asks for any."""
_TESTED: Final = frozenset(("test", "teste", "tests", "pcr", "prele"))


def read_date(text: str, on: datetime, question: tuple[ReplyWord, ...] = ()) -> ReplyAnswer:
    """The day meant, ISO, or nothing understood.

    1. Phones and hours of the clock are put aside. 2. Every day said is found. 3. What is negated is
    dropped, and a correction replaces what stands before it. 4. One day must remain, and nothing vague.
    """
    asked = {word.folded for word in question}
    context = DayContext(
        hear_words(split_words_to_read(_clean_days(text)), _HEARD),
        on,
        bool(asked & _COMING),
        bool(asked & _SINCE),
        bool(asked & _BIRTH),
    )
    found = context.words
    said = [
        m
        for m in find_day_mentions(context)
        if not (_is_negated(context, m) or (_tells_birth(context, m) and not asked & _BIRTH))
    ]
    if not said and (beside := _find_day_beside_denied(context)):
        return (
            ReplyAnswer(beside.isoformat(), (ECHOED,)) if beside <= on.date() or asked & _COMING else NOTHING
        )
    said = _drop_feasts(context, resolve_relative_days(context, said, _OTHER_EVENTS))
    doubted = any(IGNORANCE.find(found))
    if not doubted and asked & _LAST and asked & _CONTACT and (last := _find_last_of_several(context, said)):
        return ReplyAnswer(last.isoformat(), (ECHOED,)) if last <= on.date() else NOTHING
    if not said:
        return NOTHING
    if doubted:
        told = _find_day_after_doubt(found, said)
        return ReplyAnswer(told.isoformat(), (ECHOED,)) if told and told <= on.date() else NOTHING
    if (final := _find_day_concluded(found, said)) and (final <= on.date() or asked & _COMING):
        return ReplyAnswer(final.isoformat(), (ECHOED,))
    if _is_vague(found, said) or (len(said) == 1 and _counts_week_in_days(found, said[0])):
        return NOTHING
    day = _resolve_day(found, said)
    told = (
        None
        if day
        else _find_day_of_person(found, said, question) or _find_day_of_question(found, said, asked)
    )
    meant = day or told
    if not meant or (meant > on.date() and not asked & _COMING and (asked & _PAST or asked & _TESTS)):
        return NOTHING
    return ReplyAnswer(meant.isoformat(), (ECHOED,) if told else ())


def _find_day_beside_denied(context: DayContext) -> date | None:
    """``pas lundi, le lendemain``: the day beside the only one that is denied."""
    denied = [m for m in find_day_mentions(context) if m.day and _is_negated(context, m)]
    shifts = [BESIDE[w.folded] for m in denied for w in context.words[m.end :] if w.folded in BESIDE]
    shifts += [int(hit.name) for m in denied for hit in _DAY_BESIDE.find(context.words[m.end :])]
    if len(denied) != 1 or len(shifts) != 1 or denied[0].day is None:
        return None
    return denied[0].day + timedelta(days=shifts[0])


def _drop_feasts(context: DayContext, said: list[DayMention]) -> list[DayMention]:
    """``le 31 décembre, au réveillon``: a feast told beside a day explains it, unless one or the other is meant."""
    plain = [m for m in said if not find_feast(context.words, m.start, context.on.date())]
    offered = {word.folded for word in context.words} & {"ou", "or", "veille", "lendemain"}
    return plain if plain and not offered else said


def _find_day_after_doubt(found: tuple[ReplyWord, ...], said: list[DayMention]) -> date | None:
    """``je me souviens plus trop, plutôt le 22``: the day that is settled on behind the doubt."""
    doubt = max(hit.end for hit in IGNORANCE.find(found))
    last = said[-1]
    settled = {word.folded for word in found[max(0, last.start - 2) : last.start]} & _FINAL
    return last.day if last.start >= doubt and settled else None


def _find_last_of_several(context: DayContext, said: list[DayMention]) -> date | None:
    """``du 5 au 9``, ``lundi et mardi``: the last of days that follow on one another, where the last is asked for."""
    found = context.words
    for at, word in enumerate(found[:-3]):
        first, last = found[at + 1], found[at + 3]
        if word.folded == "du" and first.is_number and found[at + 2].folded == "au" and last.is_number:
            day = replace(last, folded="le"), last
            return next((m.day for m in find_day_mentions(DayContext(day, context.on))), None)
    days = [m.day for m in said if m.day]
    if len(days) != len(said) or len(days) == 1 or days != sorted(set(days)):
        return None
    between = {word.folded for a, b in itertools.pairwise(said) for word in found[a.end : b.start]}
    return days[-1] if days and between and between <= _JOINING_DAYS else None


def _clean_days(text: str) -> str:
    """The text without telephone numbers and hours, with words for days as they are mostly written."""
    return _THOUSAND.sub("mille", _FIRST.sub("1", _blank_phones_and_hours(text)))


def _blank_phones_and_hours(text: str) -> str:
    """The text without telephone numbers and hours of the clock."""
    spans = [(p.start, p.end) for p in find_phones(text) if p.number]
    for clock in _CLOCK.finditer(text):
        if not _SPAN_BEFORE.search(text[max(0, clock.start() - 8) : clock.start()]) and not _is_ago(
            text, clock.end()
        ):
            spans.append(clock.span())
    return blank_spans(text, tuple(spans))


def _is_ago(text: str, at: int) -> bool:
    return text[at : at + 5].strip().lower().startswith("ago")


def _tells_birth(context: DayContext, mention: DayMention) -> bool:
    """``né le 12/04/1951``."""
    return any(context.word_at(mention.start - back) in ("ne", "nee", "born") for back in (1, 2))


def _is_negated(context: DayContext, mention: DayMention) -> bool:
    """``pas mardi``, ``not Monday``."""
    if context.word_at(mention.end - 1) in ("avant", "before", "autre", "precedent"):
        return False  # "pas ce mercredi celui d'avant"
    if context.word_at(mention.start - 1) in ("est", "sommes") and context.word_at(mention.start - 2) in (
        "on",
        "nous",
    ):
        return True  # "on est mercredi" says which day it is
    return context.word_at(mention.start - 1) in ("pas", "not") or (
        context.word_at(mention.start - 2) == "pas" and context.word_at(mention.start - 1) in ("le", "ce")
    )


def _is_vague(found: tuple[ReplyWord, ...], said: list[DayMention]) -> bool:
    """Whether something said is no single day: a week, an end of month, around, between."""
    inside = {i for m in said for i in range(m.start, m.end)}
    for hit in VAGUE.find(found):
        if hit.start and {found[hit.start].folded, found[hit.start - 1].folded} & {"pas", "not"}:
            continue  # "pas ce week-end, le samedi d'avant"
        if hit.start > 1 and found[hit.start - 2].folded == "pas":
            continue
        night = found[hit.end - 1].folded == "nuit" and any(m.end <= hit.start for m in said)
        if (hit.start not in inside or found[hit.start].folded == "avant") and not night:
            return True
    if any(word.folded in BESIDE and at not in inside for at, word in enumerate(found)):
        return True  # "le lendemain de ma sortie, elle était prévue jeudi": no day that is said
    if any(_offers_another_day(found, m.end) for m in said):
        return True
    starts = {m.start for m in said}
    if any(
        w.folded == "au" and found[i - 1].is_number and found[i - 2].folded == "du"
        for i, w in enumerate(found)
        if i > 1
    ):
        return True
    for hit in HEDGES.find(found):
        exact = found[hit.start].folded in ("depuis", "since") or hit.start in inside
        near = hit.end in starts or _has_article_between(found, hit.end, starts)
        if hit.name == "before" and near and not exact:
            return True
        if hit.name == "after" and any(m.end == hit.start for m in said):
            return True
    return False


def _counts_week_in_days(found: tuple[ReplyWord, ...], mention: DayMention) -> bool:
    """``il y a huit jours`` is a week ago to most, and eight days to some."""
    said = [word.folded for word in found[mention.start : mention.end]]
    return any(a in _ABOUT_A_WEEK and b == "jours" for a, b in itertools.pairwise(said))


def _offers_another_day(found: tuple[ReplyWord, ...], at: int) -> bool:
    """``le 2 ou 3``: a number follows that could be another day."""
    return at + 1 < len(found) and found[at].folded in ("ou", "or", "et", "au") and found[at + 1].is_number


def _has_article_between(found: tuple[ReplyWord, ...], at: int, starts: set[int]) -> bool:
    return at < len(found) and found[at].folded in ("le", "ce", "the") and at + 1 in starts


def _inherit_month(found: tuple[ReplyWord, ...], kept: DayMention, mention: DayMention) -> DayMention:
    """``le 12 mai. Ah non, le 21``: a day of the month alone corrects the day, not the month."""
    said = found[mention.start : mention.end]
    alone = (
        all(word.is_number or word.folded == "le" for word in said) and sum(w.is_number for w in said) == 1
    )
    number = next((int(word.folded) for word in said if word.is_number and len(word.folded) <= 2), 0)
    if (
        not alone
        or kept.day is None
        or not 1 <= number <= calendar.monthrange(kept.day.year, kept.day.month)[1]
    ):
        return mention
    return DayMention(kept.day.replace(day=number), mention.start, mention.end)


def _find_day_of_person(
    found: tuple[ReplyWord, ...], said: list[DayMention], question: tuple[ReplyWord, ...]
) -> date | None:
    """Of days of several people the one of whoever is asked for: ``maman le 11 et moi le lendemain``."""
    meant, others = ("other", "self") if asks_of_kin(question) else ("self", "other")
    told = [find_statement(found, m.start) for m in said]
    if any(writes_for_another(found, one) for one in told):
        return None
    subjects = [one.subject for one in told]
    own = {m.day for m, subject in zip(said, subjects, strict=True) if subject == meant}
    return own.pop() if len(own) == 1 and others in subjects and {*subjects} <= {meant, others} else None


def _find_day_of_question(
    found: tuple[ReplyWord, ...], said: list[DayMention], asked: set[str]
) -> date | None:
    """Of several days, the one that counts: ``donc le 7``; the one told of what was asked (``test le 8, résultat le 9``).

    None where each could be meant.
    """
    final = [m for m in said if _is_made_final(found, m)]
    if (
        any(w.folded in ("ou", "or") for a, b in itertools.pairwise(said) for w in found[a.end : b.start])
        and not final
    ):
        return None  # "Noël ou le 26"
    if final:
        return final[-1].day
    if told := _find_day_by_words_of_question(found, said, asked):
        return told
    topics = {word[:_STEM] for word in asked & _OTHER_EVENTS}
    topics = topics.union(*(kind for kind in (_ILL, _TESTED) if topics & kind))
    about = [_find_events(found, m, said) for m in said]
    own = [m for m, events in zip(said, about, strict=True) if any(e[:_STEM] in topics for e in events)]
    others = [events for m, events in zip(said, about, strict=True) if m not in own]
    if len({m.day for m in own}) == 1 and all(
        any(e[:_STEM] not in topics for e in events) for events in others
    ):
        return own[0].day
    free = [
        m for m, events in zip(said, about, strict=True) if not any(e[:_STEM] not in topics for e in events)
    ]
    return free[0].day if len({m.day for m in free}) == 1 and len(free) < len(said) else None


def _find_day_by_words_of_question(
    found: tuple[ReplyWord, ...], said: list[DayMention], asked: set[str]
) -> date | None:
    """The only day beside which a word of the question stands: ``entrée le 3, sortie le 9``, ``le 10 négatif, le 13 positif``."""
    topics = {word[:_LONG_STEM] for word in asked if len(word) >= _STEM} - _ASKING_STEMS
    ends = [m.start for m in said[1:]] + [len(found)]
    leads = [0, *(m.end for m in said[:-1])]
    before = [found[lead : m.start] for lead, m in zip(leads, said, strict=True)]
    behind = [found[m.end : end] for m, end in zip(said, ends, strict=True)]
    told = before if any(len(word.folded) > _SHORTEST_EVENT for word in before[0]) else behind
    about = [{word.folded[:_LONG_STEM] for word in words} & topics for words in told]
    days = {m.day for m, stems in zip(said, about, strict=True) if stems}
    return days.pop() if len(days) == 1 and not all(about) else None


def _find_day_concluded(found: tuple[ReplyWord, ...], said: list[DayMention]) -> date | None:
    """``dans la nuit du 8 au 9, donc le 9``: the last day told, where *donc* leads to it, whatever stands before."""
    last = said[-1]
    led = any(word.folded == "donc" for word in found[max(0, last.start - 2) : last.start])
    settled = not any(
        word.folded in ("ou", "or", "?") or any(HEDGES.find((word,))) for word in found[last.end :]
    )
    return last.day if led and last.start > _OPENING and settled else None


def _is_made_final(found: tuple[ReplyWord, ...], mention: DayMention) -> bool:
    """``donc le 7``, ``mardi donc``, ``mettez samedi``."""
    before = [word.folded for word in found[max(0, mention.start - 3) : mention.start]]
    after = found[mention.end] if mention.end < len(found) else None
    closes = (
        after is not None
        and after.folded == "donc"
        and (mention.end + 1 == len(found) or not found[mention.end + 1].folded[0].isalnum())
    )
    settled = any(_SETTLED.find(found[max(0, mention.start - 4) : mention.start]))
    return any(word in _FINAL for word in before) or closes or settled


def _find_events(found: tuple[ReplyWord, ...], mention: DayMention, said: list[DayMention]) -> set[str]:
    """What is told in the clause of a day: from a sign or another day before it to one behind it."""
    taken = {at for other in said if other is not mention for at in range(other.start, other.end)}
    first, last = mention.start, mention.end
    told = find_statement(found, mention.start)
    while (
        first > told.start
        and not found[first].breaks
        and first - 1 not in taken
        and found[first - 1].folded != "et"
    ):
        first -= 1
    if first == mention.start or not {w.folded for w in found[first : mention.start]} & _OTHER_EVENTS:
        while last < told.end and not found[last].breaks and last not in taken:
            last += 1
    return {word.folded for word in found[first:last] if word.folded in _OTHER_EVENTS}


def _resolve_day(found: tuple[ReplyWord, ...], said: list[DayMention]) -> date | None:
    """The only day said, or the last one where corrections lead to it."""
    kept, replaced, taken_back = said[0], set[date | None](), False
    for mention in said[1:]:
        corrected = taken_back or any(CORRECTIONS.find(found[kept.end : mention.start]))
        if mention.day in replaced:
            continue  # "mercredi, non jeudi: mercredi j'allais bien"
        taken_back = (
            corrected and mention.day == kept.day
        )  # "le 13, non attendez le 13 c'était la réunion, le 14"
        if mention.day != kept.day and not corrected:
            return None
        if mention.day != kept.day:
            replaced.add(kept.day)
        kept = _inherit_month(found, kept, mention) if corrected else mention
    return kept.day
