"""What was erased is also written beside the keys: a store that is restored from a backup learns it there.

A backup brings back rows that were erased since, and knows nothing of the statements that were signed since.
Their keys are destroyed, so that nobody can read them; but the rows must go as well, and the chain of
statements must go on where it was, and not begin a second end.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec
import psycopg
from msgspec.structs import replace
from psycopg.types.json import Jsonb

from tocsin.privacy.erasure_statement import DestroyedKeyName, ErasureRecord, ErasureRequest, ErasureStatement
from tocsin.privacy.keyring import KeyRing, SignedStatement
from tocsin.privacy.vault import Vault
from tocsin.store.queries import query

MOST: Final = 200
"""Statements kept beside the keys: more than the nights for which any backup can still be read."""


class ForkedStatementChain(Exception):
    """The statements in the store and beside the keys are not of one chain: is it the file of this store?"""


def copy_to_key_ring(connection: psycopg.Connection, vault: Vault) -> None:
    """Write beside the keys what the store has and they have not."""
    rows = [row for row in list_erasures(connection) if row.signature][-MOST:]
    known = {one.number for one in vault.ring.statements}
    new = [said for said in map(_make_signed_statement, rows) if said.number not in known]
    if new:
        vault.change_keys(lambda ring: _add_statements(ring, new))


def copy_to_store(connection: psycopg.Connection, vault: Vault) -> int:
    """Write into the store what stands beside the keys and the store has not; how many statements.

    An erasure that was cut short in the store, and that was ended later, is ended with what was said then.
    Raises ForkedStatementChain.
    """
    vault.refresh_keys()
    with connection.transaction():
        rows = list_erasures(connection)
        have = {
            said.number: said for said in map(_make_signed_statement, (row for row in rows if row.signature))
        }
        begun = {row.at: row.id for row in rows if not row.signature}
        missing = [one for one in vault.ring.statements if one.number > max(have, default=0)]
        beside = {one.number: one for one in vault.ring.statements}
        if any(beside.get(number, said) != said for number, said in have.items()):
            raise ForkedStatementChain(str(ForkedStatementChain.__doc__))
        for one in missing:
            said = msgspec.json.decode(one.text, type=ErasureStatement)
            keys = [{"id": name.id, "day": name.day.isoformat()} for name in said.keys]
            values = {"now": said.at, "up_to": said.up_to, "by": said.by, "counts": Jsonb(said.counts),
                      "asked": Jsonb(msgspec.to_builtins(said.asked))}  # fmt: skip
            id = begun.pop(said.at, None)
            if id is None:
                made = connection.execute(query("erasure.begin"), {**values, "keys": Jsonb(keys)}).fetchone()
                id = made[0] if made else 0
            signed = {"id": id, "statement": one.text, "signature": one.signature}
            connection.execute(query("erasure.finish"), {**signed, **values})
    return len(missing)


def explain_missing(rows: Sequence[ErasureRecord], ring: KeyRing) -> str:
    """What is wrong where the keys know of erasures that the store knows nothing of; empty where nothing is.

    So it is where a store was brought back from an earlier moment, or its last statements were cut off.
    """
    last = max((_make_signed_statement(row).number for row in rows if row.signature), default=0)
    missing = [one.number for one in ring.statements if one.number > last]
    if not missing:
        return ""
    return (
        f"{len(missing)} erasures are missing, up to number {max(missing)}, that stand beside the keys: this"
        " store is of an earlier moment; run `tocsin db resume --since TIME` before anything works on it"
    )


def find_last_erased_day(ring: KeyRing) -> date | None:
    """Everything collected on this day or before was erased, as far as the keys know; None: nothing was."""
    said = (msgspec.json.decode(one.text, type=ErasureStatement).up_to for one in ring.statements)
    return max((*said, *(gone.day for gone in ring.destroyed if gone.why == "erased")), default=None)


def merge_requests(ring: KeyRing) -> ErasureRequest:
    """Everybody who asked to be erased, as far as the keys know: a backup may bring them back."""
    every = [msgspec.json.decode(one.text, type=ErasureStatement).asked for one in ring.statements]
    return ErasureRequest(
        tuple(sorted({id for one in every for id in one.people})),
        tuple(sorted({id for one in every for id in one.contacts})),
    )


def _add_statements(ring: KeyRing, new: Sequence[SignedStatement]) -> KeyRing:
    known = {one.number for one in ring.statements}
    every = [*ring.statements, *(one for one in new if one.number not in known)]
    return replace(ring, statements=tuple(sorted(every, key=lambda one: one.number)[-MOST:]))


def _make_signed_statement(row: ErasureRecord) -> SignedStatement:
    return SignedStatement(
        msgspec.json.decode(row.statement, type=ErasureStatement).number, row.statement, row.signature
    )


def list_erasures(connection: psycopg.Connection) -> list[ErasureRecord]:
    """All erasures of the store, the oldest first."""
    with connection.transaction():
        rows = connection.execute(query("erasure.statements")).fetchall()
    return [
        ErasureRecord(
            id=id, at=at, up_to=up_to, counts=counts, keys=msgspec.convert(keys, tuple[DestroyedKeyName, ...]), statement=text,
            signature=bytes(signature), by=by, asked=msgspec.convert(asked, ErasureRequest),
        )
        for id, at, up_to, counts, keys, text, signature, by, asked in rows
    ]  # fmt: skip
