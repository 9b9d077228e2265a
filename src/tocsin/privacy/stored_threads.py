"""The conversations of a phone as they are stored.

Two thirds of a thread are instructions in two languages, which everybody has whose days are the same. They
are compressed once, against sentences that plans are made of (``wording_dictionary.txt``), and put beside the
rest: what a step of an engine reads and writes is then a third as long, and fits into the page of its row.

The dictionary never changes: what is stored opens by it alone. Another one would be a second file, which zlib
tells from the first by its checksum; what was compressed against none opens as well.
"""

import zlib
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tocsin.charter.schema import Wording
from tocsin.conversation.phone_thread import PhoneThread
from tocsin.conversation.session import FlowFacts

PLACE: Final = "phone.thread"
"""Where it stands, as the vault seals it."""
MOST: Final = 1 << 20
"""Octets of one wording at most."""
DICTIONARY: Final = files(__package__).joinpath("wording_dictionary.txt").read_bytes()
"""Sentences of plans in both languages; zlib finds near ones first, so the longest stand last."""
REMEMBERED: Final = 10_000
"""Wordings that are kept: as many as there are plans in one day."""


class BadStoredThread(ValueError):
    """What is stored as a phone's conversations is none."""


class _PackedThread(Struct, array_like=True):
    """A thread whose wordings stand apart, each under its place in the list."""

    thread: PhoneThread
    wordings: list[bytes]


_write = msgspec.msgpack.Encoder().encode
_read = msgspec.msgpack.Decoder(_PackedThread).decode
_read_wording = msgspec.msgpack.Decoder(Wording).decode


def pack_thread(thread: PhoneThread) -> bytes:
    """A thread as it is sealed: the number stands in its own column."""
    wordings: list[bytes] = []

    def apart(wording: Wording) -> Wording:
        wordings.append(_compress_wording(wording))
        return Wording("", str(len(wordings) - 1))

    light = _map_wordings(replace(thread, phone=""), apart)
    return _write(_PackedThread(light, wordings))


def unpack_thread(packed: bytes, phone: str = "") -> PhoneThread:
    """The thread of a phone. Raises BadStoredThread."""
    try:
        found = _read(packed)
        thread = _map_wordings(found.thread, lambda mark: _decompress_wording(found.wordings[int(mark.en)]))
    except (msgspec.MsgspecError, zlib.error, LookupError, ValueError) as error:
        raise BadStoredThread(f"{BadStoredThread.__doc__} {type(error).__name__}") from None
    return replace(thread, phone=phone)


def _map_wordings(thread: PhoneThread, change: Callable[[Wording], Wording]) -> PhoneThread:
    """The thread with every wording among its facts changed."""

    def of(facts: FlowFacts) -> FlowFacts:
        return {name: change(one) if type(one) is Wording else one for name, one in facts.items()}

    sessions = tuple(replace(one, facts=of(one.facts)) for one in thread.sessions)
    waiting = tuple(replace(one, facts=of(one.facts)) for one in thread.waiting)
    return replace(thread, sessions=sessions, waiting=waiting)


@lru_cache(maxsize=REMEMBERED)
def _compress_wording(wording: Wording) -> bytes:
    packer = zlib.compressobj(9, zdict=DICTIONARY)
    return packer.compress(_write(wording)) + packer.flush()


@lru_cache(maxsize=REMEMBERED)
def _decompress_wording(squeezed: bytes) -> Wording:
    unpacker = zlib.decompressobj(zdict=DICTIONARY)
    written = unpacker.decompress(squeezed, MOST)
    if not unpacker.eof:
        raise BadStoredThread(str(BadStoredThread.__doc__))
    return _read_wording(written)
