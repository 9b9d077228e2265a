"""A text as somebody gets it: filled in, and cut where the network cuts it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.charter.words import said
from tocsin.conversation.flow.text import fill
from tocsin.message import gsm7
from tocsin.tracing.wording.example import Piece, as_seen, cut, longest, usual
from tocsin.tracing.wording.texts import text, texts


def joined(sms):
    return ["".join(piece.text for piece in one) for one in sms]


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("values", [usual, longest])
def test_nothing_is_lost_and_each_sms_ends_where_the_network_ends_it(values, lang):
    for one in texts().values():
        words, filled_in = said(one.own, lang), values(one.flows[0], lang)
        whole = fill(words, filled_in)
        assert "{" not in whole
        assert joined(cut(words, filled_in)) == list(gsm7.split(whole))


def test_what_was_filled_in_is_told_from_what_stands_there():
    (only,) = cut("Bonjour {given_name}, à {x}.", {"given_name": "Léa"})
    assert only == (Piece("Bonjour ", False), Piece("Léa", True), Piece(", à {x}.", False))


def test_the_person_of_the_example_is_somebody():
    (first, *_) = as_seen(text("case.notice"), text("case.notice").own.fr, "fr")
    assert Piece("Léa", True) in first


@given(st.text("abé€ê{}xy\ue000\ue001", max_size=400), st.text("aé€ê", max_size=200))
def test_whatever_is_typed_and_filled_in(words, value):
    plain = words.replace("\ue000", "").replace("\ue001", "")
    assert "".join(joined(cut(words, {"x": value}))) == fill(plain, {"x": value})
