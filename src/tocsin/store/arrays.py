"""Columns for ``unnest``: a list as PostgreSQL writes an array.

psycopg writes them too, element by element in Python: a step of an engine has fifty columns of two thousand,
and spent a seventh of its time there.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"'})


def encode_array(values: Sequence[Any]) -> str:
    """The literal of an array of integers, floats, booleans, texts, bytes, dates or moments; None is null.

    The statement casts it: ``%(ids)s::bigint[]``.

    >>> (encode_array([1, None, 3]), encode_array(['a "b"', "c"]), encode_array([b"\\x01"]),
    ...  encode_array([True]))
    ('{1,NULL,3}', '{"a \\\\"b\\\\"","c"}', '{"\\\\\\\\x01"}', '{true}')
    """
    kinds = frozenset(map(type, values))
    if (fast := _FAST.get(kinds)) and (written := fast(values)):
        return written
    return "{" + ",".join(map(_encode_element, values)) + "}"


def encode_arrays(columns: Mapping[str, Sequence[Any]]) -> dict[str, str]:
    """Every column of a statement."""
    return {name: encode_array(values) for name, values in columns.items()}


def _encode_texts(values: Sequence[str]) -> str | None:
    joined = '","'.join(values)
    plain = "\\" not in joined and joined.count('"') == 2 * (len(values) - 1)
    return f'{{"{joined}"}}' if plain else None


def _encode_bytes(values: Sequence[bytes]) -> str:
    return '{"\\\\x' + '","\\\\x'.join(map(bytes.hex, values)) + '"}'


def _encode_numbers(values: Sequence[int | None]) -> str:
    return "{" + str(list(values))[1:-1].replace("None", "NULL").replace(" ", "") + "}"


def _encode_moments(values: Sequence[datetime] | Sequence[date]) -> str:
    return '{"' + '","'.join(map(str, values)) + '"}'


_NONE = type(None)
_FAST: Mapping[frozenset[type], Callable[[Any], str | None]] = {
    frozenset({str}): _encode_texts,
    frozenset({bytes}): _encode_bytes,
    frozenset({datetime}): _encode_moments,
    frozenset({date}): _encode_moments,
    frozenset({int}): _encode_numbers,
    frozenset({int, _NONE}): _encode_numbers,
    frozenset({_NONE}): _encode_numbers,
}
"""For a column of one type, which most are: without a call for each element."""


def _encode_element(value: Any) -> str:
    if value is None:
        return "NULL"
    kind = type(value)
    if kind is str:
        return f'"{value.translate(_ESCAPED)}"' if '"' in value or "\\" in value else f'"{value}"'
    if kind is bytes:
        return f'"\\\\x{value.hex()}"'
    if kind is bool:
        return "true" if value else "false"
    if kind is int or kind is float:
        return repr(value)
    if isinstance(value, datetime | date):
        return f'"{value.isoformat()}"'
    raise TypeError(f"an array of {kind.__name__} has no literal here")
