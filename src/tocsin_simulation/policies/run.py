"""Plays a plan in processes of its own, and gives what came of each run as it comes."""

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from tocsin.config import set_variable
from tocsin.runtime import garbage_collection
from tocsin_simulation.policies.comparison_plan import (
    ComparisonPlan,
    PolicyRun,
    add_up_regions,
    play_policy,
)
from tocsin_simulation.policies.region_service import run_region_server
from tocsin_simulation.town.town_numbers import SIMULATED


class PlayStopped(RuntimeError):
    """A process that played a part of the plan ended before it was done."""


def play_plan(
    plan: ComparisonPlan, processes: int = 0, *, seen: Callable[[PolicyRun], None] = lambda ran: None
) -> list[PolicyRun]:
    """Play a plan; what came of it, by seed and policy.

    ``processes``: at once; 0: as many as there are processors. The outcome does not depend on it. Raises PlayStopped.
    """
    runs = [(job, at) for job in plan.jobs for at in range(len(plan.policies))]
    count = min(processes or os.cpu_count() or 1, len(runs))
    found: list[PolicyRun] = []
    with (
        run_region_server() as server,
        ProcessPoolExecutor(count, get_context("spawn"), _begin_process) as pool,
    ):
        tasks = [pool.submit(play_policy, plan, job, at, server) for job, at in runs]
        try:
            for task in as_completed(tasks):
                found.append(task.result())
                seen(found[-1])
        except BaseException as error:
            pool.shutdown(wait=False, cancel_futures=True)  # what still plays would be waited for
            if isinstance(error, BrokenProcessPool):
                raise PlayStopped(str(PlayStopped.__doc__)) from error
            raise
    return add_up_regions(found)


def _begin_process() -> None:
    """Simulated telephone numbers, which no process with a real gateway may have, are for these processes alone."""
    for name, value in SIMULATED.items():
        set_variable(name, value)
    garbage_collection.freeze_gc()
