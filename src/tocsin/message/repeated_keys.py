"""JSON in which an object names one key twice: readers differ on which of the two counts, so it is refused.

A decoder keeps the last and says nothing, and a positive result becomes a negative one. What is read is
written again: where a value was passed over, fewer keys are written than were read. Only where the two counts
differ is the text walked through key by key.
"""

import json
from typing import Any, Final

import msgspec

from tocsin.deferred_pattern import defer_pattern

_BEFORE_COLON: Final = (b'":', b" :", b"\t:", b"\n:", b"\r:")
"""What stands before the colon of every key; inside a string these may stand too, and stay as they are."""
_HIDDEN: Final = defer_pattern(rb"\\u00(?:20|22|3[aA])")
"""A space, a quote or a colon that is escaped, and would be counted only once it is written again."""


def repeats_key(data: bytes) -> bool:
    """Whether an object of this document has a key twice, at any depth.

    Raises ``msgspec.DecodeError``, UnicodeDecodeError and RecursionError where the document cannot be read.
    """
    again = msgspec.json.encode(msgspec.json.decode(data))
    if not _HIDDEN.search(data) and _count_colons(data) == _count_colons(again):
        return False
    try:
        json.loads(data, object_pairs_hook=_refuse_duplicate_keys, parse_int=str, parse_float=str)
    except _DuplicateKeyError:
        return True
    return False


def refuse_repeated_keys(data: bytes) -> None:
    """Raises ``msgspec.DecodeError`` where an object of a document that can be read has a key twice."""
    if repeats_key(data):
        raise msgspec.DecodeError("An object has one key twice: which of the two counts cannot be known")


def _count_colons(data: bytes) -> int:
    return sum(map(data.count, _BEFORE_COLON))


class _DuplicateKeyError(Exception):
    pass


def _refuse_duplicate_keys(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _ in pairs}) < len(pairs):
        raise _DuplicateKeyError
