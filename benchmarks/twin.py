"""What the record-day twin costs: processor seconds and memory by number of people, one policy, one seed.

``python benchmarks/twin.py [PEOPLE ...]`` plays each size once with the first policy, in as many processes as
there are processors. What comes out is printed with each size, so that
it can be seen how far a sample is from the whole.
"""

import argparse
import json
import resource
import time
from datetime import UTC, datetime

from tocsin_simulation.policies.comparison import compare_policies
from tocsin_simulation.policies.comparison_plan import ComparisonPlan, PolicyRun
from tocsin_simulation.policies.day_policy import load_shipped_policies
from tocsin_simulation.policies.run import play_plan


def measured(people: int, processes: int, name: str) -> dict[str, object]:
    """One size."""
    of = load_shipped_policies()
    policy = next(one for one in of.policies if one.name == name)
    plan = ComparisonPlan(policies=(policy,), figures=of.values, people=people, seeds=1)
    before, began, done = _spent(), time.monotonic(), 0

    def seen(ran: PolicyRun) -> None:
        nonlocal done
        done += ran.counts.positives
        minutes = (time.monotonic() - began) / 60
        print(f"{datetime.now(UTC):%H:%M:%S}  {done:,} positives, {minutes:.1f} min", flush=True)

    found = compare_policies(plan, play_plan(plan, processes, seen=seen)).columns[0]
    wall, spent = time.monotonic() - began, _spent() - before
    return {
        "policy": name,
        "people": people,
        "positives": found.counts.positives,
        "regions": len(plan.regions),
        "seconds": round(wall, 1),
        "processor_seconds": round(spent, 1),
        "milliseconds_each": round(1000 * spent / found.counts.positives, 2),
        "largest_process_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        **{name: round(one.mean, 4) for name, one in found.values.items()},
    }


def _spent() -> float:
    """Processor seconds of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure, and print one JSON object a size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("people", type=int, nargs="*", default=[50, 300])
    parser.add_argument("--processes", type=int, default=0)
    parser.add_argument("--policy", default="sms-first")
    options = parser.parse_args()
    for people in options.people:
        print(json.dumps(measured(people, options.processes, options.policy)), flush=True)


if __name__ == "__main__":
    main()
