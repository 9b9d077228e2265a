"""``GET /api/v1/numbers/{number}``: what it costs, who may use it, and whether the institution uses it."""

from datetime import date
from typing import Annotated, ClassVar

from msgspec import Struct

from tocsin.charter import words
from tocsin.charter.channels import ChannelId
from tocsin.charter.loading import load_charter
from tocsin.charter.schema import MAX, MIN, ClauseSource, Direction, Medium, PointClause, Wording
from tocsin.locale.paris_time import find_paris_day
from tocsin.phone_numbers.dialled_number import NotAPhoneNumber, parse_phone_number
from tocsin.phone_numbers.numbering_plan import NumberRange, TariffClass
from tocsin.verdict.institution_choice import DEFAULT
from tocsin.verdict.number_report import (
    Likeness,
    LookalikeNumber,
    NumberReport,
    NumberUse,
    Standing,
    build_number_report,
)
from tocsin.web.api.call import ApiCall
from tocsin.web.api.charters import FRESH, PeriodDates, period_dates
from tocsin.web.api.operation import api_operation
from tocsin.web.api.parameters import DAY, INSTITUTION, LANGUAGE
from tocsin.web.api.problem import ApiProblem


class NumberQuery(Struct, frozen=True):
    """On which day, and for whose charter."""

    on: Annotated[date | None, DAY] = None
    """the day in question (default: today)"""
    institution: Annotated[str, INSTITUTION] = DEFAULT
    """the institution whose charter is read"""
    lang: Annotated[str, LANGUAGE] = "fr"
    """language of the sentences"""


class NumberPlanRange(Struct, frozen=True):
    """The part of the numbering plan that a number belongs to."""

    schema_name: ClassVar[str] = "Part"

    id: str
    name: str
    use: str | None
    """Who may use it; null where that is not known."""
    price: str
    start: date | None
    end: date | None
    sources: tuple[ClauseSource, ...]


class NumberClause(Struct, frozen=True):
    """A clause that names the number."""

    schema_name: ClassVar[str] = "Named"

    clause: str
    purpose: str
    text: str
    dates: str
    in_force: PeriodDates
    sources: tuple[ClauseSource, ...]


class NumberUsage(Struct, frozen=True):
    """Whether the institution uses the number in one way."""

    schema_name: ClassVar[str] = "Used"

    direction: Direction
    """``they_contact_you``: it calls or writes from it; ``you_contact_them``: people call it there."""
    channel: ChannelId
    standing: Standing
    clauses: tuple[NumberClause, ...]
    list_clause: str | None
    """Clause that says whether the list of that day is closed; null where there is none."""


class SimilarNumber(Struct, frozen=True):
    """A number of the institution that this one looks like, and is not."""

    schema_name: ClassVar[str] = "Like"

    value: str
    how: Likeness
    clause: str
    purpose: str


class NumberAnswer(Struct, frozen=True):
    """What is known of a number on a day."""

    schema_name: ClassVar[str] = "Number"

    number: str
    """E.164, or a short number."""
    shown: str
    """As people write it."""
    medium: Medium
    on: date
    institution: str
    charter: str
    """Version of the charter."""
    tariff: TariffClass
    price: str | None
    """In words: the institution's own for its number, else the plan's; null where neither says it."""
    part: NumberPlanRange | None
    help: bool
    """A known number of public help."""
    fiction: bool
    """Kept for films and books: nobody has it."""
    overseas: bool
    country: str
    """Region of a foreign number (ISO 3166), or empty."""
    named: bool
    """Whether the charter names it, on any day."""
    uses: tuple[NumberUsage, ...]
    looks_like: tuple[SimilarNumber, ...]
    display: str | None
    """What operators do that day about such a number where a call shows it, in words; null where there is nothing
    to say."""


@api_operation("GET", refusals=("no_number",), cached_seconds=FRESH)
def look_up_number(
    call: ApiCall, query: NumberQuery, number: Annotated[str, "the number, as people write it"]
) -> NumberAnswer:
    """A number.

    What it costs, who may use it, whether the institution calls or writes from it, or is called on it.
    """
    charter, lang = load_charter(query.institution), query.lang
    on = query.on or find_paris_day(call.now)
    try:
        dialled = parse_phone_number(number)
    except NotAPhoneNumber:
        raise ApiProblem(
            "no_number", "expected such as 3646, +33899000012 or 38663", field="number"
        ) from None
    sheet = build_number_report(dialled, charter, on)
    return NumberAnswer(
        number=dialled.value,
        shown=dialled.display_form,
        medium=dialled.medium,
        on=on,
        institution=charter.id,
        charter=charter.version,
        tariff=sheet.tariff,
        price=_price_in_words(sheet, lang),
        part=_plan_range(sheet.range, lang) if sheet.range else None,
        help=sheet.help,
        fiction=sheet.fiction,
        overseas=sheet.overseas,
        country=sheet.country,
        named=sheet.is_in_charter,
        uses=tuple(_number_usage(use, lang) for use in sheet.uses),
        looks_like=tuple(_similar_number(one, lang) for one in sheet.alike),
        display=words.translate_wording(sheet.display.wording, lang) if sheet.display else None,
    )


def _price_in_words(sheet: NumberReport, lang: str) -> str | None:
    found: Wording | None = sheet.price or (sheet.range.price if sheet.range else None)
    return words.translate_wording(found, lang) if found else None


def _plan_range(found: NumberRange, lang: str) -> NumberPlanRange:
    return NumberPlanRange(
        found.id,
        words.translate_wording(found.name, lang),
        words.translate_wording(found.use, lang) if found.use else None,
        words.translate_wording(found.price, lang),
        None if found.start == MIN else found.start,
        None if found.end == MAX else found.end,
        found.sources,
    )


def _number_usage(use: NumberUse, lang: str) -> NumberUsage:
    return NumberUsage(
        use.direction,
        use.channel,
        use.standing,
        tuple(_number_clause(point, lang) for point in use.points),
        use.listing.id if use.listing else None,
    )


def _number_clause(point: PointClause, lang: str) -> NumberClause:
    return NumberClause(
        point.id,
        words.translate_wording(point.purpose, lang),
        words.translate_wording(point.wording, lang),
        words.format_validity(point.in_force, lang),
        period_dates(point.in_force),
        point.sources,
    )


def _similar_number(one: LookalikeNumber, lang: str) -> SimilarNumber:
    return SimilarNumber(
        one.point.value, one.how, one.point.id, words.translate_wording(one.point.purpose, lang)
    )
