"""A clause as a line of a page: what it says, since when, and who says so."""

from datetime import date
from typing import Final

from msgspec import Struct

from tocsin.charter.dates import UNDATED, span
from tocsin.charter.schema import Advice, AnyClause, Ask, Clause, Content, Listing, Point, Source
from tocsin.charter.words import MONTHS, day, in_force, publisher, quality, said
from tocsin.verdict.numbering import NotANumber, read_number
from tocsin.web.language import Lang
from tocsin.web.typeset import typeset

_MARKS: Final = {"never": "a_never", "only_if": "a_only_if", "yes": "a_yes"}


class Origin(Struct, frozen=True):
    """A source, to be read."""

    publisher: str
    date: str
    """As precise as known; empty where it is undated."""
    url: str
    quality: str
    note: str
    """Of the charter's authors, who write English: empty on a French page."""


class Line(Struct, frozen=True, kw_only=True):
    """A clause, to be read."""

    id: str
    anchor: bool
    """Whether its name is an anchor here: a clause may stand on a page more than once."""
    subject: str
    """A number, an address, a name; or empty."""
    doubtful: bool
    """Whether its dates leave open that it holds."""
    text: str
    mark: str
    """Name of the sentence that sums it up, or empty."""
    dates: str
    inferred: bool
    """Whether it is our reasoning, not their words."""
    best: Origin
    """The source that is nearest to the institution's words."""
    others: tuple[Origin, ...]


def line(clause: Clause, lang: Lang, *, on: date | None = None, anchor: bool = False) -> Line:
    """A clause as a line; ``on`` is the day that it is read for, where that matters."""
    best = next((one for one in clause.sources if one.quality == clause.quality), clause.sources[0])
    return Line(
        id=clause.id,
        anchor=anchor,
        subject=subject(clause, lang),
        doubtful=on is not None and not clause.in_force.surely(on),
        text=typeset(said(clause.wording, lang), lang),
        mark=_MARKS.get(answer(clause), ""),
        dates=in_force(clause.in_force, lang),
        inferred=clause.quality == "inferred",
        best=source(best, lang),
        others=tuple(source(one, lang) for one in clause.sources if one is not best),
    )


def subject(clause: Clause, lang: Lang) -> str:
    """What a clause is about, where that is one thing: a number as it is read, a host, whom to contact."""
    if isinstance(clause, Point):
        return f"{shown(clause.value)} ({said(clause.purpose, lang)})"
    return shown(clause.contact) if isinstance(clause, Advice) else ""


def shown(value: str) -> str:
    """A number as people write it, all on one line; anything else as it is.

    >>> shown("+33974757678").replace("\\xa0", " "), shown("ameli.fr")
    ('09 74 75 76 78', 'ameli.fr')
    """
    try:
        return read_number(value).shown.replace(" ", "\u00a0")
    except NotANumber:
        return value


def answer(clause: Clause | AnyClause) -> str:
    """What it answers, in one word; empty where it answers no question."""
    if isinstance(clause, Listing):
        return "closed" if clause.closed else "open"
    return clause.allowed if isinstance(clause, Ask | Content) else ""


def dated(written: str, lang: Lang) -> str:
    """The date of a page, as precise as it is known; empty where it is undated.

    >>> dated("2021-03-04", "fr"), dated("2022-11", "en"), dated("2022", "fr"), dated("undated", "fr")
    ('4 mars 2021', 'November 2022', '2022', '')
    """
    if written == UNDATED:
        return ""
    first = span(written)[0]
    precision = written.count("-")
    if precision == 2:
        return day(first, lang)
    return f"{MONTHS[lang][first.month - 1]} {first.year}" if precision else written


def source(one: Source, lang: Lang) -> Origin:
    """A source; the notes of a charter are in English, for whoever reads English."""
    return Origin(
        publisher=publisher(one, lang),
        date=dated(one.date, lang),
        url=one.url,
        quality=quality(one, lang),
        note=one.note if lang == "en" else "",
    )


def is_ask(clause: Clause) -> bool:
    """Whether it says if something is asked."""
    return isinstance(clause, Ask)
