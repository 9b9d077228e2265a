"""The PDUs of SMPP 3.4 that a transceiver and its SMSC exchange: encode, decode, cut a stream into frames.

Source: *Short Message Peer-to-Peer Protocol Specification v3.4*, sections 4 (PDUs) and 5 (fields). Everything
that comes from the line is taken as hostile: ``decode`` gives a record or raises ``Malformed``, nothing else,
and no length is believed before it is checked.
"""

import struct
from collections.abc import Iterator
from enum import IntEnum
from typing import Final

from msgspec import Struct

HEADER: Final = struct.Struct(">IIII")
"""command_length, command_id, command_status, sequence_number."""

LONGEST: Final = 65_536
"""Longest PDU believed. The longest sound one is a message_payload of 64 KB; an SMS never needs it."""

MOST_TLVS: Final = 64

VERSION: Final = 0x34

RESPONSE: Final = 0x80000000
"""Bit of command_id that marks a response."""


class Command(IntEnum):
    """command_id (5.1.2.1)."""

    GENERIC_NACK = 0x80000000
    BIND_RECEIVER = 0x01
    BIND_TRANSMITTER = 0x02
    SUBMIT_SM = 0x04
    DELIVER_SM = 0x05
    UNBIND = 0x06
    BIND_TRANSCEIVER = 0x09
    ENQUIRE_LINK = 0x15
    DATA_SM = 0x103
    BIND_RECEIVER_RESP = 0x80000001
    BIND_TRANSMITTER_RESP = 0x80000002
    SUBMIT_SM_RESP = 0x80000004
    DELIVER_SM_RESP = 0x80000005
    UNBIND_RESP = 0x80000006
    BIND_TRANSCEIVER_RESP = 0x80000009
    ENQUIRE_LINK_RESP = 0x80000015
    DATA_SM_RESP = 0x80000103


class Status(IntEnum):
    """command_status (5.1.3), those that decide something here."""

    OK = 0x00
    INVALID_LENGTH = 0x02
    INVALID_COMMAND = 0x03
    WRONG_STATE = 0x04
    ALREADY_BOUND = 0x05
    SYSTEM_ERROR = 0x08
    INVALID_DESTINATION = 0x0B
    BIND_FAILED = 0x0D
    INVALID_PASSWORD = 0x0E
    QUEUE_FULL = 0x14
    SUBMIT_FAILED = 0x45
    THROTTLED = 0x58
    TEMPORARY = 0x64


class Tag(IntEnum):
    """Optional parameters (5.3.2), those that are read or written here."""

    RECEIPTED_MESSAGE_ID = 0x001E
    USER_MESSAGE_REFERENCE = 0x0204
    SAR_REFERENCE = 0x020C
    SAR_TOTAL = 0x020E
    SAR_NUMBER = 0x020F
    SC_INTERFACE_VERSION = 0x0210
    NETWORK_ERROR = 0x0423
    MESSAGE_PAYLOAD = 0x0424
    MESSAGE_STATE = 0x0427


class Ton(IntEnum):
    """Type of number (5.2.5)."""

    UNKNOWN = 0
    INTERNATIONAL = 1
    NATIONAL = 2
    NETWORK = 3
    ALPHANUMERIC = 5


UDH: Final = 0x40
"""esm_class: the text starts with a header (5.2.12)."""
RECEIPT: Final = 0x04
"""esm_class: an SMSC delivery receipt."""
INTERMEDIATE: Final = 0x20
"""esm_class: an intermediate notification."""
MESSAGE_TYPE: Final = 0x3C
"""esm_class: the bits that say which kind of message it is."""


class Malformed(ValueError):
    """The frame is not a sound PDU."""


class BadLength(ValueError):
    """The stream announces a PDU of impossible length, and cannot be followed any more."""

    def __init__(self, length: int) -> None:
        super().__init__(f"{self.__doc__} {length}")
        self.length = length


class FieldTooLong(ValueError):
    """A field does not hold this value."""

    def __init__(self, field: str, value: str | bytes) -> None:
        super().__init__(f"{self.__doc__} {field}: {value!r}")
        self.field = field
        self.value = value


class Bind(Struct, frozen=True, kw_only=True):
    """A request to open a session (4.1)."""

    command: int = Command.BIND_TRANSCEIVER
    sequence: int
    system_id: str
    password: str
    system_type: str = ""
    version: int = VERSION


class BindResp(Struct, frozen=True, kw_only=True):
    """The answer to ``Bind``."""

    command: int = Command.BIND_TRANSCEIVER_RESP
    status: int = Status.OK
    sequence: int
    system_id: str = ""


class Sm(Struct, frozen=True, kw_only=True):
    """A short message to a phone (submit_sm, 4.4) or from the network (deliver_sm, 4.6; data_sm, 4.7)."""

    command: int
    sequence: int
    service_type: str = ""
    source_ton: int = Ton.UNKNOWN
    source_npi: int = 0
    source: str
    dest_ton: int = Ton.UNKNOWN
    dest_npi: int = 0
    dest: str
    esm_class: int = 0
    protocol_id: int = 0
    priority: int = 0
    schedule: str = ""
    validity: str = ""
    registered: int = 0
    replace: int = 0
    coding: int = 0
    default_id: int = 0
    payload: bytes = b""
    """short_message, or message_payload where that is empty."""
    tlvs: tuple[tuple[int, bytes], ...] = ()

    def tlv(self, tag: int) -> bytes | None:
        """Value of an optional parameter; None where absent."""
        for found, value in self.tlvs:
            if found == tag:
                return value
        return None


class SmResp(Struct, frozen=True, kw_only=True):
    """The answer to ``Sm``."""

    command: int
    status: int = Status.OK
    sequence: int
    message_id: str = ""


class Signal(Struct, frozen=True, kw_only=True):
    """A PDU of a header alone: enquire_link, unbind, their responses, generic_nack; or an unknown command."""

    command: int
    status: int = Status.OK
    sequence: int


Pdu = Bind | BindResp | Sm | SmResp | Signal

_BINDS: Final = frozenset((0x01, 0x02, 0x09))
_BIND_RESPS: Final = frozenset(c | RESPONSE for c in _BINDS)
_SMS: Final = frozenset((Command.SUBMIT_SM, Command.DELIVER_SM))
_SM_RESPS: Final = frozenset((Command.SUBMIT_SM_RESP, Command.DELIVER_SM_RESP, Command.DATA_SM_RESP))
_LIMITS: Final = {"service_type": 5, "source": 20, "dest": 20, "schedule": 16, "validity": 16}
_AFTER_DEST: Final = struct.Struct("BBB")
_TLV: Final = struct.Struct(">HH")


# Encoding


def encode(pdu: Pdu) -> bytes:
    """The octets of a PDU; raises ``FieldTooLong`` rather than cut a value."""
    if isinstance(pdu, Sm):
        body, status = _sm_body(pdu), 0
    elif isinstance(pdu, Bind):
        body, status = _bind_body(pdu), 0
    elif isinstance(pdu, SmResp):
        body, status = (_c(pdu.message_id, 64, "message_id") if not pdu.status else b""), pdu.status
    elif isinstance(pdu, BindResp):
        body, status = (_c(pdu.system_id, 15, "system_id") if not pdu.status else b""), pdu.status
    else:
        body, status = b"", pdu.status
    return HEADER.pack(16 + len(body), pdu.command, status, pdu.sequence) + body


def _c(value: str, limit: int, field: str) -> bytes:
    """A C-octet string: ASCII and a NUL."""
    if len(value) > limit or not value.isascii() or "\0" in value:
        raise FieldTooLong(field, value)
    return value.encode() + b"\0"


def _bind_body(pdu: Bind) -> bytes:
    return (
        _c(pdu.system_id, 15, "system_id")
        + _c(pdu.password, 8, "password")
        + _c(pdu.system_type, 12, "system_type")
        + bytes((pdu.version, 0, 0, 0))
    )


def _sm_body(pdu: Sm) -> bytes:
    if len(pdu.payload) > 254:
        raise FieldTooLong("short_message", pdu.payload)
    return b"".join(
        (
            _c(pdu.service_type, 5, "service_type") if pdu.service_type else b"\0",
            bytes((pdu.source_ton, pdu.source_npi)),
            _c(pdu.source, 20, "source"),
            bytes((pdu.dest_ton, pdu.dest_npi)),
            _c(pdu.dest, 20, "dest"),
            bytes((pdu.esm_class, pdu.protocol_id, pdu.priority)),
            _c(pdu.schedule, 16, "schedule") if pdu.schedule else b"\0",
            _c(pdu.validity, 16, "validity") if pdu.validity else b"\0",
            bytes((pdu.registered, pdu.replace, pdu.coding, pdu.default_id, len(pdu.payload))),
            pdu.payload,
            *[_TLV.pack(tag, len(value)) + value for tag, value in pdu.tlvs],
        )
    )


# Decoding


def decode(frame: bytes) -> Pdu:
    """The record of one whole frame; raises ``Malformed``."""
    if len(frame) < 16:
        raise Malformed(f"{Malformed.__doc__} {len(frame)} octets")
    length, command, status, sequence = HEADER.unpack_from(frame)
    if length != len(frame):
        raise Malformed(f"{Malformed.__doc__} {length} announced, {len(frame)} there")
    try:
        if command in _SMS:
            return _read_sm(frame, command, sequence)
        if command in _SM_RESPS:
            return SmResp(command=command, status=status, sequence=sequence, message_id=_first_text(frame))
        if command in _BINDS:
            return _read_bind(frame, command, sequence)
        if command in _BIND_RESPS:
            return BindResp(command=command, status=status, sequence=sequence, system_id=_first_text(frame))
        if command == Command.DATA_SM:
            return _read_data_sm(frame, sequence)
    except (IndexError, ValueError, struct.error) as error:
        raise Malformed(f"{Malformed.__doc__} {error}") from None
    return Signal(command=command, status=status, sequence=sequence)


def _first_text(frame: bytes) -> str:
    """The only text of a response; absent in an error, and some SMSCs forget its NUL."""
    end = frame.find(b"\0", 16)
    return frame[16 : end if end >= 0 else len(frame)].decode("latin-1")


def _text(frame: bytes, start: int) -> tuple[str, int]:
    end = frame.index(b"\0", start)
    return frame[start:end].decode("latin-1"), end + 1


def _read_bind(frame: bytes, command: int, sequence: int) -> Bind:
    system_id, at = _text(frame, 16)
    password, at = _text(frame, at)
    system_type, at = _text(frame, at)
    return Bind(
        command=command,
        sequence=sequence,
        system_id=system_id,
        password=password,
        system_type=system_type,
        version=frame[at],
    )


def _read_sm(frame: bytes, command: int, sequence: int) -> Sm:
    service_type, at = _text(frame, 16)
    source, after_source = _text(frame, at + 2)
    dest, after_dest = _text(frame, after_source + 2)
    schedule, after_schedule = _text(frame, after_dest + 3)
    validity, end = _text(frame, after_schedule)
    start = end + 5
    stop = start + frame[end + 4]
    if stop > len(frame):
        raise Malformed("short_message goes beyond the frame")
    tlvs = _read_tlvs(frame, stop) if stop < len(frame) else ()
    return Sm(
        command=command,
        sequence=sequence,
        service_type=service_type,
        source_ton=frame[at],
        source_npi=frame[at + 1],
        source=source,
        dest_ton=frame[after_source],
        dest_npi=frame[after_source + 1],
        dest=dest,
        esm_class=frame[after_dest],
        protocol_id=frame[after_dest + 1],
        priority=frame[after_dest + 2],
        schedule=schedule,
        validity=validity,
        registered=frame[end],
        replace=frame[end + 1],
        coding=frame[end + 2],
        default_id=frame[end + 3],
        payload=frame[start:stop] or _payload(tlvs),
        tlvs=tlvs,
    )


def _read_data_sm(frame: bytes, sequence: int) -> Sm:
    service_type, at = _text(frame, 16)
    source, after_source = _text(frame, at + 2)
    dest, end = _text(frame, after_source + 2)
    tlvs = _read_tlvs(frame, end + 3)
    return Sm(
        command=Command.DATA_SM,
        sequence=sequence,
        service_type=service_type,
        source_ton=frame[at],
        source_npi=frame[at + 1],
        source=source,
        dest_ton=frame[after_source],
        dest_npi=frame[after_source + 1],
        dest=dest,
        esm_class=frame[end],
        registered=frame[end + 1],
        coding=frame[end + 2],
        payload=_payload(tlvs),
        tlvs=tlvs,
    )


def _read_tlvs(frame: bytes, at: int) -> tuple[tuple[int, bytes], ...]:
    tlvs: list[tuple[int, bytes]] = []
    while at < len(frame):
        tag, length = _TLV.unpack_from(frame, at)
        at += 4
        if at + length > len(frame) or len(tlvs) == MOST_TLVS:
            raise Malformed(f"optional parameter 0x{tag:04x} of {length} octets")
        tlvs.append((tag, frame[at : at + length]))
        at += length
    return tuple(tlvs)


def _payload(tlvs: tuple[tuple[int, bytes], ...]) -> bytes:
    return next((value for tag, value in tlvs if tag == Tag.MESSAGE_PAYLOAD), b"")


class Framer:
    """Cuts what arrives into frames, whatever the sizes in which it arrives."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Every frame that is now whole; raises ``BadLength`` after those that came before it."""
        data = self._rest + data if self._rest else data
        at, end = 0, len(data)
        self._rest = b""
        while end - at >= 4:
            length = int.from_bytes(data[at : at + 4])
            if not 16 <= length <= LONGEST:
                raise BadLength(length)
            if end - at < length:
                break
            yield data[at : at + length]
            at += length
        self._rest = data[at:]
