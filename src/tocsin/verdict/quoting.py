"""A text as it is shown with a verdict: what the reasons quote of it is marked, and of a long text only
that is kept."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from tocsin.message.harmless import harmless
from tocsin.verdict.model import Reason

WHOLE = 2_000
"""A text up to this length is shown whole; of a longer one, the beginning and what is quoted."""
AROUND = 200
MOST_EXCERPTS = 20


class Mark(Struct, frozen=True):
    """A stretch that is quoted."""

    start: int
    end: int
    weight: str
    """Of the gravest reason that quotes it."""
    numbers: tuple[int, ...]
    """Of every reason that quotes it, or a part of it."""


class Piece(Struct, frozen=True):
    """A stretch of the text as it is shown, or the place of one that is not."""

    text: str
    """Harmless; empty where something was left out."""
    mark: Mark | None = None
    last: bool = True
    """Whether the mark ends here: a stretch may be cut in two."""
    skipped: int = 0
    """How many characters are left out."""


def marks(reasons: Iterable[tuple[int, Reason]], field: str) -> list[Mark]:
    """What numbered reasons quote of a field, in the order of the text and without overlap.

    The reasons come gravest first: one that overlaps an earlier one adds its number to the stretch of that
    one.
    """
    kept: list[Mark] = []
    for number, reason in reasons:
        if reason.field != field or reason.span is None or reason.span[0] >= reason.span[1]:
            continue
        start, end = reason.span
        at = next((i for i, mark in enumerate(kept) if start < mark.end and mark.start < end), None)
        if at is None:
            kept.append(Mark(start, end, reason.weight, (number,)))
        else:
            one = kept[at]
            kept[at] = Mark(one.start, one.end, one.weight, (*one.numbers, number))
    return sorted(kept, key=lambda mark: mark.start)


def pieces(text: str, quoted: list[Mark], whole: int = WHOLE, around: int = AROUND) -> Iterator[Piece]:
    """The text in pieces, in order; of one longer than ``whole``, what is ``around`` the marks."""
    end = 0
    for start, stop in _stretches(len(text), quoted, whole, around):
        if start > end:
            yield Piece("", skipped=start - end)
        yield from _cut(text, start, stop, quoted)
        end = stop
    if end < len(text):
        yield Piece("", skipped=len(text) - end)


def _stretches(length: int, quoted: list[Mark], whole: int, around: int) -> Iterator[tuple[int, int]]:
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


def _cut(text: str, start: int, stop: int, quoted: list[Mark]) -> Iterator[Piece]:
    """A stretch of the text, cut where marks begin and end."""
    at = start
    for mark in quoted:
        if mark.end <= at or mark.start >= stop:
            continue
        if at < mark.start:
            yield Piece(harmless(text[at : mark.start]))
        at = min(mark.end, stop)
        yield Piece(harmless(text[max(mark.start, start) : at]), mark, at == mark.end)
    if at < stop:
        yield Piece(harmless(text[at:stop]))
