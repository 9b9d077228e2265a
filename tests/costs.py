"""What tests cost: little is said of each while they run, and at the end which were the dearest.

A process of pytest-xdist says six things of every test to the one that counts, which takes longer than most tests
do. Here it says one: how the test went. It says more of a step that failed, was skipped, or took a while.
"""

import resource
import time
from collections.abc import Iterator

import pytest
from _pytest.runner import runtestprotocol

COUNTS = 0.5
"""Seconds from which a test, with its fixtures, may be among the dearest."""
SAID = 0.05
"""Seconds from which the making or the ending of fixtures is said, for ``--durations``."""
DEAREST = 10


class FewWords:
    """Runs the tests of one process of several, and tells the one that counts how each of them went."""

    @pytest.hookimpl
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        """As pytest does it, and what it took with the test."""
        began, spent = time.perf_counter(), _processor()
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
        seconds = time.perf_counter() - began
        if seconds > COUNTS:
            reports[0].user_properties.append(("cost", (seconds, _processor() - spent)))
        for report in reports:
            if report.when == "call" or not report.passed or report.duration > SAID or report.user_properties:
                item.ihook.pytest_runtest_logreport(report=report)
        return True


class Dearest:
    """Says at the end of a run of several processes which tests took longest: with them begins whoever wants it shorter."""

    def __init__(self) -> None:
        self.costs: dict[str, tuple[float, float]] = {}
        """Seconds, and seconds of processor with those processes that were waited for, by test."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, cost in report.user_properties:
            if name == "cost":
                self.costs[report.nodeid] = cost

    @pytest.hookimpl(wrapper=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
        yield
        dearest = sorted(self.costs.items(), key=lambda one: -one[1][0])[:DEAREST]
        if dearest:
            terminalreporter.write_sep("=", "the dearest tests: seconds, of processor, with their fixtures")
        for name, (seconds, processor) in dearest:
            terminalreporter.write_line(f"{seconds:6.1f} {processor:6.1f}  {name}")


def _processor() -> float:
    """Seconds of processor so far, with those of processes that ended and were waited for."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
