"""What people send over an SMPP session, in one piece or several, once and again."""

import pytest
from msgspec.structs import replace

from tests.sms.conftest import ALICE, BOB
from tests.sms.session_wire import raw, wire_with
from tocsin.sms import pdu, pdu_codec
from tocsin.sms.account_state import PIECES, PIECES_FOR
from tocsin.sms.gateway import IncomingSms
from tocsin_simulation.sms.handset import Handset, ScriptedReplies
from tocsin_simulation.sms.network_profile import NetworkProfile

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
