"""A text as it is shown with a verdict: what the reasons quote of it is marked, and of a long text only
that is kept."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from tocsin.message.safe_display import escape_acting_characters
from tocsin.verdict.model import VerdictReason

WHOLE = 2_000
"""A text up to this length is shown whole; of a longer one, the beginning and what is quoted."""
AROUND = 200
MOST_EXCERPTS = 20


class QuoteHighlight(Struct, frozen=True):
    """A stretch that is quoted."""

    start: int
    end: int
    weight: str
    """Of the gravest reason that quotes it."""
    numbers: tuple[int, ...]
    """Of every reason that quotes it, or a part of it."""


class TextExcerpt(Struct, frozen=True):
    """A stretch of the text as it is shown, or the place of one that is not."""

    text: str
    """Harmless; empty where something was left out."""
    mark: QuoteHighlight | None = None
    last: bool = True
    """Whether the mark ends here: a stretch may be cut in two."""
    skipped: int = 0
    """How many characters are left out."""


def find_highlights(reasons: Iterable[tuple[int, VerdictReason]], field: str) -> list[QuoteHighlight]:
    """What numbered reasons quote of a field, in the order of the text and without overlap.

    The reasons come gravest first: one that overlaps an earlier one adds its number to the stretch of that
    one.
    """
    kept: list[QuoteHighlight] = []
    for number, reason in reasons:
        if reason.field != field or reason.span is None or reason.span[0] >= reason.span[1]:
            continue
        start, end = reason.span
        at = next((i for i, mark in enumerate(kept) if start < mark.end and mark.start < end), None)
        if at is None:
            kept.append(QuoteHighlight(start, end, reason.weight, (number,)))
        else:
            one = kept[at]
            kept[at] = QuoteHighlight(one.start, one.end, one.weight, (*one.numbers, number))
    return sorted(kept, key=lambda mark: mark.start)


def cut_excerpts(
    text: str, quoted: list[QuoteHighlight], whole: int = WHOLE, around: int = AROUND
) -> Iterator[TextExcerpt]:
    """The text in pieces, in order; of one longer than ``whole``, what is ``around`` the marks."""
    end = 0
    for start, stop in _choose_stretches(len(text), quoted, whole, around):
        if start > end:
            yield TextExcerpt("", skipped=start - end)
        yield from _cut_stretch(text, start, stop, quoted)
        end = stop
    if end < len(text):
        yield TextExcerpt("", skipped=len(text) - end)


def _choose_stretches(
    length: int, quoted: list[QuoteHighlight], whole: int, around: int
) -> Iterator[tuple[int, int]]:
    """The stretches of a text that are shown, in order, apart from one another."""
    if length <= whole:
        yield 0, length
        return
    start, end = 0, 2 * around
    for mark in quoted[:MOST_EXCERPTS]:
        if mark.start - around > end:
            yield start, end
            start = mark.start - around
        end = max(end, min(mark.end, mark.start + whole) + around)
    yield start, min(end, length)


def _cut_stretch(text: str, start: int, stop: int, quoted: list[QuoteHighlight]) -> Iterator[TextExcerpt]:
    """A stretch of the text, cut where marks begin and end."""
    at = start
    for mark in quoted:
        if mark.end <= at or mark.start >= stop:
            continue
        if at < mark.start:
            yield TextExcerpt(escape_acting_characters(text[at : mark.start]))
        at = min(mark.end, stop)
        yield TextExcerpt(escape_acting_characters(text[max(mark.start, start) : at]), mark, at == mark.end)
    if at < stop:
        yield TextExcerpt(escape_acting_characters(text[at:stop]))
