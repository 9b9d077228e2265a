"""PDUs of SMPP 3.4 as octets: encode, decode, cut a stream into frames.

Everything that comes from the line is taken as hostile: ``decode_pdu`` gives a record or raises ``MalformedPdu``,
nothing else, and no length is believed before it is checked.
"""

import struct
from collections.abc import Iterator
from typing import Final

from tocsin.sms.pdu import (
    RESPONSE,
    BindRequest,
    BindResponse,
    CommandId,
    HeaderOnlyPdu,
    ParameterTag,
    Pdu,
    ShortMessage,
    ShortMessageResponse,
)

HEADER: Final = struct.Struct(">IIII")
"""command_length, command_id, command_status, sequence_number."""
LONGEST: Final = 65_536
"""Longest PDU believed. The longest sound one is a message_payload of 64 KB; an SMS never needs it."""
MOST_TLVS: Final = 64


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
