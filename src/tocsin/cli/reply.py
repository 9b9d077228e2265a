"""``tocsin reply``: what replies to a question answer, one JSON object a line, in constant memory."""

import signal
from argparse import Namespace

import msgspec

from tocsin.cli import status
from tocsin.cli.lines import LINE_BYTES, Lines
from tocsin.cli.output import opened
from tocsin.cli.progress import Progress
from tocsin.conversation.reading.batch import Input, read_input
from tocsin.verdict.answer import ENCODER, Refusal
from tocsin.verdict.rows import Judged, identifier_of, problem, too_long

_decode = msgspec.json.Decoder(Input).decode


def run(options: Namespace) -> int:
    """Read every reply of the input."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a draft of the output is not left behind
    with Lines.opened(options.input) as lines, opened(options.out) as out:
        progress = Progress(options.input, lines.size)
        for chunk in lines.chunks():
            done = (
                too_long(chunk.first, LINE_BYTES)
                if chunk.lines is None
                else _replies(chunk.lines, chunk.first)
            )
            out.write(done.output)
            progress.add(done.lines, done.bad, lines.position)
        progress.end()
    return status.BAD_DATA if progress.bad and options.strict else 0


def _replies(lines: bytes, first: int) -> Judged:
    out = bytearray()
    bad = 0
    number = first
    for number, line in enumerate(lines.split(b"\n"), first):
        if not line or line.isspace():
            continue
        try:
            answer: object = read_input(_decode(line))
        except Exception as error:  # whatever a line holds, the next ones must still be read
            answer = Refusal(number, problem(error), identifier_of(line))
            bad += 1
        out += ENCODER.encode(answer) + b"\n"
    return Judged(bytes(out), number - first + (not lines.endswith(b"\n")), bad)
