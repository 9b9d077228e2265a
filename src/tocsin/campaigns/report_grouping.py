"""Reports that came, each put into its campaign: what the job ``campaigns`` does, batch after batch.

Of the campaigns so far only those variants are read that a batch may be like; the outcome is that of
:class:`tocsin.campaigns.grouping.CampaignIndex` with all of them. Numbers are given in the order of the reports: the
same reports give the same campaigns, in one run or in many.

No report makes two campaigns one where an analyst parted them, or has decided on one of the two. A false alarm that is
shut opens again where a report leads elsewhere.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from psycopg.types.json import Jsonb

from tocsin.campaigns.fingerprint import TextFingerprint
from tocsin.campaigns.grouping import FREQUENT, CampaignIndex, CampaignVariant, GroupedReport, ReportToGroup
from tocsin.campaigns.report_store import Connection
from tocsin.store.queries import query
from tocsin.store.statements import fetch_rows
from tocsin.tracing.cases.value_moves import ValueMove, apply_moves

BATCH: Final = 5_000
"""Reports that are put in their place at once. So many texts share a band with nearly every variant, which are read for each batch:
ten times fewer batches take a third of the time where 2,000 campaigns drift."""
MOST_BATCHES: Final = 24
"""Batches of one run of the job: 2,000 reports a second for the minute between two runs."""
CLOCK: Final = "clock"
"""Who joins campaigns where a report is much like both."""


def group_waiting_reports(connection: Connection, now: datetime) -> dict[str, int]:
    """Put the reports that wait into their campaigns; how many reports, and how many campaigns began."""
    counts = {"reports": 0, "campaigns": 0}
    for _ in range(MOST_BATCHES):
        with connection.transaction():
            connection.execute(query("reports.lock"))
            rows = fetch_rows(connection, "reports.waiting", limit=BATCH)
            if rows:
                counts["campaigns"] += _group_batch(connection, rows, now)
        counts["reports"] += len(rows)
        if len(rows) < BATCH:
            break
    return counts


def _group_batch(connection: Connection, rows: Sequence[Any], now: datetime) -> int:
    reports = [
        ReportToGroup(TextFingerprint(row.text), frozenset((*row.hosts, *row.numbers))) for row in rows
    ]
    index, loaded = _load_index(connection, reports)
    places = [index.group_report(report) for report in reports]
    _reopen_false_alarms(connection, reports, places, now)
    _write_new_rows(connection, rows, reports, places, now)
    _write_merges(connection, places, now)
    _write_marks(connection, index, loaded, places)
    variants = [place.variant for place in places]
    ids = [row.id for row in rows]
    connection.execute(query("reports.place"), {"ids": ids, "variants": variants})
    connection.execute(query("reports.tell_origins"), {"ids": ids})
    connection.execute(query("reports.count_days"), {"variants": variants, "days": [row.day for row in rows]})
    return sum(place.begins_campaign for place in places)


def _load_index(
    connection: Connection, reports: Sequence[ReportToGroup]
) -> tuple[CampaignIndex, dict[int, frozenset[str]]]:
    """The variants that these reports may be like, and the marks of each."""
    telling = [one.fingerprint for one in reports if one.fingerprint.is_telling]
    known = fetch_rows(connection, "reports.known_texts", text_keys=sorted({one.key for one in telling}))
    texts: dict[int, list[str]] = {}
    for row in known:
        texts.setdefault(row.variant_id, []).append(row.text_key)
    ((campaign, next_variant),) = connection.execute(query("reports.next_numbers")).fetchall()
    index = CampaignIndex(campaign, next_variant)
    seen = {row.text_key for row in known}
    near, whole = _load_bands(connection, index, [one for one in telling if one.key not in seen])
    marks = sorted({mark for one in reports for mark in one.marks})
    rows = fetch_rows(
        connection, "reports.near_texts", variants=list(near.union(texts)), marks=marks, whole=whole
    )
    for row in rows:
        variant = CampaignVariant(
            row.id, row.campaign_id, _fingerprint_variant(row.text), frozenset(row.marks)
        )
        index.load_variant_without_bands(variant, texts.get(row.id, ()))
        if row.state != "new":
            index.keep_alone(row.campaign_id)
    for one, other in fetch_rows(
        connection, "reports.apart", campaigns=list({row.campaign_id for row in rows})
    ):
        index.keep_apart(one, other)
    return index, {row.id: frozenset(row.marks) for row in rows}


def _load_bands(
    connection: Connection, index: CampaignIndex, texts: Sequence[TextFingerprint]
) -> tuple[set[int], list[str]]:
    """The variants that share a telling band with these texts; and all bands, in one, of texts that have no telling one:
    a variant may still have the very same words."""
    bands = sorted({band for one in texts for band in one.bands})
    near: set[int] = set()
    frequent: set[int] = set()
    for row in fetch_rows(connection, "reports.near_bands", bands=bands, limit=FREQUENT + 1):
        index.load_band(row.band, row.variants)
        if len(row.variants) > FREQUENT:
            frequent.add(row.band)
        else:
            near.update(row.variants)
    return near, [
        "{" + ",".join(map(str, one.bands)) + "}" for one in texts if frequent.issuperset(one.bands)
    ]


@lru_cache(maxsize=50_000)
def _fingerprint_variant(text: str) -> TextFingerprint:
    """That of a variant: those that grow come in one batch after the other. Some 2 kB each, without bands."""
    return TextFingerprint(text)


def _reopen_false_alarms(
    connection: Connection, reports: Sequence[ReportToGroup], places: Sequence[GroupedReport], now: datetime
) -> None:
    """Have those looked at again to which a report belongs that leads where none did before: a fraud may have all its
    words from a genuine message, and would be shut away with it."""
    led = {
        (place.campaign, mark)
        for place, report in zip(places, reports, strict=True)
        for mark in report.marks
        if not place.begins_campaign
    }
    told = {"campaigns": [one for one, _ in led], "marks": [mark for _, mark in led], "by": CLOCK, "now": now}
    for row in fetch_rows(connection, "reports.reopen", **told):
        write_moves(connection, row.id, None, "new", (), CLOCK, now)


def _write_new_rows(
    connection: Connection,
    rows: Sequence[Any],
    reports: Sequence[ReportToGroup],
    places: Sequence[GroupedReport],
    now: datetime,
) -> None:
    campaigns = [place.campaign for place in places if place.begins_campaign]
    connection.execute(query("reports.add_campaigns"), {"ids": campaigns, "now": now})
    begun = [
        (place, row, report)
        for place, row, report in zip(places, rows, reports, strict=True)
        if place.begins_variant
    ]
    told: dict[str, list[Any]] = {
        "ids": [place.variant for place, _, _ in begun],
        "campaigns": [place.campaign for place, _, _ in begun],
        "texts": [row.text for _, row, _ in begun],
        "bands": [_write_array(map(str, report.fingerprint.telling_bands)) for _, _, report in begun],
        "marks": [_write_array(sorted(report.marks)) for _, _, report in begun],
        "levels": [row.level for _, row, _ in begun],
    }
    connection.execute(query("reports.add_texts"), told)
    last = {"campaign": max(campaigns, default=None), "variant": max(told["ids"], default=None)}
    connection.execute(query("reports.keep_numbers"), last)


def _write_merges(connection: Connection, places: Sequence[GroupedReport], now: datetime) -> None:
    for place in places:
        for gone in place.merged:
            merge_stored_campaigns(connection, place.campaign, gone, "grown", CLOCK, now)


def merge_stored_campaigns(
    connection: Connection, kept: int, gone: int, what: str, by: str, now: datetime
) -> int:
    """Put the variants of one campaign into another, within the transaction that is open; the number of the step."""
    variants = [row.id for row in fetch_rows(connection, "reports.texts_of", campaign=gone)]
    moves = [ValueMove("campaigntext", "campaign_id", id, gone, kept) for id in variants]
    moves.append(ValueMove("campaign", "became_id", gone, None, kept))
    return write_moves(connection, kept, gone, what, moves, by, now)


def write_moves(
    connection: Connection,
    campaign: int,
    other: int | None,
    what: str,
    moves: Sequence[ValueMove],
    by: str,
    now: datetime,
) -> int:
    """Move what is moved, and write it down; the number of the step. Raises ConcurrentChange."""
    apply_moves(connection, moves)
    told = {"campaign": campaign, "what": what, "other": other, "by": by, "now": now}
    stored = Jsonb([[one.table, one.column, one.id, one.before, one.after] for one in moves])
    ((step,),) = connection.execute(query("reports.add_step"), {**told, "moves": stored}).fetchall()
    return int(step)


def _write_marks(
    connection: Connection,
    index: CampaignIndex,
    loaded: dict[int, frozenset[str]],
    places: Iterable[GroupedReport],
) -> None:
    """What variants lead to besides, since these reports."""
    grown = {
        place.variant: marks
        for place in places
        if (marks := index.find_marks(place.variant)) != loaded.get(place.variant)
    }
    told = {"ids": list(grown), "marks": [_write_array(sorted(marks)) for marks in grown.values()]}
    connection.execute(query("reports.mark_texts"), told)


def _write_array(parts: Iterable[str]) -> str:
    quoted = (part.replace("\\", "\\\\").replace('"', '\\"') for part in parts)
    return "{" + ",".join(f'"{part}"' for part in quoted) + "}"
