"""What a simulated network writes: receipts, and what phones send, as PDUs of SMPP in the form of its profile."""

from typing import Final

from msgspec import Struct

from tocsin.sms import message_parts, pdu
from tocsin.sms.gateway import DeliveryState
from tocsin_simulation.sms.network_profile import NetworkProfile

WORDS: Final = {
    DeliveryState.DELIVERED: ("DELIVRD", 2, "000"),
    DeliveryState.EXPIRED: ("EXPIRED", 3, "027"),
    DeliveryState.UNDELIVERABLE: ("UNDELIV", 5, "001"),
}
"""How a receipt writes a state: word, message_state, error code."""


class PartInTransit(Struct, frozen=True):
    """A part that the network is to deliver."""

    sm: pdu.ShortMessage
    number: int
    """Of the message, in the order of acceptance."""
    until: float


def build_incoming_part(
    profile: NetworkProfile, number: str, to: str, part: message_parts.SmsPart,
    mark: tuple[tuple[int, bytes], ...] = (),
) -> pdu.ShortMessage:  # fmt: skip
    """A part of what a phone sends, as the network hands it on."""
    headed = part.has_header and not profile.sar
    tlvs = _sar_parameters(part) if part.has_header and profile.sar else ()
    return pdu.ShortMessage(
        command=pdu.CommandId.DELIVER_SM,
        sequence=0,
        source_ton=pdu.NumberType.INTERNATIONAL,
        source_npi=1,
        source=number.removeprefix("+"),
        dest=to,
        esm_class=pdu.UDH if headed else 0,
        coding=part.coding,
        payload=part.payload[6:] if tlvs else part.payload,
        tlvs=tlvs + mark,
    )


def build_receipt(profile: NetworkProfile, held: PartInTransit, state: DeliveryState) -> pdu.ShortMessage:
    word, number, error = WORDS[state]
    form = profile.receipts
    reference = f"{held.number:x}" if profile.ids == "hex" else str(held.number)
    delivered = "001" if state is DeliveryState.DELIVERED else "000"
    said = f"id:{reference} sub:001 dlvrd:{delivered} submit date:2103040900 done date:2103040901"
    tlvs = (
        (pdu.ParameterTag.RECEIPTED_MESSAGE_ID, reference.encode() + b"\0"),
        (pdu.ParameterTag.MESSAGE_STATE, bytes((number,))),
    )
    return pdu.ShortMessage(
        command=pdu.CommandId.DELIVER_SM,
        sequence=0,
        source_ton=held.sm.dest_ton,
        source_npi=held.sm.dest_npi,
        source=held.sm.dest,
        dest=held.sm.source,
        esm_class=pdu.RECEIPT,
        payload=b"" if form == "tlv" else f"{said} stat:{word} err:{error} text:".encode(),
        tlvs=() if form == "text" else tlvs,
    )


def _sar_parameters(part: message_parts.SmsPart) -> tuple[tuple[int, bytes], ...]:
    return (
        (pdu.ParameterTag.SAR_REFERENCE, bytes((0, part.payload[3]))),
        (pdu.ParameterTag.SAR_TOTAL, bytes((part.of,))),
        (pdu.ParameterTag.SAR_NUMBER, bytes((part.number,))),
    )


def read_validity_seconds(written: str, otherwise: float) -> float:
    """Seconds of a relative validity_period; ``otherwise`` for one that is absent or absolute.

    >>> read_validity_seconds("000000020000000R", 0.0)
    7200.0
    """
    if len(written) != 16 or written[-1] != "R" or not written[:15].isdigit():
        return otherwise
    days, hours, minutes, seconds = (int(written[i : i + 2]) for i in (4, 6, 8, 10))
    return float(((days * 24 + hours) * 60 + minutes) * 60 + seconds)
