"""Personal data under seal, and the blind indexes by which they are found.

A value is sealed with AES-256-GCM under the key of the day on which it was collected: once that key is
destroyed nobody can open it again, in the store or in a copy of it. Its column and the number of its row are
bound to it, and to what is said on a phone the number of the phone: what was moved does not open. As stored:
a byte of version, four of key id, twelve of nonce, the ciphertext with its tag of sixteen. As it is read, the
numbers that the row has now stand in front of it (eight bytes each, as ``int8send`` writes them): statements
put them there. Version 1 is bound to its column only; ``rotation.rotate`` leaves none.

Nonces are drawn at random. Under one key a collision is less probable than one in a billion until 2^33
values; a record day seals some 2^24. A blind index is an HMAC under the key of its period, with the id of
that key in front: who knows the key can test whether somebody is in the store, and can read nothing. It is
destroyed with the data of the period: then nobody can test a copy either.
"""

import hashlib
import hmac
import os
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tocsin.register.keys import Keys, derive
from tocsin.tracing import keyfile, keyring
from tocsin.tracing.keyfile import Keeper, KeyFile
from tocsin.tracing.keyring import ID_BYTES, KeyDestroyed, KeyRing

__all__ = ["IndexMoving", "KeyDestroyed", "NotOurs", "Vault"]

Kind = Literal["number", "identity", "name", "source", "label", "sms"]
"""What is found by a blind index: a number in E.164, ``identity.identity``, ``identity.folded_name``, a
laboratory and its identifier of a result, ``identity.label``, an SMS that came with its number."""

INDEX_BYTES: Final = 16
UNBOUND: Final = b"\x01"
"""Version of a seal that is bound to its column only."""
BOUND: Final = b"\x02"
SAID: Final = frozenset(("message.sealed", "heard.sealed", "inbox.sealed"))
"""Places whose values are bound to the phone of their row as well."""
STALE: Final = 5.0
"""Seconds after which it is looked up whether another process changed the keys."""
_NONCE: Final = 12
_NUMBER: Final = 8
_HEAD: Final = len(BOUND) + ID_BYTES
_BODY: Final = _HEAD + _NONCE
_BLOCK: Final = 64
_KINDS: Final[tuple[Kind, ...]] = ("number", "identity", "name", "source", "label", "sms")


class NotOurs(Exception):
    """It was not sealed with these keys, or not for this place, or it was changed since."""


class IndexMoving(Exception):
    """The blind indexes are being moved to another key: "tocsin keys rotate --index" brings it to its end."""


class Vault:
    """Seals, opens and indexes personal data; one for a process, safe among its threads."""

    def __init__(
        self, keeper: Keeper, draw: keyring.Draw = keyfile.drawn, clock: Callable[[], datetime] | None = None
    ) -> None:
        self._keeper = keeper
        self._draw = draw
        self._clock = clock or _now
        self._held: int | None = None
        self._load()

    @classmethod
    def load(cls, path: Path | None = None, *, make: bool = False, serves: bool = False) -> "Vault":
        """The keys of a file; with ``make``, they are drawn where there is none.

        ``serves``: this process is of a service that goes on, and the file is in use as long as it lives
        (``keyfile.hold``). Raises NoKeys, KeysExposed, KeysDamaged.
        """
        file = KeyFile(path or keyfile.default())
        if make and not file.path.exists():
            with suppress(keyfile.KeysExist):  # another process was faster
                file.make()
        vault = cls(file)
        if serves:
            vault._held = keyfile.hold(file.path)
        return vault

    @classmethod
    def for_tests(cls) -> "Vault":
        """Keys in memory that are the same each time, and secret from nobody."""
        return cls(_Memory(keyring.new(_foreseen)), _foreseen, lambda: datetime(2020, 1, 1, tzinfo=UTC))

    @property
    def ring(self) -> KeyRing:
        """The keys as they stand."""
        return self._ring

    @property
    def register_keys(self) -> Keys:
        """The keys of the register of messages."""
        return derive(self._ring.register)

    @property
    def lasting(self) -> bytes:
        """A key for what outlasts the days and is nobody's file, such as an account's second factor.

        Made from the secret of the register, which is never rotated; neither tells anything of the other.
        """
        return hmac.digest(b"tocsin lasting", self._ring.register, hashlib.sha256)

    def seal(self, value: bytes | str, place: str, on: date, row: int, phone: int | None = None) -> bytes:
        """Seal a value that was collected on this day, for ``place`` (``table.column``) and the number of its
        row; for a place of ``SAID`` also for the phone of the row.

        The day's key is made where it has none, and is on the disk before this returns. Raises KeyDestroyed
        for a day that was erased.
        """
        return self._sealed(value, place, on, _numbers(row) if phone is None else _numbers(row, phone))

    def again(self, read: bytes, place: str, on: date) -> bytes:
        """A value as it is read, sealed for the same row under the key of another day.

        Raises KeyDestroyed, NotOurs.
        """
        return self._sealed(self.open(read, place), place, on, read[: _front(place)])

    def _sealed(self, value: bytes | str, place: str, on: date, numbers: bytes) -> bytes:
        if len(numbers) != _front(place):
            raise ValueError(f"{place} is bound to {_front(place) // _NUMBER} numbers")
        if time.monotonic() > self._fresh_until:
            self.refresh()
        found = self._by_day.get(on) or self._made(on)
        id, cipher = found
        nonce = os.urandom(_NONCE)
        data = value.encode() if isinstance(value, str) else value
        version = UNBOUND if self._ring.binds == "column" else BOUND
        return version + id + nonce + cipher.encrypt(nonce, data, _bound_to(version, place, numbers))

    def open(self, read: bytes, place: str) -> bytes:
        """What was sealed for this place, from a value as it is read. Raises KeyDestroyed, NotOurs."""
        if time.monotonic() > self._fresh_until:
            self.refresh()
        front = _front(place)
        numbers, sealed = read[:front], read[front:]
        cipher = self._by_id.get(sealed[1:_HEAD]) or self._found(sealed)
        try:
            if sealed[:1] not in self._versions:
                raise InvalidTag
            bound = _bound_to(sealed[:1], place, numbers)
            return cipher.decrypt(sealed[_HEAD:_BODY], sealed[_BODY:], bound)
        except (InvalidTag, ValueError):
            raise NotOurs(f"{str(NotOurs.__doc__).rstrip('.')}: {place}") from None

    def index(self, kind: Kind, value: str, on: date | None = None) -> bytes:
        """By what a value is found that was collected on this day (today where none is said).

        The key of its period is made where it has none, and is on the disk before this returns; a result
        (``source``) has one key for all time. Raises IndexMoving, KeyDestroyed.
        """
        if time.monotonic() > self._fresh_until:
            self.refresh()
        if kind == "source":
            return self._source(value)
        if self._ring.next_index is not None:
            raise IndexMoving(str(IndexMoving.__doc__))
        return self.index_anew(kind, value, on or self._clock().date())

    def index_anew(self, kind: Kind, value: str, on: date) -> bytes:
        """The same, also while the indexes move: for whoever moves them."""
        if self._single:
            return self._single[kind](value)
        id, macs = self._index_by_day.get(on) or self._index_made(on)
        return id + macs[kind](value)

    def found_by(self, kind: Kind, value: str) -> list[bytes]:
        """Every index under which a value can stand, whenever it was collected. Raises IndexMoving."""
        self.refresh()
        if kind == "source":
            return [self._source(value)]
        if self._ring.next_index is not None:
            raise IndexMoving(str(IndexMoving.__doc__))
        if self._single:
            return [self._single[kind](value)]
        return [id + macs[kind](value) for id, macs in self._index_by_id.items()]

    def recipients_key(self, on: date) -> bytes:
        """The key that hides the number in the entry of an SMS of this day. Raises KeyDestroyed."""
        if self._ring.index:
            return self.register_keys.recipients
        key = self._ring.index_of(on)
        if key is None:
            self._index_made(on)
            key = self._ring.index_of(on)
        assert key is not None  # it was just made
        return hmac.digest(key.key, b"recipients", hashlib.sha256)

    def recipients_keys(self) -> list[bytes]:
        """All keys under which the number of an entry can be hidden."""
        own = [hmac.digest(key.key, b"recipients", hashlib.sha256) for key in self._ring.indexes]
        return [*own, self.register_keys.recipients]

    def part_indexes(self, up_to: date) -> None:
        """Make the keys to which the blind indexes move that are kept when the data up to a day go."""
        self.change(lambda ring: keyring.parted(ring, up_to, self._draw, self._clock()))

    def refresh(self) -> None:
        """Take the keys as they stand, where another process changed them."""
        self._fresh_until = time.monotonic() + STALE
        if self._keeper.mark() != self._mark:
            self._load()

    def change(self, how: Callable[[KeyRing], KeyRing]) -> KeyRing:
        """Change the keys for good, for this process and all others."""
        self._keeper.change(how)
        self._load()
        return self._ring

    def prepare(self, *days: date) -> None:
        """Make the keys of these days, where they have none."""
        self.change(lambda ring: keyring.with_days(ring, days, self._draw, self._clock()))

    def renew(self, now: datetime) -> KeyRing:
        """Another key for each day that has one; the old ones are retired at ``now``."""
        return self.change(lambda ring: keyring.renewed(ring, self._draw, now))

    # ---- the keys in this process

    def _load(self) -> None:
        self._mark = self._keeper.mark()
        self._take(self._keeper.read())
        self._fresh_until = time.monotonic() + STALE

    def _take(self, ring: KeyRing) -> None:
        ciphers = {bytes.fromhex(key.id): AESGCM(key.key) for key in ring.keys}
        live = [(bytes.fromhex(key.id), key.day) for key in ring.keys if key.retired is None]
        self._by_id = ciphers
        self._by_day = {day: (id, ciphers[id]) for id, day in live}
        self._versions = (BOUND,) if ring.binds == "row" else (UNBOUND, BOUND)
        self._source = _mac(ring.source, "source")
        self._single = indexes(ring.index) if ring.index else None
        self._index_by_id = {bytes.fromhex(key.id): indexes(key.key) for key in ring.indexes[::-1]}
        self._index_by_day: dict[date, tuple[bytes, dict[Kind, Callable[[str], bytes]]]] = {}
        self._ring: KeyRing = ring

    def _index_made(self, day: date) -> tuple[bytes, dict[Kind, Callable[[str], bytes]]]:
        if self._ring.index_of(day) is None:
            self.change(lambda ring: keyring.with_index(ring, day, self._draw, self._clock()))
        key = self._ring.index_of(day)
        assert key is not None  # it was just made
        id = bytes.fromhex(key.id)
        self._index_by_day[day] = id, self._index_by_id[id]
        return self._index_by_day[day]

    def _made(self, day: date) -> tuple[bytes, AESGCM]:
        self.prepare(day)
        return self._by_day[day]

    def _found(self, sealed: bytes) -> AESGCM:
        """The cipher of a key that is not known: another process may just have made it."""
        id = sealed[1:_HEAD].hex()
        if sealed[:1] in (UNBOUND, BOUND) and len(sealed) > _BODY:
            if all(known.id != id for known in self._ring.destroyed):
                self.refresh()
            if cipher := self._by_id.get(sealed[1:_HEAD]):
                return cipher
            if any(known.id == id for known in self._ring.destroyed):
                raise KeyDestroyed(str(KeyDestroyed.__doc__))
        raise NotOurs(str(NotOurs.__doc__))


def indexes(key: bytes) -> dict[Kind, Callable[[str], bytes]]:
    """What makes the blind index of each kind under a key."""
    return {kind: _mac(key, kind) for kind in _KINDS}


def key_id(sealed: bytes) -> str:
    """The id of the key under which a value stands."""
    return sealed[1:_HEAD].hex()


def stored(read: bytes, place: str) -> bytes:
    """A value as it stands in its column, of one as it is read."""
    return read[_front(place) :]


def _front(place: str) -> int:
    """Bytes in front of a value as it is read."""
    return 2 * _NUMBER if place in SAID else _NUMBER


def _numbers(*numbers: int) -> bytes:
    return b"".join(number.to_bytes(_NUMBER, "big", signed=True) for number in numbers)


def _bound_to(version: bytes, place: str, numbers: bytes) -> bytes:
    return place.encode() if version == UNBOUND else place.encode() + b"\0" + numbers


def _mac(key: bytes, kind: Kind) -> Callable[[str], bytes]:
    """HMAC-SHA256 of ``kind``, a zero byte and a value, cut to 16 bytes; its two hashes are begun once."""
    padded = key.ljust(_BLOCK, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded) + kind.encode() + b"\0")
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def mac(value: str) -> bytes:
        first = inner.copy()
        first.update(value.encode())
        second = outer.copy()
        second.update(first.digest())
        return second.digest()[:INDEX_BYTES]

    return mac


def _now() -> datetime:
    return datetime.now(UTC)


# ---- for tests


class _Memory:
    """Keys in memory."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def read(self) -> KeyRing:
        return self._ring

    def change(self, how: Callable[[KeyRing], KeyRing]) -> KeyRing:
        self._ring = how(self._ring)
        return self._ring

    def mark(self) -> object:
        return self._ring


def _foreseen(day: date | None, turn: int) -> bytes:
    """The same keys in every process of a test."""
    return hmac.digest(b"known to everybody", f"{day}.{turn}".encode(), hashlib.sha256)
