"""Lines of a file, however long they are."""

from collections.abc import Iterator
from typing import BinaryIO

from tocsin.tracing.intake.size_limits import CHUNK, KEPT, RECORD


def read_bounded_lines(file: BinaryIO, most: int = RECORD) -> Iterator[tuple[int, bytes, bool]]:
    """Offset, bytes with their end, and whether the line was too long: then only its beginning is given.

    A carriage return alone ends a line where the file has no other ends.
    """
    start = file.tell()
    head = file.read(CHUNK)
    file.seek(start)
    if b"\r" in head and b"\n" not in head:
        yield from _read_lines_ending_in_cr(file, most)
        return
    offset = start
    readline = file.readline
    while line := readline(most + 1):
        if len(line) > most and not line.endswith(b"\n"):
            length = len(line)
            while (more := readline(CHUNK)) and not more.endswith(b"\n"):
                length += len(more)
            yield offset, line[:KEPT], True
            offset += length + len(more)
        else:
            yield offset, line, False
            offset += len(line)


def _read_lines_ending_in_cr(file: BinaryIO, most: int) -> Iterator[tuple[int, bytes, bool]]:
    offset = file.tell()
    rest = b""
    cut = False
    while chunk := file.read(CHUNK):
        parts = (rest + chunk).split(b"\r")
        rest = parts.pop()
        for part in parts:
            long = cut or len(part) > most
            yield offset, part[:KEPT] if long else part, long
            offset += len(part) + 1
            cut = False
        if len(rest) > most:
            offset += len(rest) - KEPT
            rest, cut = rest[:KEPT], True
    if rest:
        yield offset, rest, cut
