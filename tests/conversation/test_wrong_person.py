"""Whoever reads the SMS is not the person: nothing is told, and a human looks for the right one."""

import pytest

from tests.conversation.people import Talk


@pytest.mark.parametrize(
    "written",
    ["ce n'est pas moi", "Vous vous trompez de numéro", "mauvais numéro", "wrong number", "pas moi"],
)
def test_it_ends_and_a_human_is_told(written):
    talk = Talk().write_replies(written)
    assert talk.sent == ["common.wrong_person"]
    assert talk.calls == ["wrong_person"]
    assert talk.session.outcome == "wrong_person"
    assert talk.session.next_due is None


def test_a_plain_no_to_is_this_lea_is_the_same():
    talk = Talk().write_replies("non")
    assert talk.sent == ["not_me"]
    assert talk.calls == ["wrong_person"]


@pytest.mark.parametrize("flow", ["case", "contact"])
def test_the_first_sms_tells_nothing_of_the_illness_of_the_addressee(flow):
    talk = Talk(flow)
    assert "isol" not in talk.text.lower()
    assert "test" not in talk.text.lower()


def test_the_answer_names_nobody():
    assert "Léa" not in Talk().write_replies("non, je suis sa femme").text


def test_no_name_means_no_sms():
    """Without a name nobody can be asked whether they are the one."""
    talk = Talk(given_name="bit.ly/x")
    assert talk.ever_sent == []
    assert talk.ever_called == ["no_name"]
    assert talk.closed == ["no_name"]


def test_a_wish_to_be_called_after_it_is_answered():
    talk = Talk().write_replies("non je suis sa femme, il dort", "oui rappelez ce soir")
    assert (talk.sent, talk.calls) == (["common.human"], ["asked"])


@pytest.mark.parametrize("before", ["STOP", "appelez-moi"])
def test_whoever_is_to_ring_learns_it_even_late(before):
    talk = Talk().write_replies(before, "de toute façon c'est pas moi", "c'est pas moi !")
    assert talk.ever_called[-1] == "wrong_person"
    assert talk.ever_called.count("wrong_person") == 1
    assert talk.session.outcome == "wrong_person"
