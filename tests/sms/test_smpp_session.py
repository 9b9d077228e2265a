"""One bind from beginning to end, told without sockets and without waiting."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from tests.sms.conftest import ALICE
from tests.sms.session_wire import raw, wire_with
from tests.sms.wire import ACCOUNT
from tocsin.sms import pdu, pdu_codec
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
from tocsin.sms.smpp_session import SessionPhase
from tocsin_simulation.sms.handset import Handset, ScriptedReplies
from tocsin_simulation.sms.network_profile import NetworkFaults, NetworkProfile

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
