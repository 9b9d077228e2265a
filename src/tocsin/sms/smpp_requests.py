"""The requests that a session makes, from our records: bind_transceiver and submit_sm.

Sources: SMPP 3.4, 4.1.5, 4.4.1, 5.2.5 (kinds of numbers) and 7.1.1 (times).
"""

from datetime import datetime
from typing import Final

from tocsin.sms import pdu
from tocsin.sms.part_queue import QueuedPart
from tocsin.sms.smpp_account import SmppAccount

LONGEST_VALIDITY: Final = 14 * 86_400
"""Seconds beyond which no network keeps a message."""


def build_bind_transceiver(account: SmppAccount, sequence: int) -> pdu.BindRequest:
    return pdu.BindRequest(
        sequence=sequence,
        system_id=account.system_id,
        password=account.password,
        system_type=account.system_type,
    )


def build_submit_sm(pending: QueuedPart, sequence: int, now: float) -> pdu.ShortMessage:
    """The PDU of one part, with a receipt asked for."""
    message, part = pending.message, pending.part
    source_ton, source_npi = _sender_type(message.sender)
    long = part.sms > 1
    return pdu.ShortMessage(
        command=pdu.CommandId.SUBMIT_SM,
        sequence=sequence,
        source_ton=source_ton,
        source_npi=source_npi,
        source=message.sender.removeprefix("+"),
        dest_ton=pdu.NumberType.INTERNATIONAL,
        dest_npi=1,
        dest=message.to.removeprefix("+"),
        esm_class=pdu.UDH if part.has_header else 0,
        validity=relative_validity(message.valid_until, now),
        registered=1,
        coding=part.coding,
        payload=b"" if long else part.payload,
        tlvs=((pdu.ParameterTag.MESSAGE_PAYLOAD, part.payload),) if long else (),
    )


def relative_validity(until: datetime | None, now: float) -> str:
    """What is left of a validity, as the relative time of SMPP 3.4, 7.1.1.2; empty for the network's default.

    >>> from tocsin.sms.gateway import utc_datetime
    >>> relative_validity(utc_datetime(90_061.0), 0.0)
    '000001010101000R'
    """
    if until is None:
        return ""
    left = max(1, min(LONGEST_VALIDITY, int(until.timestamp() - now)))
    days, rest = divmod(left, 86_400)
    return f"0000{days:02}{rest // 3600:02}{rest // 60 % 60:02}{rest % 60:02}000R"


def _sender_type(sender: str) -> tuple[int, int]:
    """Type of number and numbering plan of a sender."""
    if sender.startswith("+"):
        return pdu.NumberType.INTERNATIONAL, 1
    return (pdu.NumberType.NETWORK, 1) if sender.isdigit() else (pdu.NumberType.ALPHANUMERIC, 0)
