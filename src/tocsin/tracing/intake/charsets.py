"""Bytes of laboratories as text: UTF-8, or Windows-1252, which many write and few name."""

import codecs
import re
from typing import BinaryIO, Final

from tocsin.tracing.intake.bounded_lines import CHUNK

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
