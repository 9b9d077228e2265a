"""What a worker counts of itself, as Prometheus reads it: no label has anything of a request in it.

With several workers ``$PROMETHEUS_MULTIPROC_DIR`` names a folder of files that they share, emptied before
they start: whichever is asked then answers for all of them.
"""

import os
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class WorkerMetrics:
    """The counts of one worker."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "tocsin_api_requests", "Requests answered.", ("route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "tocsin_api_seconds", "Seconds until an answer began.", ("route",), buckets=BUCKETS,
            registry=self._registry,
        )  # fmt: skip
        self._checks = Counter("tocsin_api_checks", "Messages judged.", ("verdict",), registry=self._registry)
        self._verified = Counter(
            "tocsin_api_verified", "Codes looked up.", ("outcome",), registry=self._registry
        )
        self._taken = Counter("tocsin_api_taken", "What came in.", ("what",), registry=self._registry)
        self._results = Counter(
            "tocsin_api_results", "What became of results.", ("disposition",), registry=self._registry
        )
        self._of: dict[tuple[str, int], Counter] = {}
        self._lasting: dict[str, Histogram] = {}
        self._verdicts: dict[str, Counter] = {}

    def count_answer(self, route: str, status: int, seconds: float) -> None:
        """A request was answered."""
        found = self._of.get((route, status))
        if found is None:
            # What another thread finds in the first table it takes for granted in the second.
            self._lasting[route] = self._seconds.labels(route)
            found = self._of[route, status] = self._requests.labels(route, str(status))
        found.inc()
        self._lasting[route].observe(seconds)

    def count_check(self, verdict: str) -> None:
        """A message was judged."""
        found = self._verdicts.get(verdict)
        if found is None:
            found = self._verdicts[verdict] = self._checks.labels(verdict)
        found.inc()

    def count_verification(self, outcome: str) -> None:
        """A code was looked up."""
        self._verified.labels(outcome).inc()

    def count_received(self, what: str, count: int) -> None:
        """Results, receipts or messages came in."""
        if count:
            self._taken.labels(what).inc(count)

    def count_dispositions(self, disposition: str, count: int) -> None:
        """Results were taken in, and this became of them."""
        if count:
            self._results.labels(disposition).inc(count)

    def render_text(self) -> bytes:
        """Every count, as text: of all workers where they share a folder, of this one otherwise."""
        if folder := os.environ.get(FOLDER):
            shared = CollectorRegistry()
            MultiProcessCollector(shared, folder)  # type: ignore[no-untyped-call]
            return generate_latest(shared)
        return generate_latest(self._registry)
