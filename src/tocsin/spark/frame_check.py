"""Messages of a data frame held against the charters, by every executor: ``check_messages``.

``mapInArrow`` hands batches of rows to Python and takes batches back. What is to be applied is decided once, by the
driver, and broadcast (``CheckTerms``); each Python process reads it once.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from gc import freeze
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import msgspec
import pyarrow
from msgspec import Struct

from tocsin.charter.compiled_tables import load_tables
from tocsin.charter.loading import load_charter
from tocsin.charter.schema import Charter
from tocsin.message.message_reader import MessageRow
from tocsin.spark.message_columns import iterate_messages, select_message_columns
from tocsin.spark.verdict_columns import Answer, build_column, describe_verdict_columns
from tocsin.verdict.batch_check import RowJudge, describe_problem

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


class CheckTerms(Struct, frozen=True):
    """What every executor applies alike."""

    charter: Charter | None
    """None: that of the institution found in each message."""
    lang: str
    today: date | None
    """Day of a message that does not say when it came; None: the day of the executor, for a stream that goes on."""
    tables: str
    """Fingerprint of the driver's charters and words."""


class OtherTables(RuntimeError):
    """An executor has other charters or words than the driver."""

    def __init__(self, driver: str, executor: str) -> None:
        super().__init__(
            f"the driver has the tables {driver}, this executor {executor}: install the same Tocsin on all"
        )


class UnknownColumn(ValueError):
    """A column was asked for that an answer or a data frame does not have, or that both have."""


class BroadcastBytes(Protocol):
    @property
    def value(self) -> bytes:
        """What was broadcast."""
        ...


class BatchChecker(NamedTuple):
    """What answers for ``mapInArrow``, in a Python process of an executor, with the batches of one task."""

    terms: BroadcastBytes
    """``CheckTerms`` in MessagePack."""
    columns: tuple[str, ...]
    """Of the answer, without what is handed through."""
    kept: tuple[str, ...]
    """Of the message, handed through as they are."""

    def answer_batches(self, batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        """Batches of messages in, batches of answers out, row for row."""
        return map(self.answer_batch, batches)

    def answer_batch(self, batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
        judge = _prepare_judge(self.terms.value, date.today())
        answers = [_answer_message(judge, message) for message in iterate_messages(batch)]
        fields = [field for field in describe_verdict_columns() if field.name in self.columns]
        kept = [batch.schema.field(name) for name in self.kept]
        return pyarrow.RecordBatch.from_arrays(
            [*map(batch.column, self.kept), *(build_column(field, answers) for field in fields)],
            schema=pyarrow.schema([*kept, *fields]),
        )


def _answer_message(judge: RowJudge, message: dict[str, Any]) -> Answer:
    try:
        return judge.answer_row(msgspec.convert(message, MessageRow))
    except Exception as error:  # whatever a row holds, the next ones must still be judged
        return describe_problem(error)


@lru_cache(maxsize=4)
def _prepare_judge(terms: bytes, day: date) -> RowJudge:
    """What judges in this process. Raises OtherTables."""
    told = msgspec.msgpack.decode(terms, type=CheckTerms)
    if (own := load_tables().fingerprint) != told.tables:
        raise OtherTables(told.tables, own)
    judge = RowJudge(told.charter, told.lang, told.today or day)
    judge.answer_row(MessageRow(text=""))
    freeze()  # the tables stay: the collector need not look at them again
    return judge


def encode_check_terms(charter: str | None, lang: str, today: date | None) -> bytes:
    """What is broadcast; a charter by name, or by the folder that the driver has."""
    named = load_charter(charter) if charter else None
    return msgspec.msgpack.encode(CheckTerms(named, lang, today, load_tables().fingerprint))


def select_answer_columns(
    frame: Sequence[str], columns: Sequence[str] | None, keep: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Columns of the answer, and those handed through: the identifier and what is to be kept. Raises UnknownColumn, NoMessageColumn."""
    select_message_columns(frame)
    known = [field.name for field in describe_verdict_columns()]
    chosen = known if columns is None else [name for name in known if name in columns]
    kept = [name for name in frame if name == "id" or name in keep]
    if unknown := (set(columns or ()) - set(known)) | (set(keep) - set(frame)) | (set(kept) & set(chosen)):
        raise UnknownColumn(", ".join(sorted(unknown)))
    return tuple(chosen), tuple(kept)


def check_messages(
    frame: "DataFrame",
    *,
    charter: str | None = None,
    lang: str = "fr",
    today: date | None = None,
    columns: Sequence[str] | None = None,
    keep: Sequence[str] = (),
) -> "DataFrame":
    """The verdict on each row of a data frame, whose columns are the keys of a row of ``tocsin scan``.

    ``columns``: those of the answer (all where not given); ``keep``: those of the frame that are handed through beside
    ``id``. ``today`` is the day of a message that does not say when it came: this day, or, in a stream, that on which
    its batch is judged. Raises UnknownColumn, NoMessageColumn, NoSuchCharter.
    """
    from pyspark.sql.pandas.types import from_arrow_type
    from pyspark.sql.types import StructField, StructType

    chosen, kept = select_answer_columns(frame.columns, columns, keep)
    day = today or (None if frame.isStreaming else date.today())
    terms = frame.sparkSession.sparkContext.broadcast(encode_check_terms(charter, lang, day))
    checker = BatchChecker(terms, chosen, kept)
    told = {field.name: field for field in describe_verdict_columns()}
    schema = [frame.schema[name] for name in kept]
    schema += [StructField(name, from_arrow_type(told[name].type)) for name in chosen]
    wanted = dict.fromkeys((*select_message_columns(frame.columns), *kept))
    return frame.select(*wanted).mapInArrow(checker.answer_batches, StructType(schema))
