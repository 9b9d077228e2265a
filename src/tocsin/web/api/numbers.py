"""``GET /api/v1/numbers/{number}``: what it costs, who may use it, and whether the institution uses it."""

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from tocsin.charter import words
from tocsin.charter.load import load
from tocsin.charter.schema import MAX, MIN, Channel, Direction, Medium, Point, Source, Wording
from tocsin.evidence.model import TariffClass
from tocsin.verdict.number import Alike, Likeness, Sheet, Standing, Use, number_sheet
from tocsin.verdict.numbering import NotANumber, Range, read_number
from tocsin.web.api.asked import Asked
from tocsin.web.api.institutions import FRESH, Dates, dates, today
from tocsin.web.api.problem import Problem
from tocsin.web.api.reply import Reply, json
from tocsin.web.api.request import day, institution, language

if TYPE_CHECKING:
    from tocsin.web.api.api import Api


class Part(Struct, frozen=True):
    """The part of the numbering plan that a number belongs to."""

    id: str
    name: str
    use: str | None
    """Who may use it; null where that is not known."""
    price: str
    start: date | None
    end: date | None
    sources: tuple[Source, ...]


class Named(Struct, frozen=True):
    """A clause that names the number."""

    clause: str
    purpose: str
    text: str
    dates: str
    in_force: Dates
    sources: tuple[Source, ...]


class Used(Struct, frozen=True):
    """Whether the institution uses the number in one way."""

    direction: Direction
    """``they_contact_you``: it calls or writes from it; ``you_contact_them``: people call it there."""
    channel: Channel
    standing: Standing
    clauses: tuple[Named, ...]
    list_clause: str | None
    """Clause that says whether the list of that day is closed; null where there is none."""


class Like(Struct, frozen=True):
    """A number of the institution that this one looks like, and is not."""

    value: str
    how: Likeness
    clause: str
    purpose: str


class Number(Struct, frozen=True):
    """What is known of a number on a day."""

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
    part: Part | None
    help: bool
    """A known number of public help."""
    fiction: bool
    """Kept for films and books: nobody has it."""
    overseas: bool
    country: str
    """Region of a foreign number (ISO 3166), or empty."""
    named: bool
    """Whether the charter names it, on any day."""
    uses: tuple[Used, ...]
    looks_like: tuple[Like, ...]


def number(_api: "Api", asked: Asked) -> Reply:
    """What is known of a number."""
    given = asked.request.query("institution", "on", "lang")
    charter, lang = load(institution(given)), language(given)
    on = day(given, "on", today(asked.now))
    try:
        dialled = read_number(_decoded(asked.parts[0]))
    except NotANumber:
        raise Problem("no_number", "expected such as 3646, +33899000012 or 38663", field="number") from None
    sheet = number_sheet(dialled, charter, on)
    reply = json(
        Number(
            number=dialled.value,
            shown=dialled.shown,
            medium=dialled.medium,
            on=on,
            institution=charter.id,
            charter=charter.version,
            tariff=sheet.tariff,
            price=_price(sheet, lang),
            part=_part(sheet.range, lang) if sheet.range else None,
            help=sheet.help,
            fiction=sheet.fiction,
            overseas=sheet.overseas,
            country=sheet.country,
            named=sheet.named,
            uses=tuple(_used(use, lang) for use in sheet.uses),
            looks_like=tuple(_like(one, lang) for one in sheet.alike),
        )
    )
    reply.headers = FRESH
    return reply


def _decoded(part: str) -> str:
    """WSGI hands text over as Latin-1; what is no UTF-8 is no number either."""
    try:
        return part.encode("latin-1").decode()
    except UnicodeError:
        return ""


def _price(sheet: Sheet, lang: str) -> str | None:
    found: Wording | None = sheet.price or (sheet.range.price if sheet.range else None)
    return words.said(found, lang) if found else None


def _part(found: Range, lang: str) -> Part:
    return Part(
        found.id,
        words.said(found.name, lang),
        words.said(found.use, lang) if found.use else None,
        words.said(found.price, lang),
        None if found.start == MIN else found.start,
        None if found.end == MAX else found.end,
        found.sources,
    )


def _used(use: Use, lang: str) -> Used:
    return Used(
        use.direction,
        use.channel,
        use.standing,
        tuple(_named(point, lang) for point in use.points),
        use.listing.id if use.listing else None,
    )


def _named(point: Point, lang: str) -> Named:
    return Named(
        point.id,
        words.said(point.purpose, lang),
        words.said(point.wording, lang),
        words.in_force(point.in_force, lang),
        dates(point.in_force),
        point.sources,
    )


def _like(one: Alike, lang: str) -> Like:
    return Like(one.point.value, one.how, one.point.id, words.said(one.point.purpose, lang))
