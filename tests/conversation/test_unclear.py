"""Instructions that were not understood are told by a human, at once; elsewhere the question is put again."""

import pytest

from tests.conversation.people import Talk
from tocsin.conversation.flow.lint import find_faults
from tocsin.conversation.flow.load import load_flow, read_flow_document, read_shipped_yaml


def karim():
    """Karim has read that he is a contact, and what to do."""
    return Talk("contact").write_replies("oui")


@pytest.mark.parametrize(
    "text", ["c'est clair", "ok c'est clair", "bien reçu", "compris, merci", "j'ai compris"]
)
def test_karim_understood(text):
    talk = karim().write_replies(text)
    assert talk.state == "until_test"
    assert talk.learned["clear"] is True
    assert talk.calls == []


@pytest.mark.parametrize(
    "text", ["c'est pas clair", "j'ai pas compris", "ok mais j'ai pas tout compris", "non"]
)
def test_karim_did_not_and_an_adviser_rings(text):
    talk = karim().write_replies(text)
    assert talk.sent == ["question_by_phone"]
    assert talk.calls == ["question"]
    assert talk.learned["clear"] is False


def test_in_english_too():
    talk = Talk("contact", lang="en").write_replies("yes", "not very clear")
    assert talk.calls == ["question"]


def test_a_question_is_no_answer():
    assert karim().write_replies("c'est clair ?").sent == ["plan.again"]


def test_who_does_not_understand_who_they_are_asked_to_be_is_asked_again():
    """To the question whether this is Karim it is neither yes nor no."""
    talk = Talk("contact").write_replies("j'ai pas compris")
    assert talk.sent == ["common.again_yes_no"]
    assert "right_person" not in talk.learned


def problems(text):
    return [fault.problem for fault in find_faults(read_flow_document(text, "contact.yaml")[1])]


def test_a_flow_says_what_it_stands_for():
    assert load_flow("contact").states["plan"].unclear == "no"
    text = read_shipped_yaml("contact")
    assert problems(text) == []
    assert problems(text.replace('unclear: "no"', "unclear: peut_etre")) == [
        "is yes or no, and for a question of yes or no"
    ]
    moved = text.replace('    unclear: "no"\n', "").replace(
        "    call: question\n", '    call: question\n    unclear: "no"\n'
    )
    assert problems(moved) == ["without a question"]
