"""``tocsin scan``: many messages, one JSON object a line, in order and in constant memory."""

import io
import os
import sys
import tempfile
from argparse import Namespace
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from select import select
from typing import BinaryIO, NamedTuple

from tocsin.cli import status
from tocsin.cli.batch import Batch, too_long
from tocsin.cli.progress import Progress

CHUNK_BYTES = 262_144
"""About a thousand SMS: enough to hide the cost of handing it over, little enough to keep memory low."""
LINE_BYTES = 16_777_216
"""A longer line is refused: an e-mail of 10 MB, the bound of a message, fits in base64."""


class Chunk(NamedTuple):
    """Whole lines, and the number of the first; ``None`` in the place of a line that is too long."""

    lines: bytes | None
    first: int
    count: int


def run(options: Namespace) -> int:
    """Judge every line of the input."""
    batch = Batch(options.charter, options.lang, date.today())
    jobs = options.jobs or os.process_cpu_count() if hasattr(os, "process_cpu_count") else options.jobs or 1
    with _input(options.input) as source, _output(options.out) as out:
        progress = Progress.of(source)
        bad = _write(_judged(source, batch, jobs), out, progress)
        progress.end(bad)
    return status.BAD_DATA if bad and options.strict else 0
