"""A charter on a day, in the order in which people ask: what is never asked, who writes, what to do."""

from collections.abc import Iterable
from datetime import date
from typing import Final, get_args

from msgspec import Struct

from tocsin.charter import words
from tocsin.charter.schema import (
    CHANNELS,
    Advice,
    AnyClause,
    Ask,
    Channel,
    Charter,
    Content,
    Item,
    Listing,
    Point,
    Programme,
)
from tocsin.charter.view import View, as_of
from tocsin.web.language import Lang
from tocsin.web.lines import Line, line

PLACES: Final[dict[str, tuple[Channel, ...]]] = {
    "by_phone": ("call", "voicemail"),
    "by_sms": ("sms",),
    "by_email": ("email",),
    "by_social": ("social",),
    "by_letter": ("letter",),
}
"""Part of the page -> its channels."""
ITEMS: Final[tuple[Item, ...]] = get_args(Item)


class Asked(Struct, frozen=True):
    """Whether something is asked, by every channel."""

    item: Item
    never: str
    """Channels by which it is never asked, in words; or empty."""
    condition: str
    yes: str


class Part(Struct, frozen=True, kw_only=True):
    """What holds for a channel."""

    name: str
    """Of ``PLACES``."""
    senders: tuple[Line, ...]
    """Numbers, addresses and names that may be shown, and whether that is all of them."""
    never: tuple[Line, ...]
    """What is never asked, and what messages never contain."""
    perhaps: tuple[Line, ...]
    """What is asked or contained, always or on a condition."""


class Promises(Struct, frozen=True, kw_only=True):
    """A charter on a day."""

    asked: tuple[Asked, ...]
    parts: tuple[Part, ...]
    reach: tuple[Line, ...]
    """Numbers, sites and addresses at which the institution is reached, and whether that is all."""
    advice: tuple[Line, ...]
    programmes: tuple[Line, ...]
    count: int
    """Clauses that hold, or may hold, that day."""


def promises(charter: Charter, on: date, lang: Lang) -> Promises:
    """The charter on a day, in a language."""
    view = as_of(charter, on)
    lines = _Lines(view, lang)
    parts = tuple(_part(name, channels, view, lines) for name, channels in PLACES.items())
    reach = [c for c in view.clauses if isinstance(c, Point | Listing) and c.direction == "you_contact_them"]
    advice = sorted((c for c in view.clauses if isinstance(c, Advice)), key=lambda c: c.rank)
    return Promises(
        asked=tuple(_asked(view, lang)),
        parts=parts,
        reach=lines.of(_points_first(reach)),
        advice=lines.of(advice),
        programmes=lines.of(c for c in view.clauses if isinstance(c, Programme)),
        count=len(view.clauses),
    )


class _Lines:
    """Clauses as lines; each has its name as an anchor where it first stands."""

    def __init__(self, view: View, lang: Lang) -> None:
        self._view = view
        self._lang = lang
        self._seen: set[str] = set()

    def of(self, clauses: Iterable[AnyClause]) -> tuple[Line, ...]:
        return tuple(self._line(clause) for clause in clauses)

    def _line(self, clause: AnyClause) -> Line:
        first = clause.id not in self._seen
        self._seen.add(clause.id)
        return line(clause, self._lang, on=self._view.on, anchor=first)


def _part(name: str, channels: tuple[Channel, ...], view: View, lines: _Lines) -> Part:
    here = [c for c in view.clauses if set(channels) & set(c.channels) and c.direction == "they_contact_you"]
    rules = [c for c in here if isinstance(c, Ask | Content)]
    return Part(
        name=name,
        senders=lines.of(_points_first(c for c in here if isinstance(c, Point | Listing))),
        never=lines.of(c for c in rules if c.allowed == "never"),
        perhaps=lines.of(c for c in rules if c.allowed != "never"),
    )


def _points_first(clauses: Iterable[Point | Listing]) -> list[Point | Listing]:
    return sorted(clauses, key=lambda clause: isinstance(clause, Listing))


def _asked(view: View, lang: Lang) -> Iterable[Asked]:
    for item in ITEMS:
        found: dict[str, list[str]] = {"never": [], "only_if": [], "yes": []}
        for channel in CHANNELS:
            clause = view.ask(item, channel)
            if clause is not None and clause.allowed in found:
                found[clause.allowed].append(_within(words.channel(channel, lang)))
        if any(found.values()):
            never, condition, yes = (", ".join(found[name]) for name in ("never", "only_if", "yes"))
            yield Asked(item, never, condition, yes)


def _within(name: str) -> str:
    """A name as it stands within a sentence; what is all capitals stays so."""
    return name if name.isupper() else name[:1].lower() + name[1:]
