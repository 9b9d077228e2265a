"""``GET /api/v1/charters``, ``charter`` and ``charter/diff``: what an institution promises, by day."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType

from tocsin.charter import words
from tocsin.charter.channels import ChannelId
from tocsin.charter.clause_table import describe_answer, describe_subject
from tocsin.charter.diff import (
    AnswerDifference,
    ClauseChange,
    State,
    compare_charter_days,
    get_clause_state,
    summarise_answer,
)
from tocsin.charter.items import ItemId
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.schema import (
    MAX,
    MIN,
    AdviceClause,
    AnyClause,
    AskClause,
    AttestationDates,
    Charter,
    ClauseSource,
    ContentClause,
    Direction,
    ListingClause,
    Medium,
    PointClause,
    ProgrammeClause,
    Quality,
    ValidityPeriod,
    Wording,
)  # fmt: skip
from tocsin.charter.view import view_as_of
from tocsin.locale.paris_time import find_paris_day
from tocsin.verdict.institution_choice import DEFAULT
from tocsin.web.api.call import ApiCall
from tocsin.web.api.operation import api_operation
from tocsin.web.api.parameters import CHANNEL, DAY, INSTITUTION, LANGUAGE
from tocsin.web.api.problem import ApiProblem

FRESH = 300
"""Seconds for which a client may keep an answer: a charter changes with a release of Tocsin."""


class CharterQuery(Struct, frozen=True):
    """Which charter, on which day."""

    institution: Annotated[str, INSTITUTION] = DEFAULT
    """the institution whose charter is read"""
    on: Annotated[date | None, DAY] = None
    """the day in question (default: today)"""
    lang: Annotated[str, LANGUAGE] = "fr"
    """language of the sentences"""
    channel: Annotated[str | None, CHANNEL] = None
    """one channel only"""


class ChangeQuery(Struct, frozen=True):
    """Which charter, between which days."""

    before: Annotated[date, DAY]
    """the first day"""
    after: Annotated[date | None, DAY] = None
    """the second (default: today)"""
    institution: Annotated[str, INSTITUTION] = DEFAULT
    """the institution whose charter is read"""
    lang: Annotated[str, LANGUAGE] = "fr"
    """language of the sentences"""


class PeriodDates(Struct, frozen=True):
    """When a clause holds; null is an open end. It surely holds from ``latest_start`` to ``earliest_end``."""

    schema_name: ClassVar[str] = "Dates"

    earliest_start: date | None
    latest_start: date | None
    earliest_end: date | None
    latest_end: date | None


class BilingualText(Struct, frozen=True):
    """A sentence for people, in the two languages that a charter is written in; `text` is in any that is asked for."""

    schema_name: ClassVar[str] = "Wording"

    fr: str
    """French, plain language."""
    en: str
    """English, plain language."""


class DatedTariff(Struct, frozen=True):
    """What it costs to call, during a period."""

    schema_name: ClassVar[str] = "Price"

    tariff: Literal["free", "standard", "premium", "unknown"]
    wording: BilingualText
    in_force: PeriodDates


class ClauseOnDay(Struct, frozen=True, kw_only=True):
    """A clause as it stands on a day. Keys that its kind does not have are absent."""

    schema_name: ClassVar[str] = "ClauseAt"

    clause: str
    """Stable name."""
    kind: Literal["point", "listing", "ask", "content", "programme", "advice"]
    direction: Direction
    channels: tuple[ChannelId, ...]
    state: State
    """How it stands on the day: ``in``, or ``perhaps`` where its dates are not known well enough."""
    subject: str
    answer: str
    """``never``, ``only_if``, ``yes``, ``unknown``, ``closed``, ``open``, or empty."""
    text: str
    """What a person is told, in the language asked for."""
    dates: str
    """``in_force`` in words."""
    in_force: PeriodDates
    seen: AttestationDates
    sources: tuple[ClauseSource, ...]
    quality: Quality
    programme: str = ""
    supersedes: tuple[str, ...] = ()
    layer: str | UnsetType = UNSET
    """Shared layer that it is inherited from: it holds for all institutions of a kind."""
    relaxes: tuple[str, ...] | UnsetType = UNSET
    """Inherited clauses that it takes the place of."""
    medium: Medium | UnsetType = UNSET
    value: str | UnsetType = UNSET
    purpose: BilingualText | UnsetType = UNSET
    subdomains: bool | UnsetType = UNSET
    delegate: str | UnsetType = UNSET
    tariffs: tuple[DatedTariff, ...] | UnsetType = UNSET
    media: tuple[Medium, ...] | UnsetType = UNSET
    closed: bool | UnsetType = UNSET
    items: tuple[ItemId, ...] | UnsetType = UNSET
    completeness: Literal["full", "partial", "any"] | UnsetType = UNSET
    contents: tuple[str, ...] | UnsetType = UNSET
    inside_account: bool | UnsetType | None = UNSET
    solicited: bool | UnsetType | None = UNSET
    when: tuple[str, ...] | UnsetType = UNSET
    contact: str | UnsetType = UNSET
    price: BilingualText | UnsetType | None = UNSET
    hours: str | UnsetType = UNSET


class CharterOnDay(Struct, frozen=True):
    """A charter as of a day."""

    schema_name: ClassVar[str] = "CharterAt"

    id: str
    name: BilingualText
    version: str
    on: date
    clauses: tuple[ClauseOnDay, ...]


class CharterSummary(Struct, frozen=True):
    """A charter that this service knows."""

    schema_name: ClassVar[str] = "Listed"

    id: str
    name: BilingualText
    version: str
    clauses: int


class ClauseStateChange(Struct, frozen=True):
    """A clause that does not stand on the second day as on the first."""

    schema_name: ClassVar[str] = "Moved"

    clause: str
    before: State
    after: State
    text: str
    dates: str


class AnswerChange(Struct, frozen=True):
    """A question that is answered otherwise on the second day."""

    schema_name: ClassVar[str] = "Turned"

    question: str
    """``ask``, ``content`` or ``listing``."""
    about: str
    channel: ChannelId
    partial: bool
    inside_account: bool
    solicited: bool
    before: str
    after: str


class CharterDifference(Struct, frozen=True):
    """What changes in a charter between two days."""

    schema_name: ClassVar[str] = "Difference"

    id: str
    version: str
    before: date
    after: date
    begun: tuple[ClauseStateChange, ...]
    ended: tuple[ClauseStateChange, ...]
    surer: tuple[ClauseStateChange, ...]
    answers: tuple[AnswerChange, ...]


@api_operation("GET", cached_seconds=FRESH)
def list_charters(_call: ApiCall) -> list[CharterSummary]:
    """The charters.

    The institutions whose charter is known here.
    """
    return [_charter_summary(load_charter(name)) for name in list_charter_names()]


@api_operation("GET", cached_seconds=FRESH)
def show_charter(call: ApiCall, query: CharterQuery) -> CharterOnDay:
    """A charter, on a day.

    How the institution contacts people, and what it never asks: every clause in force that day, with its dates
    and its sources.
    """
    found = load_charter(query.institution)
    on, channel = query.on or find_paris_day(call.now), query.channel
    if channel is not None and not any(channel in clause.channels for clause in found.clauses):
        raise ApiProblem("bad_query", "expected a channel, such as sms", field="channel")
    view = view_as_of(found, on)
    clauses = ((clause, get_clause_state(clause, view)) for clause in found.clauses)
    return CharterOnDay(
        found.id, _bilingual(found.name), found.version, on,
        tuple(
            clause_on_day(clause, stands, query.lang) for clause, stands in clauses
            if stands in ("in", "perhaps") and (channel is None or channel in clause.channels)
        ),
    )  # fmt: skip


@api_operation("GET", cached_seconds=FRESH)
def compare_charter(call: ApiCall, query: ChangeQuery) -> CharterDifference:
    """What changes between two days.

    The clauses that begin, end or become certain, and the questions that are answered otherwise.
    """
    found, lang = load_charter(query.institution), query.lang
    after = query.after or find_paris_day(call.now)
    changes = compare_charter_days(found, query.before, after)

    def moved(some: tuple[ClauseChange, ...]) -> tuple[ClauseStateChange, ...]:
        return tuple(
            ClauseStateChange(
                one.clause.id, one.before, one.after,
                words.translate_wording(one.clause.wording, lang), words.format_validity(one.clause.in_force, lang),
            )
            for one in some
        )  # fmt: skip

    return CharterDifference(
        found.id, found.version, query.before, after,
        moved(changes.begun), moved(changes.ended), moved(changes.surer),
        tuple(map(_answer_change, changes.answers)),
    )  # fmt: skip


def clause_on_day(clause: AnyClause, stands: State, lang: str) -> ClauseOnDay:
    """A clause as it is written here."""
    more: dict[str, object] = {name: getattr(clause, name) for name in _OF[type(clause)]}
    more |= {name: _bilingual(found) for name, found in more.items() if isinstance(found, Wording)}
    if isinstance(clause, PointClause):
        more["tariffs"] = tuple(
            DatedTariff(one.tariff, _bilingual(one.wording), period_dates(one.in_force))
            for one in clause.tariffs
        )
    return ClauseOnDay(
        clause=clause.id,
        kind=type(clause).__name__.removesuffix("Clause").lower(),  # type: ignore[arg-type]
        direction=clause.direction,
        channels=clause.channels,
        state=stands,
        subject=describe_subject(clause, lang),
        answer=describe_answer(clause),
        text=words.translate_wording(clause.wording, lang),
        dates=words.format_validity(clause.in_force, lang),
        in_force=period_dates(clause.in_force),
        seen=clause.seen,
        sources=clause.sources,
        quality=clause.quality,
        programme=clause.programme,
        supersedes=clause.supersedes,
        layer=clause.layer or UNSET,
        relaxes=clause.relaxes or UNSET,
        **more,  # type: ignore[arg-type]
    )


_OF: dict[type[AnyClause], tuple[str, ...]] = {
    PointClause: ("medium", "value", "purpose", "subdomains", "delegate"),
    ListingClause: ("media", "closed"),
    AskClause: ("items", "completeness", "inside_account", "solicited"),
    ContentClause: ("contents", "inside_account", "solicited"),
    ProgrammeClause: (),
    AdviceClause: ("when", "contact", "price", "hours"),
}


def period_dates(period: ValidityPeriod) -> PeriodDates:
    """A period without the first and the last day of the calendar, which stand for open ends."""

    def known(when: date) -> date | None:
        return None if when in (MIN, MAX) else when

    return PeriodDates(
        known(period.earliest_start), known(period.latest_start),
        known(period.earliest_end), known(period.latest_end),
    )  # fmt: skip


def _bilingual(wording: Wording) -> BilingualText:
    return BilingualText(wording.fr, wording.en)


def _charter_summary(found: Charter) -> CharterSummary:
    return CharterSummary(found.id, _bilingual(found.name), found.version, len(found.clauses))


def _answer_change(one: AnswerDifference) -> AnswerChange:
    question = one.question
    about = next(
        str(getattr(question, name)) for name in ("item", "kind", "medium") if hasattr(question, name)
    )
    return AnswerChange(
        type(question).__name__.removesuffix("Question").lower(),
        about,
        question.channel,
        getattr(question, "partial", False),
        getattr(question, "inside_account", False),
        getattr(question, "solicited", False),
        summarise_answer(one.before),
        summarise_answer(one.after),
    )
