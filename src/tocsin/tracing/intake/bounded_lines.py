"""Lines of a file, however long they are, and in which character set."""

import codecs
import re
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


WINDOWS: Final = "cp1252"
_SEQUENCE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
"""A letter of UTF-8 that is no ASCII: in Windows-1252 a letter with an accent before signs such as ``©``."""
_LONGEST: Final = 4
"""Bytes of such a letter."""


def decode_undeclared(data: bytes) -> str:
    """Text whose character set nobody said: UTF-8, else Windows-1252.

    Raises UnicodeDecodeError where some of it is UTF-8 and some is not: it was damaged on its way.

    >>> decode_undeclared("Zoé".encode()), decode_undeclared(b"Zo\\xe9 C\\x9cur")
    ('Zoé', 'Zoé Cœur')
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if _SEQUENCE.search(data):
            raise
        return data.decode(WINDOWS)


def decode_declared(data: bytes, codec: str) -> str:
    """Text in a character set that was said. Who says ISO 8859-1 mostly writes Windows-1252, which has more
    letters. Raises UnicodeDecodeError.

    >>> decode_declared(b"C\\x9cur", "iso-8859-1")
    'Cœur'
    """
    if codec == "utf-8" or codecs.lookup(codec).name != "iso8859-1":
        return data.decode(codec)
    try:
        return data.decode(WINDOWS)
    except UnicodeDecodeError:
        return data.decode("iso-8859-1")


def detect_charset(file: BinaryIO) -> str:
    """The character set of a whole file from where it stands: UTF-8 if any letter of it is that, else
    Windows-1252. One damaged letter does not turn a file of UTF-8 into another.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    start = file.tell()
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
        return "utf-8"
    except UnicodeDecodeError:
        file.seek(start)
    tail = b""
    while chunk := file.read(CHUNK):
        if _SEQUENCE.search(tail + chunk):
            return "utf-8"
        tail = chunk[1 - _LONGEST :]
    return WINDOWS
