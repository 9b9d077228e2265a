"""What nobody asks for is masked before it is kept, and the person is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conversation.check import SECRETS, tells_no_secret
from tests.conversation.people import Talk
from tests.conversation.strange import PLAIN

STATES = {
    "notice": (),
    "contacts": ("oui",),
    "reading back": ("oui", "Karim 06 39 98 12 34"),
    "help": ("oui", "personne", "oui"),
    "closed": ("oui", "personne", "oui", "non"),
    "human": ("appelez-moi",),
}


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("before", STATES)
def test_it_is_masked_in_every_state_and_the_person_is_told(before, secret):
    talk = Talk().says(*STATES[before]).says(f"voici {secret}")
    tells_no_secret(secret, talk.turns[-1])
    assert "common.sensitive" in talk.sent
    assert "[" in talk.heard.text


def test_the_question_is_put_again_and_that_is_no_miss():
    talk = Talk().says("oui", "mon mot de passe ameli c'est Mimosa77")
    assert talk.heard.text == "mon mot de passe ameli c'est [CODE]"
    assert talk.sent == ["common.sensitive", "contacts"]
    assert talk.session.misses == 0


def test_an_answer_beside_it_counts():
    talk = Talk().says("oui, ma carte 4970 1012 3456 7893")
    assert talk.sent == ["common.sensitive", "contacts"]


def test_people_beside_it_are_noted():
    talk = Talk().says("oui", "ma sécu 2 69 05 49 588 157 80 et ma soeur Odile 02 61 91 12 34")
    assert talk.named == [("Odile", "1234")]


def test_after_stop_it_is_masked_and_nothing_is_said():
    talk = Talk().says("STOP", f"ma carte {SECRETS[2]}")
    tells_no_secret(SECRETS[2], talk.turns[-1])
    assert talk.sent == []


def test_a_number_to_call_is_no_secret():
    talk = Talk().says("oui", "Karim 06 39 98 12 34 06 39 98 12 35")
    assert "[" not in talk.heard.text


@given(st.lists(st.tuples(st.sampled_from(PLAIN), st.sampled_from(SECRETS)), min_size=1, max_size=4))
def test_nothing_of_it_is_left_anywhere(written):
    talk = Talk()
    for beside, secret in written:
        talk.says(f"{beside} {secret}")
        tells_no_secret(secret, *talk.turns)
