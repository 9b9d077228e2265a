"""A charter as rows for people: grouped by channel, with dates and source. The command line draws them."""

from datetime import date

from msgspec import Struct

from tocsin.charter import words
from tocsin.charter.diff import State, state
from tocsin.charter.schema import (
    CHANNELS,
    Advice,
    AnyClause,
    Ask,
    Channel,
    Charter,
    Content,
    Listing,
    Point,
    Programme,
)
from tocsin.charter.view import as_of

_ORDER = (Programme, Listing, Point, Ask, Content, Advice)


class Row(Struct, frozen=True, kw_only=True):
    """A clause, as a line of a table."""

    clause: str
    kind: str
    """``point``, ``listing``, ``ask``, ``content``, ``programme`` or ``advice``."""
    subject: str
    """What it is about: a number, a list of items or of signs."""
    answer: str
    """``never``, ``only_if``, ``yes``, ``unknown``, ``closed``, ``open``, or empty."""
    text: str
    dates: str
    source: str
    """The best of its sources."""
    quality: str
    state: State
    """How it stands on the day shown; ``in`` where no day was given."""


class Group(Struct, frozen=True):
    """The clauses of a channel."""

    channel: Channel
    title: str
    rows: tuple[Row, ...]


def show(charter: Charter, on: date | None = None, language: str = "fr") -> tuple[Group, ...]:
    """The clauses by channel, those that may hold on a day or all of them."""
    return tuple(
        Group(channel, words.channel(channel, language), _rows(charter, channel, on, language))
        for channel in CHANNELS
    )


def _rows(charter: Charter, channel: Channel, on: date | None, language: str) -> tuple[Row, ...]:
    clauses = [c for c in charter.clauses if channel in c.channels]
    states: dict[str, State] = {}
    if on is not None:
        view = as_of(charter, on)
        states = {c.id: state(c, view) for c in clauses}
        clauses = [c for c in clauses if states[c.id] in ("in", "perhaps")]
    clauses.sort(key=lambda c: (_ORDER.index(type(c)), c.id))
    return tuple(row(c, language, states.get(c.id, "in")) for c in clauses)


def row(clause: AnyClause, language: str = "fr", state: State = "in") -> Row:
    """A clause as a line."""
    best = next(s for s in clause.sources if s.quality == clause.quality)
    return Row(
        clause=clause.id,
        kind=type(clause).__name__.lower(),
        subject=subject(clause, language),
        answer=answer(clause),
        text=words.said(clause.wording, language),
        dates=words.in_force(clause.in_force, language),
        source=words.source(best, language),
        quality=clause.quality,
        state=state,
    )


def subject(clause: AnyClause, language: str = "fr") -> str:
    """What a clause is about, in few words."""
    match clause:
        case Point():
            return f"{clause.value} ({words.said(clause.purpose, language)})"
        case Listing():
            return ", ".join(clause.media)
        case Ask():
            part = "" if clause.completeness == "any" else f" ({clause.completeness})"
            return ", ".join(clause.items) + part
        case Content():
            return ", ".join(clause.contents)
        case Programme():
            return words.said(clause.name, language)
        case Advice():
            return clause.contact


def answer(clause: AnyClause) -> str:
    """What a clause answers, in one word; empty where it answers no question."""
    if isinstance(clause, Listing):
        return "closed" if clause.closed else "open"
    return clause.allowed if isinstance(clause, Ask | Content) else ""
