"""Work counted in lines of code run, which no busy machine changes."""

import gc
import operator
import sys
from collections.abc import Callable
from datetime import date
from functools import lru_cache

import pytest

from tocsin.evidence.word_weights import TEXTS_BEFORE_KERNEL
from tocsin.verdict.check import check


@pytest.fixture(scope="session")
def compiled_kernel() -> None:
    """The kernel's tables are made, as a process does with the text after its first 200: a million lines, which fell into
    what is counted where just so many texts had been read before."""
    for n in range(TEXTS_BEFORE_KERNEL + 1):
        check(f"Ameli {n}", received=date(2025, 3, 14))


def count_lines(work: Callable[[], object]) -> int:
    """Lines of Python that this runs: of its own alone, as nothing that others left is collected meanwhile.

    They are counted without running any: what is called at each line is C, and keeps in mind how often it was.
    """
    seen = lru_cache(maxsize=0)(operator.is_)
    tool, events = sys.monitoring.PROFILER_ID, sys.monitoring.events
    gc.disable()
    sys.monitoring.use_tool_id(tool, __name__)
    try:
        sys.monitoring.register_callback(tool, events.LINE, seen)
        sys.monitoring.set_events(tool, events.LINE)
        work()
    finally:
        sys.monitoring.set_events(tool, events.NO_EVENTS)
        sys.monitoring.free_tool_id(tool)
        gc.enable()
    return seen.cache_info().misses
