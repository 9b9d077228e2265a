"""What makes no sense on an SMPP session is refused, counted, and in the end ends the line."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sms.conftest import ALICE
from tests.sms.session_wire import raw, wire_with
from tests.virtual_clock import VirtualClock
from tocsin.sms import pdu, pdu_codec
from tocsin.sms.gateway import IncomingSms, PartAccepted, PartRefused, PartUncertain
from tocsin.sms.smpp_session import MALFORMED_ENOUGH, SessionPhase
from tocsin_simulation.sms.handset import Handset

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
