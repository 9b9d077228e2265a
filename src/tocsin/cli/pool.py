"""A scan on several cores: chunks of bytes out, chunks of bytes back, in order."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from multiprocessing.context import BaseContext
from pathlib import Path

from tocsin.cli.batch import Batch
from tocsin.cli.lines import LINE_BYTES, Chunk, Lines
from tocsin.cli.status import Failure
from tocsin.verdict.rows import Judged, too_long

AHEAD = 2
"""Chunks given out, for each process, before the oldest must come back: memory stays constant."""
PATIENCE = 0.02
"""Seconds between two looks at the results while the input is silent."""

_worker: Batch | None = None
"""What judges in a process of the pool: inherited by fork, or else made at its start."""


class WorkerDied(Failure):
    """A process of the pool died."""


def in_pool(lines: Lines, batch: Batch, jobs: int) -> Iterator[Judged]:
    """Judge every chunk; results come in the order of the input."""
    pool = _pool(batch, jobs)
    waiting: deque[Future[Judged]] = deque()
    try:
        for chunk in lines.chunks():
            waiting.append(_given(pool, chunk))
            yield from _due(waiting, AHEAD * jobs, lines)
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise WorkerDied("was it short of memory? Try a smaller --jobs") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _given(pool: ProcessPoolExecutor, chunk: Chunk) -> "Future[Judged]":
    if chunk.lines is not None:
        return pool.submit(_work, chunk.lines, chunk.first)
    done: Future[Judged] = Future()
    done.set_result(too_long(chunk.first, LINE_BYTES))
    return done


def _due(waiting: "deque[Future[Judged]]", most: int, lines: Lines) -> Iterator[Judged]:
    """The results to hand over before reading on: those that are there, and all while the input is silent."""
    while waiting:
        if len(waiting) >= most or waiting[0].done():
            yield waiting.popleft().result()
        elif lines.ready(PATIENCE):
            return


def _pool(batch: Batch, jobs: int) -> ProcessPoolExecutor:
    global _worker
    _worker = batch
    settings = (batch.charter_name, batch.lang, batch.today, batch.folder, batch.register_name)
    return ProcessPoolExecutor(jobs, _context(), initializer=_start, initargs=settings)


def _context() -> BaseContext:
    """By fork where it exists: the tables are then shared, and nothing is loaded again."""
    return multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else None)


def _start(charter: str, lang: str, today: date, folder: Path, register: str | None) -> None:
    """Begin a process of the pool: the parent alone answers to Ctrl-C, and takes it along when it dies."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    if _worker is None:
        _worker = Batch(charter, lang, today, folder, register)


def _leave_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _work(lines: bytes, first: int) -> Judged:
    assert _worker is not None
    return _worker.judge(lines, first)
