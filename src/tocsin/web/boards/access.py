"""Which boards somebody may open, and whether small counts are shown to them there."""

from django.http import HttpRequest
from msgspec import Struct

from tocsin.tracing.boards.keep import Listed
from tocsin.tracing.boards.model import NATION, UNKNOWN
from tocsin.tracing.territory import departments_of, name_of, regions
from tocsin.web.staff.model import Staff

SEE = "boards.see"
SMALL = "boards.small_counts"


class Place(Struct, frozen=True):
    """A territory to choose; ``name`` is empty for the nation."""

    code: str
    name: str
    region: bool = False


def covers(held: tuple[str, ...] | None, code: str) -> bool:
    """Whether all of a territory is among these départements; None holds everything.

    >>> covers(("2A", "2B"), "R94"), covers(("2A",), "R94"), covers(("2A",), ""), covers(None, "")
    (True, False, False, True)
    """
    if held is None:
        return True
    if code in (NATION, UNKNOWN):
        return False
    inside = departments_of(code)
    return inside is not None and set(inside) <= set(held)


def places(who: Staff) -> list[Place]:
    """The territories that somebody may look at: the nation, each region before its départements."""
    held = who.territories(SEE)
    found = [Place(NATION, "")] if held is None else []
    for code, region in regions().items():
        if covers(held, code):
            found.append(Place(code, region.name, region=True))
        found += [Place(own, name) for own, name in region.departments.items() if covers(held, own)]
    return found


def chosen(request: HttpRequest, who: Staff) -> str | None:
    """The territory that was asked for, else the first; None where it is none of theirs."""
    known = [place.code for place in places(who)]
    asked = request.GET.get("t")
    if asked is None:
        return _widest(known)
    return asked if asked in known else None


def cleared(who: Staff, code: str) -> bool:
    """Whether counts below five are shown to them there."""
    return covers(who.territories(SMALL), code)


def diseases(kept: list[Listed]) -> list[str]:
    """Diseases that have boards."""
    return sorted({one.disease for one in kept})


def named(code: str, nation: str) -> str:
    """The name of a territory."""
    return name_of(code) or nation


def _widest(known: list[str]) -> str | None:
    if not known:
        return None
    return next((code for code in known if code in (NATION, *regions())), known[0])
