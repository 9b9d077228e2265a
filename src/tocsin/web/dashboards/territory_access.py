"""Which boards somebody may open, and whether small counts are shown to them there."""

from django.http import HttpRequest
from msgspec import Struct

from tocsin.metrics.surveillance.board import NATION, UNKNOWN
from tocsin.metrics.surveillance.snapshots import BoardListing
from tocsin.tracing.supervision.territory import find_departments, find_territory_name, load_regions
from tocsin.web.staff.staff_member import StaffMember

SEE = "boards.see"
SMALL = "boards.small_counts"


class TerritoryChoice(Struct, frozen=True):
    """A territory to choose; ``name`` is empty for the nation."""

    code: str
    name: str
    region: bool = False


def covers_territory(held: tuple[str, ...] | None, code: str) -> bool:
    """Whether all of a territory is among these départements; None holds everything.

    >>> (covers_territory(("2A", "2B"), "R94"), covers_territory(("2A",), "R94"),
    ...  covers_territory(("2A",), ""), covers_territory(None, ""))
    (True, False, False, True)
    """
    if held is None:
        return True
    if code in (NATION, UNKNOWN):
        return False
    inside = find_departments(code)
    return inside is not None and set(inside) <= set(held)


def list_territories(who: StaffMember) -> list[TerritoryChoice]:
    """The territories that somebody may look at: the nation, each region before its départements."""
    held = who.allowed_territories(SEE)
    found = [TerritoryChoice(NATION, "")] if held is None else []
    for code, region in load_regions().items():
        if covers_territory(held, code):
            found.append(TerritoryChoice(code, region.name, region=True))
        found += [
            TerritoryChoice(own, name)
            for own, name in region.departments.items()
            if covers_territory(held, own)
        ]
    return found


def find_requested_territory(request: HttpRequest, who: StaffMember) -> str | None:
    """The territory that was asked for, else the first; None where it is none of theirs."""
    known = [place.code for place in list_territories(who)]
    asked = request.GET.get("t")
    if asked is None:
        return _widest_territory(known)
    return asked if asked in known else None


def may_see_small_counts(who: StaffMember, code: str) -> bool:
    return covers_territory(who.allowed_territories(SMALL), code)


def list_diseases(kept: list[BoardListing]) -> list[str]:
    return sorted({one.disease for one in kept})


def territory_name(code: str, nation: str) -> str:
    return find_territory_name(code) or nation


def _widest_territory(known: list[str]) -> str | None:
    if not known:
        return None
    return next((code for code in known if code in (NATION, *load_regions())), known[0])
