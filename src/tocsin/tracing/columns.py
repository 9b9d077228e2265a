"""Every column that holds something personal: what rotation seals again, and what erasure takes away.

A test holds this list against the models: a column that is added to one of them is added here, or nothing is
released.
"""

from typing import Final, Literal

from msgspec import Struct
from psycopg import sql

from tocsin.tracing.vault import SAID, Kind

End = Literal["null", "row"]
"""What three months do to it: ``null``, the column is emptied; ``row``, its row is removed."""


class Sealed(Struct, frozen=True):
    """A column under AES-GCM."""

    table: str
    """Name of its table in the database."""
    column: str
    what: str
    """What stands in it."""
    end: End

    @property
    def place(self) -> str:
        """What is bound to each value: ``phone.sealed``."""
        return place(self.table, self.column)


def place(table: str, column: str) -> str:
    """What is bound to each value of a column."""
    return f"{table.removeprefix('tracing_')}.{column}"


def row_numbers(table: str, column: str) -> sql.Composed:
    """What a statement puts in front of a value, so that it opens: the numbers to which it is bound."""
    numbers = ("id", "phone_id") if place(table, column) in SAID else ("id",)
    return sql.SQL(" || ").join(sql.SQL("int8send({})").format(sql.Identifier(one)) for one in numbers)


class Indexed(Struct, frozen=True):
    """A column with the blind index of something."""

    table: str
    column: str
    kind: Kind
    end: End
    sealed_in: str = ""
    """The column of the same row from which it can be made again; empty where there is none."""
    fill: bool = False
    """It came later than the rows: where it is missing, a move of the indexes makes it."""


SEALED: Final = (
    Sealed("tracing_person", "sealed", "names, birth date, sex", "null"),
    Sealed("tracing_phone", "sealed", "the number", "null"),
    Sealed("tracing_phone", "thread", "the conversations, with names and dates told in them", "null"),
    Sealed("tracing_gathering", "sealed", "an event or a place, as it was told", "null"),
    Sealed("tracing_contact", "sealed", "the name as it was said, a number that cannot be rung", "null"),
    Sealed("tracing_attempt", "sealed", "an agent's note", "null"),
    Sealed(
        "tracing_calldraft", "sealed", "what an agent has typed of a call that is not written down", "row"
    ),
    Sealed("tracing_message", "sealed", "the text of an SMS that was sent", "null"),
    Sealed("tracing_heard", "sealed", "what a person wrote, masked", "row"),
    Sealed("tracing_inbox", "sealed", "an event that waits for its engine", "row"),
    Sealed("tracing_stray", "sealed", "an SMS from a phone that nobody wrote to", "row"),
    Sealed("tracing_quarantine", "sealed", "a record that could not be read", "row"),
)
"""Each has its day of collection in ``collected_on``, and its number in ``id``."""

INDEXED: Final = (
    Indexed("tracing_person", "identity_index", "identity", "null", "sealed"),
    Indexed("tracing_person", "name_index", "name", "null", "sealed", fill=True),
    Indexed("tracing_phone", "number_index", "number", "null", "sealed"),
    Indexed("tracing_gathering", "label_index", "label", "null", "sealed"),
    Indexed("tracing_contact", "name_index", "name", "null", "sealed"),
    Indexed("tracing_result", "source_index", "source", "null"),
    Indexed("tracing_stray", "number_index", "number", "row", "sealed"),
    Indexed("tracing_unconfirmed", "digest", "sms", "row"),
)
