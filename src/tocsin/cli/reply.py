"""``tocsin reply``: what replies to a question answer, one JSON object a line, in constant memory."""

from argparse import Namespace

import msgspec

from tocsin.cli.line_batches import answer_chunks, answer_each_line, write_results
from tocsin.conversation.reading.batch import ReplyInput, read_batch_reply

_decode = msgspec.json.Decoder(ReplyInput).decode


def run_command(options: Namespace) -> int:
    answer = answer_each_line(lambda line: read_batch_reply(_decode(line)))
    return write_results(options, lambda lines: answer_chunks(lines, answer))
