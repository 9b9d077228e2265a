"""``python -m tocsin_simulation.policies``: plays a part of a plan.

A plan, its jobs and the server for their stores come in as one JSON object; each run goes out as a line of
JSON. Its environment gives it simulated telephone numbers, which no process with a real gateway may have: that
is why it is a process of its own.
"""

import sys

import msgspec
from msgspec import Struct

from tocsin.runtime import garbage_collection
from tocsin_simulation.policies.comparison_plan import ComparisonPlan, RegionJob, play_job


class WorkerJobs(Struct, frozen=True):
    """What one process plays."""

    plan: ComparisonPlan
    jobs: tuple[RegionJob, ...]
    server: str
    """URL of the server for the stores of regions."""


def main() -> int:
    """Play what comes in."""
    work = msgspec.json.decode(sys.stdin.buffer.read(), type=WorkerJobs)
    garbage_collection.freeze_gc()
    for job in work.jobs:
        for ran in play_job(work.plan, job, work.server):
            sys.stdout.buffer.write(msgspec.json.encode(ran) + b"\n")
            sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
