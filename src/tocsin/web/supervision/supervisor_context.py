"""What every page of a supervisor has at hand: the store, the moment, who asks, and what they see."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.http import HttpRequest
from msgspec import Struct

from tocsin.runtime.clock import read_clock_from_environment
from tocsin.store.statements import fetch_rows
from tocsin.tracing.supervision.territory import (
    NATION,
    NoSuchTerritory,
    find_departments,
    find_territory_name,
    list_departments,
    load_regions,
)
from tocsin.web import language, store_pool
from tocsin.web.audit.audit_log import AuditedContext
from tocsin.web.language import Lang
from tocsin.web.staff.current_user import NotAllowed, require_action, require_staff


class SupervisorContext(AuditedContext, frozen=True):
    """One request of a supervisor; each change is a transaction of its own."""

    lang: Lang


class TerritoryScope(Struct, frozen=True):
    """Of where something is looked at."""

    code: str
    """That was chosen; empty: all that they may see."""
    name: str
    territories: tuple[str, ...] | None
    """Codes of départements; None: everywhere."""


class RegionChoice(Struct, frozen=True):
    """A region and its départements, in a list to choose from."""

    code: str
    """Empty where not all of the region is theirs."""
    name: str
    departments: tuple[tuple[str, str], ...]


@contextmanager
def open_supervisor_context(request: HttpRequest) -> Iterator[SupervisorContext]:
    """The means of a request. Raises store.StoreUnavailable."""
    with store_pool.store_connection() as connection:
        yield SupervisorContext(
            connection,
            require_staff(request),
            read_clock_from_environment().now(),
            language.request_language(request),
        )


def read_territory_scope(request: HttpRequest, action: str) -> TerritoryScope:
    """The territory that the page is asked for, within what they may see. Raises NotAllowed."""
    asked = request.GET.get("territoire", request.POST.get("territoire", "")).strip()
    allowed = require_staff(request).allowed_territories(action)
    if not asked:
        return TerritoryScope("", "", allowed)
    try:
        codes = find_departments(asked)
    except NoSuchTerritory:
        raise NotAllowed(action) from None
    if allowed is not None:
        codes = tuple(code for code in codes or () if code in allowed)
    if not codes:
        raise NotAllowed(action)
    return TerritoryScope(asked, find_territory_name(asked), codes)


def require_own_territory(request: HttpRequest, action: str, territory: str) -> None:
    """Somebody may do this there because they lead there; what holds everywhere, only who leads everywhere.

    Raises NotAllowed.
    """
    theirs = require_action(request, action, territory).allowed_territories(action)
    if theirs is not None and territory not in theirs:
        raise NotAllowed(action)


def list_region_choices(territories: tuple[str, ...] | None) -> list[RegionChoice]:
    found = []
    for code, region in load_regions().items():
        theirs = tuple(
            (one, f"{one} {name}")
            for one, name in region.departments.items()
            if territories is None or one in territories
        )
        if theirs:
            whole = len(theirs) == len(region.departments)
            found.append(RegionChoice(code if whole else "", region.name, theirs))
    return found


def label_territory(code: str, unknown: str) -> str:
    """The name of a département or a region with its code, as a table has it."""
    if code == NATION:
        return unknown
    if code in list_departments():
        return f"{list_departments()[code]} ({code})"
    return find_territory_name(code) if code in load_regions() else code


def find_staff_names(connection: psycopg.Connection[Any], logins: list[str]) -> dict[str, str]:
    """Login -> name, of those who have an account."""
    return dict(fetch_rows(connection, "accounts.names", logins=logins)) if logins else {}


def parse_number(text: str, low: float, high: float) -> float | None:
    """A number that was typed, with a comma or a point; None where it is none between these."""
    try:
        found = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return found if low <= found <= high else None
