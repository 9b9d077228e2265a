"""The page about chores says what the code does."""

import re
from pathlib import Path

from tocsin.jobs import cleanup, worker
from tocsin.jobs.job_list import CHORES
from tocsin.jobs.report_files import HIDDEN
from tocsin.jobs.scheduled_job import FOLDERS

PAGE = (Path(__file__).parents[2] / "docs/reference/jobs.md").read_text(encoding="utf-8")


def rows(heading):
    """Rows of the table that begins with these columns, as tuples."""
    _, _, rest = PAGE.partition(f"| {' | '.join(heading)} |\n")
    found = []
    for line in rest.splitlines()[1:]:
        if not line.startswith("|"):
            break
        found.append(tuple(cell.strip().strip("`") for cell in line.strip("|").split("|")))
    return found


def test_every_chore_has_its_line():
    assert rows(("job", "when", "needs", "what")) == [
        (chore.name, str(chore.when), chore.needs, chore.what) for chore in CHORES.values()
    ]


def test_every_folder_has_its_line():
    assert [row[:2] for row in rows(("needs", "variable", "folder or file"))] == list(FOLDERS.items())


def test_what_is_kept_is_kept_for_so_long():
    days = [int(re.match(r"(\d+) days?", row[1])[1]) for row in rows(("what", "how long", "by which clock"))]
    kept = [cleanup.SUCCEEDED, cleanup.FAILED, cleanup.WORKERS, cleanup.RECEIPTS, cleanup.PARTS]
    said = [*kept, cleanup.SPOKEN, cleanup.VISITORS, cleanup.UNCONFIRMED]
    assert days == [one.days for one in said]


def test_the_waits_before_another_try_are_these():
    waits = [worker.RETRY.exponential_wait ** (attempt + 1) for attempt in range(worker.MOST)]
    assert f"after {', '.join(map(str, waits[:-1]))} and {waits[-1]} seconds" in PAGE


def test_patience_with_the_dead_is_this():
    assert f"no sign of life came for {worker.STALLED:.0f} seconds" in PAGE


def test_hidden_counts_look_like_this():
    assert f"`{HIDDEN}`" in PAGE
