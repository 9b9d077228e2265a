"""The simulated network: people, their phones, and what becomes of an SMS."""

import hashlib
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.virtual_clock import VirtualClock
from tocsin.sms import pdu, pdu_codec
from tocsin.sms.gateway import DeliveryReceipt, DeliveryState, IncomingSms, utc_datetime
from tocsin_simulation.sms.handset import (
    ComputedReplies,
    Handset,
    HandsetSms,
    MistypedReplies,
    ScriptedReplies,
    SilentBehaviour,
    StopReplies,
    WrongPersonReply,
    mistype_text,
)
from tocsin_simulation.sms.network import SimulatedNetwork
from tocsin_simulation.sms.network_profile import NetworkProfile

from .conftest import ALICE, BOB, CAROLE
from .wire import Wire


def town(clock, *handsets, **more):
    return Wire(SimulatedNetwork(handsets, clock=clock, **more), clock=clock)


def said(wire):
    return [(incoming.sender, incoming.text) for incoming in wire.all(IncomingSms)]


def states(wire):
    return [(receipt.id, receipt.state) for receipt in wire.all(DeliveryReceipt)]


# People


def test_it_answers_in_order_and_then_falls_silent(clock):
    wire = town(clock, Handset(ALICE, ScriptedReplies(("oui", "", "mardi"), after=30)))
    for n in range(4):
        wire.send(f"m{n}")
        wire.pass_time(60)
    assert said(wire) == [(ALICE, "oui"), (ALICE, "mardi")]


def test_it_stays_silent(clock):
    wire = town(clock, Handset(ALICE, SilentBehaviour()))
    wire.send("m1")
    wire.pass_time(86_400)
    assert said(wire) == []
    assert states(wire) == [("m1", DeliveryState.DELIVERED)]


def test_it_says_stop_each_time(clock):
    wire = town(clock, Handset(ALICE, StopReplies()))
    wire.send("m1")
    wire.send("m2", "Bonsoir")
    wire.pass_time(60)
    assert said(wire) == [(ALICE, "STOP"), (ALICE, "STOP")]


def test_a_number_that_changed_hands_says_so_once(clock):
    wire = town(clock, Handset(ALICE, WrongPersonReply()))
    wire.send("m1")
    wire.send("m2")
    wire.pass_time(600)
    assert said(wire) == [(ALICE, "vous vous trompez de numéro, ce n'est pas moi")]


def test_it_decides_by_what_it_reads(clock):
    wire = town(clock, Handset(ALICE, ComputedReplies(lambda text: "1" if "OUI ou NON" in text else None)))
    wire.send("m1", "Bonjour")
    wire.send("m2", "Répondez OUI ou NON")
    wire.pass_time(60)
    assert said(wire) == [(ALICE, "1")]


def test_it_types_badly_and_a_seed_tells_how(clock):
    typist = MistypedReplies(ScriptedReplies(("ma collègue Léa et mon frère Karim",)), share=0.5)
    first, again, other = (
        typist(HandsetSms("38663", "?", 0.0), 0, Random(seed))[0].text for seed in (1, 1, 2)
    )
    assert first == again != other
    assert first != "ma collègue Léa et mon frère Karim"


def test_typing_without_mistakes():
    assert mistype_text("Léa 06 39 98 12 34", 0.0, Random(1)) == "Léa 06 39 98 12 34"


def test_it_sees_whole_messages_only(clock):
    wire = town(clock, Handset(ALICE))
    wire.send("m1", "L’isolement dure 7 jours. " * 10)
    assert [sms.text for sms in wire.network.handsets[ALICE].inbox] == ["L’isolement dure 7 jours. " * 10]


# Phones


def test_a_phone_switched_off_gets_it_when_it_comes_back(clock):
    wire = town(clock, Handset(ALICE, off_until=clock.now() + 3600))
    wire.send("m1")
    wire.pass_time(3599)
    assert states(wire) == []
    wire.pass_time(1)
    assert states(wire) == [("m1", DeliveryState.DELIVERED)]


def test_a_phone_that_stays_off_lets_the_message_expire(clock):
    wire = town(clock, Handset(ALICE, off_until=float("inf")))
    wire.send("m1", valid_until=utc_datetime(clock.now() + 7200))
    wire.pass_time(7199)
    assert states(wire) == []
    wire.pass_time(2)
    assert states(wire) == [("m1", DeliveryState.EXPIRED)]


def test_a_number_that_nobody_holds(clock):
    wire = town(clock, Handset(ALICE, exists=False))
    wire.send("m1")
    assert states(wire) == [("m1", DeliveryState.UNDELIVERABLE)]


# The road


def test_delay_lies_between_its_bounds(clock):
    wire = town(clock, Handset(ALICE), habits=NetworkProfile(delay=(5.0, 60.0)))
    start = clock.now()
    for n in range(50):
        wire.send(f"m{n}")
    wire.pass_time(61)
    times = [sms.at - start for sms in wire.network.handsets[ALICE].inbox]
    assert len(times) == 50
    assert 5.0 <= min(times) < max(times) <= 60.0


def test_loss_takes_its_share_without_a_word(clock):
    wire = town(clock, habits=NetworkProfile(loss=0.3))
    for n in range(400):
        wire.send(f"m{n}")
    wire.pass_time(1)
    assert wire.tally.accepted == 400
    assert 80 < 400 - len(wire.all(DeliveryReceipt)) < 160


def test_no_receipts_where_the_network_gives_none(clock):
    wire = town(clock, Handset(ALICE), habits=NetworkProfile(receipts="none"))
    wire.send("m1")
    assert states(wire) == []


def test_what_comes_while_nobody_is_bound_waits(clock):
    wire = town(clock, Handset(ALICE))
    wire.cut()
    wire.network.send_from(ALICE, "38663", "bonjour ?")
    wire.connect()
    assert said(wire) == [(ALICE, "bonjour ?")]


def test_a_transmitter_is_sent_nothing(clock):
    network = SimulatedNetwork([Handset(ALICE)], clock=clock)
    written = []
    line = network.open_line(written.append, lambda: None)
    bind = pdu.BindRequest(
        command=pdu.CommandId.BIND_TRANSMITTER, sequence=1, system_id="tocsin", password="secret"
    )
    line.receive_data(pdu_codec.encode_pdu(bind))
    network.send_from(ALICE, "38663", "bonjour")
    assert pdu_codec.decode_pdu(b"".join(written)).command == pdu.CommandId.BIND_TRANSMITTER_RESP


def test_nothing_is_taken_before_the_bind(clock):
    network = SimulatedNetwork(clock=clock)
    written = []
    line = network.open_line(written.append, lambda: None)
    line.receive_data(
        pdu_codec.encode_pdu(
            pdu.ShortMessage(command=4, sequence=7, source="38663", dest="336", payload=b"x")
        )
    )
    assert pdu_codec.decode_pdu(b"".join(written)).status == pdu.CommandStatus.WRONG_STATE


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        (
            b"\0\0\0\x14\0\0\0\4\0\0\0\0\0\0\0\x09abcd",
            pdu.HeaderOnlyPdu(command=0x80000000, status=8, sequence=9),
        ),
        (
            pdu_codec.encode_pdu(pdu.HeaderOnlyPdu(command=0x777, sequence=9)),
            pdu.HeaderOnlyPdu(command=0x80000000, status=3, sequence=9),
        ),
    ],
)
def test_it_stands_garbage_too(clock, sent, answered):
    written = []
    SimulatedNetwork(clock=clock).open_line(written.append, lambda: None).receive_data(sent)
    assert pdu_codec.decode_pdu(b"".join(written)) == answered


def test_it_cuts_a_line_that_cannot_be_followed(clock):
    cut = []
    SimulatedNetwork(clock=clock).open_line(lambda _: None, lambda: cut.append(True)).receive_data(
        b"\xff" * 16
    )
    assert cut == [True]


@given(st.lists(st.binary(max_size=80), max_size=6))
def test_octets_by_chance_never_break_it(chunks):
    line = SimulatedNetwork(clock=VirtualClock()).open_line(lambda _: None, lambda: None)
    for chunk in chunks:
        line.receive_data(chunk)


# A day in a moment


def a_day(seed):
    """Three people, a slow and lossy network; everything that was told, as one digest."""
    clock = VirtualClock()
    people = [
        Handset(ALICE, MistypedReplies(ScriptedReplies(("oui mais pas mon fils", "mardi"), after=600))),
        Handset(BOB, StopReplies(), off_until=clock.now() + 7200),
        Handset(CAROLE, WrongPersonReply()),
    ]
    habits = NetworkProfile(delay=(1.0, 300.0), loss=0.05, rate=5.0, ids="hex", receipts="text")
    wire = town(clock, *people, habits=habits, seed=seed)
    for hour in range(24):
        for person in people:
            wire.send(
                f"{hour}-{person.number}", "Êtes-vous isolé ? Répondez OUI ou NON. " * 3, to=person.number
            )
        wire.pass_time(3600)
    wire.confirm()
    return wire.told, hashlib.sha256(repr(wire.told).encode()).hexdigest()


def test_the_same_seed_gives_the_same_day():
    told, digest = a_day(seed=1)
    assert len([event for event in told if isinstance(event, DeliveryReceipt)]) > 100
    assert a_day(seed=1)[1] == digest
    assert a_day(seed=2)[1] != digest
