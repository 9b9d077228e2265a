"""The watched folder: results that laboratories put there are taken in."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tocsin.jobs.mail_receipts import write_receipts
from tocsin.jobs.scheduled_job import Counts, JobRunContext
from tocsin.tracing.intake import column_mapping
from tocsin.tracing.intake.drop_folder import sweep_folder
from tocsin.tracing.intake.intake_run import run_intake
from tocsin.tracing.intake.result_files import ResultFiles
from tocsin.tracing.intake.store_sink import StoreSink
from tocsin.tracing.intake.tally import IntakeTally


def sweep_watched_folder(desk: JobRunContext) -> Counts:
    """One look at it: a file is taken in once this process has seen it twice without a change between."""
    assert desk.means.inbox  # it needs one
    swept = sweep_folder(
        desk.means.inbox, dict(desk.means.seen), lambda paths: _take_in_files(desk, paths), desk.now
    )
    desk.means.seen.clear()
    desk.means.seen.update(swept.sizes)
    counts = Counter({"files": len(swept.taken), "expired": swept.expired})
    for _, tally in swept.taken:
        counts["received"] += tally.received
        counts["not_taken_in"] += bool(tally.error)
        counts.update(tally.counts)
    return counts


def _take_in_files(desk: JobRunContext, paths: list[Path]) -> Iterator[IntakeTally]:
    means = desk.means
    used = column_mapping.load_mapping(means.mapping) if means.mapping else None
    with ResultFiles(paths, used) as given:
        tallies = run_intake(given.files, StoreSink(desk.connection, means.vault, desk.now), desk.now)
        yield from write_receipts(given.files, tallies, means.receipts, desk.now)
