"""The day that a reply means: *mardi*, *le 3*, *03/03*, *il y a 4 jours*, *non en fait jeudi*.

Weeks, ends of months and "around" are not days (``vague_days``): they are asked again. So are two days of which neither is
the one meant (``several_days``). The ways to say a day are in ``day_mentions``.
"""

import re
from datetime import date, datetime, timedelta
from typing import Final

from tocsin.conversation.masking import blank_spans
from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.day_context import DayContext, DayMention
from tocsin.conversation.reading.day_mentions import BESIDE, find_day_mentions
from tocsin.conversation.reading.feast_days import find_feast
from tocsin.conversation.reading.heard_words import hear_words
from tocsin.conversation.reading.model import ECHOED, NOTHING, ReplyAnswer
from tocsin.conversation.reading.numerals import HEARD_NUMERALS
from tocsin.conversation.reading.other_languages import split_words_to_read
from tocsin.conversation.reading.relative_days import resolve_relative_days
from tocsin.conversation.reading.several_days import (
    EVENTS,
    find_concluded_day,
    find_day_after_doubt,
    find_day_of_person,
    find_day_of_question,
    find_last_day,
    resolve_day,
)
from tocsin.conversation.reading.speech_markers import IGNORANCE, NO_WORDS
from tocsin.conversation.reading.vague_days import counts_week_in_days, tells_no_single_day
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
    "vu rencontre started symptoms did last birth avez etes ete were have test pcr antigenique tests"
)
"""Words of a question about a day that is over, as that of a test is: one to come is asked again."""
_BEGUN: Final = parse_word_set("commence commencerent apparus apparu debut depuis started start symptoms")
_COMING: Final = parse_word_set(
    "sera revenez prevu prevue prochain prochaine rendez rdv allez venir finit termine reprenez disponible libre pouvons pouvez "
    "voulez souhaitez preferez convient arrange rappeler "
    "will next appointment available"
)
_TO_COME: Final = ("rez", "ront", "rons")
"""Words of a question about a day to come, and how verbs of the future end."""
_REPEATED: Final = parse_word_set("second seconde deuxieme controle follow")
"""Of what is done again the day is to come, unless it is asked when it was done."""
_DONE: Final = parse_word_set("avez etes did")
_BIRTH: Final = parse_word_set("naissance ne nee birth born")
_SINCE: Final = parse_word_set("depuis since")
_DAY_BESIDE: Final = Phrasebook(
    [
        ("-1", "jour d? avant\nday before"),
        ("1", "jour d? apres\nday after"),
        ("7", "celui|celle d apres\nthe one after"),
    ]
)
"""``pas hier mais le jour d'avant``, ``pas lundi, celui d'après``."""
_HEARD: Final = HEARD_NUMERALS | parse_word_set(
    "lundi mardi mercredi jeudi vendredi samedi dimanche hier demain semaine avant"
)
"""Words that are read as they sound: ``yer``, ``dimench``."""
_LAST: Final = parse_word_set("dernier derniere last jusqu")
_CONTACT: Final = parse_word_set(
    "contact vu vue vus fois voir cotoye rencontre etiez avec ensemble seen contacts with"
)


def read_date(text: str, on: datetime, question: tuple[ReplyWord, ...] = ()) -> ReplyAnswer:
    """The day meant, ISO, or nothing understood.

    1. Phones and hours of the clock are put aside. 2. Every day said is found. 3. What is negated is
    dropped, and a correction replaces what stands before it. 4. One day must remain, and nothing vague.
    """
    asked = {word.folded for word in question}
    coming = _asks_for_day_to_come(asked)
    over = not coming and bool(asked & _PAST)
    words = hear_words(split_words_to_read(_clean_days(text)), _HEARD)
    context = DayContext(words, on, coming, bool(asked & _SINCE), bool(asked & _BIRTH), bool(asked & _BEGUN))
    meant, told = _find_meant_day(context, question)
    if meant is None or (meant > on.date() and not coming and (told or over)):
        return NOTHING
    return ReplyAnswer(meant.isoformat(), (ECHOED,) if told else ())


def _asks_for_day_to_come(asked: set[str]) -> bool:
    if asked & _COMING or any(word.endswith(_TO_COME) and word not in _TO_COME for word in asked):
        return True
    return bool(asked & _REPEATED) and not asked & _DONE


def _find_meant_day(context: DayContext, question: tuple[ReplyWord, ...]) -> tuple[date | None, bool]:
    """The day that a reply means, and whether it is one of several that are told, or told by another."""
    found, asked = context.words, {word.folded for word in question}
    every = list(find_day_mentions(context))
    doubted_days = {m.day for m in every if _is_asked_and_denied(context, m)}
    said = [
        m for m in every if not (m.day in doubted_days or _is_negated(context, m) or _tells_birth(context, m))
    ]
    if not said and (beside := _find_day_beside_denied(context)):
        return beside, True
    said = _drop_feasts(context, resolve_relative_days(context, said, EVENTS))
    doubted = any(IGNORANCE.find(found))
    if not doubted and asked & _LAST and asked & _CONTACT and (last := find_last_day(context, said)):
        return last, True
    if not said:
        return None, False
    if doubted:
        return find_day_after_doubt(found, said), True
    if final := find_concluded_day(found, said):
        return final, True
    if tells_no_single_day(found, said) or (len(said) == 1 and counts_week_in_days(found, said[0])):
        return None, False
    if day := resolve_day(found, said):
        return day, False
    return find_day_of_person(found, said, question) or find_day_of_question(found, said, asked), True


def _find_day_beside_denied(context: DayContext) -> date | None:
    """``pas lundi, le lendemain``: the day beside the last one that is denied."""
    denied = [m for m in find_day_mentions(context) if m.day and _is_negated(context, m)][-1:]
    shifts = [BESIDE[w.folded] for m in denied for w in context.words[m.end :] if w.folded in BESIDE]
    shifts += [int(hit.name) for m in denied for hit in _DAY_BESIDE.find(context.words[m.end :])]
    last = denied[-1].day if denied else None
    return last + timedelta(days=shifts[0]) if last and len(shifts) == len(denied) == 1 else None


def _drop_feasts(context: DayContext, said: list[DayMention]) -> list[DayMention]:
    """``le 31 décembre, au réveillon``: a feast told beside a day explains it, unless one or the other is meant."""
    plain = [m for m in said if not find_feast(context.words, m.start, context.on.date())]
    offered = {word.folded for word in context.words} & {"ou", "or", "veille", "lendemain"}
    return plain if plain and not offered else said


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
    """``né le 12/04/1951``, where no day of birth is asked for."""
    return not context.birth and any(
        context.word_at(mention.start - back) in ("ne", "nee", "born") for back in (1, 2)
    )


def _is_asked_and_denied(context: DayContext, mention: DayMention) -> bool:
    """``le 1er ? non ça c'est la rentrée``."""
    return context.word_at(mention.end) == "?" and context.word_at(mention.end + 1) in NO_WORDS


def _is_negated(context: DayContext, mention: DayMention) -> bool:
    """``pas mardi``, ``not Monday``."""
    if context.word_at(mention.end - 1) in ("avant", "before", "autre", "precedent"):
        return False  # "pas ce mercredi celui d'avant"
    if context.word_at(mention.start - 1) in ("est", "sommes") and context.word_at(mention.start - 2) in (
        "on",
        "nous",
    ):
        return True  # "on est mercredi" says which day it is
    return context.word_at(mention.start - 1) in ("pas", "not", "rien") or (
        context.word_at(mention.start - 2) == "pas" and context.word_at(mention.start - 1) in ("le", "ce")
    )
