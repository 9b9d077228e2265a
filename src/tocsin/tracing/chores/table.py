"""The chores."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

import msgspec

from tocsin.tracing.boards.keep import renew
from tocsin.tracing.calls.sweep import sweep as sweep_calls
from tocsin.tracing.chores import export, report, whole
from tocsin.tracing.chores.folder import folder
from tocsin.tracing.chores.model import Chore, Counts, Desk
from tocsin.tracing.chores.tidy import tidy
from tocsin.tracing.chores.when import ZONE, Daily, Every
from tocsin.tracing.erasure import erase
from tocsin.tracing.forecast import outlooks
from tocsin.tracing.intake.folder import expire


def _calls(desk: Desk) -> Counts:
    done: dict[str, int] = msgspec.structs.asdict(sweep_calls(desk.connection, desk.now))
    return done


def _erase(desk: Desk) -> Counts:
    today = desk.now.astimezone(ZONE).date()
    runs = erase(desk.connection, desk.means.vault, today, desk.now, by="clock")
    counts = Counter({"keys": 0})
    for run in runs:
        counts.update(run.counts)
        counts["keys"] += len(run.keys)
    if desk.means.inbox:
        counts["files_put_away"] = expire(desk.means.inbox, desk.now)
    return counts


def _outlook(desk: Desk) -> Counts:
    found = outlooks.play(desk.connection, desk.now)
    return {"territories": len(found) - 1, "misses": round(found[""].outlook.misses)}


def _report(desk: Desk) -> Counts:
    assert desk.means.reports  # it needs them
    data = report.report(desk.connection, desk.now)
    whole.write(desk.means.reports / report.name(desk.now), data)
    return {"bytes": len(data)}


def _export(desk: Desk) -> Counts:
    assert desk.means.reports
    counts = export.day_counts(desk.connection, desk.now)
    whole.write(desk.means.reports / export.name(desk.now), export.table(counts))
    return {"lines": len(counts)}


def _boards(desk: Desk) -> Counts:
    return renew(desk.connection, desk.means.vault, desk.now)


def _tidy(desk: Desk) -> Counts:
    return tidy(desk.connection, desk.now, desk.means.machine())


_ALL: Final = (
    Chore("calls", Every(60), "store", "who does not answer in time becomes a call", _calls),
    Chore("outlook", Every(300), "store", "who will not be reached in time, by département", _outlook),
    Chore(
        "folder", Every(10), "inbox", "take in the files of results that are whole, and remove them", folder
    ),
    Chore("erase", Daily(3), "store", "erase what was collected three months ago, destroy its keys", _erase),
    Chore("report", Every(3600), "reports", "the figures of the hour as JSON", _report),
    Chore("export", Daily(5), "reports", "counts by day as CSV, without anybody in them", _export),
    Chore("boards", Every(300), "store", "what the boards show, counted for every territory", _boards),
    Chore("tidy", Every(3600), "store", "remove what nobody will ask for any more", _tidy),
)
CHORES: Final[Mapping[str, Chore]] = {chore.name: chore for chore in _ALL}
