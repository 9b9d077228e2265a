"""A clause as a line of a page: what it says, since when, and who says so."""

from datetime import date
from typing import Final

from msgspec import Struct

from tocsin.charter.clause_table import describe_answer
from tocsin.charter.partial_dates import UNDATED, parse_partial_date
from tocsin.charter.schema import (
    AdviceClause,
    Clause,
    ClauseSource,
    PointClause,
)
from tocsin.charter.words import (
    format_day,
    format_validity,
    translate_publisher,
    translate_quality,
    translate_wording,
)
from tocsin.locale.catalogues import translate
from tocsin.locale.languages import get_language
from tocsin.phone_numbers.dialled_number import format_phone_number
from tocsin.web.contact_links import contact_url
from tocsin.web.language import Lang

_MARKS: Final = {"never": "a_never", "only_if": "a_only_if", "yes": "a_yes"}


class SourceView(Struct, frozen=True):
    publisher: str
    date: str
    """As precise as known; empty where it is undated."""
    url: str
    quality: str
    note: str
    """Of the charter's authors, who write English: empty on a French page."""


class ClauseView(Struct, frozen=True, kw_only=True):
    id: str
    anchor: bool
    """Whether its name is an anchor here: a clause may stand on a page more than once."""
    subject: str
    """A number, an address, a name; or empty."""
    opens: str
    """What one touch on the subject opens, where it is a contact that is advised; or empty."""
    doubtful: bool
    """Whether its dates leave open that it holds."""
    text: str
    language: str
    """That of the text, where it was not translated into that of the page."""
    mark: str
    """Name of the sentence that sums it up, or empty."""
    dates: str
    inferred: bool
    """Whether it is our reasoning, not their words."""
    best: SourceView
    """The source that is nearest to the institution's words."""
    others: tuple[SourceView, ...]


def view_clause(clause: Clause, lang: Lang, *, on: date | None = None, anchor: bool = False) -> ClauseView:
    """A clause as a line; ``on`` is the day that it is read for, where that matters."""
    best = next((one for one in clause.sources if one.quality == clause.quality), clause.sources[0])
    return ClauseView(
        id=clause.id,
        anchor=anchor,
        subject=clause_subject(clause, lang),
        opens=_find_contact_url(clause),
        doubtful=on is not None and not clause.in_force.surely_holds(on),
        text=get_language(lang).typeset(translate_wording(clause.wording, lang)),
        language=clause.wording.find_other_language(lang),
        mark=_MARKS.get(describe_answer(clause), ""),
        dates=format_validity(clause.in_force, lang),
        inferred=clause.quality == "inferred",
        best=view_source(best, lang),
        others=tuple(view_source(one, lang) for one in clause.sources if one is not best),
    )


def clause_subject(clause: Clause, lang: Lang) -> str:
    """What a clause is about, where that is one thing: a number as it is read, a host, whom to contact."""
    if isinstance(clause, PointClause):
        return f"{format_contact_point(clause.value)} ({translate_wording(clause.purpose, lang)})"
    return format_contact_point(clause.contact) if isinstance(clause, AdviceClause) else ""


def _find_contact_url(clause: Clause) -> str:
    """Only of advice and of numbers on which the institution is rung: never of what a message shows."""
    if isinstance(clause, AdviceClause):
        return contact_url(clause.contact)
    if (
        isinstance(clause, PointClause)
        and clause.direction == "you_contact_them"
        and clause.medium == "phone"
    ):
        return contact_url(clause.value)
    return ""


def format_contact_point(value: str) -> str:
    """A number as people write it, all on one line; anything else as it is.

    >>> format_contact_point("+33974757678").replace("\\xa0", " "), format_contact_point("ameli.fr")
    ('09 74 75 76 78', 'ameli.fr')
    """
    shown = format_phone_number(value)
    return value if shown == value else shown.replace(" ", "\u00a0")


def format_page_date(written: str, lang: Lang) -> str:
    """The date of a page, as precise as it is known; empty where it is undated.

    >>> (format_page_date("2021-03-04", "fr"), format_page_date("2022-11", "en"),
    ...  format_page_date("2022", "fr"), format_page_date("undated", "fr"))
    ('4 mars 2021', 'November 2022', '2022', '')
    """
    if written == UNDATED:
        return ""
    first = parse_partial_date(written)[0]
    precision = written.count("-")
    if precision == 2:
        return format_day(first, lang)
    return f"{translate('months', str(first.month), lang)} {first.year}" if precision else written


def view_source(one: ClauseSource, lang: Lang) -> SourceView:
    """A source; the notes of a charter are in English, for whoever reads English."""
    return SourceView(
        publisher=translate_publisher(one, lang),
        date=format_page_date(one.date, lang),
        url=one.url,
        quality=translate_quality(one, lang),
        note=one.note if lang == "en" else "",
    )
