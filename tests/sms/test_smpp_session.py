"""One bind from beginning to end, told without sockets and without waiting."""

import struct
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.sms.conftest import ALICE, BOB
from tests.sms.wire import ACCOUNT, Wire
from tocsin.sms import pdu, pdu_codec
from tocsin.sms.account_state import PIECES, PIECES_FOR
from tocsin.sms.gateway import (
    DeliveryReceipt,
    DeliveryState,
    IncomingSms,
    LinkChange,
    PartAccepted,
    PartRefused,
    PartUncertain,
    SendPriority,
    utc_datetime,
)
from tocsin.sms.smpp_requests import relative_validity
from tocsin.sms.smpp_session import MALFORMED_ENOUGH, SessionPhase
from tocsin_simulation.sms.handset import Handset, ScriptedReplies
from tocsin_simulation.sms.network import SimulatedNetwork
from tocsin_simulation.sms.network_profile import NetworkFaults, NetworkProfile
from tocsin_simulation.virtual_clock import VirtualClock


def wire_with(*handsets, clock=None, account=ACCOUNT, **more):
    return Wire(SimulatedNetwork(handsets, clock=clock, **more), account=account, clock=clock)


def raw(wire, *pdus):
    """The network says something out of the ordinary."""
    wire.session.receive_data(
        b"".join(p if isinstance(p, bytes) else pdu_codec.encode_pdu(p) for p in pdus), wire.now
    )
    wire.flow()


# The bind


def test_a_bind_is_accepted(clock):
    wire = wire_with(clock=clock)
    assert wire.session.phase is SessionPhase.BOUND
    assert wire.told == [LinkChange("line", True, "", utc_datetime(clock.now()))]


def test_a_wrong_password_is_told(clock):
    wire = wire_with(clock=clock, account=replace(ACCOUNT, password="wrong"))
    assert wire.told[-1] == LinkChange("line", False, "bind_refused_0x0000000e", utc_datetime(clock.now()))


def test_a_refused_bind_is_told(clock):
    wire = wire_with(clock=clock, faults=NetworkFaults(refuse_binds=1))
    assert wire.told[-1].reason == "bind_refused_0x0000000d"
    wire.connect()
    assert wire.session.phase is SessionPhase.BOUND


def test_a_nack_to_the_bind_is_a_refusal(clock):
    wire = wire_with(clock=clock, faults=NetworkFaults(hang=True))
    raw(wire, pdu.HeaderOnlyPdu(command=pdu.CommandId.GENERIC_NACK, status=3, sequence=1))
    assert wire.session.why == "bind_refused_0x00000003"


def test_a_bind_without_answer_is_given_up(clock):
    wire = wire_with(clock=clock, faults=NetworkFaults(hang=True))
    wire.pass_time(59)
    assert wire.session.phase is SessionPhase.OPEN
    wire.pass_time(1)
    assert wire.session.why == "bind_not_answered"


# A message


def test_a_message_is_accepted_then_delivered(clock):
    wire = wire_with(Handset(ALICE), clock=clock)
    wire.send("m1", "Bonjour é à € ç")
    at = utc_datetime(clock.now())
    assert wire.told[1:] == [
        PartAccepted("m1", 1, 1, "1", at),
        DeliveryReceipt("m1", 1, 1, "1", DeliveryState.DELIVERED, "", at),
    ]
    assert [sms.text for sms in wire.network.handsets[ALICE].inbox] == ["Bonjour é à € ç"]


@pytest.mark.parametrize("receipts", ["tlv", "text", "both"])
@pytest.mark.parametrize("ids", ["decimal", "hex", "hex_then_decimal"])
@pytest.mark.parametrize("receipt_first", [False, True])
def test_receipts_in_every_form(clock, receipts, ids, receipt_first):
    habits, faults = NetworkProfile(receipts=receipts, ids=ids), NetworkFaults(receipt_first=receipt_first)
    form = "decimal" if ids == "hex_then_decimal" else "same"
    account = replace(ACCOUNT, receipts_in=form)
    wire = wire_with(clock=clock, habits=habits, faults=faults, account=account)
    for n in range(40):
        wire.send(f"m{n}")
    assert wire.ids(DeliveryReceipt) == [f"m{n}" for n in range(40)]
    assert {receipt.state for receipt in wire.all(DeliveryReceipt)} == {DeliveryState.DELIVERED}


def test_a_receipt_says_why_it_was_not_delivered(clock):
    wire = wire_with(Handset(ALICE, exists=False), clock=clock)
    wire.send("m1")
    (receipt,) = wire.all(DeliveryReceipt)
    assert (receipt.state, receipt.error) == (DeliveryState.UNDELIVERABLE, "001")


def test_a_long_message_arrives_in_one_piece(clock):
    wire = wire_with(Handset(ALICE), clock=clock)
    text = "L’Assurance Maladie vous a écrit : " * 12
    wire.send("m1", text)
    assert [sms.text for sms in wire.network.handsets[ALICE].inbox] == [text]
    assert [(event.part, event.of) for event in wire.all(PartAccepted)] == [(n, 7) for n in range(1, 8)]
    assert len(wire.all(DeliveryReceipt)) == 7


@pytest.mark.parametrize(
    "text", ["é€ " * 120, "L’Assurance Maladie vous a écrit : " * 12], ids=["gsm7", "ucs2"]
)
def test_a_network_that_cuts_long_texts_itself_gets_them_whole(clock, text):
    wire = wire_with(Handset(ALICE), clock=clock, account=replace(ACCOUNT, long_texts="payload"))
    wire.send("m1", text)
    wire.send("m2", "court")
    long, short = wire.network.taken
    assert (long.esm_class, len(long.tlvs), short.tlvs) == (0, 1, ())
    assert [sms.text for sms in wire.network.handsets[ALICE].inbox] == [text, "court"]
    assert [(event.id, event.part, event.of) for event in wire.all(PartAccepted)] == [
        ("m1", 1, 1),
        ("m2", 1, 1),
    ]
    assert wire.ids(DeliveryReceipt) == ["m1", "m2"]


def test_a_text_that_the_network_cuts_spends_the_pace_of_all_its_parts(clock):
    account = replace(ACCOUNT, long_texts="payload", rate=3.0, burst=3, window=50)
    wire = wire_with(clock=clock, account=account)
    for n in range(10):
        wire.send(f"m{n}", "a" * 400)
    assert wire.ids(PartAccepted) == ["m0"]
    for second in range(1, 12):
        wire.pass_time(1)
        ahead = 2  # the last text may leave before all its parts were earned, and the next one waits for it
        assert 3 * len(wire.ids(PartAccepted)) <= 3 + 3 * second + ahead
    assert wire.ids(PartAccepted) == [f"m{n}" for n in range(10)]


def test_the_sender_and_the_number_keep_their_kind(clock):
    wire = wire_with(clock=clock)
    wire.send("m1")
    sm = wire.network.taken[0]
    assert (sm.source, sm.source_ton, sm.dest, sm.dest_ton) == ("38663", 3, "33639980001", 1)
    assert sm.registered == 1


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (1, "000000000001000R"),
        (7_384, "000000020304000R"),
        (100_000, "000001034640000R"),
        (9e6, "000014000000000R"),
    ],
)
def test_validity_is_what_is_left_of_the_deadline(seconds, written):
    now = datetime(2021, 3, 4, 9, tzinfo=UTC)
    assert relative_validity(now + timedelta(seconds=seconds), now.timestamp()) == written


def test_a_message_past_its_deadline_never_leaves(clock):
    """An instruction that comes after 24 h is worse than none."""
    wire = wire_with(clock=clock)
    wire.send("late", valid_until=utc_datetime(clock.now()))
    wire.send("good", valid_until=utc_datetime(clock.now() + 3600))
    assert [(event.id, event.reason) for event in wire.all(PartRefused)] == [("late", "expired")]
    assert [sm.validity for sm in wire.network.taken] == ["000000010000000R"]


def test_replies_overtake_bulk(clock):
    wire = wire_with(clock=clock, faults=NetworkFaults(hang=True))
    wire.network.faults.hang = False
    wire.connect()
    wire.network.faults.hang = True
    for n in range(8):
        wire.send(f"bulk{n}")
    wire.send("reply", priority=SendPriority.REPLY)
    wire.network.faults.hang = False
    wire.pass_time(61)
    assert [sm.sequence for sm in wire.network.taken[:5]] == [2, 3, 4, 5, 6]
    assert wire.ids(PartAccepted)[0] == "reply"


# The window


def test_no_more_than_the_window_is_in_flight(clock):
    wire = wire_with(clock=clock)
    wire.network.faults.hang = True
    for n in range(9):
        wire.send(f"m{n}")
    assert wire.session.parts_in_flight == 5
    assert len(wire.exchange.outbox) == 4


def test_parts_without_answer_are_uncertain_and_make_room(clock):
    wire = wire_with(clock=clock)
    wire.network.faults.hang = True
    for n in range(7):
        wire.send(f"m{n}")
    wire.network.faults.hang = False
    wire.pass_time(60)
    assert [(event.id, event.reason) for event in wire.all(PartUncertain)] == [
        (f"m{n}", "no_answer") for n in range(5)
    ]
    assert wire.ids(PartAccepted) == ["m5", "m6"]


def test_a_late_answer_settles_what_was_uncertain(clock):
    wire = wire_with(clock=clock)
    wire.network.faults.hang = True
    wire.send("m1")
    wire.send("m2")
    wire.network.faults.hang = False
    wire.pass_time(61)
    raw(
        wire,
        pdu.ShortMessageResponse(command=pdu.CommandId.SUBMIT_SM_RESP, sequence=2, message_id="77"),
        pdu.ShortMessageResponse(
            command=pdu.CommandId.SUBMIT_SM_RESP, sequence=3, status=pdu.CommandStatus.THROTTLED
        ),
    )
    assert wire.fates() == {("m1", 1): [PartUncertain, PartAccepted], ("m2", 1): [PartUncertain, PartRefused]}
    assert wire.all(PartRefused)[0].permanent is False


def test_a_dropped_line_leaves_at_most_a_window_uncertain(clock):
    wire = wire_with(clock=clock)
    wire.network.faults.drop_at = 5
    for n in range(12):
        wire.send(f"m{n}")
    assert wire.session.is_closed
    assert [(event.id, event.reason) for event in wire.all(PartUncertain)] == [
        (f"m{n}", "line_dropped") for n in range(5)
    ]
    wire.connect()
    assert wire.ids(PartAccepted) == [f"m{n}" for n in range(5, 12)]
    assert set(wire.deliveries().values()) == {12}  # one text, twelve times: none twice, none lost


def test_a_second_answer_is_counted_and_changes_nothing(clock):
    wire = wire_with(
        Handset(ALICE, ScriptedReplies(("oui",), after=1)),
        clock=clock,
        faults=NetworkFaults(answer_twice=True),
    )
    wire.send("m1")
    wire.pass_time(2)
    assert len(wire.all(PartAccepted)) == len(wire.all(DeliveryReceipt)) == 1
    assert (wire.tally.stray, wire.tally.duplicate_receipts) == (1, 1)
    assert [incoming.repeated for incoming in wire.all(IncomingSms)] == [False, True]


# Haste


@pytest.mark.parametrize("status", [pdu.CommandStatus.THROTTLED, pdu.CommandStatus.QUEUE_FULL])
def test_a_throttle_pauses_the_whole_bind_and_keeps_the_order(clock, status):
    wire = wire_with(clock=clock)
    wire.network.faults.throttle = 3
    for n in range(8):
        wire.send(f"m{n}")
    assert wire.ids(PartAccepted) == []
    assert wire.tally.throttled == 1
    wire.pass_time(30)
    assert wire.ids(PartAccepted) == [f"m{n}" for n in range(8)]
    assert wire.tally.throttled == 3
    assert wire.pace.rate < ACCOUNT.rate


def test_a_network_slower_than_the_contract_gets_everything_in_the_end(clock):
    """Jasmin #708, #925: counted in messages, long ones were throttled and lost."""
    wire = wire_with(clock=clock, habits=NetworkProfile(rate=20.0, burst=5))
    for n in range(40):
        wire.send(f"m{n}", "a" * 400)
    wire.pass_time(300)
    assert {tuple(fate) for fate in wire.fates().values()} == {(PartAccepted,)}
    assert wire.tally.throttled < 40


def test_a_passing_fault_is_tried_again_and_then_told(clock):
    wire = wire_with(clock=clock, faults=NetworkFaults(refuse=pdu.CommandStatus.SYSTEM_ERROR))
    wire.send("m1")
    wire.pass_time(30)
    (refused,) = wire.all(PartRefused)
    assert (refused.reason, refused.permanent, wire.tally.submitted) == ("smpp_0x00000008", False, 3)


def test_a_refusal_is_final_and_takes_the_rest_of_the_message_with_it(clock):
    wire = wire_with(clock=clock, account=replace(ACCOUNT, window=1))
    wire.network.faults.refuse = pdu.CommandStatus.INVALID_DESTINATION
    wire.send("m1", "a" * 400)
    assert [(event.part, event.reason, event.permanent) for event in wire.all(PartRefused)] == [
        (1, "smpp_0x0000000b", True),
        (2, "sibling_refused", True),
        (3, "sibling_refused", True),
    ]


def test_a_nack_to_a_part_is_a_refusal(clock):
    wire = wire_with(clock=clock)
    wire.network.faults.hang = True
    wire.send("m1")
    raw(wire, pdu.HeaderOnlyPdu(command=pdu.CommandId.GENERIC_NACK, status=2, sequence=2))
    assert wire.all(PartRefused)[0].reason == "smpp_0x00000002"


# The line


def test_a_silent_line_is_asked_and_answers(clock):
    wire = wire_with(clock=clock)
    wire.pass_time(1000)
    assert wire.session.phase is SessionPhase.BOUND


def test_a_dead_line_is_closed(clock):
    wire = wire_with(clock=clock)
    wire.network.faults.hang = True
    wire.pass_time(89)
    assert wire.session.phase is SessionPhase.BOUND
    wire.pass_time(1)
    assert wire.told[-1] == LinkChange("line", False, "silent", utc_datetime(clock.now()))


def test_the_network_may_ask_too(clock):
    wire = wire_with(clock=clock)
    wire.session.receive_data(
        pdu_codec.encode_pdu(pdu.HeaderOnlyPdu(command=pdu.CommandId.ENQUIRE_LINK, sequence=9)), wire.now
    )
    assert pdu_codec.decode_pdu(wire.session.take_output()) == pdu.HeaderOnlyPdu(
        command=pdu.CommandId.ENQUIRE_LINK_RESP, sequence=9
    )


def test_the_network_may_leave(clock):
    wire = wire_with(clock=clock)
    wire.network.faults.hang = True
    wire.send("m1")
    raw(wire, pdu.HeaderOnlyPdu(command=pdu.CommandId.UNBIND, sequence=9))
    assert wire.session.why == "unbound_by_network"
    assert wire.ids(PartUncertain) == ["m1"]


def test_a_clean_end_waits_for_the_answers(clock):
    wire = wire_with(clock=clock)
    wire.network.faults.hang = True
    wire.send("m1")
    wire.session.stop_sending(wire.now)
    wire.send("m2")
    assert wire.session.phase is SessionPhase.STOPPING
    wire.network.faults.hang = False
    raw(wire, pdu.ShortMessageResponse(command=pdu.CommandId.SUBMIT_SM_RESP, sequence=2, message_id="1"))
    assert (wire.session.phase, wire.session.why) == (SessionPhase.CLOSED, "stopped")
    assert wire.ids(PartAccepted) == ["m1"]
    assert len(wire.exchange.outbox) == 1


def test_a_clean_end_does_not_wait_for_ever(clock):
    wire = wire_with(clock=clock)
    wire.network.faults.hang = True
    wire.send("m1")
    wire.session.stop_sending(wire.now)
    wire.pass_time(ACCOUNT.stop_within)
    assert wire.session.is_closed
    assert wire.ids(PartUncertain) == ["m1"]


# What people send


def test_an_answer_comes_back(clock):
    wire = wire_with(Handset(ALICE, ScriptedReplies(("oui é à € ç",), after=30)), clock=clock)
    wire.send("m1")
    wire.pass_time(30)
    (incoming,) = wire.all(IncomingSms)
    assert (incoming.sender, incoming.to, incoming.text) == (ALICE, "38663", "oui é à € ç")
    assert (incoming.missing, incoming.repeated, incoming.readable) == ((), False, True)


@pytest.mark.parametrize("sar", [False, True])
def test_a_long_answer_comes_in_one_piece(clock, sar):
    text = "Léa 06 39 98 12 34, mon frère Karim 0639981235 et ma collègue " * 4
    wire = wire_with(Handset(ALICE), clock=clock, habits=NetworkProfile(sar=sar))
    wire.network.send_from(ALICE, "38663", text)
    wire.flow()
    assert [incoming.text for incoming in wire.all(IncomingSms)] == [text]


def test_a_part_that_never_comes_is_given_up_after_a_while(clock):
    wire = wire_with(clock=clock)
    first = pdu.ShortMessage(
        command=5, sequence=1, source="336", dest="38663", esm_class=0x40, payload=b"\5\0\3\1\2\1debut"
    )
    raw(wire, first)
    assert wire.all(IncomingSms) == []
    wire.pass_time(900)
    (incoming,) = wire.all(IncomingSms)
    assert (incoming.text, incoming.missing) == ("debut…", (2,))


def two_pieces(wire):
    """The network hands over the first piece of an answer, and gives the second."""
    pieces = [
        pdu.ShortMessage(command=5, sequence=n, source="336", dest="38663", esm_class=0x40,
               payload=bytes((5, 0, 3, 1, 2, n)) + text)
        for n, text in ((1, b"Lea "), (2, b"et Karim"))
    ]  # fmt: skip
    wire.line.unanswered |= {piece.sequence: piece for piece in pieces}
    raw(wire, pieces[0])
    return pieces[1]


def test_a_piece_is_confirmed_with_the_whole_answer(clock):
    """Killed in between, we are handed all of it again."""
    wire = wire_with(clock=clock)
    second = two_pieces(wire)
    assert list(wire.line.unanswered) == [1, 2]
    raw(wire, second)
    assert [incoming.text for incoming in wire.all(IncomingSms)] == ["Lea et Karim"]
    assert list(wire.line.unanswered) == [1, 2]
    wire.confirm()
    assert wire.line.unanswered == {}


def test_a_piece_that_comes_twice_is_answered_with_the_whole_and_not_later(clock):
    """What it repeats is not stored yet: told that it is safe, the network would not hand it over again."""
    wire = wire_with(clock=clock)
    second = two_pieces(wire)
    twin = replace(second, sequence=3)
    wire.line.unanswered[3] = twin
    wire.session.receive_data(pdu_codec.encode_pdu(second) + pdu_codec.encode_pdu(twin), wire.now)
    wire.flow()
    assert [incoming.text for incoming in wire.all(IncomingSms)] == ["Lea et Karim"]
    assert list(wire.line.unanswered) == [1, 2, 3]
    wire.confirm()
    assert wire.line.unanswered == {}


def test_a_piece_of_what_is_stored_keeps_nobody_waiting(clock):
    wire = wire_with(clock=clock)
    second = two_pieces(wire)
    raw(wire, second)
    wire.confirm()
    twin = replace(second, sequence=3)
    wire.line.unanswered[3] = twin
    raw(wire, twin)
    assert wire.line.unanswered == {}
    assert len(wire.all(IncomingSms)) == 1


def test_a_piece_that_stays_alone_keeps_nobody_waiting(clock):
    wire = wire_with(clock=clock)
    two_pieces(wire)
    wire.pass_time(PIECES_FOR)
    assert list(wire.line.unanswered) == [2]


def test_many_pieces_that_stay_alone_keep_nobody_waiting(clock):
    wire = wire_with(clock=clock)
    for n in range(PIECES + 10):
        head = bytes((5, 0, 3, n % 256, 2, 1))
        alone = pdu.ShortMessage(
            command=5, sequence=n + 1, source=f"336{n:03}", dest="38663", esm_class=0x40, payload=head + b"x"
        )
        wire.line.unanswered[alone.sequence] = alone
        raw(wire, alone)
    assert len(wire.line.unanswered) == PIECES


def test_a_piece_that_comes_again_on_another_line_is_one(clock):
    wire = wire_with(clock=clock)
    second = two_pieces(wire)
    wire.cut()
    wire.connect()
    wire.flow()
    raw(wire, second)
    texts = [incoming.text for incoming in wire.all(IncomingSms)]
    assert texts[:1] == ["Lea et Karim"]


def test_binary_is_told_and_not_read(clock):
    wire = wire_with(clock=clock)
    raw(wire, pdu.ShortMessage(command=5, sequence=1, source="336", dest="38663", coding=4, payload=b"\1\2"))
    (incoming,) = wire.all(IncomingSms)
    assert (incoming.text, incoming.readable) == ("", False)


def test_what_was_not_confirmed_comes_again_and_is_flagged(clock):
    wire = wire_with(Handset(ALICE), clock=clock)
    wire.network.send_from(ALICE, "38663", "oui")
    wire.flow()
    wire.cut()
    wire.pass_time(3600)
    wire.connect()
    assert [(incoming.text, incoming.repeated) for incoming in wire.all(IncomingSms)] == [
        ("oui", False),
        ("oui", True),
    ]
    wire.confirm()
    assert wire.line.unanswered == {}


def test_the_same_word_a_minute_later_is_another_answer(clock):
    wire = wire_with(Handset(ALICE), clock=clock)
    for _ in range(2):
        wire.network.send_from(ALICE, "38663", "oui")
        wire.flow()
        wire.confirm()
        wire.pass_time(60)
    assert [incoming.repeated for incoming in wire.all(IncomingSms)] == [False, False]


def test_the_network_waits_until_the_caller_has_stored(clock):
    wire = wire_with(Handset(ALICE), Handset(BOB), clock=clock)
    wire.network.send_from(ALICE, "38663", "oui")
    wire.network.send_from(BOB, "38663", "non")
    wire.flow()
    assert len(wire.line.unanswered) == 2
    wire.confirm()
    assert wire.line.unanswered == {}


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


# Garbage


def test_an_unreadable_pdu_is_refused_and_the_rest_is_read(clock):
    wire = wire_with(Handset(ALICE), clock=clock)
    broken = struct.pack(">IIII", 20, pdu.CommandId.DELIVER_SM, 0, 8) + b"abcd"
    sound = pdu.ShortMessage(command=5, sequence=9, source="336", dest="38663", payload=b"oui")
    wire.session.receive_data(broken + pdu_codec.encode_pdu(sound), wire.now)
    answer = wire.session.take_output()
    assert pdu_codec.decode_pdu(answer) == pdu.HeaderOnlyPdu(
        command=pdu.CommandId.GENERIC_NACK, status=8, sequence=8
    )
    wire.flow()
    assert [incoming.text for incoming in wire.all(IncomingSms)] == ["oui"]
    assert wire.tally.malformed == 1


def test_an_unreadable_answer_is_not_nacked(clock):
    wire = wire_with(clock=clock)
    wire.session.receive_data(struct.pack(">IIII", 16, 0x80000005, 0, 8), wire.now)
    assert wire.session.take_output() == b""


def test_an_absurd_length_ends_the_line(clock):
    wire = wire_with(clock=clock)
    raw(wire, b"\xff\xff\xff\xff" + b"x" * 100)
    assert wire.session.why == "garbage"


def test_too_much_garbage_ends_the_line(clock):
    wire = wire_with(clock=clock)
    raw(wire, struct.pack(">IIII", 17, pdu.CommandId.DELIVER_SM, 0, 8) + b"a")
    assert not wire.session.is_closed
    for _ in range(MALFORMED_ENOUGH):
        raw(wire, struct.pack(">IIII", 17, pdu.CommandId.DELIVER_SM, 0, 8) + b"a")
    assert wire.session.why == "garbage"


@pytest.mark.parametrize(
    "odd",
    [
        pdu.ShortMessageResponse(command=pdu.CommandId.SUBMIT_SM_RESP, sequence=999, message_id="1"),
        pdu.BindResponse(sequence=1),
        pdu.HeaderOnlyPdu(command=0x80000777, sequence=1),
        pdu.HeaderOnlyPdu(command=pdu.CommandId.GENERIC_NACK, sequence=999),
    ],
)
def test_answers_to_nothing_are_counted(clock, odd):
    wire = wire_with(clock=clock)
    raw(wire, odd)
    assert wire.tally.stray == 1
    assert wire.session.phase is SessionPhase.BOUND


@pytest.mark.parametrize(
    "odd",
    [
        pdu.HeaderOnlyPdu(command=0x777, sequence=5),
        pdu.BindRequest(sequence=5, system_id="a", password="b"),
        pdu.ShortMessage(command=pdu.CommandId.SUBMIT_SM, sequence=5, source="a", dest="b"),
    ],
)
def test_requests_that_make_no_sense_are_nacked(clock, odd):
    wire = wire_with(clock=clock)
    wire.session.receive_data(pdu_codec.encode_pdu(odd), wire.now)
    assert pdu_codec.decode_pdu(wire.session.take_output()) == pdu.HeaderOnlyPdu(
        command=pdu.CommandId.GENERIC_NACK, status=pdu.CommandStatus.INVALID_COMMAND, sequence=5
    )


@given(st.lists(st.binary(max_size=60), max_size=8))
def test_octets_by_chance_never_break_a_session(chunks):
    wire = wire_with(clock=VirtualClock())
    wire.send("m1")
    for chunk in chunks:
        if not wire.session.is_closed:
            raw(wire, chunk)
    assert wire.session.phase in (SessionPhase.BOUND, SessionPhase.CLOSED)


@given(st.data())
def test_sound_pdus_damaged_on_the_way_never_break_a_session(data):
    """Frames keep their length, so that the damage reaches every reader behind the framer."""
    wire = wire_with(clock=VirtualClock())
    wire.network.faults.hang = True
    for n in range(3):
        wire.send(f"m{n}")
    for _ in range(data.draw(st.integers(1, 8))):
        frame = bytearray(pdu_codec.encode_pdu(data.draw(st.sampled_from(EVERY_KIND))))
        for _ in range(data.draw(st.integers(0, 4))):
            frame[data.draw(st.integers(4, len(frame) - 1))] = data.draw(st.integers(0, 255))
        if not wire.session.is_closed:
            raw(wire, bytes(frame))
    wire.pass_time(2000)
    told = wire.ids(PartAccepted) + wire.ids(PartRefused) + wire.ids(PartUncertain)
    assert len(set(told)) + len(wire.exchange.outbox) == 3


EVERY_KIND = [
    pdu.ShortMessage(command=5, sequence=1, source="336", dest="38663", payload=b"oui", esm_class=0x40),
    pdu.ShortMessage(
        command=5, sequence=2, source="336", dest="38663", payload=b"\5\0\3\1\2\1un", esm_class=0x40
    ),
    pdu.ShortMessage(
        command=5, sequence=3, source="336", dest="38663", payload=b"id:1 stat:DELIVRD", esm_class=4
    ),
    pdu.ShortMessage(
        command=5, sequence=4, source="336", dest="38663", tlvs=((0x1E, b"1\0"), (0x427, b"\2"))
    ),
    *(pdu.ShortMessageResponse(command=0x80000004, sequence=n, message_id=str(n)) for n in range(2, 5)),
    *(pdu.HeaderOnlyPdu(command=c, sequence=1) for c in (0x15, 0x80000015, 0x80000000, 6, 0x80000006)),
]


def test_sequence_numbers_wrap(clock):
    wire = wire_with(clock=clock)
    wire.session._sequence = 0x7FFFFFFE
    wire.send("m1")
    wire.send("m2")
    assert [sm.sequence for sm in wire.network.taken] == [0x7FFFFFFF, 1]
