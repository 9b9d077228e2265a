"""``tocsin scan``: many messages, one JSON object a line, in order and in constant memory."""

import gc
import os
from argparse import Namespace
from collections.abc import Iterator
from datetime import date

from tocsin.cli.batch_judge import BatchJudge, row_folder
from tocsin.cli.line_batches import answer_chunks, write_results
from tocsin.cli.line_chunks import LineReader
from tocsin.verdict.batch_check import BatchResult


def run_command(options: Namespace) -> int:
    batch = BatchJudge(
        options.charter,
        options.lang,
        date.today(),
        row_folder(options.input),
        options.register,
        options.feeds,
        options.circulating,
    )
    jobs = options.jobs or _available_cores()
    return write_results(options, lambda lines: _judge_chunks(lines, batch, jobs))


def _available_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _judge_chunks(lines: LineReader, batch: BatchJudge, jobs: int) -> Iterator[BatchResult]:
    gc.freeze()  # the tables stay: the collector need not look at them again
    if jobs > 1 and not lines.fits_one_chunk:
        from tocsin.cli.process_pool import judge_in_pool

        yield from judge_in_pool(lines, batch, jobs)
        return
    yield from answer_chunks(lines, batch.judge_lines)
