"""What people say of themselves, whatever is asked."""

import pytest

from tests.conversation.people import Talk
from tocsin.conversation.flow.aside_matching import says_aside
from tocsin.conversation.flow.load import list_flows, load_flow

EVERY = [(name, aside) for flow in list_flows() for name, aside in load_flow(flow).asides.items()]


@pytest.mark.parametrize(("name", "aside"), EVERY, ids=[name for name, _ in EVERY])
def test_each_fires_on_its_examples_and_not_on_the_near_misses(name, aside):
    assert [reply for reply in aside.fires if not says_aside(aside, reply)] == []
    assert [reply for reply in aside.near_misses if says_aside(aside, reply)] == []


def test_who_named_me_is_not_told_and_the_question_stays_open():
    talk = Talk("contact").write_replies("qui m'a donné comme contact ?")
    assert talk.sent == ["aside-who"]
    assert "confidentiel" in talk.text
    assert talk.write_replies("oui").state == "plan"


def test_a_test_that_is_done_is_not_asked_for_again():
    talk = Talk("contact").write_replies("oui", "oui", "j'ai fait le test hier").waits("10d")
    assert "test" not in talk.ever_sent
    assert talk.session.facts["tested"] is True


def test_its_result_is_not_asked_for():
    text = Talk("contact").write_replies("oui", "j'ai fait le test hier").text
    assert "Ne nous envoyez pas le résultat" in text


def test_a_contact_who_is_positive_goes_to_a_human_as_a_new_case():
    talk = Talk("contact").write_replies("mon test est positif je fais quoi")
    assert talk.calls == ["positive"]
    assert talk.closed == ["positive"]
    assert "Restez chez vous" in talk.text


def test_an_answer_beside_it_counts():
    talk = Talk("contact").write_replies("oui, j'ai fait le test hier")
    assert talk.learned == {"tested": True, "right_person": True}


def test_it_is_heard_once():
    talk = Talk("contact").write_replies("qui m'a indiqué ?", "qui m'a indiqué ?", "qui m'a indiqué ?")
    assert talk.ever_sent.count("aside-who") == 1
    assert talk.ever_called == ["not_understood"]


def test_the_answer_to_the_question_itself_is_not_taken_twice():
    talk = Talk().write_replies("oui", "personne", "oui", "oui pour les courses")
    assert talk.calls == ["help"]
