"""Every question that a charter's clauses can answer, and what a view answers."""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from tocsin.charter.channels import ChannelId
from tocsin.charter.items import ItemId
from tocsin.charter.schema import (
    MAX,
    MIN,
    AnyClause,
    AskClause,
    Charter,
    ContentClause,
    Direction,
    ListingClause,
    Medium,
)
from tocsin.charter.view import DatedCharter


class AskQuestion(Struct, frozen=True):
    """Is this item asked, there and so?"""

    item: ItemId
    channel: ChannelId
    partial: bool = False
    inside_account: bool = False
    solicited: bool = False
    programme: str = ""

    def find_answer(self, view: DatedCharter) -> AskClause | None:
        return view.find_ask(
            self.item,
            self.channel,
            partial=self.partial,
            inside_account=self.inside_account,
            solicited=self.solicited,
            programme=self.programme,
        )


class ContentQuestion(Struct, frozen=True):
    """Do messages contain this, there and so?"""

    kind: str
    channel: ChannelId
    inside_account: bool = False
    solicited: bool = False

    def find_answer(self, view: DatedCharter) -> ContentClause | None:
        return view.find_content(
            self.kind, self.channel, inside_account=self.inside_account, solicited=self.solicited
        )


class ListingQuestion(Struct, frozen=True):
    """Is the list of points closed?"""

    medium: Medium
    direction: Direction
    channel: ChannelId

    def find_answer(self, view: DatedCharter) -> ListingClause | None:
        return view.find_closed_listing(self.medium, self.direction, self.channel)


Question = AskQuestion | ContentQuestion | ListingQuestion


def list_clause_questions(clause: AnyClause) -> Iterator[Question]:
    """The questions that a clause can answer, in every circumstance where it holds."""
    for channel in clause.channels:
        if isinstance(clause, AskClause):
            yield from _list_ask_questions(clause, channel)
        elif isinstance(clause, ContentClause):
            for kind in clause.contents:
                for inside, started in _list_circumstances(clause):
                    yield ContentQuestion(kind, channel, inside, started)
        elif isinstance(clause, ListingClause):
            for medium in clause.media:
                yield ListingQuestion(medium, clause.direction, channel)


def _list_ask_questions(clause: AskClause, channel: ChannelId) -> Iterator[Question]:
    parts = {"full": (False,), "partial": (True,), "any": (False, True)}[clause.completeness]
    for item in clause.items:
        for partial in parts:
            for inside, started in _list_circumstances(clause):
                yield AskQuestion(item, channel, partial, inside, started, clause.programme)


def _list_circumstances(clause: AskClause | ContentClause) -> Iterator[tuple[bool, bool]]:
    for inside in (False, True) if clause.inside_account is None else (clause.inside_account,):
        for started in (False, True) if clause.solicited is None else (clause.solicited,):
            yield inside, started


def list_questions(charter: Charter) -> tuple[Question, ...]:
    """Every question that some clause can answer, once, in a steady order."""
    return tuple(dict.fromkeys(q for clause in charter.clauses for q in list_clause_questions(clause)))


def list_turning_days(charter: Charter) -> tuple[date, ...]:
    """The days on which something may change: between two of them, every answer stays the same."""
    days = {date(1900, 1, 1)}
    for clause in charter.clauses:
        p = clause.in_force
        days |= {d for d in (p.earliest_start, p.latest_start) if d not in (MIN, MAX)}
        days |= {d + timedelta(days=1) for d in (p.earliest_end, p.latest_end) if d not in (MIN, MAX)}
    return tuple(sorted(days))
