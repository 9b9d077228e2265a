"""A scan on several cores: chunks of bytes out, chunks of bytes back, in order."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from typing import Any

from tocsin.cli.batch_judge import BatchJudge
from tocsin.cli.exit_status import CommandFailure
from tocsin.cli.line_chunks import LINE_BYTES, LineChunk, LineReader
from tocsin.verdict.batch_check import BatchResult, refuse_long_line

AHEAD = 2
"""Chunks given out, for each process, before the oldest must come back: memory stays constant."""
PATIENCE = 0.02
"""Seconds between two looks at the results while the input is silent."""
STOPS = (signal.SIGINT, signal.SIGTERM)
"""Signals by which somebody stops a scan."""

_worker: BatchJudge | None = None
"""What judges in a process of the pool: inherited by fork, or else made at its start."""


class WorkerDied(CommandFailure):
    """A process of the pool died."""


def judge_in_pool(lines: LineReader, batch: BatchJudge, jobs: int) -> Iterator[BatchResult]:
    """Judge every chunk; results come in the order of the input."""
    pool = _JudgePool(batch, jobs)
    try:
        for chunk in lines.chunks():
            pool.give_out(chunk)
            yield from _finished_results(pool, AHEAD * jobs, lines)
        while pool.waiting:
            yield pool.take_first()
    except BrokenProcessPool as error:
        raise WorkerDied("was it short of memory? Try a smaller --jobs") from error
    finally:
        pool.close()


def _finished_results(pool: "_JudgePool", most: int, lines: LineReader) -> Iterator[BatchResult]:
    """The results to hand over before reading on: those that are there, and all while the input is silent."""
    while pool.waiting:
        if len(pool.waiting) >= most or pool.has_first():
            yield pool.take_first()
        elif lines.wait_until_readable(PATIENCE):
            return


@contextmanager
def _hold_stops() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM wait: raised while a process of the pool is started, or a lock of it taken, they would leave
    processes for whose end everything waits."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    held = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


class _JudgePool:
    """The processes, and the chunks given out to them, the oldest first. Its threads hear no stop either, as they begin
    while stops are held: the main thread hears them, between two calls of these."""

    @_hold_stops()
    def __init__(self, batch: BatchJudge, jobs: int) -> None:
        global _worker
        _worker = batch
        self._pool = ProcessPoolExecutor(
            jobs, _process_context(), initializer=_start_worker, initargs=batch.settings
        )
        self.waiting: deque[Future[BatchResult]] = deque()

    @_hold_stops()
    def give_out(self, chunk: LineChunk) -> None:
        if chunk.lines is not None:
            self.waiting.append(self._pool.submit(_judge_chunk, chunk.lines, chunk.first))
            return
        refused: Future[BatchResult] = Future()
        refused.set_result(refuse_long_line(chunk.first, LINE_BYTES))
        self.waiting.append(refused)

    @_hold_stops()
    def has_first(self) -> bool:
        return self.waiting[0].done()

    @_hold_stops()
    def take_first(self) -> BatchResult:
        """What came of the oldest chunk, waited for. Raises BrokenProcessPool."""
        return self.waiting.popleft().result()

    @_hold_stops()
    def close(self) -> None:
        """End the processes, each after the chunk that it has."""
        self._pool.shutdown(cancel_futures=True)


def _process_context() -> BaseContext:
    """By fork where it exists: the tables are then shared, and nothing is loaded again."""
    return multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else None)


def _start_worker(*settings: Any) -> None:
    """Begin a process of the pool: the parent alone answers to Ctrl-C, and takes it along when it dies."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    if _worker is None:
        _worker = BatchJudge(*settings)


def _leave_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _judge_chunk(lines: bytes, first: int) -> BatchResult:
    assert _worker is not None
    return _worker.judge_lines(lines, first)
