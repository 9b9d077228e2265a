"""Whoever wants a human gets one, and is asked nothing more."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.conversation.people import Talk
from tocsin.conversation.call_time import find_wished_call_time
from tocsin.conversation.session import ExternalEndEvent, RequestCall


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


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("rappelez-moi demain à 18 h", "2021-03-05 18:00"),
        ("appelez moi vers 17h30 svp", "2021-03-04 17:30"),
        ("je préfère que vous m'appeliez demain matin, appelez-moi demain matin", "2021-03-05 09:00"),
        ("ce matin j'ai toussé, appelez-moi", None),
        ("appelez-moi", None),
        ("appelez-moi à 25h", None),
    ],
)
def test_a_call_comes_when_it_is_wished(text, wished):
    when = find_wished_call_time(text, datetime.fromisoformat("2021-03-04 10:00"))
    assert when == (datetime.fromisoformat(wished) if wished else None)


def test_the_call_waits_until_then():
    talk = Talk().write_replies("rappelez-moi demain à 18 h")
    (call,) = talk.of(RequestCall)
    assert call.not_before.astimezone(ZoneInfo("Europe/Paris")).isoformat()[:16] == "2021-03-05T18:00"
