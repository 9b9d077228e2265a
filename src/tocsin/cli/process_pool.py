"""A scan on several cores: chunks of bytes out, chunks of bytes back, in order."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
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

_worker: BatchJudge | None = None
"""What judges in a process of the pool: inherited by fork, or else made at its start."""


class WorkerDied(CommandFailure):
    """A process of the pool died."""


def judge_in_pool(lines: LineReader, batch: BatchJudge, jobs: int) -> Iterator[BatchResult]:
    """Judge every chunk; results come in the order of the input."""
    pool = _create_pool(batch, jobs)
    waiting: deque[Future[BatchResult]] = deque()
    try:
        for chunk in lines.chunks():
            waiting.append(_submit_chunk(pool, chunk))
            yield from _finished_results(waiting, AHEAD * jobs, lines)
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise WorkerDied("was it short of memory? Try a smaller --jobs") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _submit_chunk(pool: ProcessPoolExecutor, chunk: LineChunk) -> "Future[BatchResult]":
    if chunk.lines is not None:
        return pool.submit(_judge_chunk, chunk.lines, chunk.first)
    done: Future[BatchResult] = Future()
    done.set_result(refuse_long_line(chunk.first, LINE_BYTES))
    return done


def _finished_results(
    waiting: "deque[Future[BatchResult]]", most: int, lines: LineReader
) -> Iterator[BatchResult]:
    """The results to hand over before reading on: those that are there, and all while the input is silent."""
    while waiting:
        if len(waiting) >= most or waiting[0].done():
            yield waiting.popleft().result()
        elif lines.wait_until_readable(PATIENCE):
            return


def _create_pool(batch: BatchJudge, jobs: int) -> ProcessPoolExecutor:
    global _worker
    _worker = batch
    return ProcessPoolExecutor(jobs, _process_context(), initializer=_start_worker, initargs=batch.settings)


def _process_context() -> BaseContext:
    """By fork where it exists: the tables are then shared, and nothing is loaded again."""
    return multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else None)


def _start_worker(*settings: Any) -> None:
    """Begin a process of the pool: the parent alone answers to Ctrl-C, and takes it along when it dies."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
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
