"""Which of several days a reply means: the last one where corrections lead to it, the one made final, the one of whoever or
whatever was asked about.
"""

import calendar
import itertools
from datetime import date
from typing import Final

from msgspec.structs import replace

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.day_context import DayContext, DayMention
from tocsin.conversation.reading.day_mentions import find_day_mentions
from tocsin.conversation.reading.passed_over_days import passes_over
from tocsin.conversation.reading.speech_markers import CORRECTIONS, HEDGES, IGNORANCE
from tocsin.conversation.reading.statements import asks_of_kin, find_statement, writes_for_another
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_FINAL: Final = parse_word_set("donc mettez mets disons plutot vraiment finalement retenez notez so say")
"""Words beside a day that make it the one that counts."""
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
EVENTS: Final = parse_word_set(
    "test teste resultat resultats rdv rendez symptomes symptome vaccin dose toux fievre travail conges vacances"
    " signe signes results result tested pcr labo lit cloue malade noel rentre depart"
    " preleve prelevee prelevement nez gorge tete courbatures frissons odorat gout"
    " rentree rentres rentrees revenu revenue revenus revenues retour retours back return returned"
    " parti partie partis parties left"
)
_STEM, _LONG_STEM = 5, 6
_TIMING: Final = parse_word_set("vers avant apres around about")
"""Behind a day these tell its hour."""
_OPENING: Final = 2
"""Words before a day that are no conclusion: ``donc le 7``."""
_JOINING_DAYS: Final = parse_word_set(
    "et mais aussi encore puis re pareil idem , au a and again but to jusqu le & /"
)
_ILL: Final = frozenset(
    ("sympt", "signe", "malad", "fievr", "toux", "nez", "gorge", "tete", "courb", "friss", "odora", "gout")
)
"""Beginnings of words for what begins with an illness: whoever asks for one asks for any."""
_KINDS: Final = (
    _ILL,
    frozenset(("test", "teste", "tests", "pcr", "prele")),
    frozenset(("rentr", "reven", "retou", "back", "retur")),
    frozenset(("parti", "depar", "left")),
)
"""Beginnings of words that tell of one kind of event."""


def resolve_day(found: tuple[ReplyWord, ...], said: list[DayMention]) -> date | None:
    """The only day said, or the last one where corrections lead to it."""
    kept, replaced, taken_back = said[0], set[date | None](), False
    for mention in said[1:]:
        between = found[kept.end : mention.start]
        corrected = taken_back or any(CORRECTIONS.find(between)) or passes_over(between)
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


def find_day_of_person(
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


def find_day_of_question(
    found: tuple[ReplyWord, ...], said: list[DayMention], asked: set[str]
) -> date | None:
    """Of several days, the one that counts: ``donc le 7``, ``c'est le 7 que``; the one told of what was asked (``test le 8,
    résultat le 9``).

    None where each could be meant.
    """
    final = [m for m in said if _is_made_final(found, m)]
    clefts = [m for m in said if _is_cleft(found, m)]
    final = final or (clefts if len(clefts) == 1 else [])
    if (
        any(w.folded in ("ou", "or") for a, b in itertools.pairwise(said) for w in found[a.end : b.start])
        and not final
    ):
        return None  # "Noël ou le 26"
    if final:
        return final[-1].day
    if told := _find_day_by_words_of_question(found, said, asked):
        return told
    topics = {word[:_STEM] for word in asked & EVENTS}
    topics = topics.union(*(kind for kind in _KINDS if topics & kind))
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


def find_concluded_day(found: tuple[ReplyWord, ...], said: list[DayMention]) -> date | None:
    """``dans la nuit du 8 au 9, donc le 9``, ``la nuit de lundi à mardi, mardi``: the last day told, where *donc* leads to it or
    it is told again, whatever stands before."""
    last = said[-1]
    corrected = any(CORRECTIONS.find(found[: last.start]))
    again = not corrected and last.day in {mention.day for mention in said[:-1]} != {last.day}
    led = any(word.folded == "donc" for word in found[max(0, last.start - 2) : last.start])
    settled = not any(
        word.folded in ("ou", "or", "?") or (word.folded not in _TIMING and any(HEDGES.find((word,))))
        for word in found[last.end :]
    )
    return last.day if (led or again) and last.start > _OPENING and settled else None


def find_day_after_doubt(found: tuple[ReplyWord, ...], said: list[DayMention]) -> date | None:
    """``je me souviens plus trop, plutôt le 22``: the day that is settled on behind the doubt."""
    doubt = max(hit.end for hit in IGNORANCE.find(found))
    last = said[-1]
    settled = {word.folded for word in found[max(0, last.start - 2) : last.start]} & _FINAL
    return last.day if last.start >= doubt and settled else None


def find_last_day(context: DayContext, said: list[DayMention]) -> date | None:
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


def _is_cleft(found: tuple[ReplyWord, ...], mention: DayMention) -> bool:
    """``c'est samedi que j'ai commencé``."""
    before = [word.folded for word in found[max(0, mention.start - 2) : mention.start]]
    after = found[mention.end].folded if mention.end < len(found) else ""
    return before[-1:] in (["est"], ["etait"], ["cest"], ["cetait"]) and after in ("que", "qu")


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
    if first == mention.start or not {w.folded for w in found[first : mention.start]} & EVENTS:
        while last < told.end and not found[last].breaks and last not in taken:
            last += 1
    return {word.folded for word in found[first:last] if word.folded in EVENTS}
