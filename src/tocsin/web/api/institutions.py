"""``GET /api/v1/charters``, ``charter`` and ``charter/diff``: what an institution promises, by day."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from msgspec import UNSET, Struct, UnsetType

from tocsin.charter import words
from tocsin.charter.diff import Answer as Answered
from tocsin.charter.diff import Change, State, diff, state, verdict_of
from tocsin.charter.load import available, load
from tocsin.charter.schema import (
    MAX,
    MIN,
    Advice,
    AnyClause,
    Ask,
    Channel,
    Charter,
    Content,
    Direction,
    Item,
    Listing,
    Medium,
    Period,
    Point,
    Programme,
    Quality,
    Seen,
    Source,
    Wording,
)  # fmt: skip
from tocsin.charter.show import answer, subject
from tocsin.charter.view import as_of
from tocsin.web.api.asked import Asked
from tocsin.web.api.judges import HERE
from tocsin.web.api.problem import Problem
from tocsin.web.api.reply import Reply, json
from tocsin.web.api.request import day, institution, language

if TYPE_CHECKING:
    from tocsin.web.api.api import Api

FRESH = (("Cache-Control", "max-age=300"),)
"""A charter changes with a release of Tocsin."""


class Dates(Struct, frozen=True):
    """When a clause holds; null is an open end. It surely holds from ``latest_start`` to ``earliest_end``."""

    earliest_start: date | None
    latest_start: date | None
    earliest_end: date | None
    latest_end: date | None


class Price(Struct, frozen=True):
    """What it costs to call, during a period."""

    tariff: Literal["free", "standard", "premium", "unknown"]
    wording: Wording
    in_force: Dates


class ClauseAt(Struct, frozen=True, kw_only=True):
    """A clause as it stands on a day. Keys that its kind does not have are absent."""

    clause: str
    """Stable name."""
    kind: Literal["point", "listing", "ask", "content", "programme", "advice"]
    direction: Direction
    channels: tuple[Channel, ...]
    state: State
    """How it stands on the day: ``in``, or ``perhaps`` where its dates are not known well enough."""
    subject: str
    answer: str
    """``never``, ``only_if``, ``yes``, ``unknown``, ``closed``, ``open``, or empty."""
    text: str
    """What a person is told, in the language asked for."""
    dates: str
    """``in_force`` in words."""
    in_force: Dates
    seen: Seen
    sources: tuple[Source, ...]
    quality: Quality
    programme: str = ""
    supersedes: tuple[str, ...] = ()
    medium: Medium | UnsetType = UNSET
    value: str | UnsetType = UNSET
    purpose: Wording | UnsetType = UNSET
    subdomains: bool | UnsetType = UNSET
    delegate: str | UnsetType = UNSET
    tariffs: tuple[Price, ...] | UnsetType = UNSET
    media: tuple[Medium, ...] | UnsetType = UNSET
    closed: bool | UnsetType = UNSET
    items: tuple[Item, ...] | UnsetType = UNSET
    completeness: Literal["full", "partial", "any"] | UnsetType = UNSET
    contents: tuple[str, ...] | UnsetType = UNSET
    inside_account: bool | UnsetType | None = UNSET
    solicited: bool | UnsetType | None = UNSET
    when: tuple[str, ...] | UnsetType = UNSET
    contact: str | UnsetType = UNSET
    price: Wording | UnsetType | None = UNSET
    hours: str | UnsetType = UNSET


class CharterAt(Struct, frozen=True):
    """A charter as of a day."""

    id: str
    name: Wording
    version: str
    on: date
    clauses: tuple[ClauseAt, ...]


class Listed(Struct, frozen=True):
    """A charter that this service knows."""

    id: str
    name: Wording
    version: str
    clauses: int


class Moved(Struct, frozen=True):
    """A clause that does not stand on the second day as on the first."""

    clause: str
    before: State
    after: State
    text: str
    dates: str


class Turned(Struct, frozen=True):
    """A question that is answered otherwise on the second day."""

    question: str
    """``ask``, ``content`` or ``listing``."""
    about: str
    channel: Channel
    partial: bool
    inside_account: bool
    solicited: bool
    before: str
    after: str


class Difference(Struct, frozen=True):
    """What changes in a charter between two days."""

    id: str
    version: str
    before: date
    after: date
    begun: tuple[Moved, ...]
    ended: tuple[Moved, ...]
    surer: tuple[Moved, ...]
    answers: tuple[Turned, ...]


def listing(_api: "Api", asked: Asked) -> Reply:
    """The charters that this service knows."""
    asked.request.query()
    return _fresh([_listed(load(name)) for name in available()])


def charter(_api: "Api", asked: Asked) -> Reply:
    """A charter as of a day."""
    given = asked.request.query("institution", "on", "lang", "channel")
    found = load(institution(given))
    on = day(given, "on", today(asked.now))
    channel, lang = given.get("channel"), language(given)
    if channel is not None and not any(channel in clause.channels for clause in found.clauses):
        raise Problem("bad_query", "expected a channel, such as sms", field="channel")
    view = as_of(found, on)
    clauses = ((clause, state(clause, view)) for clause in found.clauses)
    return _fresh(
        CharterAt(
            found.id, found.name, found.version, on,
            tuple(
                clause_at(clause, stands, lang) for clause, stands in clauses
                if stands in ("in", "perhaps") and (channel is None or channel in clause.channels)
            ),
        )
    )  # fmt: skip


def difference(_api: "Api", asked: Asked) -> Reply:
    """What changes in a charter between two days."""
    given = asked.request.query("institution", "before", "after", "lang")
    found, lang = load(institution(given)), language(given)
    before, after = day(given, "before"), day(given, "after", today(asked.now))
    changes = diff(found, before, after)

    def moved(some: tuple[Change, ...]) -> tuple[Moved, ...]:
        return tuple(
            Moved(
                one.clause.id, one.before, one.after,
                words.said(one.clause.wording, lang), words.in_force(one.clause.in_force, lang),
            )
            for one in some
        )  # fmt: skip

    return _fresh(
        Difference(
            found.id, found.version, before, after,
            moved(changes.begun), moved(changes.ended), moved(changes.surer),
            tuple(map(_turned, changes.answers)),
        )
    )  # fmt: skip


def today(now: datetime) -> date:
    """The day in France."""
    return now.astimezone(HERE).date()


def clause_at(clause: AnyClause, stands: State, lang: str) -> ClauseAt:
    """A clause as it is written here."""
    more: dict[str, object] = {
        name: getattr(clause, name)
        for name in _OF[type(clause)]
    }  # fmt: skip
    if isinstance(clause, Point):
        more["tariffs"] = tuple(Price(one.tariff, one.wording, dates(one.in_force)) for one in clause.tariffs)
    return ClauseAt(
        clause=clause.id,
        kind=type(clause).__name__.lower(),  # type: ignore[arg-type]
        direction=clause.direction,
        channels=clause.channels,
        state=stands,
        subject=subject(clause, lang),
        answer=answer(clause),
        text=words.said(clause.wording, lang),
        dates=words.in_force(clause.in_force, lang),
        in_force=dates(clause.in_force),
        seen=clause.seen,
        sources=clause.sources,
        quality=clause.quality,
        programme=clause.programme,
        supersedes=clause.supersedes,
        **more,  # type: ignore[arg-type]
    )


_OF: dict[type[AnyClause], tuple[str, ...]] = {
    Point: ("medium", "value", "purpose", "subdomains", "delegate"),
    Listing: ("media", "closed"),
    Ask: ("items", "completeness", "inside_account", "solicited"),
    Content: ("contents", "inside_account", "solicited"),
    Programme: (),
    Advice: ("when", "contact", "price", "hours"),
}


def dates(period: Period) -> Dates:
    """A period without the first and the last day of the calendar, which stand for open ends."""

    def known(when: date) -> date | None:
        return None if when in (MIN, MAX) else when

    return Dates(
        known(period.earliest_start), known(period.latest_start),
        known(period.earliest_end), known(period.latest_end),
    )  # fmt: skip


def _listed(found: Charter) -> Listed:
    return Listed(found.id, found.name, found.version, len(found.clauses))


def _turned(one: Answered) -> Turned:
    question = one.question
    about = next(
        str(getattr(question, name)) for name in ("item", "kind", "medium") if hasattr(question, name)
    )
    return Turned(
        type(question).__name__.removesuffix("Question").lower(),
        about,
        question.channel,
        getattr(question, "partial", False),
        getattr(question, "inside_account", False),
        getattr(question, "solicited", False),
        verdict_of(one.before),
        verdict_of(one.after),
    )


def _fresh(record: object) -> Reply:
    reply = json(record)
    reply.headers = FRESH
    return reply
