"""Delivery receipts, as SMSCs write them, and the reference that each bears.

Sources: SMPP 3.4, 5.2.12 (esm_class), 5.2.28 (message_state), 5.3.2.12 (receipted_message_id) and appendix B,
whose text form is not binding: fields may be missing, in another order or case. References are decimal or
hexadecimal, and a carrier may write one in the answer and the other in the receipt.
"""

import re
from typing import Final, Literal

from msgspec import Struct

from tocsin.sms import pdu
from tocsin.sms.gateway import DeliveryState

_BY_NUMBER: Final = {
    1: DeliveryState.ENROUTE,
    2: DeliveryState.DELIVERED,
    3: DeliveryState.EXPIRED,
    4: DeliveryState.DELETED,
    5: DeliveryState.UNDELIVERABLE,
    6: DeliveryState.ACCEPTED,
    7: DeliveryState.UNKNOWN,
    8: DeliveryState.REJECTED,
}
_BY_WORD: Final = {
    "ENROUTE": DeliveryState.ENROUTE,
    "DELIVRD": DeliveryState.DELIVERED,
    "DELIVERED": DeliveryState.DELIVERED,
    "EXPIRED": DeliveryState.EXPIRED,
    "DELETED": DeliveryState.DELETED,
    "UNDELIV": DeliveryState.UNDELIVERABLE,
    "UNDELIVERABLE": DeliveryState.UNDELIVERABLE,
    "ACCEPTD": DeliveryState.ACCEPTED,
    "ACCEPTED": DeliveryState.ACCEPTED,
    "UNKNOWN": DeliveryState.UNKNOWN,
    "REJECTD": DeliveryState.REJECTED,
    "REJECTED": DeliveryState.REJECTED,
}
LONGEST_NUMBER: Final = 20
"""Digits beyond which a reference is not a number any more."""

_FIELD: Final = re.compile(rb"\b(id|stat|err):([!-~]{1,65})", re.IGNORECASE)


class ParsedReceipt(Struct, frozen=True):
    remote_id: str
    """As written in the receipt."""
    phone: str
    """Destination of the message it speaks of: the longer of its two numbers, as some SMSCs swap them."""
    state: DeliveryState
    error: str
    """Network error code, or empty."""


def parse_receipt(sm: pdu.ShortMessage) -> ParsedReceipt | None:
    """The receipt in a deliver_sm; None for an ordinary message.

    Only esm_class or the optional parameters make a receipt: a person may well type ``id:1 stat:DELIVRD``.
    """
    by_tlv = sm.optional_parameter(pdu.ParameterTag.RECEIPTED_MESSAGE_ID)
    if by_tlv is None and sm.esm_class & pdu.MESSAGE_TYPE not in (pdu.RECEIPT, pdu.INTERMEDIATE):
        return None
    said = {k.lower(): v.decode() for k, v in reversed(_FIELD.findall(sm.payload[:254]))}
    remote_id = by_tlv.rstrip(b"\0").decode("latin-1") if by_tlv else said.get(b"id", "")
    phone = max(sm.source, sm.dest, key=len)
    return ParsedReceipt(
        remote_id, phone, _delivery_state(sm, said.get(b"stat", "")), _error_code(sm, said.get(b"err", ""))
    )


def _delivery_state(sm: pdu.ShortMessage, word: str) -> DeliveryState:
    number = sm.optional_parameter(pdu.ParameterTag.MESSAGE_STATE)
    if number and number[0] in _BY_NUMBER:
        return _BY_NUMBER[number[0]]
    return _BY_WORD.get(word.upper(), DeliveryState.UNKNOWN)


def _error_code(sm: pdu.ShortMessage, word: str) -> str:
    network = sm.optional_parameter(pdu.ParameterTag.NETWORK_ERROR)
    if network and len(network) == 3:
        return str(int.from_bytes(network[1:]))
    return "" if word.strip("0") == "" else word


def canonical_reference(remote_id: str) -> str:
    """A reference without what does not distinguish it: case and leading zeros.

    >>> canonical_reference("000A3F")
    'a3f'
    """
    return remote_id.lower().lstrip("0") or "0"


Form = Literal["same", "decimal", "hex"]
"""How receipts write a reference: as answers do; in decimal where answers are hexadecimal; the reverse."""


def answered_reference(remote_id: str, form: Form) -> str:
    """The reference of a receipt, as the answer to its submit_sm wrote it.

    A base is never guessed: ``16`` is one part read as written, and another in the other base.

    >>> (answered_reference("00FF", "same"), answered_reference("255", "decimal"),
    ...  answered_reference("FF", "hex"))
    ('ff', 'ff', '255')
    """
    plain = canonical_reference(remote_id)
    if form == "same" or len(plain) > LONGEST_NUMBER or not plain.isascii() or not plain.isalnum():
        return plain
    try:
        return f"{int(plain):x}" if form == "decimal" else str(int(plain, 16))
    except ValueError:
        return plain
