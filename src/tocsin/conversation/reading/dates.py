"""The day that a reply means: *mardi*, *le 3*, *03/03*, *il y a 4 jours*, *non en fait jeudi*.

Weeks, ends of months and "around" are not days: they are asked again. So are two days with no correction
between them. The ways to say a day are in ``days``.
"""

import re
from datetime import date, datetime

from tocsin.conversation.masking import blank
from tocsin.conversation.phones import find_phones
from tocsin.conversation.reading.days import VAGUE, Context, Mention, mentions
from tocsin.conversation.reading.model import NOTHING, Answer
from tocsin.conversation.reading.speech import CORRECTIONS, HEDGES, IGNORANCE
from tocsin.conversation.words import Word, words

_CLOCK = re.compile(r"(?<![\d/])(?:[01]?\d|2[0-3])\s?(?:h\s?(?:[0-5]\d)?|:[0-5]\d)(?![\d\w])", re.IGNORECASE)
_SPAN_BEFORE = re.compile(r"(?:\ba|depuis|fait|dans|last|for)\s*$|[^\w](?:y\s?a)\s*$", re.IGNORECASE)


def read_date(text: str, on: datetime) -> Answer:
    """The day meant, ISO, or nothing understood.

    1. Phones and hours of the clock are put aside. 2. Every day said is found. 3. What is negated is
    dropped, and a correction replaces what stands before it. 4. One day must remain, and nothing vague.
    """
    context = Context(words(_cleared(text)), on)
    found = context.words
    said = [m for m in mentions(context) if not _negated(context, m)]
    if not said or any(IGNORANCE.find(found)):
        return NOTHING
    if _vague(found, said):
        return NOTHING
    day = _last_meant(found, said)
    return Answer(day.isoformat()) if day else NOTHING


def _cleared(text: str) -> str:
    """The text without telephone numbers and hours of the clock."""
    spans = [(p.start, p.end) for p in find_phones(text) if p.number]
    for clock in _CLOCK.finditer(text):
        if not _SPAN_BEFORE.search(text[max(0, clock.start() - 8) : clock.start()]) and not _ago(
            text, clock.end()
        ):
            spans.append(clock.span())
    return blank(text, tuple(spans))


def _ago(text: str, at: int) -> bool:
    return text[at : at + 5].strip().lower().startswith("ago")


def _negated(context: Context, mention: Mention) -> bool:
    """``pas mardi``, ``not Monday``."""
    return context.at(mention.start - 1) in ("pas", "not") or (
        context.at(mention.start - 2) == "pas" and context.at(mention.start - 1) in ("le", "ce")
    )


def _vague(found: tuple[Word, ...], said: list[Mention]) -> bool:
    """Whether something said is no single day: a week, an end of month, around, between."""
    inside = {i for m in said for i in range(m.start, m.end)}
    if any(h.start not in inside or found[h.start].folded == "avant" for h in VAGUE.find(found)):
        return True
    if any(_or_another(found, m.end) for m in said):
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
        near = hit.end in starts or _article_between(found, hit.end, starts)
        if hit.name == "before" and near and not exact:
            return True
        if hit.name == "after" and any(m.end == hit.start for m in said):
            return True
    return False


def _or_another(found: tuple[Word, ...], at: int) -> bool:
    """``le 2 ou 3``: a number follows that could be another day."""
    return at + 1 < len(found) and found[at].folded in ("ou", "or", "et", "au") and found[at + 1].is_number


def _article_between(found: tuple[Word, ...], at: int, starts: set[int]) -> bool:
    return at < len(found) and found[at].folded in ("le", "ce", "the") and at + 1 in starts


def _last_meant(found: tuple[Word, ...], said: list[Mention]) -> date | None:
    """The only day said, or the last one where corrections lead to it."""
    kept = said[0]
    for mention in said[1:]:
        corrected = any(CORRECTIONS.find(found[kept.end : mention.start]))
        if mention.day != kept.day and not corrected:
            return None
        kept = mention
    return kept.day
