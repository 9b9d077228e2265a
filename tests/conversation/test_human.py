"""Whoever wants a human gets one, and is asked nothing more."""

import pytest

from tests.conversation.people import Talk
from tocsin.conversation.session import ExternalEndEvent


@pytest.mark.parametrize(
    "written",
    ["appelez-moi", "je veux parler à quelqu'un", "passez-moi un conseiller", "can someone call me?"],
)
def test_a_human_is_asked_to_ring(written):
    talk = Talk().write_replies(written)
    assert talk.sent == ["common.human"]
    assert talk.calls == ["asked"]
    assert talk.session.status == "human"
    assert talk.session.next_due is None


def test_an_answer_beside_the_wish_is_kept():
    assert Talk().write_replies("oui c'est moi, appelez-moi").learned == {"right_person": True}


def test_people_named_beside_the_wish_are_kept_without_numbers_too():
    talk = Talk().write_replies("oui", "Karim et Inès, appelez-moi pour les numéros")
    assert [name for name, _ in talk.named] == ["Karim", "Inès"]


def test_while_a_human_is_to_ring_contacts_are_still_taken():
    talk = Talk().write_replies("oui", "appelez-moi", "Karim 06 39 98 12 34")
    assert talk.named == [("Karim", "1234")]
    assert talk.sent == ["common.people_added"]


def test_what_else_is_written_then_is_heard_and_not_answered():
    talk = Talk().write_replies("appelez-moi", "alors ?", "et l'école de mon fils ?")
    assert talk.ever_sent == ["notice", "common.human"]


def test_the_agent_ends_it():
    talk = Talk().write_replies("appelez-moi").ended("reached")
    assert talk.closed == ["reached"]
    assert talk.session.status == "closed"


def test_what_is_over_is_not_ended_again():
    talk = Talk().write_replies("STOP").ended("reached")
    assert talk.closed == ["stopped"]
    assert Talk("follow_up").waits("30d").happens(ExternalEndEvent(Talk().now, "reached")).closed == ["done"]
