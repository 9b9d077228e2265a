"""What an erasure leaves as proof: a statement signed with Ed25519, each with the hash of the one before.

A statement that is changed, left out or put in between breaks the chain; that the last ones were cut off is
seen only by somebody who kept the number or the hash of a later one.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Struct

_NUMBERS = ("", "one", "two", "three", "four", "five", "six")


def describe_rule(months: int) -> str:
    """The rule of an erasure by age, as a statement says it.

    >>> describe_rule(3), describe_rule(1)
    ('three calendar months after the day of collection', 'one calendar month after the day of collection')
    """
    number = _NUMBERS[months] if months < len(_NUMBERS) else str(months)
    return f"{number} calendar month{'s' if months > 1 else ''} after the day of collection"


ASKED = "at the request of the person"
"""Rule of an erasure of one person: the days of collection have no part in it."""


class ErasureRequest(Struct, frozen=True):
    """Who asked to be erased: as they are numbered in the store."""

    people: tuple[int, ...] = ()
    contacts: tuple[int, ...] = ()


class DestroyedKeyName(Struct, frozen=True):
    id: str
    day: date


class ErasureStatement(Struct, frozen=True, kw_only=True, tag="tocsin erasure", tag_field="statement"):
    number: int
    """1 for the first of a store."""
    at: datetime
    by: str
    rule: str = describe_rule(3)
    up_to: date
    """Everything collected on this day or before is gone."""
    counts: dict[str, int]
    """What -> how many rows were emptied or removed."""
    keys: tuple[DestroyedKeyName, ...]
    asked: ErasureRequest = ErasureRequest()
    """Whom the rule of a request is about; nobody for an erasure by age."""
    indexes: tuple[DestroyedKeyName, ...] = ()
    """Keys of blind indexes that were destroyed, each with the first day of its period."""
    previous: str
    """SHA-256 of the statement before and of its signature, in hexadecimal; empty for the first."""


class ErasureRecord(Struct, frozen=True, kw_only=True):
    id: int
    at: datetime
    up_to: date
    counts: dict[str, int]
    keys: tuple[DestroyedKeyName, ...]
    statement: str
    signature: bytes
    by: str
    asked: ErasureRequest = ErasureRequest()


def derive_public_key(private: bytes) -> str:
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()


def sign_statement(statement: ErasureStatement, private: bytes) -> tuple[str, bytes]:
    text = msgspec.json.encode(statement).decode()
    return text, Ed25519PrivateKey.from_private_bytes(private).sign(text.encode())


def find_next_link(text: str, signature: bytes) -> tuple[int, str]:
    """The number and the ``previous`` of the statement after this one; of the first where it is empty."""
    if not text:
        return 1, ""
    return _decode_statement(text).number + 1, hashlib.sha256(text.encode() + signature).hexdigest()


def find_chain_problems(
    rows: Iterable[ErasureRecord], key: str, *, living: Mapping[str, date] | None = None
) -> list[str]:
    """What is wrong with a chain of statements, in words; nothing where it holds.

    ``key`` is the public key in hexadecimal, ``living`` the keys that still open something.
    """
    found: list[str] = []
    expected, previous, living = 1, "", living or {}
    for row in rows:
        if not row.signature:
            found.append(f"erasure {row.id} was cut short: its keys may still be there; run it again")
            continue
        try:
            _verify(key, row)
            said = _decode_statement(row.statement)
        except (InvalidSignature, msgspec.MsgspecError):
            found.append(f"erasure {row.id}: its statement was changed, or signed with another key")
            expected, previous = expected + 1, _hash(row)
            continue
        if said.number != expected:
            found.append(f"erasure {row.id}: its statement has number {said.number}, not {expected}")
        elif said.previous != previous:
            found.append(f"erasure {row.id}: the statement before it was changed or left out")
        if (said.at, said.up_to, said.counts, said.keys, said.by, said.asked) != (
            row.at, row.up_to, row.counts, row.keys, row.by, row.asked,
        ):  # fmt: skip
            found.append(f"erasure {row.id}: the row says other things than its statement")
        back = [name.id for name in (*said.keys, *said.indexes) if name.id in living]
        if back:
            found.append(f"erasure {row.id}: keys that it destroyed are back: {' '.join(back)}")
        expected, previous = said.number + 1, _hash(row)
    return found


def _verify(key: str, row: ErasureRecord) -> None:
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(row.signature, row.statement.encode())


def _hash(row: ErasureRecord) -> str:
    return hashlib.sha256(row.statement.encode() + row.signature).hexdigest()


def _decode_statement(text: str) -> ErasureStatement:
    return msgspec.json.decode(text, type=ErasureStatement)
