"""Lines of a file, however long they are."""

from collections.abc import Iterator
from typing import BinaryIO, Final

RECORD: Final = 4 << 20
"""Bytes of one record: a message, a line, an entry of a bundle."""
KEPT: Final = 64 << 10
"""Bytes of a record that is too large that go to quarantine: what shows where it stands."""
WHOLE: Final = 8 << 20
"""Bytes up to which a JSON document is read in one piece."""
CHUNK: Final = 1 << 18
"""Bytes read at once."""
EXCEL_ROWS: Final = (65_536, 1_048_576)
"""Rows that a sheet of the old and of the new format can hold: a file of so many may have been cut."""


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
