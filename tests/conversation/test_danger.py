"""Danger and distress are answered whatever the state: 15 or 114, and a human at once."""

import pytest

from tests.conversation.people import Talk
from tocsin.conversation.session import RecordReply, RequestCall, SendSms

WORDS = {"emergency": "je n'arrive plus à respirer", "distress": "j'en peux plus, je veux mourir"}
DOUBTFUL = "oui mais ma fille a l'air bizarre"
BEFORE = {
    "open": (),
    "asked for people": ("oui",),
    "reading back": ("oui", "Karim 06 39 98 12 34"),
    "human": ("appelez-moi",),
    "stopped": ("STOP",),
    "closed": ("oui", "personne", "oui", "non"),
}


@pytest.mark.parametrize("signal", WORDS)
@pytest.mark.parametrize("before", BEFORE)
def test_it_is_answered_in_every_status(signal, before):
    talk = Talk().write_replies(*BEFORE[before]).write_replies(WORDS[signal])
    assert talk.sent == [f"common.{signal}"]
    assert "15" in talk.text
    assert "114" in talk.text
    (call,) = talk.of(RequestCall)
    assert (call.reason, call.urgent, call.not_before) == (signal, True, talk.now)
    assert talk.session.next_due is None


def test_the_questions_end_there():
    talk = Talk().write_replies("oui mais j'arrive plus à respirer").waits("10d")
    assert talk.ever_sent == ["notice", "common.emergency"]
    assert talk.session.status == "human"


def test_danger_goes_before_distress_and_before_stop():
    talk = Talk().write_replies("STOP je n'arrive plus à respirer, je veux mourir")
    assert talk.sent == ["common.emergency"]
    assert talk.session.status == "human"


def test_contacts_given_in_the_same_breath_are_kept():
    talk = Talk().write_replies("oui", "Karim 06 39 98 12 34 et il n'arrive plus à respirer")
    assert talk.named == [("Karim", "1234")]


def test_an_automatic_answer_cannot_make_it_talk_for_ever():
    talk = Talk().write_replies(*["Au secours papa ne respire plus"] * 8)
    assert talk.ever_sent.count("common.emergency") == 3
    assert talk.ever_called.count("emergency") == 8


@pytest.mark.parametrize("text", ["je respire pas mal, merci", "mort de rire", "pas d'urgence"])
def test_a_near_miss_alerts_nobody(text):
    assert Talk().write_replies(text).session.status == "open"


def test_danger_that_cannot_be_excluded_is_answered_and_read_and_the_talk_goes_on():
    talk = Talk().write_replies(DOUBTFUL)
    assert talk.sent[0] == "common.care"
    assert all(number in talk.of(SendSms)[0].text for number in ("15", "114", "3114"))
    (kept,) = talk.of(RecordReply)
    assert kept.tentative
    assert not kept.signals
    assert talk.session.status == "open"
    assert "common.care" not in talk.write_replies(DOUBTFUL).sent


def test_it_speaks_the_language_of_the_person():
    assert "call 15" in Talk(lang="en").write_replies("I can't breathe").text
