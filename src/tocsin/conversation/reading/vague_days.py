"""Whether a reply tells no single day: a week, an end of month, around, between, one day or another."""

import itertools
from typing import Final

from tocsin.conversation.phrases import PhraseMatch
from tocsin.conversation.reading.day_context import DayMention
from tocsin.conversation.reading.day_mentions import BESIDE
from tocsin.conversation.reading.day_names import MONTHS, VAGUE
from tocsin.conversation.reading.speech_markers import HEDGES
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_WEEKEND: Final = parse_word_set("week weekend we")
_SATURDAY: Final = 5
_ABOUT_A_WEEK: Final = parse_word_set("huit quinze")


def tells_no_single_day(found: tuple[ReplyWord, ...], said: list[DayMention]) -> bool:
    """Whether something said is no single day: a week, an end of month, around, between."""
    inside = {i for m in said for i in range(m.start, m.end)}
    for hit in VAGUE.find(found):
        if hit.start and {found[hit.start].folded, found[hit.start - 1].folded} & {"pas", "not"}:
            continue  # "pas ce week-end, le samedi d'avant"
        if hit.start > 1 and found[hit.start - 2].folded == "pas":
            continue
        night = found[hit.end - 1].folded == "nuit" and any(m.end <= hit.start for m in said)
        if _holds_days(found, hit, said):
            continue
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


def _holds_days(found: tuple[ReplyWord, ...], hit: PhraseMatch, said: list[DayMention]) -> bool:
    """``le week-end dernier, samedi``, ``fin janvier, le 29``: a stretch before the day that lies in it."""
    days = [m.day for m in said if m.day]
    if len(days) != len(said) or any(m.start < hit.start for m in said):
        return False
    words = {word.folded for word in found[hit.start : hit.end]}
    months = {MONTHS[word] for word in words if word in MONTHS}
    if months:
        return all(day.month in months for day in days)
    return bool(words & _WEEKEND) and all(day.weekday() >= _SATURDAY for day in days)


def counts_week_in_days(found: tuple[ReplyWord, ...], mention: DayMention) -> bool:
    """``il y a huit jours`` is a week ago to most, and eight days to some."""
    said = [word.folded for word in found[mention.start : mention.end]]
    return any(a in _ABOUT_A_WEEK and b == "jours" for a, b in itertools.pairwise(said))


def _offers_another_day(found: tuple[ReplyWord, ...], at: int) -> bool:
    """``le 2 ou 3``: a number follows that could be another day."""
    return at + 1 < len(found) and found[at].folded in ("ou", "or", "et", "au") and found[at + 1].is_number


def _has_article_between(found: tuple[ReplyWord, ...], at: int, starts: set[int]) -> bool:
    return at < len(found) and found[at].folded in ("le", "ce", "the") and at + 1 in starts
