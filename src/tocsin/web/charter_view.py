"""A charter on a day, in the order in which people ask: what is never asked, who writes, what to do."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Final

from msgspec import Struct

from tocsin.charter import words
from tocsin.charter.channels import CHANNELS, ChannelId
from tocsin.charter.items import ITEMS, ItemId
from tocsin.charter.schema import (
    AdviceClause,
    AnyClause,
    AskClause,
    Charter,
    ContentClause,
    ListingClause,
    PointClause,
    ProgrammeClause,
)
from tocsin.charter.view import DatedCharter, view_as_of
from tocsin.web.clause_view import ClauseView, view_clause
from tocsin.web.language import Lang

PARTS: Final = {
    # By telephone first: there people are asked most, with nothing in hand to check.
    part: tuple(channel.id for channel in channels)
    for part, channels in groupby(
        sorted(CHANNELS.values(), key=lambda channel: not channel.spoken), key=lambda channel: channel.part
    )
}
"""Part of the page -> its channels."""


class ItemPolicy(Struct, frozen=True):
    """Whether something is asked, by every channel."""

    item: ItemId
    never: str
    """Channels by which it is never asked, in words; or empty."""
    condition: str
    yes: str


class ChannelPolicy(Struct, frozen=True, kw_only=True):
    name: str
    """Of ``PARTS``."""
    senders: tuple[ClauseView, ...]
    """Numbers, addresses and names that may be shown, and whether that is all of them."""
    never: tuple[ClauseView, ...]
    """What is never asked, and what messages never contain."""
    perhaps: tuple[ClauseView, ...]
    """What is asked or contained, always or on a condition."""


class CharterView(Struct, frozen=True, kw_only=True):
    asked: tuple[ItemPolicy, ...]
    parts: tuple[ChannelPolicy, ...]
    reach: tuple[ClauseView, ...]
    """Numbers, sites and addresses at which the institution is reached, and whether that is all."""
    advice: tuple[ClauseView, ...]
    programmes: tuple[ClauseView, ...]
    count: int
    """Clauses that hold, or may hold, that day."""


def view_charter(charter: Charter, on: date, lang: Lang) -> CharterView:
    view = view_as_of(charter, on)
    lines = _ClauseViews(view, lang)
    parts = tuple(_channel_policy(name, channels, view, lines) for name, channels in PARTS.items())
    reach = [
        c
        for c in view.clauses
        if isinstance(c, PointClause | ListingClause) and c.direction == "you_contact_them"
    ]
    advice = sorted((c for c in view.clauses if isinstance(c, AdviceClause)), key=lambda c: c.rank)
    return CharterView(
        asked=tuple(list_item_policies(view, lang)),
        parts=parts,
        reach=lines.view_clauses(_points_first(reach)),
        advice=lines.view_clauses(advice),
        programmes=lines.view_clauses(c for c in view.clauses if isinstance(c, ProgrammeClause)),
        count=len(view.clauses),
    )


class _ClauseViews:
    """Clauses as lines; each has its name as an anchor where it first stands."""

    def __init__(self, view: DatedCharter, lang: Lang) -> None:
        self._view = view
        self._lang = lang
        self._seen: set[str] = set()

    def view_clauses(self, clauses: Iterable[AnyClause]) -> tuple[ClauseView, ...]:
        return tuple(self._view_clause(clause) for clause in clauses)

    def _view_clause(self, clause: AnyClause) -> ClauseView:
        first = clause.id not in self._seen
        self._seen.add(clause.id)
        return view_clause(clause, self._lang, on=self._view.on, anchor=first)


def _channel_policy(
    name: str, channels: tuple[ChannelId, ...], view: DatedCharter, lines: _ClauseViews
) -> ChannelPolicy:
    here = [c for c in view.clauses if set(channels) & set(c.channels) and c.direction == "they_contact_you"]
    rules = [c for c in here if isinstance(c, AskClause | ContentClause)]
    return ChannelPolicy(
        name=name,
        senders=lines.view_clauses(
            _points_first(c for c in here if isinstance(c, PointClause | ListingClause))
        ),
        never=lines.view_clauses(c for c in rules if c.allowed == "never"),
        perhaps=lines.view_clauses(c for c in rules if c.allowed != "never"),
    )


def _points_first(clauses: Iterable[PointClause | ListingClause]) -> list[PointClause | ListingClause]:
    return sorted(clauses, key=lambda clause: isinstance(clause, ListingClause))


def list_item_policies(view: DatedCharter, lang: Lang) -> Iterable[ItemPolicy]:
    """What is asked, or never asked, item by item; nothing is said of an item that no clause names."""
    for item in ITEMS:
        found: dict[str, list[str]] = {"never": [], "only_if": [], "yes": []}
        for channel in CHANNELS:
            clause = view.find_ask(item, channel)
            if clause is not None and clause.allowed in found:
                found[clause.allowed].append(words.translate_channel_inside(channel, lang))
        if any(found.values()):
            never, condition, yes = (", ".join(found[name]) for name in ("never", "only_if", "yes"))
            yield ItemPolicy(item, never, condition, yes)
