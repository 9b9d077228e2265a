"""The PDUs of SMPP 3.4 that a transceiver and its SMSC exchange: encode, decode, cut a stream into frames.

Source: *Short Message Peer-to-Peer Protocol Specification v3.4*, sections 4 (PDUs) and 5 (fields). Everything
that comes from the line is taken as hostile: ``decode`` gives a record or raises ``MalformedPdu``, nothing
else, and no length is believed before it is checked.
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


class CommandId(IntEnum):
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


class CommandStatus(IntEnum):
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


class ParameterTag(IntEnum):
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


class NumberType(IntEnum):
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


class MalformedPdu(ValueError):
    """The frame is not a sound PDU."""


class BadPduLength(ValueError):
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


class BindRequest(Struct, frozen=True, kw_only=True):
    """A request to open a session (4.1)."""

    command: int = CommandId.BIND_TRANSCEIVER
    sequence: int
    system_id: str
    password: str
    system_type: str = ""
    version: int = VERSION


class BindResponse(Struct, frozen=True, kw_only=True):
    """The answer to ``Bind``."""

    command: int = CommandId.BIND_TRANSCEIVER_RESP
    status: int = CommandStatus.OK
    sequence: int
    system_id: str = ""


class ShortMessage(Struct, frozen=True, kw_only=True):
    """A short message to a phone (submit_sm, 4.4) or from the network (deliver_sm, 4.6; data_sm, 4.7)."""

    command: int
    sequence: int
    service_type: str = ""
    source_ton: int = NumberType.UNKNOWN
    source_npi: int = 0
    source: str
    dest_ton: int = NumberType.UNKNOWN
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

    def optional_parameter(self, tag: int) -> bytes | None:
        """Value of an optional parameter; None where absent."""
        for found, value in self.tlvs:
            if found == tag:
                return value
        return None


class ShortMessageResponse(Struct, frozen=True, kw_only=True):
    """The answer to ``ShortMessage``."""

    command: int
    status: int = CommandStatus.OK
    sequence: int
    message_id: str = ""


class HeaderOnlyPdu(Struct, frozen=True, kw_only=True):
    """A PDU of a header alone: enquire_link, unbind, their responses, generic_nack; or an unknown command."""

    command: int
    status: int = CommandStatus.OK
    sequence: int


Pdu = BindRequest | BindResponse | ShortMessage | ShortMessageResponse | HeaderOnlyPdu

_BINDS: Final = frozenset((0x01, 0x02, 0x09))
_BIND_RESPS: Final = frozenset(c | RESPONSE for c in _BINDS)
_SMS: Final = frozenset((CommandId.SUBMIT_SM, CommandId.DELIVER_SM))
_SM_RESPS: Final = frozenset((CommandId.SUBMIT_SM_RESP, CommandId.DELIVER_SM_RESP, CommandId.DATA_SM_RESP))
_TLV: Final = struct.Struct(">HH")


# Encoding


def encode_pdu(pdu: Pdu) -> bytes:
    """The octets of a PDU; raises ``FieldTooLong`` rather than cut a value."""
    if isinstance(pdu, ShortMessage):
        body, status = _encode_message_body(pdu), 0
    elif isinstance(pdu, BindRequest):
        body, status = _encode_bind_body(pdu), 0
    elif isinstance(pdu, ShortMessageResponse):
        body, status = (
            (_c_octet_string(pdu.message_id, 64, "message_id") if not pdu.status else b""),
            pdu.status,
        )
    elif isinstance(pdu, BindResponse):
        body, status = (
            (_c_octet_string(pdu.system_id, 15, "system_id") if not pdu.status else b""),
            pdu.status,
        )
    else:
        body, status = b"", pdu.status
    return HEADER.pack(16 + len(body), pdu.command, status, pdu.sequence) + body


def _c_octet_string(value: str, limit: int, field: str) -> bytes:
    """A C-octet string: ASCII and a NUL."""
    if len(value) > limit or not value.isascii() or "\0" in value:
        raise FieldTooLong(field, value)
    return value.encode() + b"\0"


def _encode_bind_body(pdu: BindRequest) -> bytes:
    return (
        _c_octet_string(pdu.system_id, 15, "system_id")
        + _c_octet_string(pdu.password, 8, "password")
        + _c_octet_string(pdu.system_type, 12, "system_type")
        + bytes((pdu.version, 0, 0, 0))
    )


def _encode_message_body(pdu: ShortMessage) -> bytes:
    if len(pdu.payload) > 254:
        raise FieldTooLong("short_message", pdu.payload)
    return b"".join(
        (
            _c_octet_string(pdu.service_type, 5, "service_type") if pdu.service_type else b"\0",
            bytes((pdu.source_ton, pdu.source_npi)),
            _c_octet_string(pdu.source, 20, "source"),
            bytes((pdu.dest_ton, pdu.dest_npi)),
            _c_octet_string(pdu.dest, 20, "dest"),
            bytes((pdu.esm_class, pdu.protocol_id, pdu.priority)),
            _c_octet_string(pdu.schedule, 16, "schedule") if pdu.schedule else b"\0",
            _c_octet_string(pdu.validity, 16, "validity") if pdu.validity else b"\0",
            bytes((pdu.registered, pdu.replace, pdu.coding, pdu.default_id, len(pdu.payload))),
            pdu.payload,
            *[_TLV.pack(tag, len(value)) + value for tag, value in pdu.tlvs],
        )
    )


# Decoding


def decode_pdu(frame: bytes) -> Pdu:
    """The record of one whole frame; raises ``MalformedPdu``."""
    if len(frame) < 16:
        raise MalformedPdu(f"{MalformedPdu.__doc__} {len(frame)} octets")
    length, command, status, sequence = HEADER.unpack_from(frame)
    if length != len(frame):
        raise MalformedPdu(f"{MalformedPdu.__doc__} {length} announced, {len(frame)} there")
    try:
        if command in _SMS:
            return _read_short_message(frame, command, sequence)
        if command in _SM_RESPS:
            return ShortMessageResponse(
                command=command, status=status, sequence=sequence, message_id=_read_only_text(frame)
            )
        if command in _BINDS:
            return _read_bind(frame, command, sequence)
        if command in _BIND_RESPS:
            return BindResponse(
                command=command, status=status, sequence=sequence, system_id=_read_only_text(frame)
            )
        if command == CommandId.DATA_SM:
            return _read_data_sm(frame, sequence)
    except (IndexError, ValueError, struct.error) as error:
        raise MalformedPdu(f"{MalformedPdu.__doc__} {error}") from None
    return HeaderOnlyPdu(command=command, status=status, sequence=sequence)


def _read_only_text(frame: bytes) -> str:
    """The only text of a response; absent in an error, and some SMSCs forget its NUL."""
    end = frame.find(b"\0", 16)
    return frame[16 : end if end >= 0 else len(frame)].decode("latin-1")


def _read_c_octet_string(frame: bytes, start: int) -> tuple[str, int]:
    end = frame.index(b"\0", start)
    return frame[start:end].decode("latin-1"), end + 1


def _read_bind(frame: bytes, command: int, sequence: int) -> BindRequest:
    system_id, at = _read_c_octet_string(frame, 16)
    password, at = _read_c_octet_string(frame, at)
    system_type, at = _read_c_octet_string(frame, at)
    return BindRequest(
        command=command,
        sequence=sequence,
        system_id=system_id,
        password=password,
        system_type=system_type,
        version=frame[at],
    )


def _read_short_message(frame: bytes, command: int, sequence: int) -> ShortMessage:
    service_type, at = _read_c_octet_string(frame, 16)
    source, after_source = _read_c_octet_string(frame, at + 2)
    dest, after_dest = _read_c_octet_string(frame, after_source + 2)
    schedule, after_schedule = _read_c_octet_string(frame, after_dest + 3)
    validity, end = _read_c_octet_string(frame, after_schedule)
    start = end + 5
    stop = start + frame[end + 4]
    if stop > len(frame):
        raise MalformedPdu("short_message goes beyond the frame")
    tlvs = _read_tlvs(frame, stop) if stop < len(frame) else ()
    return ShortMessage(
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
        payload=frame[start:stop] or _message_payload(tlvs),
        tlvs=tlvs,
    )


def _read_data_sm(frame: bytes, sequence: int) -> ShortMessage:
    service_type, at = _read_c_octet_string(frame, 16)
    source, after_source = _read_c_octet_string(frame, at + 2)
    dest, end = _read_c_octet_string(frame, after_source + 2)
    tlvs = _read_tlvs(frame, end + 3)
    return ShortMessage(
        command=CommandId.DATA_SM,
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
        payload=_message_payload(tlvs),
        tlvs=tlvs,
    )


def _read_tlvs(frame: bytes, at: int) -> tuple[tuple[int, bytes], ...]:
    tlvs: list[tuple[int, bytes]] = []
    while at < len(frame):
        tag, length = _TLV.unpack_from(frame, at)
        at += 4
        if at + length > len(frame) or len(tlvs) == MOST_TLVS:
            raise MalformedPdu(f"optional parameter 0x{tag:04x} of {length} octets")
        tlvs.append((tag, frame[at : at + length]))
        at += length
    return tuple(tlvs)


def _message_payload(tlvs: tuple[tuple[int, bytes], ...]) -> bytes:
    return next((value for tag, value in tlvs if tag == ParameterTag.MESSAGE_PAYLOAD), b"")


class FrameSplitter:
    """Cuts what arrives into frames, whatever the sizes in which it arrives."""

    def __init__(self) -> None:
        self._rest = b""

    def split_frames(self, data: bytes) -> Iterator[bytes]:
        """Every frame that is now whole; raises ``BadPduLength`` after those that came before it."""
        data = self._rest + data if self._rest else data
        at, end = 0, len(data)
        self._rest = b""
        while end - at >= 4:
            length = int.from_bytes(data[at : at + 4])
            if not 16 <= length <= LONGEST:
                raise BadPduLength(length)
            if end - at < length:
                break
            yield data[at : at + length]
            at += length
        self._rest = data[at:]
