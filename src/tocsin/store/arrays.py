"""Columns for ``unnest``: a list as PostgreSQL reads an array.

psycopg writes them too, element by element in Python: a step of an engine has fifty columns of two thousand,
and spent a seventh of its time there. Octets, texts, moments and days go in the binary form, which the server
copies and need not read sign by sign: of 2,000 octet strings of 500 bytes a tenth of its time is left, and a fifth
of ours. Numbers go as text, for in binary they would have to be of the very size of the column.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from struct import Struct as Layout
from typing import Any, Final

import psycopg
from psycopg.adapt import Buffer, Dumper
from psycopg.pq import Format


class BinaryArray(bytes):
    """An array in the binary form; the statement casts it, and so gives it its type."""


class _BinaryArrayDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: BinaryArray) -> Buffer:
        return obj


def register_binary_arrays() -> None:
    """Let every connection that is opened from now on send them."""
    psycopg.adapters.register_dumper(BinaryArray, _BinaryArrayDumper)


_HEAD: Final = Layout("!iiIii").pack
"""Dimensions, whether there are nulls, the type of the elements, how many, the number of the first."""
_NULL: Final = (-1).to_bytes(4, "big", signed=True)
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_DAY_ONE: Final = date(2000, 1, 1).toordinal()
_MOMENT: Final = Layout("!iq").pack
_DAY: Final = Layout("!ii").pack


def encode_array(values: Sequence[Any]) -> str | BinaryArray:
    """An array of integers, floats, booleans, texts, bytes, dates or moments; None is null.

    The statement casts it: ``%(ids)s::bigint[]``; texts to ``text[]``, and so on: nothing else.

    >>> (encode_array([1, None, 3]), encode_array([True]), encode_array(["a", None])[12:])
    ('{1,NULL,3}', '{true}', b'\\x00\\x00\\x00\\x02\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x01a\\xff\\xff\\xff\\xff')
    """
    kinds = frozenset(map(type, values)) - {type(None)}
    if len(kinds) == 1:
        (kind,) = kinds
        if column := _BINARY.get(kind):
            number, write = column
            gaps = None in values
            cells: Iterable[bytes]
            if kind is not bytes and 2 * len(distinct := {*values}) <= len(values):  # each is written once
                written = {one: _NULL if one is None else write(one) for one in distinct}
                cells = map(written.__getitem__, values)
            else:
                cells = (
                    [_NULL if one is None else write(one) for one in values] if gaps else map(write, values)
                )
            return BinaryArray(_HEAD(1, gaps, number, len(values), 1) + b"".join(cells))
        if kind is int:
            return "{" + str(list(values))[1:-1].replace("None", "NULL").replace(" ", "") + "}"
    return "{" + ",".join(map(_write_literal, values)) + "}"


def encode_lists(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a statement, each list among them as an array."""
    return {
        name: encode_array(value) if isinstance(value, list) else value for name, value in parameters.items()
    }


def _write_octets(value: bytes) -> bytes:
    return len(value).to_bytes(4, "big") + value


def _write_text(value: str) -> bytes:
    octets = value.encode()
    return len(octets).to_bytes(4, "big") + octets


def _write_moment(value: datetime) -> bytes:
    since = value - _EPOCH
    return _MOMENT(8, (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds)


def _write_day(value: date) -> bytes:
    return _DAY(4, value.toordinal() - _DAY_ONE)


_BINARY: Final[Mapping[type, tuple[int, Callable[[Any], bytes]]]] = {
    bytes: (17, _write_octets),
    str: (25, _write_text),
    datetime: (1184, _write_moment),
    date: (1082, _write_day),
}
"""Type -> number of the type in PostgreSQL's catalogue (the same in every store), and one element of it."""


def _write_literal(value: Any) -> str:
    if value is None:
        return "NULL"
    kind = type(value)
    if kind is bool:
        return "true" if value else "false"
    if kind is int or kind is float:
        return repr(value)
    raise TypeError(f"an array of {kind.__name__} has no literal here")
