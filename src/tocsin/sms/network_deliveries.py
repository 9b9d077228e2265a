"""What the network delivers over a session: receipts and people's messages, each confirmed once it is safe here."""

from collections.abc import Callable
from functools import partial

from tocsin.sms import pdu, receipt_parsing
from tocsin.sms.account_state import RESENT_WITHIN, TWICE_WITHIN, AccountState
from tocsin.sms.message_parts import read_fragment


class NetworkDeliveries:
    """Takes in what one session delivers; ``write_pdu`` sends the confirmations."""

    def __init__(self, exchange: AccountState, write_pdu: Callable[[pdu.Pdu], None]) -> None:
        self._exchange = exchange
        self._write_pdu = write_pdu
        self._unconfirmed: dict[int, pdu.ShortMessage] = {}

    def receive_delivery(self, found: pdu.ShortMessage, now: float) -> None:
        self._unconfirmed[found.sequence] = found
        report = receipt_parsing.parse_receipt(found)
        if report is None:
            self._handle_incoming(found, now)
        else:
            self._exchange.record_receipt(report, now, partial(self._confirm_delivery, found))

    def _handle_incoming(self, found: pdu.ShortMessage, now: float) -> None:
        repeated = self._exchange.is_repetition(found, now)
        self._exchange.remember_message(found, now + TWICE_WITHIN)
        sender = _phone_number(found.source_ton, found.source)
        wholes = self._exchange.assembler.add_part(found, sender, found.dest, now)
        for whole in wholes[:-1]:
            self._exchange.record_incoming(whole, False, now)
        place = read_fragment(found)
        piece = (sender, found.dest, place.reference, place.of)
        confirm = partial(self._confirm_delivery, found)
        if not wholes and self._exchange.assembler.is_waiting(found, sender, found.dest):
            self._exchange.hold_confirmation(piece, confirm, now)
        elif not wholes:
            self._exchange.confirm_with_last_event(confirm)
        else:
            together = self._exchange.combine_confirmations(piece, confirm)
            self._exchange.record_incoming(wholes[-1], repeated, now, together)

    def _confirm_delivery(self, found: pdu.ShortMessage) -> None:
        """Tell the network that a message is safe here, if the line is still there."""
        if self._unconfirmed.pop(found.sequence, None) is None:
            return
        command = found.command | pdu.RESPONSE
        self._write_pdu(pdu.ShortMessageResponse(command=command, sequence=found.sequence))

    def give_up_unconfirmed(self, now: float) -> None:
        """The line is gone: what it delivered without a confirmation may come again."""
        for sm in self._unconfirmed.values():
            self._exchange.remember_message(sm, now + RESENT_WITHIN)
        self._unconfirmed.clear()


def _phone_number(ton: int, address: str) -> str:
    """A phone number with its plus sign, where the network says that it is international."""
    return f"+{address}" if ton == pdu.NumberType.INTERNATIONAL and not address.startswith("+") else address
