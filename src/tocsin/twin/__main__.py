"""``python -m tocsin.twin``: plays the seeds of a plan, one process for each share of them.

A plan and its seeds come in as one JSON object; each run goes out as a line of JSON. It has simulated
telephone numbers, which no process with a real gateway may have: that is why it is a process of its own.
"""

import sys

import msgspec
from msgspec import Struct

from tocsin.tracing import longlived
from tocsin.twin.plan import Plan, play


class Work(Struct, frozen=True):
    """What one process plays."""

    plan: Plan
    seeds: tuple[int, ...]


def main() -> int:
    """Play what comes in."""
    work = msgspec.json.decode(sys.stdin.buffer.read(), type=Work)
    longlived.settle()
    for seed in work.seeds:
        for ran in play(work.plan, seed):
            sys.stdout.buffer.write(msgspec.json.encode(ran) + b"\n")
            sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
