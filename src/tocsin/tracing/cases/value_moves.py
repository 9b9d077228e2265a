"""Values of rows that were moved by hand, each with what stood there: done, and taken back exactly.

A move says what it found and what it left. Doing it demands that the first is there, taking it back that the
second is: whoever changed the row meanwhile is never overwritten.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Final

import psycopg
from msgspec import Struct
from psycopg import sql

MOVABLE: Final = {
    ("case", "person_id"): "bigint",
    ("case", "answered_at"): "timestamptz",
    ("case", "reached_at"): "timestamptz",
    ("case", "listed_at"): "timestamptz",
    ("case", "closed_at"): "timestamptz",
    ("case", "outcome"): "text",
    ("contact", "person_id"): "bigint",
    ("contact", "case_id"): "bigint",
    ("contact", "became_case_id"): "bigint",
    ("result", "person_id"): "bigint",
    ("result", "case_id"): "bigint",
    ("gathering", "case_id"): "bigint",
    ("gathering", "cluster_id"): "bigint",
    ("attendance", "case_id"): "bigint",
    ("epidetail", "case_id"): "bigint",
    ("followupday", "case_id"): "bigint",
    ("person", "guardian_id"): "bigint",
    ("person", "merged_into_id"): "bigint",
    ("holding", "person_id"): "bigint",
    ("holding", "until"): "timestamptz",
    ("calltask", "done_at"): "timestamptz",
    ("calltask", "outcome"): "text",
    ("calltask", "leased_by"): "text",
    ("calltask", "leased_until"): "timestamptz",
    ("campaign", "became_id"): "bigint",
    ("campaigntext", "campaign_id"): "bigint",
}
"""Columns that a correction may touch, and their types: none of them holds anything personal."""


class ConcurrentChange(RuntimeError):
    """Somebody has changed one of these files meanwhile: nothing was moved."""


class ValueMove(Struct, frozen=True, array_like=True):
    table: str
    column: str
    id: int
    before: int | str | None
    """Moments as ISO text."""
    after: int | str | None

    def reverse(self) -> "ValueMove":
        return ValueMove(self.table, self.column, self.id, self.after, self.before)


def reverse_moves(moves: Sequence[ValueMove]) -> list[ValueMove]:
    """What takes all of these back, the last first."""
    return [move.reverse() for move in reversed(moves)]


def apply_moves(connection: psycopg.Connection[Any], moves: Iterable[ValueMove]) -> None:
    """Make moves in their order, within the transaction that is open. Raises ConcurrentChange."""
    for (table, column), some in groupby(moves, key=lambda move: (move.table, move.column)):
        together = list(some)
        given = {
            "ids": [move.id for move in together],
            "befores": [_text(move.before) for move in together],
            "afters": [_text(move.after) for move in together],
        }
        try:
            done = connection.execute(_compose_statement(table, column), given).rowcount
        except psycopg.errors.UniqueViolation:  # what came meanwhile is in the way
            done = 0
        if done != len(together):
            raise ConcurrentChange(f"{str(ConcurrentChange.__doc__).rstrip('.')} ({table}.{column})")


def _compose_statement(table: str, column: str) -> sql.Composed:
    kind = sql.SQL(MOVABLE[table, column])
    return sql.SQL(
        "update {table} as t set {column} = v.after::{kind}"
        " from unnest(%(ids)s::bigint[], %(befores)s::text[], %(afters)s::text[]) as v (id, before, after)"
        " where t.id = v.id and t.{column} is not distinct from v.before::{kind}"
    ).format(table=sql.Identifier(f"tracing_{table}"), column=sql.Identifier(column), kind=kind)


def _text(value: int | str | None) -> str | None:
    return None if value is None else str(value)
