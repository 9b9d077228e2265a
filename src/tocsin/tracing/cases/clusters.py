"""Clusters: gatherings that a human said are one event or one place, whatever the words, the day and the département.

What puts a gathering into a cluster is a ``CorrectionRecord`` of the kind ``same_place``, and is undone as every other. Of gatherings of a
territory that somebody may not see, they learn only that there are some, where, and how many cases.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any, Final

from msgspec import Struct

from tocsin.privacy.vault import Vault
from tocsin.store.queries import query
from tocsin.store.statements import draw_ids, fetch_records, fetch_rows
from tocsin.tracing.calls.change_log import ChangeLog
from tocsin.tracing.calls.model import Territories
from tocsin.tracing.cases import value_moves
from tocsin.tracing.cases.corrections import (
    Connection,
    CorrectionRecord,
    ExclusiveTransaction,
    NoSuchCaseRecord,
    is_in_territories,
    record_correction,
    undo_correction,
)
from tocsin.tracing.cases.gathering_view import NoSuchGathering
from tocsin.tracing.cases.place_variants import PlaceVariants, PlaceWords, find_variants
from tocsin.tracing.cases.transmission_chain import TransmissionLink
from tocsin.tracing.cases.value_moves import ValueMove
from tocsin.tracing.supervision.territory import list_territories

MOST: Final = 100
"""Characters of a name that are kept."""
LOOKED: Final = timedelta(days=28)
"""How far back places are listed and compared."""
_MOST_LISTED: Final = 100
_MOST_PROPOSED: Final = 20
COMPARED: Final = 4_000
"""Gatherings that are compared at once, the latest."""
LINKS: Final = 1_000
"""Links between cases of a cluster that are read."""
SAME_PLACE: Final = "same_place"


class SamePlace(ValueError):
    """These are one place already."""


class NameMissing(ValueError):
    """A name has a letter or a digit at least."""


class ClusterListing(Struct, frozen=True, kw_only=True):
    """A place where cases meet, or a cluster that has a name, as a list has it."""

    id: int
    """Of its first gathering: by it the page is opened."""
    name: str
    """Of the cluster, or what the first who told of it said; empty once erased."""
    cluster: int | None
    cases: int
    gatherings: int
    first: date | None
    last: date | None
    territories: tuple[str, ...]
    elsewhere: int
    """Gatherings of the same cluster that may not be seen."""


class ClusterGathering(Struct, frozen=True, kw_only=True):
    id: int
    on_day: date | None
    territory: str
    words: str
    """Empty once erased, and where it may not be seen."""
    cases: int
    seen: bool
    """Whether whoever asks may see it."""


class ClusterRecord(Struct, frozen=True, kw_only=True):
    """A cluster, or a gathering that is in none."""

    id: int | None
    name: str
    """Empty: nobody named it."""
    gatherings: tuple[ClusterGathering, ...]
    corrections: tuple[CorrectionRecord, ...]

    @property
    def title(self) -> str:
        """What it is called: its name, or the words of the first gathering that may be seen."""
        return self.name or next((one.words for one in self.gatherings if one.words), "")


class VariantProposal(Struct, frozen=True, kw_only=True):
    """Gatherings that may be one place, for a human to say."""

    gatherings: tuple[ClusterGathering, ...]
    likeness: float
    """Of those least alike, of 100."""


def list_clusters(
    connection: Connection, vault: Vault, territories: Territories, now: datetime
) -> list[ClusterListing]:
    """Places of the last four weeks where cases meet, and clusters that have a name, those with most cases first."""
    asked = {
        "territories": list_territories(territories),
        "since": _find_first_day(now),
        "limit": _MOST_LISTED,
    }
    return [
        ClusterListing(
            id=row.id, name=vault.find_text(row.name, "cluster.sealed") or vault.find_text(row.words, "gathering.sealed"),
            cluster=row.cluster_id, cases=row.cases, gatherings=row.gatherings, first=row.first, last=row.last,
            territories=tuple(row.territories), elsewhere=row.elsewhere,
        )
        for row in fetch_rows(connection, "clusters.list", **asked)
    ]  # fmt: skip


def read_cluster(
    connection: Connection, vault: Vault, gathering: int, territories: Territories
) -> ClusterRecord:
    """What a gathering is one with. Raises NoSuchGathering, also where none of it may be seen."""
    rows = fetch_rows(connection, "clusters.gatherings", gathering=gathering)
    found = tuple(_make_gathering(vault, row, territories) for row in rows)
    if not any(one.seen for one in found):
        raise NoSuchGathering(f"{str(NoSuchGathering.__doc__).rstrip('.')}: {gathering}")
    cluster = rows[0].cluster_id
    named = fetch_rows(connection, "clusters.one", cluster=cluster) if cluster else []
    return ClusterRecord(
        id=cluster,
        name=vault.find_text(named[0].sealed, "cluster.sealed") if named else "",
        gatherings=found,
        corrections=tuple(
            CorrectionRecord(kind=SAME_PLACE, kept_id=cluster, **row._asdict())
            for row in (fetch_rows(connection, "clusters.corrections", cluster=cluster) if cluster else ())
        ),
    )


def find_cluster_links(connection: Connection, cases: Sequence[int]) -> list[TransmissionLink]:
    """Who named whom, where one of the two is among these cases."""
    return fetch_records(connection, TransmissionLink, "clusters.links", cases=list(cases), limit=LINKS)


def list_case_places(connection: Connection, vault: Vault, case: int) -> list[ClusterGathering]:
    """Where a case was; under the name of its cluster, where it has one."""
    return [
        ClusterGathering(
            id=row.id, on_day=row.on_day, territory=row.territory, cases=0, seen=True,
            words=vault.find_text(row.name, "cluster.sealed") or vault.find_text(row.sealed, "gathering.sealed"),
        )
        for row in fetch_rows(connection, "clusters.of_case", case=case)
    ]  # fmt: skip


def propose_variants(
    connection: Connection, vault: Vault, territories: Territories, now: datetime
) -> list[VariantProposal]:
    """Sets of gatherings of the last four weeks that may be one place told in other words, the largest first."""
    rows = fetch_rows(
        connection,
        "clusters.recent",
        territories=list_territories(territories),
        since=_find_first_day(now),
        limit=COMPARED,
    )
    known = {row.id: _make_gathering(vault, row, None) for row in rows}
    places = [
        PlaceWords(row.id, known[row.id].words, row.on_day, row.cluster_id or -row.id, row.territory)
        for row in rows
        if known[row.id].words
    ]
    apart = connection.execute(query("clusters.apart"), {"gatherings": list(known)}).fetchall()
    return [_make_proposal(found, known) for found in find_variants(places, apart, _MOST_PROPOSED)]


def name_cluster(
    connection: Connection, vault: Vault, gathering: int, name: str, by: str, now: datetime
) -> int:
    """Give a name to a cluster; a gathering that is in none becomes one. Its number.

    Raises NoSuchGathering, NameMissing.
    """
    said = " ".join(name.split())[:MOST]
    if not any(character.isalnum() for character in said):
        raise NameMissing(str(NameMissing.__doc__))
    with ExclusiveTransaction(connection):
        rows = _fetch_gatherings(connection, gathering)
        cluster = rows[0].cluster_id
        if cluster is None:
            return _join(connection, vault, rows, said, "named", by, now)
        sealed = vault.seal(said.encode(), "cluster.sealed", _today(now), cluster)
        values = {"cluster": cluster, "sealed": sealed, "day": _today(now), "now": now, "by": by}
        connection.execute(query("clusters.rename"), values)
        ChangeLog(connection, by, now).add_change("place", gathering, "named", str(cluster), "renamed")
        return int(cluster)


def join_places(
    connection: Connection, vault: Vault, gatherings: Sequence[int], by: str, now: datetime
) -> int:
    """Gatherings are one event or one place, and so is whatever each of them was one with; the number of the cluster.

    It gets no name by that: what a case of one département said is not shown in another.

    Raises NoSuchGathering, SamePlace, ConcurrentChange.
    """
    with ExclusiveTransaction(connection):
        rows: dict[int, Any] = {}
        for gathering in gatherings:
            rows |= {row.id: row for row in _fetch_gatherings(connection, gathering)}
        if len({row.cluster_id or -row.id for row in rows.values()}) < 2:
            raise SamePlace(str(SamePlace.__doc__))
        ordered = sorted(rows.values(), key=lambda row: row.cluster_id is None)
        return _join(connection, vault, ordered, "", "variant", by, now)


def keep_places_apart(connection: Connection, gatherings: Sequence[int], by: str, now: datetime) -> None:
    """No two of these gatherings are one: they are proposed no more. Raises NoSuchGathering."""
    for gathering in gatherings:
        _fetch_gatherings(connection, gathering)
    log = ChangeLog(connection, by, now)
    for first, second in combinations(sorted(set(gatherings)), 2):
        log.add_change("place", first, "apart", str(second), "variant")


def undo_join(connection: Connection, correction: int, by: str, now: datetime) -> CorrectionRecord:
    """Take gatherings out of the cluster that a correction put them into.

    Raises NoSuchCaseRecord, also for a correction of another kind, CorrectionAlreadyUndone, ConcurrentChange.
    """
    with connection.transaction():
        found = connection.execute(query("cases.correction"), {"correction": correction}).fetchone()
        if found is None or found[1] != SAME_PLACE:
            raise NoSuchCaseRecord(str(NoSuchCaseRecord.__doc__))
        done = undo_correction(connection, correction, by, now)
        log = ChangeLog(connection, by, now)
        for table, _, gathering, before, after in found[4]:
            if table == "gathering":
                log.add_change("place", gathering, "cluster", str(before or ""), "undone", str(after or ""))
        return done


def _join(
    connection: Connection, vault: Vault, rows: Sequence[Any], name: str, why: str, by: str, now: datetime
) -> int:
    """Put gatherings into the cluster of the first of them, or a new one of this name."""
    cluster = rows[0].cluster_id or _add_cluster(connection, vault, name, by, now)
    moves = [
        ValueMove("gathering", "cluster_id", row.id, row.cluster_id, cluster)
        for row in rows
        if row.cluster_id != cluster
    ]
    value_moves.apply_moves(connection, moves)
    record_correction(connection, SAME_PLACE, cluster, moves[-1].id, moves, why, by, now)
    log = ChangeLog(connection, by, now)
    for move in moves:
        log.add_change("place", move.id, "cluster", str(cluster), why, str(move.before or ""))
    return int(cluster)


def _add_cluster(connection: Connection, vault: Vault, name: str, by: str, now: datetime) -> int:
    (id,) = draw_ids(connection, "tracing_cluster", 1)
    sealed = vault.seal(name[:MOST].encode(), "cluster.sealed", _today(now), id) if name else None
    connection.execute(
        query("clusters.add"), {"id": id, "sealed": sealed, "day": _today(now), "now": now, "by": by}
    )
    return id


def _make_gathering(vault: Vault, row: Any, territories: Territories) -> ClusterGathering:
    seen = is_in_territories(row.territory, territories)
    return ClusterGathering(
        id=row.id, on_day=row.on_day if seen else None, territory=row.territory, cases=row.cases, seen=seen,
        words=vault.find_text(row.sealed, "gathering.sealed") if seen else "",
    )  # fmt: skip


def _make_proposal(found: PlaceVariants, known: dict[int, ClusterGathering]) -> VariantProposal:
    return VariantProposal(gatherings=tuple(known[one] for one in found.gatherings), likeness=found.likeness)


def _fetch_gatherings(connection: Connection, gathering: int) -> list[Any]:
    """A gathering and what it is one with, itself first. Raises NoSuchGathering."""
    rows = fetch_rows(connection, "clusters.gatherings", gathering=gathering)
    if all(row.id != gathering or row.erased for row in rows):
        raise NoSuchGathering(f"{str(NoSuchGathering.__doc__).rstrip('.')}: {gathering}")
    return sorted(rows, key=lambda row: row.id != gathering)


def _today(now: datetime) -> date:
    return now.astimezone(UTC).date()


def _find_first_day(now: datetime) -> date:
    return _today(now - LOOKED)
