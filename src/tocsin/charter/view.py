"""The charter as of a day: which clause answers a question, by published precedence."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, TypeVar

from tocsin.charter.channels import ChannelId
from tocsin.charter.identity_cache import cached_by_identity
from tocsin.charter.items import ItemId
from tocsin.charter.schema import (
    AdviceClause,
    AnyClause,
    AskClause,
    Charter,
    ContentClause,
    Direction,
    ListingClause,
    Medium,
    PointClause,
    ProgrammeClause,
)

ANSWERS: Final = (AskClause, ContentClause, ListingClause)
"""Kinds of clause that answer questions."""


class DatedCharter:
    """A charter seen on one day.

    Precedence: the specific clause beats the general one; at the same level *never* beats *yes*; no
    clause means unknown, not safe. What forbids must surely be in force, what allows only possibly.
    """

    def __init__(self, charter: Charter, on: date) -> None:
        self.charter = charter
        self.on = on
        self.period = self
        """The view of a day on which the same clauses hold, one for all of them: what hangs on no other day is kept by it."""
        started = [c for c in charter.clauses if c.in_force.possibly_holds(on)]
        replaced = {name for c in started if c.in_force.surely_holds(on) for name in c.supersedes}
        # A piece of advice, or a point, takes the whole place of an inherited one; what answers, only where it does.
        replaced |= {name for c in started if not isinstance(c, ANSWERS) for name in c.relaxes}
        self.clauses: tuple[AnyClause, ...] = tuple(c for c in started if c.id not in replaced)
        self._asks = [c for c in self.clauses if isinstance(c, AskClause) and self._takes_effect(c)]
        self._contents = [c for c in self.clauses if isinstance(c, ContentClause) and self._takes_effect(c)]
        self.spoken_of = frozenset(kind for clause in self._contents for kind in clause.contents)
        """Kinds of content that some clause speaks of that day."""
        self._points = _index_points(self.clauses)
        self._points_by_medium: dict[Medium, list[PointClause]] = {}
        for (medium, _), points in self._points.items():
            self._points_by_medium.setdefault(medium, []).extend(points)
        self._all_points = _index_all_points(charter)
        self.advice = tuple(c for c in self.clauses if isinstance(c, AdviceClause))
        """What to do, as of that day."""
        self._ask = lru_cache(maxsize=1024)(self._search_asks)
        self._content = lru_cache(maxsize=1024)(self._search_contents)
        self._listing = lru_cache(maxsize=64)(self._search_listings)

    def move_to(self, on: date) -> "DatedCharter":
        """The same view on a day on which the same clauses hold."""
        view = DatedCharter.__new__(DatedCharter)
        view.__dict__.update(self.__dict__)
        view.on = on
        return view

    def _takes_effect(self, clause: AskClause | ContentClause) -> bool:
        return clause.allowed != "never" or clause.in_force.surely_holds(self.on)

    def iterate_points(self, medium: Medium) -> Iterator[PointClause]:
        """Contact points of a medium that may be in use that day."""
        return iter(self._points_by_medium.get(medium, ()))

    def find_point(
        self, medium: Medium, value: str, direction: Direction | None = None
    ) -> PointClause | None:
        """The contact point with this value that day, if any (a value can have one point per direction)."""
        found = self._points.get((medium, value))
        if found is None:
            return None
        return next((p for p in found if direction is None or p.direction == direction), None)

    def find_retired_point(self, medium: Medium, value: str) -> PointClause | None:
        """A point of the charter with this value that is not in use that day."""
        if (medium, value) in self._points:
            return None
        return next(iter(self._all_points.get((medium, value), ())), None)

    def find_retired_name(self, name: str) -> PointClause | None:
        """The point of the charter with this name of an SMS sender, which is not in use that day."""
        return next(
            (
                point
                for (medium, value), points in self._all_points.items()
                if medium == "sms_sender" and value.casefold() == name.casefold()
                for point in points
                if not point.in_force.possibly_holds(self.on)
            ),
            None,
        )

    def find_closed_listing(
        self, medium: Medium, direction: Direction, channel: ChannelId
    ) -> ListingClause | None:
        """The clause that closes the list of points that day, or None where the list is open."""
        return self._listing(medium, direction, channel)

    def has_open_listing(self, medium: Medium, direction: Direction, channel: ChannelId) -> bool:
        """Whether the charter says that day that there are more points than it names."""
        return any(
            isinstance(c, ListingClause)
            and not c.closed
            and medium in c.media
            and c.direction == direction
            and channel in c.channels
            for c in self.clauses
        )

    def _search_listings(
        self, medium: Medium, direction: Direction, channel: ChannelId
    ) -> ListingClause | None:
        found = [
            c
            for c in self.clauses
            if isinstance(c, ListingClause)
            and medium in c.media
            and c.direction == direction
            and channel in c.channels
            and c.in_force.surely_holds(self.on)
        ]
        found = _drop_relaxed(found)
        if not found or not all(c.closed for c in found):
            return None
        return max(found, key=_rank_listing)

    def find_ask(
        self,
        item: ItemId,
        channel: ChannelId,
        *,
        partial: bool = False,
        inside_account: bool = False,
        solicited: bool | None = None,
        programme: str = "",
    ) -> AskClause | None:
        """The clause that says whether this item is asked, or None where the charter is silent."""
        return self._ask(item, channel, partial, inside_account, solicited, programme)

    def _search_asks(
        self,
        item: ItemId,
        channel: ChannelId,
        partial: bool,
        inside_account: bool,
        solicited: bool | None,
        programme: str,
    ) -> AskClause | None:
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
        return max(_drop_relaxed(found), key=rank_ask, default=None)

    def find_content(
        self, kind: str, channel: ChannelId, *, inside_account: bool = False, solicited: bool | None = None
    ) -> ContentClause | None:
        """The clause that says whether messages contain this, or None where the charter is silent."""
        return self._content(kind, channel, inside_account, solicited)

    def _search_contents(
        self, kind: str, channel: ChannelId, inside_account: bool, solicited: bool | None
    ) -> ContentClause | None:
        found = [
            c
            for c in self._contents
            if kind in c.contents
            and channel in c.channels
            and c.inside_account in (None, inside_account)
            and (c.solicited is None or c.solicited is bool(solicited))
        ]
        return max(_drop_relaxed(found), key=rank_content, default=None)

    def runs_programme(self, name: str) -> bool:
        """Whether a programme may run that day."""
        clause = self.find_programme(name)
        return clause is not None and clause.in_force.possibly_holds(self.on)

    def find_programme(self, name: str) -> ProgrammeClause | None:
        """The programme's clause, whether it runs that day or not."""
        return _index_programmes(self.charter).get(name)


_Answer = TypeVar("_Answer", AskClause, ContentClause, ListingClause)


def _drop_relaxed[Answer: (AskClause, ContentClause, ListingClause)](found: list[Answer]) -> list[Answer]:
    """The clauses that answer, without the inherited ones that another of them relaxes."""
    relaxed = {name for clause in found for name in clause.relaxes}
    return [clause for clause in found if clause.id not in relaxed] if relaxed else found


def _index_points(clauses: tuple[AnyClause, ...]) -> dict[tuple[Medium, str], list[PointClause]]:
    found: dict[tuple[Medium, str], list[PointClause]] = {}
    for clause in clauses:
        if isinstance(clause, PointClause):
            found.setdefault((clause.medium, clause.value), []).append(clause)
    return found


@cached_by_identity()
def _index_all_points(charter: Charter) -> dict[tuple[Medium, str], list[PointClause]]:
    """Every contact point of a charter, the same for each of its days."""
    return _index_points(charter.clauses)


@cached_by_identity()
def _index_programmes(charter: Charter) -> dict[str, ProgrammeClause]:
    """The programmes of a charter by name, those that do not run as well."""
    return {c.id: c for c in charter.clauses if isinstance(c, ProgrammeClause)}


def _rank_listing(clause: ListingClause) -> tuple[int, ...]:
    """What the institution says before what we infer, its own before what it inherits, then the youngest."""
    return clause.quality != "inferred", not clause.layer, clause.in_force.latest_start.toordinal()


def rank_ask(clause: AskClause) -> tuple[int, ...]:
    """Specific before general, then never before yes, then its own before what it inherits, then the youngest."""
    return (
        clause.programme != "",
        (clause.inside_account is not None) + (clause.solicited is not None),
        clause.completeness != "any",
        clause.quality != "inferred",
        clause.allowed == "never",
        not clause.layer,
        clause.in_force.latest_start.toordinal(),
    )


def rank_content(clause: ContentClause) -> tuple[int, ...]:
    return (
        (clause.inside_account is not None) + (clause.solicited is not None),
        clause.quality != "inferred",
        clause.allowed == "never",
        not clause.layer,
        clause.in_force.latest_start.toordinal(),
    )


_views: dict[tuple[int, date], DatedCharter] = {}
_periods: dict[tuple[int, int], DatedCharter] = {}
_MOST_VIEWS = 4096


def view_as_of(charter: Charter, on: date) -> DatedCharter:
    """The charter as of a day; views are kept, since a batch asks for the same days again."""
    # By identity: to hash a whole charter would cost more than to decide. The view holds the charter,
    # so that its identity is not given to another while the view is kept.
    key = (id(charter), on)
    view = _views.get(key)
    if view is None:
        if len(_views) >= _MOST_VIEWS:
            _views.clear()
            _periods.clear()
        view = _views[key] = _find_period(charter, on).move_to(on)
    return view


def _find_period(charter: Charter, on: date) -> DatedCharter:
    """The view of the days around this one on which the same clauses hold: a charter changes on some days only."""
    key = id(charter), bisect_right(list_days_of_change(charter), on)
    period = _periods.get(key)
    if period is None:
        period = _periods[key] = DatedCharter(charter, on)
    return period


@cached_by_identity()
def list_days_of_change(charter: Charter) -> list[date]:
    """The days, in order, on which a clause begins or ceases to hold, possibly or surely."""
    periods = {clause.in_force for clause in charter.clauses}
    begins = {day for one in periods for day in (one.earliest_start, one.latest_start)}
    ends = {day for one in periods for day in (one.earliest_end, one.latest_end) if day < date.max}
    return sorted(begins | {day + timedelta(days=1) for day in ends})
