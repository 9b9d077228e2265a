"""Every column that holds something personal: what rotation seals again, and what erasure takes away.

A test holds this list against the tables: a column that is added to one of them is added here, or nothing is
released.
"""

from typing import Final, Literal

from msgspec import Struct
from psycopg import sql

from tocsin.privacy.vault import SAID, Kind

End = Literal["null", "row"]
"""What three months do to it: ``null``, the column is emptied; ``row``, its row is removed."""


class SealedColumn(Struct, frozen=True):
    table: str
    """Name of its table in the database."""
    column: str
    what: str
    """What stands in it."""
    end: End

    @property
    def place(self) -> str:
        """What is bound to each value: ``phone.sealed``."""
        return join_place(self.table, self.column)


def join_place(table: str, column: str) -> str:
    """What is bound to each value of a column."""
    return f"{table.removeprefix('tracing_')}.{column}"


def select_row_numbers(table: str, column: str) -> sql.Composed:
    """What a statement puts in front of a value, so that it opens: the numbers to which it is bound."""
    numbers = ("id", "phone_id") if join_place(table, column) in SAID else ("id",)
    return sql.SQL(" || ").join(sql.SQL("int8send({})").format(sql.Identifier(one)) for one in numbers)


class IndexedColumn(Struct, frozen=True):
    table: str
    column: str
    kind: Kind
    end: End
    sealed_in: str = ""
    """The column of the same row from which it can be made again; empty where there is none."""
    fill: bool = False
    """It came later than the rows: where it is missing, a move of the indexes makes it."""


SEALED: Final = (
    SealedColumn("tracing_person", "sealed", "names, birth date, sex", "null"),
    SealedColumn("tracing_phone", "sealed", "the number", "null"),
    SealedColumn("tracing_phone", "thread", "the conversations, with names and dates told in them", "null"),
    SealedColumn("tracing_gathering", "sealed", "an event or a place, in the person's words", "null"),
    SealedColumn("tracing_cluster", "sealed", "the name of a cluster, as staff gave it", "null"),
    SealedColumn(
        "tracing_contact", "sealed", "the name as it was said, a number that cannot be called", "null"
    ),
    SealedColumn("tracing_epidetail", "email", "an e-mail address of somebody without a mobile", "row"),
    SealedColumn("tracing_attempt", "sealed", "an agent's note", "null"),
    SealedColumn(
        "tracing_calldraft", "sealed", "what an agent has typed of a call that is not written down", "row"
    ),
    SealedColumn("tracing_message", "sealed", "the text of an SMS that was sent", "null"),
    SealedColumn("tracing_heard", "sealed", "what a person wrote, masked", "row"),
    SealedColumn("tracing_inbox", "sealed", "an event that waits for its engine", "row"),
    SealedColumn("tracing_stray", "sealed", "an SMS from a phone that nobody wrote to", "row"),
    SealedColumn("tracing_quarantine", "sealed", "a record that could not be read", "row"),
    SealedColumn(
        "tracing_reportletter", "sealed", "the address of somebody who wants to know of their report", "row"
    ),
)
"""Each has its day of collection in ``collected_on``, and its number in ``id``."""

INDEXED: Final = (
    IndexedColumn("tracing_person", "identity_index", "identity", "null", "sealed"),
    IndexedColumn("tracing_person", "name_index", "name", "null", "sealed", fill=True),
    IndexedColumn("tracing_phone", "number_index", "number", "null", "sealed"),
    IndexedColumn("tracing_gathering", "label_index", "label", "null", "sealed"),
    IndexedColumn("tracing_contact", "name_index", "name", "null", "sealed"),
    IndexedColumn("tracing_result", "source_index", "source", "null"),
    IndexedColumn("tracing_stray", "number_index", "number", "row", "sealed"),
    IndexedColumn("tracing_unconfirmed", "digest", "sms", "row"),
)
