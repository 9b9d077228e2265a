"""``tocsin reply``: what replies to a question answer, one JSON object a line, in constant memory."""

import signal
from argparse import Namespace

import msgspec

from tocsin.cli import exit_status
from tocsin.cli.line_chunks import LINE_BYTES, LineReader
from tocsin.cli.output_file import open_output
from tocsin.cli.progress_bar import ProgressBar
from tocsin.conversation.reading.batch import ReplyInput, read_batch_reply
from tocsin.verdict.batch_check import BatchResult, describe_problem, recover_identifier, refuse_long_line
from tocsin.verdict.verdict_json import ENCODER, LineRefusal

_decode = msgspec.json.Decoder(ReplyInput).decode


def run_command(options: Namespace) -> int:
    """Read every reply of the input."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a draft of the output is not left behind
    with LineReader.open_input(options.input) as lines, open_output(options.out) as out:
        progress = ProgressBar(options.input, lines.size)
        for chunk in lines.chunks():
            done = (
                refuse_long_line(chunk.first, LINE_BYTES)
                if chunk.lines is None
                else _read_replies(chunk.lines, chunk.first)
            )
            out.write(done.output)
            progress.advance(done.lines, done.bad, lines.position)
        progress.finish()
    return exit_status.BAD_DATA if progress.bad and options.strict else 0


def _read_replies(lines: bytes, first: int) -> BatchResult:
    out = bytearray()
    bad = 0
    number = first
    for number, line in enumerate(lines.split(b"\n"), first):
        if not line or line.isspace():
            continue
        try:
            answer: object = read_batch_reply(_decode(line))
        except Exception as error:  # whatever a line holds, the next ones must still be read
            answer = LineRefusal(number, describe_problem(error), recover_identifier(line))
            bad += 1
        out += ENCODER.encode(answer) + b"\n"
    return BatchResult(bytes(out), number - first + (not lines.endswith(b"\n")), bad)
