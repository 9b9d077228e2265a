"""Lines in, lines out: the work of one process of ``tocsin scan``.

It receives bytes and gives bytes back, so that nothing but bytes travels between processes.
"""

import gc
from datetime import date

import msgspec

from tocsin.charter.load import load
from tocsin.cli.answer import Problem, Refusal, answer, encode_into
from tocsin.message.read import Row, to_message
from tocsin.verdict.check import judge

_decode = msgspec.json.Decoder(Row).decode


class Batch:
    """Judges lines under one charter, in one language."""

    def __init__(self, charter: str, lang: str, today: date) -> None:
        self.charter = load(charter)
        self.lang = lang
        self.today = today
        """Day of reception of a message that does not say."""

    def judge(self, chunk: bytes, first: int) -> tuple[bytes, int]:
        """Verdicts on the lines of a chunk, and how many lines had none; the first line has that number."""
        out = bytearray()
        bad = 0
        for number, line in enumerate(chunk.split(b"\n"), first):
            if line and not line.isspace():
                bad += self._line(line, number, out)
        return bytes(out), bad

    def _line(self, line: bytes, number: int, out: bytearray) -> bool:
        try:
            row = _decode(line)
            message = to_message(row, self.today)
            encode_into(answer(judge(message, self.charter, lang=self.lang), message, row.id), out)
        except Exception as error:
            encode_into(refusal(error, line, number), out)
            return True
        return False
