"""The charter as of a day: which clause answers a question, by published precedence."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from tocsin.charter.schema import (
    AnyClause,
    Ask,
    Channel,
    Charter,
    Content,
    Direction,
    Item,
    Listing,
    Medium,
    Point,
    Programme,
)


class View:
    """A charter seen on one day.

    Precedence: the specific clause beats the general one; at the same level *never* beats *yes*; no
    clause means unknown, not safe. What forbids must surely be in force, what allows only possibly.
    """

    def __init__(self, charter: Charter, on: date) -> None:
        self.charter = charter
        self.on = on
        started = [c for c in charter.clauses if c.in_force.possibly(on)]
        replaced = {name for c in started if c.in_force.surely(on) for name in c.supersedes}
        self.clauses: tuple[AnyClause, ...] = tuple(c for c in started if c.id not in replaced)
        self._asks = [c for c in self.clauses if isinstance(c, Ask) and self._counts(c)]
        self._contents = [c for c in self.clauses if isinstance(c, Content) and self._counts(c)]
        self._points = _by_value(self.clauses)
        self._all_points = _by_value(charter.clauses)
        self._ask = lru_cache(maxsize=1024)(self._find_ask)
        self._content = lru_cache(maxsize=1024)(self._find_content)
        self._listing = lru_cache(maxsize=64)(self._find_listing)

    def _counts(self, clause: Ask | Content) -> bool:
        return clause.allowed != "never" or clause.in_force.surely(self.on)

    def points(self, medium: Medium) -> Iterator[Point]:
        """Contact points of a medium that may be in use that day."""
        return (p for (kind, _), found in self._points.items() if kind == medium for p in found)

    def point(self, medium: Medium, value: str, direction: Direction | None = None) -> Point | None:
        """The contact point with this value that day, if any (a value can have one point per direction)."""
        found = self._points.get((medium, value), ())
        return next((p for p in found if direction is None or p.direction == direction), None)

    def retired(self, medium: Medium, value: str) -> Point | None:
        """A point of the charter with this value that is not in use that day."""
        if (medium, value) in self._points:
            return None
        return next(iter(self._all_points.get((medium, value), ())), None)

    def listing(self, medium: Medium, direction: Direction, channel: Channel) -> Listing | None:
        """The clause that closes the list of points that day, or None where the list is open."""
        return self._listing(medium, direction, channel)

    def _find_listing(self, medium: Medium, direction: Direction, channel: Channel) -> Listing | None:
        found = [
            c
            for c in self.clauses
            if isinstance(c, Listing)
            and medium in c.media
            and c.direction == direction
            and channel in c.channels
            and c.in_force.surely(self.on)
        ]
        if not found or not all(c.closed for c in found):
            return None
        return max(found, key=_listing_rank)

    def ask(
        self,
        item: Item,
        channel: Channel,
        *,
        partial: bool = False,
        inside_account: bool = False,
        solicited: bool | None = None,
        programme: str = "",
    ) -> Ask | None:
        """The clause that says whether this item is asked, or None where the charter is silent."""
        return self._ask(item, channel, partial, inside_account, solicited, programme)

    def _find_ask(
        self,
        item: Item,
        channel: Channel,
        partial: bool,
        inside_account: bool,
        solicited: bool | None,
        programme: str,
    ) -> Ask | None:
        wanted = "partial" if partial else "full"
        found = [
            c
            for c in self._asks
            if item in c.items
            and channel in c.channels
            and c.completeness in ("any", wanted)
            and c.inside_account in (None, inside_account)
            and (c.solicited is None or c.solicited is bool(solicited))
            and c.programme in ("", programme)
        ]
        return max(found, key=ask_rank, default=None)

    def content(
        self, kind: str, channel: Channel, *, inside_account: bool = False, solicited: bool | None = None
    ) -> Content | None:
        """The clause that says whether messages contain this, or None where the charter is silent."""
        return self._content(kind, channel, inside_account, solicited)

    def _find_content(
        self, kind: str, channel: Channel, inside_account: bool, solicited: bool | None
    ) -> Content | None:
        found = [
            c
            for c in self._contents
            if kind in c.contents
            and channel in c.channels
            and c.inside_account in (None, inside_account)
            and (c.solicited is None or c.solicited is bool(solicited))
        ]
        return max(found, key=content_rank, default=None)

    def programme(self, name: str) -> Programme | None:
        """The programme's clause, whether it runs that day or not."""
        return next((c for c in self.charter.clauses if isinstance(c, Programme) and c.id == name), None)


def _by_value(clauses: tuple[AnyClause, ...]) -> dict[tuple[Medium, str], list[Point]]:
    found: dict[tuple[Medium, str], list[Point]] = {}
    for clause in clauses:
        if isinstance(clause, Point):
            found.setdefault((clause.medium, clause.value), []).append(clause)
    return found


def _listing_rank(clause: Listing) -> tuple[int, ...]:
    """What the institution says before what we infer, then the youngest."""
    return clause.quality != "inferred", clause.in_force.latest_start.toordinal()


def ask_rank(clause: Ask) -> tuple[int, ...]:
    """Specific before general, then never before yes, then the youngest."""
    return (
        clause.programme != "",
        (clause.inside_account is not None) + (clause.solicited is not None),
        clause.completeness != "any",
        clause.quality != "inferred",
        clause.allowed == "never",
        clause.in_force.latest_start.toordinal(),
    )


def content_rank(clause: Content) -> tuple[int, ...]:
    return (
        (clause.inside_account is not None) + (clause.solicited is not None),
        clause.quality != "inferred",
        clause.allowed == "never",
        clause.in_force.latest_start.toordinal(),
    )


_views: dict[tuple[int, date], View] = {}
_MOST_VIEWS = 4096


def as_of(charter: Charter, on: date) -> View:
    """The charter as of a day; views are kept, since a batch asks for the same days again."""
    # By identity: to hash a whole charter would cost more than to decide. The view holds the charter,
    # so that its identity is not given to another while the view is kept.
    key = (id(charter), on)
    view = _views.get(key)
    if view is None:
        if len(_views) >= _MOST_VIEWS:
            _views.clear()
        view = _views[key] = View(charter, on)
    return view
