"""The PDUs of SMPP 3.4 that a transceiver and its SMSC exchange, as records.

Source: *Short Message Peer-to-Peer Protocol Specification v3.4*, sections 4 (PDUs) and 5 (fields).
"""

from enum import IntEnum
from typing import Final

from msgspec import Struct

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
    SYSTEM_ERROR = 0x08
    INVALID_DESTINATION = 0x0B
    BIND_FAILED = 0x0D
    INVALID_PASSWORD = 0x0E
    QUEUE_FULL = 0x14
    THROTTLED = 0x58
    TEMPORARY = 0x64


class ParameterTag(IntEnum):
    """Optional parameters (5.3.2), those that are read or written here."""

    RECEIPTED_MESSAGE_ID = 0x001E
    USER_MESSAGE_REFERENCE = 0x0204
    SAR_REFERENCE = 0x020C
    SAR_TOTAL = 0x020E
    SAR_NUMBER = 0x020F
    NETWORK_ERROR = 0x0423
    MESSAGE_PAYLOAD = 0x0424
    MESSAGE_STATE = 0x0427


class NumberType(IntEnum):
    """Type of number (5.2.5)."""

    UNKNOWN = 0
    INTERNATIONAL = 1
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


class BindRequest(Struct, frozen=True, kw_only=True):
    """A request to open a session (4.1)."""

    command: int = CommandId.BIND_TRANSCEIVER
    sequence: int
    system_id: str
    password: str
    system_type: str = ""
    version: int = VERSION


class BindResponse(Struct, frozen=True, kw_only=True):
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
