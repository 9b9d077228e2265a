"""The watched folder: results that laboratories put there are taken in."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tocsin.tracing.chores.model import Counts, Desk
from tocsin.tracing.intake import mapping
from tocsin.tracing.intake.files import ResultFiles
from tocsin.tracing.intake.folder import sweep
from tocsin.tracing.intake.outcome import Tally
from tocsin.tracing.intake.run import run
from tocsin.tracing.intake.store import Store


def folder(desk: Desk) -> Counts:
    """One look at it: a file is taken in once this process has seen it twice without a change between."""
    assert desk.means.inbox  # it needs one
    swept = sweep(desk.means.inbox, dict(desk.means.seen), lambda paths: _take_in(desk, paths), desk.now)
    desk.means.seen.clear()
    desk.means.seen.update(swept.sizes)
    counts = Counter({"files": len(swept.taken), "expired": swept.expired})
    for _, tally in swept.taken:
        counts["received"] += tally.received
        counts["not_taken_in"] += bool(tally.error)
        counts.update(tally.counts)
    return counts


def _take_in(desk: Desk, paths: list[Path]) -> Iterator[Tally]:
    means = desk.means
    used = mapping.load(means.mapping) if means.mapping else None
    with ResultFiles(paths, used) as given:
        yield from run(given.files, Store(desk.connection, means.vault, desk.now), desk.now)
