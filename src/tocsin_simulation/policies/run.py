"""Plays a plan in processes of its own, and gives what came of each run as it comes."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Queue
from typing import Final

import msgspec

from tocsin_simulation.policies.__main__ import WorkerJobs
from tocsin_simulation.policies.comparison_plan import ComparisonPlan, PolicyRun, RegionJob, add_up_regions
from tocsin_simulation.policies.region_service import run_region_server
from tocsin_simulation.town.town_numbers import SIMULATED

PATIENCE: Final = 5.0
"""Seconds that a process has to end when it is told to."""


class PlayStopped(RuntimeError):
    """A process that played a part of the plan ended before it was done."""


def play_plan(
    plan: ComparisonPlan, processes: int = 0, *, seen: Callable[[PolicyRun], None] = lambda ran: None
) -> list[PolicyRun]:
    """Play a plan; what came of it, by seed and policy.

    ``processes``: at once; 0: as many as there are processors. The outcome does not depend on it. Raises PlayStopped.
    """
    jobs = plan.jobs
    count = max(1, min(processes or os.cpu_count() or 1, len(jobs)))
    shares = [jobs[n::count] for n in range(count)]
    found: list[PolicyRun] = []
    with run_region_server() as server, _playing(plan, shares, server) as lines:
        for ran in lines:
            found.append(ran)
            seen(ran)
    if len(found) < len(jobs) * len(plan.policies):
        raise PlayStopped(str(PlayStopped.__doc__))
    return add_up_regions(found)


@contextmanager
def _playing(
    plan: ComparisonPlan, shares: list[tuple[RegionJob, ...]], server: str
) -> Iterator[Iterator[PolicyRun]]:
    """Processes at work, and what they give; none is left behind."""
    queue: Queue[PolicyRun | None] = Queue()
    started = [_start(WorkerJobs(plan, jobs, server), queue) for jobs in shares]
    try:
        yield _lines(queue, len(started))
    finally:
        for one in started:
            if one.poll() is None:
                one.kill()
            one.wait(PATIENCE)


def _start(work: WorkerJobs, queue: "Queue[PolicyRun | None]") -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-m", "tocsin_simulation.policies"],
        env={**os.environ, **SIMULATED},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin
    process.stdin.write(msgspec.json.encode(work))
    process.stdin.close()
    threading.Thread(target=_read, args=(process, queue), daemon=True).start()
    return process


def _read(process: "subprocess.Popen[bytes]", queue: "Queue[PolicyRun | None]") -> None:
    assert process.stdout
    try:
        for line in process.stdout:
            queue.put(msgspec.json.decode(line, type=PolicyRun))
    finally:
        process.stdout.close()
        queue.put(None)


def _lines(queue: "Queue[PolicyRun | None]", processes: int) -> Iterator[PolicyRun]:
    while processes:
        ran = queue.get()
        if ran is None:
            processes -= 1
        else:
            yield ran
