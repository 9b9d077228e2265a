"""Anchors of the log: its last digest, signed, at most once a day, and kept.

Whoever can write to the store could write the whole log anew, digests and all. They cannot sign: the key
stands in the file of keys, outside the store. Each anchor holds the hash of the one before, as the statements
of erasures do (``tocsin.privacy.erasure_statement``), and is checked with the same public key.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
import psycopg
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Struct

from tocsin.store.statements import execute_statement, fetch_records, fetch_row
from tocsin.web.audit import audit_log

Connection = psycopg.Connection[Any]
EVERY: Final = timedelta(days=1)
_LOCK: Final = 0x746F_616E


class AnchorStatement(Struct, frozen=True, kw_only=True, tag="tocsin log", tag_field="statement"):
    number: int
    """1 for the first of a store."""
    at: datetime
    entry: int
    """Number of the last entry at that moment."""
    digest: str
    """That of the entry, in hexadecimal: every entry before is bound into it."""
    previous: str
    """SHA-256 of the anchor before and of its signature, in hexadecimal; empty for the first."""


class SignedAnchor(Struct, frozen=True):
    id: int
    at: datetime
    entry: int
    statement: str
    signature: bytes


class LogCheckReport(Struct, frozen=True):
    entries: int
    """How many follow from one another."""
    last: str
    """The digest of the last of them, in hexadecimal: to be noted elsewhere."""
    anchors: int
    anchored_at: datetime | None
    """When the last anchor was made."""
    problems: tuple[str, ...]
    """In words; none where all holds."""


def create_anchor(
    connection: Connection, private: bytes, now: datetime, *, after: timedelta = EVERY
) -> AnchorStatement | None:
    """Sign the last digest, unless that was done less than ``after`` ago or nothing was added since."""
    with connection.transaction():
        execute_statement(connection, "audit.lock", lock=_LOCK)
        before = fetch_row(connection, "audit.last_anchor")
        last = fetch_row(connection, "audit.last")
        if last is None or (before and (before.at > now - after or before.entry >= last.id)):
            return None
        number, previous = 1, ""
        if before:
            number = msgspec.json.decode(before.statement, type=AnchorStatement).number + 1
            previous = _hash_statement(before.statement, bytes(before.signature))
        said = AnchorStatement(
            number=number, at=now, entry=last.id, digest=bytes(last.digest).hex(), previous=previous
        )
        text = msgspec.json.encode(said).decode()
        signature = Ed25519PrivateKey.from_private_bytes(private).sign(text.encode())
        execute_statement(
            connection, "audit.anchor", at=now, entry=last.id, statement=text, signature=signature
        )
        return said


def list_anchors(connection: Connection) -> list[SignedAnchor]:
    return fetch_records(connection, SignedAnchor, "audit.anchors")


def verify_log_and_anchors(connection: Connection, public: str) -> LogCheckReport:
    """Read the whole log, and hold it against its anchors; ``public`` is the key in hexadecimal."""
    anchors = list_anchors(connection)
    problems = find_signature_problems(anchors, public)
    wanted = {anchor.entry: anchor for anchor in anchors}
    count, before = 0, audit_log.FIRST
    try:
        for entry, digest in audit_log.iterate_verified_entries(connection):
            count, before = count + 1, digest
            if (anchor := wanted.pop(entry, None)) and read_signed_digest(anchor) not in ("", digest.hex()):
                problems.append(f"entry {entry}: it is another than the one that anchor {anchor.id} signed")
    except audit_log.BrokenChain as broken:
        problems.append(f"entry {broken.entry}: it does not follow from the one before it")
    else:
        problems += [
            f"entry {entry}: anchor {wanted[entry].id} signed it, and it is gone" for entry in wanted
        ]
    last = anchors[-1].at if anchors else None
    return LogCheckReport(count, before.hex() if count else "", len(anchors), last, tuple(problems))


def has_entry_digest(connection: Connection, digest: str) -> bool:
    """Whether an entry has this digest: one that was noted on another day."""
    return fetch_row(connection, "audit.has_digest", digest=bytes.fromhex(digest)) is not None


def find_signature_problems(anchors: Iterable[SignedAnchor], public: str) -> list[str]:
    """What is wrong with the anchors themselves, in words."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    found: list[str] = []
    number, previous = 1, ""
    for anchor in anchors:
        try:
            key.verify(anchor.signature, anchor.statement.encode())
            said = msgspec.json.decode(anchor.statement, type=AnchorStatement)
        except (InvalidSignature, msgspec.MsgspecError):
            found.append(f"anchor {anchor.id}: it was changed, or signed with another key")
        else:
            if (said.number, said.previous) != (number, previous):
                found.append(f"anchor {anchor.id}: the one before it was changed or left out")
            if (said.entry, said.at) != (anchor.entry, anchor.at):
                found.append(f"anchor {anchor.id}: its row says other things than what was signed")
            number = said.number
        number, previous = number + 1, _hash_statement(anchor.statement, anchor.signature)
    return found


def read_signed_digest(anchor: SignedAnchor) -> str:
    """The digest that was signed, in hexadecimal; empty where it cannot be read."""
    try:
        return msgspec.json.decode(anchor.statement, type=AnchorStatement).digest
    except msgspec.MsgspecError:
        return ""  # its signature tells


def _hash_statement(text: str, signature: bytes) -> str:
    return hashlib.sha256(text.encode() + signature).hexdigest()
