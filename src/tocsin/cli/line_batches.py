"""Many lines in, a line of JSON out for each: what ``scan``, ``guard`` and ``reply`` have in common."""

import signal
from argparse import Namespace
from collections.abc import Callable, Iterator

from tocsin.cli import exit_status
from tocsin.cli.line_chunks import LINE_BYTES, LineReader
from tocsin.cli.output_file import open_output
from tocsin.cli.progress_bar import ProgressBar
from tocsin.verdict.batch_check import BatchResult, describe_problem, recover_identifier, refuse_long_line
from tocsin.verdict.verdict_json import ENCODER, LineRefusal

ChunkAnswer = Callable[[bytes, int], BatchResult]
"""Answers whole lines, the first of which has that number."""


def write_results(options: Namespace, answer_input: Callable[[LineReader], Iterator[BatchResult]]) -> int:
    """Write what comes of the input that the options name; the exit status."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a draft of the output is not left behind
    with LineReader.open_input(options.input) as lines, open_output(options.out) as out:
        progress = ProgressBar(options.input, lines.size)
        for done in answer_input(lines):
            out.write(done.output)
            progress.advance(done.lines, done.bad, lines.position)
        progress.finish()
    return exit_status.BAD_DATA if progress.bad and options.strict else 0


def answer_chunks(lines: LineReader, answer: ChunkAnswer) -> Iterator[BatchResult]:
    """What comes of each chunk of the input; a line that is too long is refused."""
    for chunk in lines.chunks():
        if chunk.lines is None:
            yield refuse_long_line(chunk.first, LINE_BYTES)
        else:
            yield answer(chunk.lines, chunk.first)


def answer_each_line(answer: Callable[[bytes], object]) -> ChunkAnswer:
    """An answer to whole lines from one to a line: JSON, or what was wrong with the line."""

    def answer_lines(lines: bytes, first: int) -> BatchResult:
        out = bytearray()
        bad = 0
        number = first
        for number, line in enumerate(lines.split(b"\n"), first):
            if not line or line.isspace():
                continue
            try:
                said = answer(line)
            except Exception as error:  # whatever a line holds, the next ones must still be answered
                said = LineRefusal(number, describe_problem(error), recover_identifier(line))
                bad += 1
            out += ENCODER.encode(said) + b"\n"
        return BatchResult(bytes(out), number - first + (not lines.endswith(b"\n")), bad)

    return answer_lines
