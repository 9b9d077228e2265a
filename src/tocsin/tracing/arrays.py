"""Columns for ``unnest``: a list as PostgreSQL writes an array.

psycopg writes them too, element by element in Python: a step of an engine has fifty columns of two thousand,
and spent a seventh of its time there.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"'})


def array(values: Sequence[Any]) -> str:
    """The literal of an array of integers, floats, booleans, texts, bytes, dates or moments; None is null.

    The statement casts it: ``%(ids)s::bigint[]``.

    >>> array([1, None, 3]), array(['a "b"', "c"]), array([b"\\x01"]), array([True])
    ('{1,NULL,3}', '{"a \\\\"b\\\\"","c"}', '{"\\\\\\\\x01"}', '{true}')
    """
    return "{" + ",".join(map(_element, values)) + "}"


def arrays(columns: Mapping[str, Sequence[Any]]) -> dict[str, str]:
    """Every column of a statement."""
    return {name: array(values) for name, values in columns.items()}


def _element(value: Any) -> str:
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
