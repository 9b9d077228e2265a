"""A charter as rows for people: grouped by channel, with dates and source. The command line draws them."""

from datetime import date

from msgspec import Struct

from tocsin.charter import words
from tocsin.charter.channels import CHANNELS, ChannelId
from tocsin.charter.diff import State, get_clause_state
from tocsin.charter.schema import (
    AdviceClause,
    AnyClause,
    AskClause,
    Charter,
    Clause,
    ContentClause,
    ListingClause,
    PointClause,
    ProgrammeClause,
)
from tocsin.charter.view import view_as_of

_ORDER = (ProgrammeClause, ListingClause, PointClause, AskClause, ContentClause, AdviceClause)


class ClauseRow(Struct, frozen=True, kw_only=True):
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
    layer: str
    """Shared layer that it is inherited from, or empty."""


class ChannelClauses(Struct, frozen=True):
    channel: ChannelId
    title: str
    rows: tuple[ClauseRow, ...]


def list_clauses_by_channel(
    charter: Charter, on: date | None = None, language: str = "fr"
) -> tuple[ChannelClauses, ...]:
    """The clauses by channel, those that may hold on a day or all of them."""
    return tuple(
        ChannelClauses(
            channel, words.translate_channel(channel, language), _build_rows(charter, channel, on, language)
        )
        for channel in CHANNELS
    )


def _build_rows(
    charter: Charter, channel: ChannelId, on: date | None, language: str
) -> tuple[ClauseRow, ...]:
    clauses = [c for c in charter.clauses if channel in c.channels]
    states: dict[str, State] = {}
    if on is not None:
        view = view_as_of(charter, on)
        states = {c.id: get_clause_state(c, view) for c in clauses}
        clauses = [c for c in clauses if states[c.id] in ("in", "perhaps")]
    clauses.sort(key=lambda c: (_ORDER.index(type(c)), c.id))
    return tuple(build_clause_row(c, language, states.get(c.id, "in")) for c in clauses)


def build_clause_row(clause: AnyClause, language: str = "fr", state: State = "in") -> ClauseRow:
    best = next(s for s in clause.sources if s.quality == clause.quality)
    return ClauseRow(
        clause=clause.id,
        kind=type(clause).__name__.removesuffix("Clause").lower(),
        subject=describe_subject(clause, language),
        answer=describe_answer(clause),
        text=words.translate_wording(clause.wording, language),
        dates=words.format_validity(clause.in_force, language),
        source=words.format_source(best, language),
        quality=clause.quality,
        state=state,
        layer=clause.layer,
    )


def describe_subject(clause: AnyClause, language: str = "fr") -> str:
    match clause:
        case PointClause():
            return f"{clause.value} ({words.translate_wording(clause.purpose, language)})"
        case ListingClause():
            return ", ".join(clause.media)
        case AskClause():
            part = "" if clause.completeness == "any" else f" ({clause.completeness})"
            return ", ".join(clause.items) + part
        case ContentClause():
            return ", ".join(clause.contents)
        case ProgrammeClause():
            return words.translate_wording(clause.name, language)
        case AdviceClause():
            return clause.contact


def describe_answer(clause: Clause | AnyClause) -> str:
    """What a clause answers, in one word; empty where it answers no question."""
    if isinstance(clause, ListingClause):
        return "closed" if clause.closed else "open"
    return clause.allowed if isinstance(clause, AskClause | ContentClause) else ""
