"""What the advice keys of many answers stand for, each once: ``list_advice``."""

from typing import TYPE_CHECKING, Final

import msgspec
import pyarrow
from msgspec import inspect

from tocsin.charter.loading import load_charter
from tocsin.spark.advice_key import find_advice
from tocsin.spark.verdict_columns import ADVICE_KEY, to_arrow_type
from tocsin.verdict.verdict_json import AdviceEntry

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_SCHEMA: Final = pyarrow.schema(
    {ADVICE_KEY: pyarrow.string(), "advice": to_arrow_type(inspect.type_info(tuple[AdviceEntry, ...]))}
)


def list_advice(answers: "DataFrame", *, charter: str | None = None, lang: str = "fr") -> "DataFrame":
    """Each advice of answers once, under its ``advice_key``: joined by it, an answer has all that ``scan`` writes.

    ``charter`` and ``lang`` are those that the messages were checked with. Raises UnknownAdvice, NoSuchCharter.
    """
    keys = answers.select(ADVICE_KEY).dropna().distinct().sort(ADVICE_KEY).collect()
    table = build_advice_table([row[ADVICE_KEY] for row in keys], charter, lang)
    return answers.sparkSession.createDataFrame(table)


def build_advice_table(keys: list[str], charter: str | None, lang: str) -> pyarrow.Table:
    """What keys stand for, row by row. Raises UnknownAdvice, NoSuchCharter."""
    applied = load_charter(charter) if charter else None
    rows = [{ADVICE_KEY: key, "advice": msgspec.to_builtins(find_advice(key, lang, applied))} for key in keys]
    return pyarrow.Table.from_pylist(rows, _SCHEMA)
