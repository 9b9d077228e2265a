"""``tocsin scan``: many messages, one JSON object a line, in order and in constant memory."""

import gc
import os
import signal
from argparse import Namespace
from collections.abc import Iterator
from datetime import date

from tocsin.cli import status
from tocsin.cli.batch import Batch, folder_of
from tocsin.cli.lines import LINE_BYTES, Lines
from tocsin.cli.output import opened
from tocsin.cli.progress import Progress
from tocsin.verdict.rows import Judged, too_long


def run(options: Namespace) -> int:
    """Judge every line of the input."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a draft of the output is not left behind
    batch = Batch(options.charter, options.lang, date.today(), folder_of(options.input), options.register)
    with Lines.opened(options.input) as lines, opened(options.out) as out:
        progress = Progress(options.input, lines.size)
        for judged in _judged(lines, batch, options.jobs or _cores()):
            out.write(judged.output)
            progress.add(judged.lines, judged.bad, lines.position)
        progress.end()
    return status.BAD_DATA if progress.bad and options.strict else 0


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _judged(lines: Lines, batch: Batch, jobs: int) -> Iterator[Judged]:
    gc.freeze()  # the tables stay: the collector need not look at them again
    if jobs > 1 and not lines.few:
        from tocsin.cli.pool import in_pool

        yield from in_pool(lines, batch, jobs)
        return
    for chunk in lines.chunks():
        yield (
            too_long(chunk.first, LINE_BYTES)
            if chunk.lines is None
            else batch.judge(chunk.lines, chunk.first)
        )
