"""Long messages: cut into numbered parts on the way out, put together on the way in.

Sources: 3GPP TS 23.040, 9.2.3.24.1 (concatenation, 8-bit reference) and 9.2.3.24.8 (16-bit); SMPP 3.4,
5.3.2.22 to 5.3.2.24 (``sar_*``); 3GPP TS 23.038, 4 (data coding).
"""

import re
from typing import Final

from msgspec import Struct

from tocsin.message import gsm7
from tocsin.sms import pdu

GSM7: Final = 0
ASCII: Final = 1
LATIN1: Final = 3
UCS2: Final = 8


SINGLE: Final = {GSM7: 160, UCS2: 140}
"""Octets of one SMS alone, as SMSCs exchange it."""


class SmsPart(Struct, frozen=True):
    number: int
    of: int
    coding: int
    """data_coding: 0 (the SMSC's default alphabet, GSM-7 unpacked) or 8 (UCS-2)."""
    payload: bytes
    """Header of concatenation, if any, and text."""
    sms: int = 1
    """SMS that the network makes of it; more than one only where it cuts the text itself."""

    @property
    def has_header(self) -> bool:
        return self.of > 1


def split_into_parts(text: str, reference: int) -> tuple[SmsPart, ...]:
    """The parts of a text. ``reference`` (0 to 255) is what a phone puts them together by.

    >>> [part.payload[:6].hex(" ") for part in split_into_parts("é" * 161, reference=7)]
    ['05 00 03 07 02 01', '05 00 03 07 02 02']
    """
    coding = GSM7 if gsm7.fits_gsm7(text) else UCS2
    octets = encode_text(text, coding)
    if len(octets) <= SINGLE[coding]:
        return (SmsPart(1, 1, coding, octets),)
    pieces = gsm7.split_sms(text)
    return tuple(
        SmsPart(
            n, len(pieces), coding, bytes((5, 0, 3, reference, len(pieces), n)) + encode_text(piece, coding)
        )
        for n, piece in enumerate(pieces, 1)
    )


def make_single_part(text: str) -> tuple[SmsPart, ...]:
    """A text of any length for a network that cuts it itself.

    >>> [(part.of, part.sms, len(part.payload)) for part in make_single_part("é" * 161)]
    [(1, 2, 161)]
    """
    try:
        coding, octets = GSM7, gsm7.encode_gsm7(text)
    except gsm7.OutsideGsm7Alphabet:
        coding, octets = UCS2, encode_text(text, UCS2)
    return (
        SmsPart(
            1, 1, coding, octets, 1 if len(octets) <= SINGLE[coding] else gsm7.measure_sms_cost(text).parts
        ),
    )


def encode_text(text: str, coding: int) -> bytes:
    """Text in the alphabet of a data coding that ``cut`` chooses."""
    return gsm7.encode_gsm7(text) if coding == GSM7 else text.encode("utf-16-be", "replace")


def decode_text(octets: bytes, coding: int, default: int = GSM7) -> str | None:
    """Text of a data coding; None for binary. ``default`` is what the SMSC means by 0."""
    alphabet = alphabet_of_coding(coding, default)
    if coding == ASCII and _IMPOSSIBLE_IN_ASCII.search(octets):
        alphabet = GSM7
    if alphabet == GSM7:
        return gsm7.decode_gsm7(octets)
    if alphabet == UCS2:
        return octets.decode("utf-16-be", "replace")
    return octets.decode("latin-1") if alphabet == LATIN1 else None


_IMPOSSIBLE_IN_ASCII: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Octets that no text in ASCII holds: some SMSCs (the npm package ``smpp``) write GSM-7 and call it ASCII."""


def alphabet_of_coding(coding: int, default: int = GSM7) -> int | None:
    """``GSM7``, ``LATIN1`` or ``UCS2``; None for binary and for alphabets nobody uses in France.

    >>> [alphabet_of_coding(c) for c in (0, 1, 3, 8, 4, 0xF0, 0x18)]
    [0, 3, 3, 8, None, 0, 8]
    """
    if coding == 0:
        return default
    if coding in (ASCII, LATIN1):
        return LATIN1
    if coding == UCS2:
        return UCS2
    if coding >> 4 == 0xF:
        return None if coding & 4 else GSM7
    if 0x10 <= coding < 0x40:
        return {0: GSM7, 8: UCS2}.get(coding & 0x0C)
    return None


_SAR: Final = (pdu.ParameterTag.SAR_REFERENCE, pdu.ParameterTag.SAR_TOTAL, pdu.ParameterTag.SAR_NUMBER)


class Fragment(Struct, frozen=True):
    """What one incoming PDU says of its place in a message."""

    reference: int
    of: int
    number: int
    body: bytes


def read_fragment(sm: pdu.ShortMessage) -> Fragment:
    """Place and body of an incoming PDU, by its header or by its ``sar_*``; 1 of 1 where it has neither.

    A header longer than the payload is no header: its octets are left in the text, which a person will see.
    """
    if sm.esm_class & pdu.UDH and sm.payload:
        return _fragment_from_header(sm.payload) or Fragment(
            0, 1, 1, sm.payload[1 + sm.payload[0] :] or sm.payload
        )
    reference, of, number = (sm.optional_parameter(tag) for tag in _SAR)
    if reference and of and number and 1 <= number[0] <= of[0]:
        return Fragment(int.from_bytes(reference) | 1 << 16, of[0], number[0], sm.payload)
    return Fragment(0, 1, 1, sm.payload)


def _fragment_from_header(payload: bytes) -> Fragment | None:
    end = 1 + payload[0]
    at = 1
    while at + 2 <= end <= len(payload):
        kind, length = payload[at], payload[at + 1]
        value = payload[at + 2 : at + 2 + length]
        if kind in (0, 8) and len(value) == length == (3 if kind == 0 else 4) and 1 <= value[-1] <= value[-2]:
            return Fragment(int.from_bytes(value[:-2]) | kind << 17, value[-2], value[-1], payload[end:])
        at += 2 + length
    return None


class AssembledMessage(Struct, frozen=True):
    """A message put together, or given up."""

    source: str
    dest: str
    text: str | None
    missing: tuple[int, ...] = ()


class _PartialMessage(Struct):
    of: int
    since: float
    parts: dict[int, tuple[int, bytes]]
    """Data coding and body, by number."""


_Key = tuple[str, str, int, int]
"""Sender, destination, reference, number of parts."""


class MessageAssembler:
    """Puts incoming parts together; gives up those whose other parts do not come."""

    def __init__(self, patience: float = 900.0, default: int = GSM7, most: int = 10_000) -> None:
        self._patience = patience
        """Seconds to wait for the missing parts of a message."""
        self._default = default
        self._most = most
        """Messages kept waiting; beyond, the oldest is given up."""
        self._heaps: dict[_Key, _PartialMessage] = {}
        self._done: dict[_Key, _PartialMessage] = {}
        """The last messages put together, to know a part that comes twice."""

    def add_part(
        self, sm: pdu.ShortMessage, source: str, dest: str, now: float
    ) -> tuple[AssembledMessage, ...]:
        """Messages that this part completes, or makes hopeless."""
        found = read_fragment(sm)
        if found.of == 1:
            return (AssembledMessage(source, dest, decode_text(found.body, sm.coding, self._default)),)
        key = (source, dest, found.reference, found.of)
        if self._is_duplicate(key, found, sm.coding, now):
            return ()
        given_up = self._make_room(key, found, sm.coding)
        heap = self._heaps.setdefault(key, _PartialMessage(found.of, now, {}))
        heap.parts[found.number] = (sm.coding, found.body)
        if len(heap.parts) < found.of:
            return given_up
        self._done[key] = self._heaps.pop(key)
        if len(self._done) > self._most:
            del self._done[next(iter(self._done))]
        return (*given_up, self._assemble(key, heap))

    def is_waiting(self, sm: pdu.ShortMessage, source: str, dest: str) -> bool:
        """Whether the message of a part still waits for others: one that is whole has no use for a part."""
        found = read_fragment(sm)
        return (source, dest, found.reference, found.of) in self._heaps

    def expire_incomplete(self, now: float) -> tuple[AssembledMessage, ...]:
        """Messages that waited too long, with what came of them."""
        late = [key for key, heap in self._heaps.items() if now - heap.since >= self._patience]
        return tuple(self._assemble(key, self._heaps.pop(key)) for key in late)

    def next_expiry(self) -> float | None:
        """When the oldest waiting message is given up; None where nothing waits."""
        oldest = next(iter(self._heaps.values()), None)
        return oldest.since + self._patience if oldest else None

    def _is_duplicate(self, key: _Key, found: Fragment, coding: int, now: float) -> bool:
        done = self._done.get(key)
        if done is None or now - done.since > self._patience:
            return False
        return done.parts[found.number] == (coding, found.body)

    def _make_room(self, key: _Key, found: Fragment, coding: int) -> tuple[AssembledMessage, ...]:
        """Give up the message whose reference was taken again, or the oldest where there are too many."""
        if key in self._heaps:
            same = self._heaps[key].parts.get(found.number, (coding, found.body)) == (coding, found.body)
            return () if same else (self._assemble(key, self._heaps.pop(key)),)
        if len(self._heaps) < self._most:
            return ()
        oldest = next(iter(self._heaps))
        return (self._assemble(oldest, self._heaps.pop(oldest)),)

    def _assemble(self, key: _Key, heap: _PartialMessage) -> AssembledMessage:
        missing = tuple(n for n in range(1, heap.of + 1) if n not in heap.parts)
        return AssembledMessage(key[0], key[1], self._join_text(heap), missing)

    def _join_text(self, heap: _PartialMessage) -> str | None:
        """Runs of parts in one coding are decoded together: some senders cut inside a character."""
        pieces: list[str] = []
        run, run_coding = b"", None
        for number in range(1, heap.of + 1):
            coding, body = heap.parts.get(number, (None, b""))
            if coding != run_coding:
                pieces.append(self._decode_run(run, run_coding))
                run, run_coding = b"", coding
            run += body
        pieces.append(self._decode_run(run, run_coding))
        readable = any(
            decode_text(b"", coding, self._default) is not None for coding, _ in heap.parts.values()
        )
        return "".join(pieces[1:]) if readable else None

    def _decode_run(self, octets: bytes, coding: int | None) -> str:
        return "…" if coding is None else decode_text(octets, coding, self._default) or ""
