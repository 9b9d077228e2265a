"""STOP: the SMS end, it is confirmed once, and the call stays."""

import pytest

from tests.conversation.people import Talk
from tocsin.conversation.session import SendSms

WAYS = [
    "STOP",
    "stop",
    "Stop svp",
    "arrêtez",
    "arretez de m'envoyer des messages",
    "je veux plus recevoir de sms",
    "désinscription",
    "laissez moi tranquille",
    "unsubscribe",
    "stop texting me",
    "oui mais stop",
]


@pytest.mark.parametrize("way", WAYS)
def test_stop_is_heard_in_all_its_forms(way):
    talk = Talk().write_replies(way)
    assert talk.sent == ["common.stop"]
    assert talk.calls == ["stopped"]
    assert talk.session.status == "stopped"
    assert talk.session.next_due is None


@pytest.mark.parametrize("way", ["je suis à l'arrêt de bus", "non stop depuis hier", "j'ai arrêté de fumer"])
def test_a_word_that_looks_like_it_is_not_it(way):
    assert Talk().write_replies(way).session.status == "open"


def test_it_is_confirmed_once():
    talk = Talk().write_replies("STOP", "STOP", "stop", "merci", "pourquoi ?", "oui")
    assert talk.ever_sent == ["notice", "common.stop"]
    assert talk.ever_called == ["stopped"]


def test_it_holds_while_nothing_is_asked():
    talk = Talk("contact").write_replies("oui", "oui", "STOP").waits("30d")
    assert talk.ever_sent == ["notice", "plan", "common.stop"]


def test_it_holds_after_the_end():
    talk = Talk("follow_up").waits("30d").write_replies("STOP").write_replies("STOP")
    assert talk.ever_sent.count("common.stop") == 1
    assert talk.session.status == "stopped"
    assert talk.session.outcome == "done"


def test_it_holds_while_a_human_is_to_ring_and_the_call_stays():
    talk = Talk().write_replies("appelez-moi", "STOP", "ok")
    assert talk.ever_sent[-1] == "common.stop"
    assert talk.session.outcome == "asked"


def test_contacts_given_with_it_or_after_it_are_taken_without_a_word():
    talk = Talk().write_replies("oui", "STOP voici Karim 06 39 98 12 34")
    assert talk.named == [("Karim", "1234")]
    talk.write_replies("et Inès 06 39 98 12 35")
    assert talk.named == [("Karim", "1234"), ("Inès", "1235")]
    assert talk.of(SendSms) == []


def test_after_it_a_wish_for_a_call_is_passed_on_once_and_unanswered():
    talk = Talk().write_replies("STOP", "finalement rappelez-moi", "rappelez-moi")
    assert talk.ever_called == ["stopped", "asked"]
    assert talk.ever_sent == ["notice", "common.stop"]


def test_danger_is_answered_all_the_same():
    talk = Talk().write_replies("STOP", "je n'arrive plus à respirer")
    assert talk.sent == ["common.emergency"]
    assert talk.calls == ["emergency"]
    assert talk.session.status == "stopped"
