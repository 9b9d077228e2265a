"""What every page of a supervisor has at hand: the store, the moment, who asks, and what they see."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import psycopg
from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from tocsin.tracing import keyfile
from tocsin.tracing.clock import from_environment
from tocsin.tracing.keyfile import KeysDamaged, KeysExposed, NoKeys
from tocsin.tracing.vault import Vault
from tocsin.web import failures, language, store
from tocsin.web.language import Lang
from tocsin.web.staff.door import NotAllowed, staff
from tocsin.web.staff.model import Staff
from tocsin.web.staff.territory import (
    NATION,
    NoSuchTerritory,
    departments,
    departments_of,
    name_of,
    regions,
)

_NAMES: Final = "select login, name from staff_account where login = any(%s)"


class Lead(Struct, frozen=True):
    """One request of a supervisor; each change is a transaction of its own."""

    connection: psycopg.Connection[Any]
    who: Staff
    now: datetime
    """By the clock of the service."""
    lang: Lang


class Scope(Struct, frozen=True):
    """Of where something is looked at."""

    code: str
    """That was chosen; empty: all that they may see."""
    name: str
    territories: tuple[str, ...] | None
    """Codes of départements; None: everywhere."""


class Choice(Struct, frozen=True):
    """A region and its départements, in a list to choose from."""

    code: str
    """Empty where not all of the region is theirs."""
    name: str
    departments: tuple[tuple[str, str], ...]


@contextmanager
def lead(request: HttpRequest) -> Iterator[Lead]:
    """The means of a request. Raises store.Away."""
    with store.connection() as connection:
        yield Lead(connection, staff(request), from_environment().now(), language.of(request))


def scope(request: HttpRequest, action: str) -> Scope:
    """The territory that the page is asked for, within what they may see. Raises NotAllowed."""
    asked = request.GET.get("territoire", request.POST.get("territoire", "")).strip()
    allowed = staff(request).territories(action)
    if not asked:
        return Scope("", "", allowed)
    try:
        codes = departments_of(asked)
    except NoSuchTerritory:
        raise NotAllowed(action) from None
    if allowed is not None:
        codes = tuple(code for code in codes or () if code in allowed)
    if not codes:
        raise NotAllowed(action)
    return Scope(asked, name_of(asked), codes)


def choices(territories: tuple[str, ...] | None) -> list[Choice]:
    """The regions and départements that somebody may choose from."""
    found = []
    for code, region in regions().items():
        theirs = tuple(
            (one, f"{one} {name}")
            for one, name in region.departments.items()
            if territories is None or one in territories
        )
        if theirs:
            whole = len(theirs) == len(region.departments)
            found.append(Choice(code if whole else "", region.name, theirs))
    return found


def place(code: str, unknown: str) -> str:
    """The name of a département or a region with its code, as a table has it."""
    if code == NATION:
        return unknown
    if code in departments():
        return f"{departments()[code]} ({code})"
    return name_of(code) if code in regions() else code


def names(connection: psycopg.Connection[Any], logins: list[str]) -> dict[str, str]:
    """Login -> name, of those who have an account."""
    return dict(connection.execute(_NAMES, (logins,)).fetchall()) if logins else {}


def number(text: str, low: float, high: float) -> float | None:
    """A number that was typed, with a comma or a point; None where it is none between these."""
    try:
        found = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return found if low <= found <= high else None


def posted(request: HttpRequest) -> HttpResponse | None:
    """An answer where a form was expected and none came."""
    return None if request.method == "POST" else failures.refused(request, 405, allow="POST")


def vault() -> Vault:
    """The keys of personal data. Raises store.Away."""
    try:
        return _loaded(keyfile.default())
    except (NoKeys, KeysDamaged, KeysExposed):
        raise store.Away("the keys of personal data are not there") from None


@cache
def _loaded(path: Path) -> Vault:
    return Vault.load(path, serves=True)
