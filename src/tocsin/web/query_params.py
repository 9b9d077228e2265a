"""What a visitor chooses in an address: a day, and an institution. Wrong ones are said, never guessed."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest
from msgspec import Struct

from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.schema import Charter
from tocsin.charter.words import format_institution_name
from tocsin.locale.paris_time import find_paris_day
from tocsin.verdict.institution_choice import DEFAULT
from tocsin.web import page_urls
from tocsin.web.language import Lang
from tocsin.web.page_urls import PageTranslations

FIRST: Final = date(1945, 10, 4)
"""Earliest day that can be asked about: that of the ordinance which made the Sécurité sociale."""
_KEPT: Final = ("on", "from", "to", "institution")


class ChosenDay(Struct, frozen=True):
    day: date
    given: bool
    """Whether it was chosen; else it is today."""
    wrong: str = ""
    """What was typed, where that is no day that can be asked about; today is shown then."""


def today_in_paris() -> date:
    """The day, where the people are whom the site is for."""
    return find_paris_day(datetime.now(UTC))


def chosen_day(request: HttpRequest) -> ChosenDay:
    return read_day(request.GET.get("on", ""), today_in_paris())


def read_day(typed: str, default: date) -> ChosenDay:
    """A day as a form sends it (``2021-03-04``), or as people type it (``04/03/2021``).

    >>> read_day("4/3/2021", FIRST).day, read_day("2021-02-30", FIRST).wrong
    (datetime.date(2021, 3, 4), '2021-02-30')
    """
    text = typed.strip()
    if not text:
        return ChosenDay(default, given=False)
    for shape in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"):
        try:
            found = datetime.strptime(text, shape).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
        if FIRST <= found <= date(2199, 12, 31):
            return ChosenDay(found, given=True)
    return ChosenDay(default, given=False, wrong=text[:40])


def chosen_charter(request: HttpRequest) -> Charter:
    """The charter in the query (``institution=dgfip``), or the one that comes first."""
    return charter_by_name(request.GET.get("institution", ""))


def charter_by_name(name: str) -> Charter:
    """A charter by name; the first one where there is no such name."""
    name = name.replace("-", "_")
    return load_charter(name if name in institution_names() else DEFAULT)


def list_translations_with_choices(request: HttpRequest) -> PageTranslations:
    """The same page in every other language, with the days and the institution that were chosen."""
    chosen = [(name, request.GET[name]) for name in _KEPT if request.GET.get(name)]
    return page_urls.list_translations(request, f"?{urlencode(chosen)}" if chosen else "")


def list_institutions(lang: Lang) -> list[tuple[str, str]]:
    """Every institution: how an address names it, and how people do."""
    return [(name, format_institution_name(charter_by_name(name), lang)) for name in institution_names()]


@cache
def institution_names() -> tuple[str, ...]:
    """Names of the charters, the first one first."""
    return (DEFAULT, *(name for name in list_charter_names() if name != DEFAULT))
