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

from tocsin.tracing.town.numbers import SIMULATED
from tocsin.twin.__main__ import Work
from tocsin.twin.plan import Job, Plan, Ran, together

PATIENCE: Final = 5.0
"""Seconds that a process has to end when it is told to."""


class Stopped(RuntimeError):
    """A process that played a part of the plan ended before it was done."""


def run(
    plan: Plan, processes: int = 0, *, seconds: float | None = None,
    seen: Callable[[Ran], None] = lambda ran: None,
) -> list[Ran]:  # fmt: skip
    """Play a plan; what came of it, by seed and policy.

    ``processes``: at once; 0: as many as there are processors. ``seconds``: it is stopped after so long. The
    outcome depends on neither. Raises Stopped.
    """
    jobs = plan.jobs
    count = max(1, min(processes or os.cpu_count() or 1, len(jobs)))
    shares = [jobs[n::count] for n in range(count)]
    found: list[Ran] = []
    with _playing(plan, shares, seconds) as lines:
        for ran in lines:
            found.append(ran)
            seen(ran)
    if len(found) < len(jobs) * len(plan.policies):
        raise Stopped(str(Stopped.__doc__))
    return together(found)


@contextmanager
def _playing(plan: Plan, shares: list[tuple[Job, ...]], seconds: float | None) -> Iterator[Iterator[Ran]]:
    """Processes at work, and what they give; none is left behind."""
    queue: Queue[Ran | None] = Queue()
    started = [_start(Work(plan, jobs), queue) for jobs in shares]
    timer = threading.Timer(seconds, _kill, (started,)) if seconds else None
    try:
        if timer:
            timer.start()
        yield _lines(queue, len(started))
    finally:
        if timer:
            timer.cancel()
        for one in started:
            if one.poll() is None:
                one.kill()
            one.wait(PATIENCE)


def _kill(processes: "list[subprocess.Popen[bytes]]") -> None:
    for one in processes:
        one.kill()


def _start(work: Work, queue: "Queue[Ran | None]") -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-m", "tocsin.twin"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=os.environ | SIMULATED,
    )  # fmt: skip
    assert process.stdin
    process.stdin.write(msgspec.json.encode(work))
    process.stdin.close()
    threading.Thread(target=_read, args=(process, queue), daemon=True).start()
    return process


def _read(process: "subprocess.Popen[bytes]", queue: "Queue[Ran | None]") -> None:
    assert process.stdout
    try:
        for line in process.stdout:
            queue.put(msgspec.json.decode(line, type=Ran))
    finally:
        process.stdout.close()
        queue.put(None)


def _lines(queue: "Queue[Ran | None]", processes: int) -> Iterator[Ran]:
    while processes:
        ran = queue.get()
        if ran is None:
            processes -= 1
        else:
            yield ran
