"""A receipt that comes before the answer to its part."""

from tests.sms.conftest import ALICE, BOB
from tests.sms.session_wire import raw, wire_with
from tests.sms.wire import ACCOUNT
from tocsin.sms import pdu
from tocsin.sms.gateway import DeliveryReceipt

# A receipt before its answer


def receipt_for(phone, reference, sequence=1):
    said = f"id:{reference} stat:DELIVRD err:000 text:".encode()
    return pdu.ShortMessage(
        command=pdu.CommandId.DELIVER_SM, sequence=sequence, source_ton=1, source=phone.removeprefix("+"),
        dest="38663", esm_class=pdu.RECEIPT, payload=said,
    )  # fmt: skip


def accepted_as(reference, sequence):
    return pdu.ShortMessageResponse(
        command=pdu.CommandId.SUBMIT_SM_RESP, sequence=sequence, message_id=reference
    )


def unanswered(clock):
    """A part to Alice that the network took and has not answered; the sequence number it bears."""
    wire = wire_with(clock=clock)
    wire.network.faults.hang = True
    wire.network.habits.receipts = "none"
    wire.send("m1", to=ALICE)
    return wire, wire.network.taken[-1].sequence


def handed_over(wire, sm):
    wire.line.unanswered[sm.sequence] = sm
    raw(wire, sm)


def test_a_receipt_before_its_answer_is_not_safe_while_it_waits(clock):
    """Killed in between, we are told again: nobody else knows of it."""
    wire, sequence = unanswered(clock)
    handed_over(wire, receipt_for(ALICE, "77"))
    assert wire.all(DeliveryReceipt) == []
    wire.confirm()
    assert list(wire.line.unanswered) == [1]
    raw(wire, accepted_as("77", sequence))
    assert wire.ids(DeliveryReceipt) == ["m1"]
    assert list(wire.line.unanswered) == [1]
    wire.confirm()
    assert wire.line.unanswered == {}


def test_a_receipt_before_its_answer_that_comes_twice_is_one_and_both_are_answered(clock):
    wire, sequence = unanswered(clock)
    handed_over(wire, receipt_for(ALICE, "77"))
    handed_over(wire, receipt_for(ALICE, "77", sequence=2))
    assert list(wire.line.unanswered) == [1, 2]
    raw(wire, accepted_as("77", sequence))
    wire.confirm()
    assert wire.ids(DeliveryReceipt) == ["m1"]
    assert wire.line.unanswered == {}
    assert wire.tally.duplicate_receipts == 1


def test_a_receipt_waits_from_one_line_to_the_next(clock):
    """The line drops while it waits: handed over again, it is the same, and is answered on the new line."""
    wire, _ = unanswered(clock)
    handed_over(wire, receipt_for(ALICE, "77"))
    wire.cut()
    wire.network.faults.hang = False
    wire.connect()
    assert [receipt.remote_id for receipt in wire.all(DeliveryReceipt)] == []
    assert len(wire.line.unanswered) == 1
    wire.pass_time(ACCOUNT.patience)
    assert [(receipt.id, receipt.remote_id) for receipt in wire.all(DeliveryReceipt)] == [(None, "77")]
    wire.confirm()
    assert wire.line.unanswered == {}


def test_a_receipt_for_a_phone_to_which_nothing_is_on_its_way_is_anothers_and_waits_for_nobody(clock):
    """Another process shares the account, or sent it before a restart: the caller has the reference."""
    wire, _ = unanswered(clock)
    handed_over(wire, receipt_for(BOB, "78"))
    assert [(receipt.id, receipt.remote_id) for receipt in wire.all(DeliveryReceipt)] == [(None, "78")]
    assert list(wire.line.unanswered) == [1]
    wire.confirm()
    assert wire.line.unanswered == {}
    handed_over(wire, receipt_for(BOB, "78", sequence=2))
    assert len(wire.all(DeliveryReceipt)) == 1  # it says nothing new
    assert wire.line.unanswered == {}


def test_a_number_written_in_another_way_is_the_same_phone(clock):
    wire, sequence = unanswered(clock)
    handed_over(wire, receipt_for("0" + ALICE.removeprefix("+33"), "77"))
    assert wire.all(DeliveryReceipt) == []
    raw(wire, accepted_as("77", sequence))
    assert wire.ids(DeliveryReceipt) == ["m1"]


def test_nothing_is_waited_for_once_the_part_has_its_answer(clock):
    wire, sequence = unanswered(clock)
    raw(wire, accepted_as("76", sequence))
    handed_over(wire, receipt_for(ALICE, "77"))
    assert [(receipt.id, receipt.remote_id) for receipt in wire.all(DeliveryReceipt)] == [(None, "77")]
