"""Who infected whom: the chain of cases, walked both ways.

A case that somebody became after another case named them is a child of that case. Somebody whom five cases
named has five parents: nobody knows which of them it was. A gathering that two cases tell of joins them
without saying who came first, and is no link of the chain.
"""

from typing import Any, Final

import psycopg
from msgspec import Struct

from tocsin.store.statements import fetch_records

DEEPEST: Final = 30
"""Generations walked at most."""
MOST: Final = 10_000
"""Links read at most."""


class TransmissionLink(Struct, frozen=True):
    source: int
    """The case that named."""
    contact: int
    """The naming."""
    case: int
    """The case that the contact became."""
    depth: int
    """Generations from where the walk began."""


def find_ancestors(
    connection: psycopg.Connection[Any], case_id: int, most: int = MOST
) -> list[TransmissionLink]:
    """The cases that may have led to this one, the nearest first."""
    return fetch_records(connection, TransmissionLink, "chain.up", case=case_id, deepest=DEEPEST, limit=most)


def find_descendants(
    connection: psycopg.Connection[Any], case_id: int, most: int = MOST
) -> list[TransmissionLink]:
    """The cases that this one may have led to, the nearest first."""
    return fetch_records(
        connection, TransmissionLink, "chain.down", case=case_id, deepest=DEEPEST, limit=most
    )
