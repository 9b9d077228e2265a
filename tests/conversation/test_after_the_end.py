"""After the last SMS somebody may still write."""

import pytest

from tests.conversation.people import Talk

DONE = ("oui", "personne", "oui", "non")


@pytest.mark.parametrize(
    "written", ["merci", "Ok merci beaucoup", "non", "oui", "👍", "non c'est tout", "bonne journée"]
)
def test_politeness_needs_no_answer(written):
    talk = Talk().write_replies(*DONE, written)
    assert talk.sent == []
    assert talk.calls == []


def test_anything_else_hears_once_that_it_is_over_and_then_a_human_rings():
    talk = Talk().write_replies(*DONE, "et mon chien ?", "il tousse", "allo")
    assert talk.ever_sent[-1] == "common.closed"
    assert talk.ever_sent.count("common.closed") == 1
    assert talk.ever_called == ["asked"]


def test_late_contacts_are_taken_and_confirmed_by_their_number():
    talk = Talk().write_replies(*DONE, "ah j'avais oublié Zoé 06 39 98 12 20")
    assert talk.named == [("Zoé", "1220")]
    assert talk.sent == ["common.people_added"]


def test_a_need_is_heard_though_the_question_is_over():
    talk = Talk().write_replies(*DONE, "en fait j'ai plus rien dans le frigo")
    assert talk.learned == {"help": True}
    assert talk.calls == ["help"]


def test_a_wish_for_a_human_is_answered_once():
    talk = Talk().write_replies(*DONE, "appelez-moi", "appelez-moi")
    assert talk.ever_sent.count("common.human") == 1
    assert talk.ever_called == ["asked"]


def test_while_nothing_is_asked_it_says_once_that_only_answers_are_read():
    talk = Talk("contact").write_replies("oui", "oui", "et mon chien ?", "il tousse", "allo")
    assert talk.ever_sent.count("common.unasked") == 1
    assert talk.ever_called == ["asked"]
    assert talk.session.is_open
