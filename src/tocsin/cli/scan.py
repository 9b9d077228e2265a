"""``tocsin scan``: many messages, one JSON object a line, in order and in constant memory."""

import gc
import os
import signal
from argparse import Namespace
from collections.abc import Iterator
from datetime import date

from tocsin.cli import exit_status
from tocsin.cli.batch_judge import BatchJudge, row_folder
from tocsin.cli.line_chunks import LINE_BYTES, LineReader
from tocsin.cli.output_file import open_output
from tocsin.cli.progress_bar import ProgressBar
from tocsin.verdict.batch_check import BatchResult, refuse_long_line


def run_command(options: Namespace) -> int:
    """Judge every line of the input."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a draft of the output is not left behind
    batch = BatchJudge(
        options.charter,
        options.lang,
        date.today(),
        row_folder(options.input),
        options.register,
        options.feeds,
        options.circulating,
    )
    with LineReader.open_input(options.input) as lines, open_output(options.out) as out:
        progress = ProgressBar(options.input, lines.size)
        for judged in _judge_chunks(lines, batch, options.jobs or _available_cores()):
            out.write(judged.output)
            progress.advance(judged.lines, judged.bad, lines.position)
        progress.finish()
    return exit_status.BAD_DATA if progress.bad and options.strict else 0


def _available_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _judge_chunks(lines: LineReader, batch: BatchJudge, jobs: int) -> Iterator[BatchResult]:
    gc.freeze()  # the tables stay: the collector need not look at them again
    if jobs > 1 and not lines.fits_one_chunk:
        from tocsin.cli.process_pool import judge_in_pool

        yield from judge_in_pool(lines, batch, jobs)
        return
    for chunk in lines.chunks():
        yield (
            refuse_long_line(chunk.first, LINE_BYTES)
            if chunk.lines is None
            else batch.judge_lines(chunk.lines, chunk.first)
        )
