"""Messages out of columns of Arrow: those of a row of ``tocsin scan``, under the same names."""

import base64
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

import pyarrow
from pyarrow import types

from tocsin.message.message_reader import MessageRow

MESSAGE_COLUMNS: Final = frozenset(MessageRow.__struct_fields__)
_CONTENT: Final = ("text", "html", "eml", "picture", "answers")


class NoMessageColumn(ValueError):
    """A data frame has no column in which a message could stand."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"one column of {', '.join(_CONTENT)} is needed; there are {', '.join(names)}")


def select_message_columns(names: Sequence[str]) -> list[str]:
    """The columns that say something of a message. Raises NoMessageColumn."""
    if not set(_CONTENT) & set(names):
        raise NoMessageColumn(names)
    return [name for name in names if name in MESSAGE_COLUMNS]


def iterate_messages(batch: pyarrow.RecordBatch) -> Iterator[dict[str, Any]]:
    """Each row of a batch as the mapping that a line of JSON would be: null is a key that is not there.

    Sources of e-mails and pictures may be bytes, days and moments may be typed, ``answers`` a map or a struct.
    """
    names = select_message_columns(batch.schema.names)
    columns = [_list_values(batch.column(name)) for name in names]
    for values in zip(*columns, strict=True):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}


def _list_values(column: pyarrow.Array) -> list[Any]:
    values: list[Any] = column.to_pylist()
    kind = column.type
    if types.is_string(kind) or types.is_large_string(kind):
        return values
    if types.is_map(kind):
        return [value if value is None else dict(value) for value in values]
    if types.is_struct(kind):
        return [value and {k: v for k, v in value.items() if v is not None} for value in values]
    return list(map(_to_json_value, values))


def _to_json_value(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value.isoformat() if isinstance(value, date) else value  # a moment is a date too
