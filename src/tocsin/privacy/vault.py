"""Personal data under seal, and the blind indexes by which they are found.

A value is sealed with AES-256-GCM under the key of the day on which it was collected: once that key is
destroyed nobody can open it again, in the store or in a copy of it. Its column and the number of its row are
bound to it, and to what is said on a phone the number of the phone: what was moved does not open. As stored:
a byte of version, four of key id, twelve of nonce, the ciphertext with its tag of sixteen. As it is read, the
numbers that the row has now stand in front of it (eight bytes each, as ``int8send`` writes them): statements
put them there. Version 1 is bound to its column only; ``rotation.rotate_keys`` leaves none.

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
from struct import Struct as Layout
from typing import Final, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tocsin.privacy import keyfile, keyring
from tocsin.privacy.keyfile import KeyFile, KeyStore
from tocsin.privacy.keyring import ID_BYTES, KeyDestroyed, KeyRing
from tocsin.register.register_keys import RegisterKeys, derive_register_keys
from tocsin.runtime.clock import MACHINE_CLOCK

Kind = Literal["number", "identity", "name", "source", "label", "sms"]
"""What is found by a blind index: a number in E.164, ``identity.make_identity_key``, ``identity.fold_name``,
a laboratory and its identifier of a result, ``identity.make_gathering_key``, an SMS that came with its
number."""

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


class NotSealedHere(Exception):
    """It was not sealed with these keys, or not for this place, or it was changed since."""


UNOPENABLE: Final = (NotSealedHere, KeyDestroyed)
"""What is raised where something sealed does not open, whatever is done."""


class IndexMoving(Exception):
    """The blind indexes are being moved to another key: "tocsin keys rotate --index" brings it to its end."""


class Vault:
    """Seals, opens and indexes personal data; one for a process, safe among its threads."""

    def __init__(
        self,
        keeper: KeyStore,
        draw: keyring.Draw = keyfile.draw_key,
        clock: Callable[[], datetime] = MACHINE_CLOCK.now,
    ) -> None:
        self._keeper = keeper
        self._draw = draw
        self._clock = clock
        self._held: int | None = None
        self._load_keys()

    @classmethod
    def load(cls, path: Path | None = None, *, make: bool = False, serves: bool = False) -> "Vault":
        """The keys of a file; with ``make``, they are drawn where there is none.

        ``serves``: this process is of a service that goes on, and the file is in use as long as it lives
        (``keyfile.mark_in_use``). Raises NoKeyFile, KeysExposed, KeyFileDamaged.
        """
        file = KeyFile(path or keyfile.find_key_path())
        if make and not file.path.exists():
            with suppress(keyfile.KeysExist):  # another process was faster
                file.create_keys()
        vault = cls(file)
        if serves:
            vault._held = keyfile.mark_in_use(file.path)
        return vault

    @classmethod
    def for_tests(cls) -> "Vault":
        """Keys in memory that are the same each time, and secret from nobody."""
        return cls(
            _MemoryKeyStore(keyring.make_key_ring(_make_predictable_key)),
            _make_predictable_key,
            lambda: datetime(2020, 1, 1, tzinfo=UTC),
        )

    @property
    def ring(self) -> KeyRing:
        return self._ring

    @property
    def register_keys(self) -> RegisterKeys:
        return derive_register_keys(self._ring.register)

    @property
    def lasting_key(self) -> bytes:
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
        return self._sealed(value, place, on, _ONE(row) if phone is None else _TWO(row, phone))

    def reseal(self, read: bytes, place: str, on: date) -> bytes:
        """A value as it is read, sealed for the same row under the key of another day.

        Raises KeyDestroyed, NotSealedHere.
        """
        return self._sealed(self.open(read, place), place, on, read[: _prefix_length(place)])

    def _sealed(self, value: bytes | str, place: str, on: date, numbers: bytes) -> bytes:
        if len(numbers) != _prefix_length(place):
            raise ValueError(f"{place} is bound to {_prefix_length(place) // _NUMBER} numbers")
        if time.monotonic() > self._fresh_until:
            self.refresh_keys()
        found = self._by_day.get(on) or self._make_cipher_of_day(on)
        id, cipher = found
        nonce = os.urandom(_NONCE)
        data = value.encode() if isinstance(value, str) else value
        version = UNBOUND if self._ring.binds == "column" else BOUND
        return (
            version + id + nonce + cipher.encrypt(nonce, data, _make_associated_data(version, place, numbers))
        )

    def open(self, read: bytes, place: str) -> bytes:
        """What was sealed for this place, from a value as it is read. Raises KeyDestroyed, NotSealedHere."""
        if time.monotonic() > self._fresh_until:
            self.refresh_keys()
        front = _prefix_length(place)
        numbers, sealed = read[:front], read[front:]
        cipher = self._by_id.get(sealed[1:_HEAD]) or self._find_cipher(sealed)
        try:
            if sealed[:1] not in self._versions:
                raise InvalidTag
            bound = _make_associated_data(sealed[:1], place, numbers)
            return cipher.decrypt(sealed[_HEAD:_BODY], sealed[_BODY:], bound)
        except (InvalidTag, ValueError):
            raise NotSealedHere(f"{str(NotSealedHere.__doc__).rstrip('.')}: {place}") from None

    def open_text(self, read: bytes | None, place: str) -> str:
        """The text that was sealed for this place; empty where there is none. Raises KeyDestroyed, NotSealedHere."""
        return self.open(read, place).decode() if read else ""

    def find_text(self, read: bytes | None, place: str) -> str:
        """The same; empty also where its key was destroyed."""
        try:
            return self.open_text(read, place)
        except UNOPENABLE:
            return ""

    def index(self, kind: Kind, value: str, on: date | None = None) -> bytes:
        """By what a value is found that was collected on this day (today where none is said).

        The key of its period is made where it has none, and is on the disk before this returns; a result
        (``source``) has one key for all time. Raises IndexMoving, KeyDestroyed.
        """
        if time.monotonic() > self._fresh_until:
            self.refresh_keys()
        if kind == "source":
            return self._source(value)
        if self._ring.next_index is not None:
            raise IndexMoving(str(IndexMoving.__doc__))
        return self.index_during_move(kind, value, on or self._clock().date())

    def index_during_move(self, kind: Kind, value: str, on: date) -> bytes:
        """The same, also while the indexes move: for whoever moves them."""
        if self._single:
            return self._single[kind](value)
        id, macs = self._index_by_day.get(on) or self._make_index_of_day(on)
        return id + macs[kind](value)

    def list_indexes(self, kind: Kind, value: str) -> list[bytes]:
        """Every index under which a value can stand, whenever it was collected. Raises IndexMoving."""
        self.refresh_keys()
        if kind == "source":
            return [self._source(value)]
        if self._ring.next_index is not None:
            raise IndexMoving(str(IndexMoving.__doc__))
        if self._single:
            return [self._single[kind](value)]
        return [id + macs[kind](value) for id, macs in self._index_by_id.items()]

    def find_recipient_key(self, on: date) -> bytes:
        """The key that hides the number in the entry of an SMS of this day. Raises KeyDestroyed."""
        if time.monotonic() > self._fresh_until:
            self.refresh_keys()
        known = self._recipients_by_day.get(on)
        if known is None:
            known = self._make_recipient_key(on)
            self._recipients_by_day[on] = known
        return known

    def _make_recipient_key(self, on: date) -> bytes:
        if self._ring.index:
            return self.register_keys.recipients
        key = self._ring.find_index_key(on)
        if key is None:
            self._make_index_of_day(on)
            key = self._ring.find_index_key(on)
        assert key is not None  # it was just made
        return hmac.digest(key.key, b"recipients", hashlib.sha256)

    def list_recipient_keys(self) -> list[bytes]:
        """All keys under which the number of an entry can be hidden."""
        own = [hmac.digest(key.key, b"recipients", hashlib.sha256) for key in self._ring.indexes]
        return [*own, self.register_keys.recipients]

    def split_index_week(self, up_to: date) -> None:
        """Make the keys to which the blind indexes move that are kept when the data up to a day go."""
        self.change_keys(lambda ring: keyring.split_index_week(ring, up_to, self._draw, self._clock()))

    def refresh_keys(self) -> None:
        """Take the keys as they stand, where another process changed them."""
        self._fresh_until = time.monotonic() + STALE
        if self._keeper.read_mark() != self._mark:
            self._load_keys()

    def change_keys(self, how: Callable[[KeyRing], KeyRing]) -> KeyRing:
        """Change the keys for good, for this process and all others."""
        self._keeper.change_keys(how)
        self._load_keys()
        return self._ring

    def prepare_days(self, *days: date) -> None:
        """Make the keys of these days, where they have none."""
        self.change_keys(lambda ring: keyring.add_day_keys(ring, days, self._draw, self._clock()))

    def renew_keys(self, now: datetime) -> KeyRing:
        """Another key for each day that has one; the old ones are retired at ``now``."""
        return self.change_keys(lambda ring: keyring.renew_day_keys(ring, self._draw, now))

    # ---- the keys in this process

    def _load_keys(self) -> None:
        self._mark = self._keeper.read_mark()
        self._use_key_ring(self._keeper.read_keys())
        self._fresh_until = time.monotonic() + STALE

    def _use_key_ring(self, ring: KeyRing) -> None:
        ciphers = {bytes.fromhex(key.id): AESGCM(key.key) for key in ring.keys}
        live = [(bytes.fromhex(key.id), key.day) for key in ring.keys if key.retired is None]
        self._by_id = ciphers
        self._by_day = {day: (id, ciphers[id]) for id, day in live}
        self._versions = (BOUND,) if ring.binds == "row" else (UNBOUND, BOUND)
        self._source = _make_mac(ring.source, "source")
        self._single = make_index_functions(ring.index) if ring.index else None
        self._index_by_id = {
            bytes.fromhex(key.id): make_index_functions(key.key) for key in ring.indexes[::-1]
        }
        self._index_by_day: dict[date, tuple[bytes, dict[Kind, Callable[[str], bytes]]]] = {}
        self._recipients_by_day: dict[date, bytes] = {}
        self._ring: KeyRing = ring

    def _make_index_of_day(self, day: date) -> tuple[bytes, dict[Kind, Callable[[str], bytes]]]:
        if self._ring.find_index_key(day) is None:
            self.change_keys(lambda ring: keyring.add_index_key(ring, day, self._draw, self._clock()))
        key = self._ring.find_index_key(day)
        assert key is not None  # it was just made
        id = bytes.fromhex(key.id)
        self._index_by_day[day] = id, self._index_by_id[id]
        return self._index_by_day[day]

    def _make_cipher_of_day(self, day: date) -> tuple[bytes, AESGCM]:
        self.prepare_days(day)
        return self._by_day[day]

    def _find_cipher(self, sealed: bytes) -> AESGCM:
        """The cipher of a key that is not known: another process may just have made it."""
        id = sealed[1:_HEAD].hex()
        if sealed[:1] in (UNBOUND, BOUND) and len(sealed) > _BODY:
            if all(known.id != id for known in self._ring.destroyed):
                self.refresh_keys()
            if cipher := self._by_id.get(sealed[1:_HEAD]):
                return cipher
            if any(known.id == id for known in self._ring.destroyed):
                raise KeyDestroyed(str(KeyDestroyed.__doc__))
        raise NotSealedHere(str(NotSealedHere.__doc__))


def make_index_functions(key: bytes) -> dict[Kind, Callable[[str], bytes]]:
    return {kind: _make_mac(key, kind) for kind in _KINDS}


def read_key_id(sealed: bytes) -> str:
    return sealed[1:_HEAD].hex()


def strip_row_numbers(read: bytes, place: str) -> bytes:
    """A value as it stands in its column, of one as it is read."""
    return read[_prefix_length(place) :]


def _prefix_length(place: str) -> int:
    """Bytes in front of a value as it is read."""
    return 2 * _NUMBER if place in SAID else _NUMBER


_ONE: Final = Layout("!q").pack
_TWO: Final = Layout("!qq").pack
"""Numbers of a row as ``int8send`` writes them."""


def _make_associated_data(version: bytes, place: str, numbers: bytes) -> bytes:
    return place.encode() if version == UNBOUND else place.encode() + b"\0" + numbers


def _make_mac(key: bytes, kind: Kind) -> Callable[[str], bytes]:
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


# ---- for tests


class _MemoryKeyStore:
    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def read_keys(self) -> KeyRing:
        return self._ring

    def change_keys(self, how: Callable[[KeyRing], KeyRing]) -> KeyRing:
        self._ring = how(self._ring)
        return self._ring

    def read_mark(self) -> object:
        return self._ring


def _make_predictable_key(day: date | None, turn: int) -> bytes:
    """The same keys in every process of a test."""
    return hmac.digest(b"known to everybody", f"{day}.{turn}".encode(), hashlib.sha256)
