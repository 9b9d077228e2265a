"""A verdict as columns of Arrow: those of ``tocsin scan``, under the same names, with nothing lost.

The types are read from the records that ``scan`` writes (``VerdictRecord``, ``LineProblem``), so that the two cannot
drift apart. What a line of JSON leaves out is null here; in the place of the advice stands its key (``advice_table``).
"""

from collections.abc import Callable, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Final

import msgspec
import pyarrow
from msgspec import UNSET, inspect

from tocsin.spark.advice_key import write_advice_key
from tocsin.verdict.verdict_json import LineProblem, VerdictRecord, replace_surrogates

IDENTIFIER: Final = "id"
"""Given back as it came, in the type that it came in."""
ADVICE_KEY: Final = "advice_key"
"""Stands for what to do."""
PROBLEM: Final = "error"
"""Why a message has no verdict: what ``scan`` says of a line that it cannot read."""

Answer = VerdictRecord | LineProblem


def describe_verdict_columns() -> tuple[pyarrow.Field, ...]:
    """Every column of an answer but its identifier, in the order of the JSON."""
    types = {field.encode_name: to_arrow_type(field.type) for field in _list_record_fields(VerdictRecord)}
    types = {ADVICE_KEY if name == "advice" else name: kind for name, kind in types.items()}
    types[PROBLEM] = to_arrow_type(inspect.type_info(LineProblem))
    return tuple(pyarrow.field(name, kind) for name, kind in types.items() if name != IDENTIFIER)


def _list_record_fields(record: type) -> tuple[inspect.Field, ...]:
    found = inspect.type_info(record)
    assert isinstance(found, inspect.StructType)
    return found.fields


def to_arrow_type(found: inspect.Type) -> pyarrow.DataType:
    match found:
        case inspect.IntType():
            return pyarrow.int64()
        case inspect.DateType():
            return pyarrow.date32()
        case inspect.VarTupleType(item_type=item) | inspect.TupleType(item_types=(item, *_)):
            return pyarrow.list_(to_arrow_type(item))
        case inspect.DictType(key_type=key, value_type=value):
            return pyarrow.map_(to_arrow_type(key), to_arrow_type(value))
        case inspect.StructType(cls=record):
            return pyarrow.struct(
                [(one.encode_name, to_arrow_type(one.type)) for one in _list_record_fields(record)]
            )
        case inspect.UnionType(types=types):
            return next(to_arrow_type(one) for one in types if not isinstance(one, inspect.NoneType))
        case _:
            return pyarrow.string()


_FIELDS: Final = {field.encode_name: field for field in _list_record_fields(VerdictRecord)}
_ABSENT: Final = {
    name: field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
    for name, field in _FIELDS.items()
} | {"by_channel": ()}
"""What the JSON leaves out, besides what is not set."""
_READERS: Final[dict[str, Callable[[VerdictRecord], Any]]] = (
    {name: attrgetter(field.name) for name, field in _FIELDS.items()}
    | {"by_channel": lambda answer: tuple(answer.by_channel.items())}
    | {ADVICE_KEY: write_advice_key}
)
"""What reads a column of an answer, as something that can be a key."""


def build_column(field: pyarrow.Field, answers: Sequence[Answer]) -> pyarrow.Array:
    """One column of many answers.

    Most answers have their sentences in common: a value is made once for each that differs, and copied from there.
    """
    values = _list_field_values(field.name, answers)
    places = {value: place for place, value in enumerate(dict.fromkeys(values))}
    absent = _ABSENT.get(field.name)
    told = [None if value is UNSET or value == absent else value for value in places]
    try:
        distinct = pyarrow.array(map(_to_plain_value, told), field.type)
    except UnicodeEncodeError:  # half characters, which no column can carry
        distinct = pyarrow.array(map(_to_plain_value, map(replace_surrogates, told)), field.type)
    return distinct.take(pyarrow.array(list(map(places.__getitem__, values)), pyarrow.int32()))


def _list_field_values(name: str, answers: Sequence[Answer]) -> list[Any]:
    """A column of many answers; None of a message without a verdict."""
    if name == PROBLEM:
        return [answer if isinstance(answer, LineProblem) else None for answer in answers]
    read = _READERS[name]
    return [None if isinstance(answer, LineProblem) else read(answer) for answer in answers]


def _to_plain_value(value: Any) -> Any:
    return msgspec.to_builtins(value, builtin_types=(date,))
