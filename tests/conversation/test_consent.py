"""Whether contacts may be told who named them: no, unless the case says yes."""

import pytest

from tests.conversation.people import Talk

LISTED = ("oui", "Karim 06 39 98 12 34", "oui")


def test_yes_and_no_are_kept():
    assert Talk().says(*LISTED, "oui").learned == {"consent": True}
    assert Talk().says(*LISTED, "non merci").learned == {"consent": False}


def test_silence_is_no():
    talk = Talk().says(*LISTED).waits("2h")
    assert talk.session.facts["consent"] is False
    assert talk.session.live


def test_what_is_not_understood_is_no_and_a_human_asks():
    talk = Talk().says(*LISTED, "comment ça", "c'est à dire")
    assert talk.session.facts["consent"] is False
    assert talk.calls == ["not_understood"]


@pytest.mark.parametrize("written", ["STOP", "appelez-moi", "j'en peux plus, je veux mourir"])
def test_whatever_ends_the_sms_leaves_it_unsaid(written):
    assert Talk().says(*LISTED, written).session.facts.get("consent") is None


def test_nobody_named_means_nothing_to_consent_to():
    talk = Talk().says("oui", "personne", "oui", "non")
    assert "consent" not in talk.ever_sent
