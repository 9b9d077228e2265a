"""The keys of a store, and what may be done to them; nothing here reads or writes."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from itertools import count
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

BYTES: Final = 32
"""Length of every key."""
ID_BYTES: Final = 4
FORMATS: Final = (1, 2)
"""Of the file, the last one of a new store."""

Reason = Literal["erased", "rotated"]
Binds = Literal["column", "both", "row"]
Draw = Callable[[date | None, int], bytes]
"""Gives 32 bytes that nobody can foresee, for the key of a day or another; the number is that of the try."""


class KeyDestroyed(Exception):
    """Its key was destroyed: what it held is erased."""


class DataKey(Struct, frozen=True, omit_defaults=True):
    """What seals the personal data collected on one day."""

    id: str
    """First four bytes of its SHA-256, in hexadecimal: two machines that drew apart are seen to have."""
    day: date
    key: bytes
    made: datetime
    retired: datetime | None = None
    """When another took its place; what stands under it is sealed again, then it goes."""

    def __repr__(self) -> str:
        return f"DataKey({self.id}, {self.day})"


class IndexKey(Struct, frozen=True):
    """What makes the blind indexes of what was collected in one period: a week, or one of its last days."""

    id: str
    first: date
    last: date
    key: bytes
    made: datetime

    def __repr__(self) -> str:
        return f"IndexKey({self.id}, {self.first}, {self.last})"


class DestroyedIndexKey(Struct, frozen=True):
    """A key of blind indexes that is gone: nothing can be looked up under it, not even in an old copy."""

    id: str
    first: date
    last: date
    at: datetime
    why: Reason


class DestroyedKey(Struct, frozen=True):
    id: str
    day: date
    at: datetime
    why: Reason
    """``erased``: what stood under it can never be read again; ``rotated``: nothing stood under it."""


class SignedStatement(Struct, frozen=True):
    """A statement of erasure as the store has it; a backup of the store from before has it not."""

    number: int
    text: str
    signature: bytes


class KeyRing(Struct, frozen=True, omit_defaults=True, kw_only=True):
    index: bytes
    """Of all blind indexes of people, phones, names and places, as versions before 28 November 2026 had it;
    empty where they have keys by period."""
    source: bytes
    """Of the blind index of results: it is never rotated, since a laboratory's identifier is not kept."""
    register: bytes
    """Secret of the register (``tocsin.register.register_keys.derive_register_keys``)."""
    signing: bytes
    """Private key (Ed25519) that signs the statements of erasure."""
    next_index: bytes | None = None
    """While something stands here the blind indexes are being moved to other keys, and none may be made."""
    indexes: tuple[IndexKey, ...] = ()
    destroyed_indexes: tuple[DestroyedIndexKey, ...] = ()
    keys: tuple[DataKey, ...] = ()
    destroyed: tuple[DestroyedKey, ...] = ()
    statements: tuple[SignedStatement, ...] = ()
    """The last erasures, by number: a store that was restored learns from them what must go again."""
    binds: Binds = "column"
    """To what a seal is bound: ``column``, as versions before 28 November 2026 wrote it; ``both`` while all
    are sealed again, each for its row; ``row`` where that is done, and any other is refused."""
    format: int = 1
    """2 from when values are bound to rows: versions before cannot read them, and refuse the file."""

    def __repr__(self) -> str:
        return f"KeyRing({len(self.keys)} keys)"

    def find_day_key(self, day: date) -> DataKey | None:
        """The key under which data of this day are sealed now."""
        return next((key for key in reversed(self.keys) if key.day == day and key.retired is None), None)

    def find_index_key(self, day: date) -> IndexKey | None:
        """The key of the shortest period that has this day."""
        found = (key for key in self.indexes if key.first <= day <= key.last)
        return min(found, key=lambda key: key.last - key.first, default=None)

    def list_due_index_keys(self, up_to: date) -> tuple[IndexKey, ...]:
        """Keys of periods that begin on this day or before: what is kept under them has to move."""
        return tuple(key for key in self.indexes if key.first <= up_to)

    def list_living_keys(self) -> dict[str, date]:
        """Id of every key that still opens or finds something -> the first of its days."""
        return {key.id: key.day for key in self.keys} | {key.id: key.first for key in self.indexes}

    def list_retired_keys(self) -> tuple[DataKey, ...]:
        return tuple(key for key in self.keys if key.retired is not None)


def make_key_ring(draw: Draw) -> KeyRing:
    source, register, signing = (draw(None, which) for which in range(1, 4))
    return KeyRing(
        index=b"", source=source, register=register, signing=signing, binds="row", format=FORMATS[-1]
    )


def make_key_id(key: bytes) -> str:
    return hashlib.sha256(key).digest()[:ID_BYTES].hex()


def add_day_keys(ring: KeyRing, days: Iterable[date], draw: Draw, now: datetime) -> KeyRing:
    """A key for each of these days that has none.

    Raises KeyDestroyed for a day that was erased: whoever still writes for it is late.
    """
    erased = {gone.day for gone in ring.destroyed if gone.why == "erased"}
    for day in sorted(set(days)):
        if ring.find_day_key(day) is None:
            if day in erased:
                raise KeyDestroyed(f"{str(KeyDestroyed.__doc__).rstrip('.')}: {day}")
            ring = replace(ring, keys=(*ring.keys, _make_data_key(ring, day, draw, now)))
    return ring


def renew_day_keys(ring: KeyRing, draw: Draw, now: datetime) -> KeyRing:
    """Another key for each day that has one; the old ones are retired. What they seal is bound to its row."""
    if ring.binds == "column":
        ring = replace(ring, binds="both", format=FORMATS[-1])
    days = {key.day for key in ring.keys if key.retired is None}
    old = tuple(key if key.retired else replace(key, retired=now) for key in ring.keys)
    return add_day_keys(replace(ring, keys=old), days, draw, now)


def destroy_keys(ring: KeyRing, ids: Iterable[str], now: datetime, why: Reason) -> KeyRing:
    """The ring once these keys are destroyed; their names stay: what they sealed is known to be lost."""
    gone = set(ids)
    names = tuple(DestroyedKey(key.id, key.day, now, why) for key in ring.keys if key.id in gone)
    kept = tuple(key for key in ring.keys if key.id not in gone)
    return replace(ring, keys=kept, destroyed=ring.destroyed + names)


def mark_rows_bound(ring: KeyRing) -> KeyRing:
    """The ring once every value is bound to its row."""
    return replace(ring, binds="row")


def _make_data_key(ring: KeyRing, day: date, draw: Draw, now: datetime) -> DataKey:
    key = _draw_unused_key(ring, day, draw)
    return DataKey(make_key_id(key), day, key, now)


def _draw_unused_key(ring: KeyRing, day: date, draw: Draw) -> bytes:
    taken = {known.id for known in ring.keys} | {known.id for known in ring.destroyed}
    taken |= {known.id for known in ring.indexes} | {known.id for known in ring.destroyed_indexes}
    return next(key for turn in count() if make_key_id(key := draw(day, turn)) not in taken)


# ---- the keys of blind indexes


def add_index_key(ring: KeyRing, day: date, draw: Draw, now: datetime) -> KeyRing:
    """A key for the blind indexes of this day, where there is none: of its week, from Monday on.

    Of a week whose key was destroyed, because its first days were erased, each other day has its own key.
    Raises KeyDestroyed for a day that was erased.
    """
    if ring.find_index_key(day):
        return ring
    monday = day - timedelta(days=day.weekday())
    erased = (key for key in ring.destroyed_indexes if key.why == "erased")
    gone = [key for key in erased if key.first <= day <= key.last]
    if any(key.first == key.last for key in gone):
        raise KeyDestroyed(f"{str(KeyDestroyed.__doc__).rstrip('.')}: {day}")
    first, last = (day, day) if gone else (monday, monday + timedelta(days=6))
    key = _draw_unused_key(ring, day, draw)
    return replace(ring, indexes=(*ring.indexes, IndexKey(make_key_id(key), first, last, key, now)))


def split_index_week(ring: KeyRing, up_to: date, draw: Draw, now: datetime) -> KeyRing:
    """A key of its own for each day after this one in the same week: the key of the week can go."""
    for later in range(6 - up_to.weekday()):
        day = up_to + timedelta(days=later + 1)
        if not any(key.first == key.last == day for key in ring.indexes):
            key = _draw_unused_key(ring, day, draw)
            ring = replace(ring, indexes=(*ring.indexes, IndexKey(make_key_id(key), day, day, key, now)))
    return ring


def destroy_index_keys(ring: KeyRing, up_to: date, now: datetime) -> KeyRing:
    """The ring once the keys of the periods that begin on this day or before are destroyed."""
    doomed = ring.list_due_index_keys(up_to)
    kept = tuple(key for key in ring.indexes if key not in doomed)
    return replace(ring, indexes=kept, destroyed_indexes=_append_destroyed(ring, doomed, now, "erased"))


def _append_destroyed(
    ring: KeyRing, keys: Iterable[IndexKey], now: datetime, why: Reason
) -> tuple[DestroyedIndexKey, ...]:
    gone = (DestroyedIndexKey(key.id, key.first, key.last, now, why) for key in keys)
    return (*ring.destroyed_indexes, *gone)


def begin_index_move(ring: KeyRing, now: datetime) -> KeyRing:
    """The ring while its blind indexes move to other keys, of which none is made yet; or go on moving."""
    if ring.next_index is not None and not ring.index:
        return ring
    gone = _append_destroyed(ring, ring.indexes, now, "rotated")
    return replace(ring, index=b"", next_index=b"", indexes=(), destroyed_indexes=gone, format=FORMATS[-1])


def end_index_move(ring: KeyRing) -> KeyRing:
    """The ring once its blind indexes stand under their keys."""
    return replace(ring, next_index=None)
