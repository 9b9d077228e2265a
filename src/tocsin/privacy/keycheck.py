"""Whether a file of keys is that of a store: what opens, what does not, and what is found."""

from collections import Counter

import psycopg
from msgspec import Struct

from tocsin.privacy import erasure_log, erasure_statement, reindex, rotation
from tocsin.privacy.keyring import KeyDestroyed
from tocsin.privacy.personal_data_inventory import INDEXED, SEALED, SealedColumn
from tocsin.privacy.vault import IndexMoving, NotSealedHere, Vault, read_key_id, strip_row_numbers


class KeyCheckResult(Struct, frozen=True):
    values: dict[str, int]
    """Id of a key -> how many values stand under it."""
    problems: tuple[str, ...]
    other_day: int
    """Values under a key of an earlier day than that of their row: collected again since."""


def check_keys(connection: psycopg.Connection, vault: Vault) -> KeyCheckResult:
    """Look at all values by their keys, and open one of each column under each key."""
    vault.refresh_keys()
    values: Counter[str] = Counter()
    closed: Counter[tuple[str, str]] = Counter()
    days = {key.id: key.day for key in vault.ring.keys}
    other_day = 0
    for column in SEALED:
        with connection.transaction():
            groups = connection.execute(
                rotation.compose_column_statement("rotation.under", column)
            ).fetchall()
            for key, day, count, first in groups:
                id = bytes(key).hex()
                values[id] += count
                other_day += count if days.get(id, day) != day else 0
                if why := _explain_closed_value(connection, vault, column, first):
                    closed[why, id] += count
    problems = [_SAID[why].format(count=count, id=id) for (why, id), count in sorted(closed.items())]
    problems += _check_indexes(connection, vault)
    key = erasure_statement.derive_public_key(vault.ring.signing)
    rows = erasure_log.list_erasures(connection)
    problems += erasure_statement.find_chain_problems(rows, key, living=vault.ring.list_living_keys())
    problems += filter(None, [erasure_log.explain_missing(rows, vault.ring)])
    return KeyCheckResult(dict(values), tuple(problems), other_day)


_SAID = {
    "destroyed": "{count} values stand under key {id}, which was destroyed: nobody can read them any more",
    "unknown": "{count} values stand under key {id}, not in this file: is it the file of this store?",
    "damaged": "a value under key {id} does not open: it was changed since, or is of another row or column",
}


def _explain_closed_value(connection: psycopg.Connection, vault: Vault, column: SealedColumn, id: int) -> str:
    """Why one value does not open; empty where it does."""
    row = connection.execute(
        rotation.compose_column_statement("rotation.value", column), {"id": id}
    ).fetchone()
    if row is None or row[0] is None:
        return ""
    try:
        vault.open(row[0], column.place)
    except KeyDestroyed:
        return "destroyed"
    except NotSealedHere:
        known = {key.id for key in vault.ring.keys}
        return "damaged" if read_key_id(strip_row_numbers(row[0], column.place)) in known else "unknown"
    return ""


def _check_indexes(connection: psycopg.Connection, vault: Vault) -> list[str]:
    """Whether the first of each blind index follows from what it indexes."""
    if vault.ring.next_index is not None:
        return [str(IndexMoving.__doc__).rstrip(".")]
    found = []
    for column in INDEXED:
        if not column.sealed_in:
            continue
        with connection.transaction():
            page = connection.execute(
                reindex.compose_index_statement("rotation.index_page", column), {"after": 0, "limit": 1}
            ).fetchone()
        if (
            page
            and page[1]
            and (can := reindex.make_indexes(vault, column, *page[2:4]))
            and page[1] not in can
        ):
            found.append(f"the blind indexes in {column.table}.{column.column} were made under another key")
    return found
