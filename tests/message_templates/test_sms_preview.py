"""A text as somebody gets it: filled in, and cut where the network cuts it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.charter.words import translate_wording
from tocsin.conversation.flow.text_variables import fill_variables
from tocsin.message import gsm7
from tocsin.message_templates.built_in_texts import get_built_in_text, load_built_in_texts
from tocsin.message_templates.sms_preview import (
    PreviewSpan,
    example_values,
    preview_text,
    split_into_sms,
)


def joined(sms):
    return ["".join(piece.text for piece in one) for one in sms]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_nothing_is_lost_and_each_sms_ends_where_the_network_ends_it(lang):
    for one in load_built_in_texts().values():
        words, filled_in = translate_wording(one.wording, lang), example_values(one.flows[0], lang)
        whole = fill_variables(words, filled_in)
        assert "{" not in whole
        assert joined(split_into_sms(words, filled_in)) == list(gsm7.split_sms(whole))


def test_what_was_filled_in_is_told_from_what_stands_there():
    (only,) = split_into_sms("Bonjour {given_name}, à {x}.", {"given_name": "Léa"})
    assert only == (PreviewSpan("Bonjour ", False), PreviewSpan("Léa", True), PreviewSpan(", à {x}.", False))


def test_the_person_of_the_example_is_somebody():
    (first, *_) = preview_text(
        get_built_in_text("case.notice"), get_built_in_text("case.notice").wording.fr, "fr"
    )
    assert PreviewSpan("Léa", True) in first


@given(st.text("abé€ê{}xy\ue000\ue001", max_size=400), st.text("aé€ê", max_size=200))
def test_whatever_is_typed_and_filled_in(words, value):
    plain = words.replace("\ue000", "").replace("\ue001", "")
    assert "".join(joined(split_into_sms(words, {"x": value}))) == fill_variables(plain, {"x": value})
