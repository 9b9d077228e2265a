"""The conversations of a phone as they are stored: JSON, compressed, sealed.

A thread is 2 KB, most of it instructions and names of fields. Uncompressed, it would lie beside its row, in
pages of its own, and every step of an engine would write both.
"""

import zlib
from typing import Final

import msgspec
from msgspec.structs import replace

from tocsin.conversation.thread import Thread, to_json

PLACE: Final = "phone.thread"
"""Where it stands, as the vault seals it."""
MOST: Final = 4 << 20
"""Octets of one at most: a phone has a few conversations of a few KB."""
_LEVEL: Final = 1
"""Nine tenths of what the best level saves, at a third of its time."""
_read = msgspec.json.Decoder(Thread).decode


class BadThread(ValueError):
    """What is stored as a phone's conversations is none."""


def pack(thread: Thread) -> bytes:
    """A thread as it is sealed: the number stands in its own column."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return packer.compress(to_json(replace(thread, phone=""))) + packer.flush()


def unpack(packed: bytes, phone: str = "") -> Thread:
    """The thread of a phone. Raises BadThread."""
    unpacker = zlib.decompressobj(-15)
    try:
        written = unpacker.decompress(packed, MOST)
        if not unpacker.eof:
            raise BadThread(str(BadThread.__doc__))
        return replace(_read(written), phone=phone)
    except (zlib.error, msgspec.DecodeError) as error:
        raise BadThread(f"{BadThread.__doc__} {type(error).__name__}") from None
