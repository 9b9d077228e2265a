"""What nobody asks for is masked before it is kept, and the person is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conversation.check import SECRETS, tells_no_secret
from tests.conversation.people import Talk
from tests.conversation.strange import PLAIN
from tocsin.conversation import sensitive_data

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
    talk = Talk().write_replies(*STATES[before]).write_replies(f"voici {secret}")
    tells_no_secret(secret, talk.turns[-1])
    assert "common.sensitive" in talk.sent
    assert "[" in talk.heard.text


def test_the_question_is_put_again_and_that_is_no_miss():
    talk = Talk().write_replies("oui", "mon mot de passe ameli c'est Mimosa77")
    assert talk.heard.text == "mon mot de passe ameli c'est [CODE]"
    assert talk.sent == ["common.sensitive", "contacts"]
    assert talk.session.misses == 0


def test_an_answer_beside_it_counts():
    talk = Talk().write_replies("oui, ma carte 4970 1012 3456 7893")
    assert talk.sent == ["common.sensitive", "contacts"]


def test_people_beside_it_are_noted():
    talk = Talk().write_replies("oui", "ma sécu 2 69 05 49 588 157 80 et ma soeur Odile 02 61 91 12 34")
    assert talk.named == [("Odile", "1234")]


def test_after_stop_it_is_masked_and_nothing_is_said():
    talk = Talk().write_replies("STOP", f"ma carte {SECRETS[2]}")
    tells_no_secret(SECRETS[2], talk.turns[-1])
    assert talk.sent == []


def test_a_number_to_call_is_no_secret():
    talk = Talk().write_replies("oui", "Karim 06 39 98 12 34 06 39 98 12 35")
    assert "[" not in talk.heard.text


@given(st.lists(st.tuples(st.sampled_from(PLAIN), st.sampled_from(SECRETS)), min_size=1, max_size=4))
def test_nothing_of_it_is_left_anywhere(written):
    talk = Talk()
    for beside, secret in written:
        talk.write_replies(f"{beside} {secret}")
        tells_no_secret(secret, *talk.turns)


# ---------------------------------------- lists of people, which are read by a shorter way

ODD_WORDS = ["Karim", "iban", "IBANFR", "RIBFRA", "cléclé", "voisine", "carte"]
LETTERS = st.characters(categories=("Lu", "Ll", "Lo", "Lm", "No", "Nl"))
WORDS = st.text(LETTERS, min_size=3, max_size=20) | st.sampled_from(ODD_WORDS)
MOBILES = st.from_regex(r"0[67]([ .-]?[0-9]{2}){4}", fullmatch=True)
GAPS = st.text(st.sampled_from(" ,;:.\n-"), min_size=1, max_size=4)
LISTS = st.lists(st.tuples(WORDS | MOBILES, GAPS), max_size=8).map(lambda some: "".join(map("".join, some)))


@given(LISTS)
def test_a_list_that_is_read_by_the_shorter_way_holds_nothing_by_the_longer(text):
    if sensitive_data._is_phone_list(text):
        assert sensitive_data._find_in_digits(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Karim 06 39 98 12 34, Inès 07.39.98.12.35",
        "karim haddad 0639981234",
        "06 39 98 12 34 karim - 06 39 98 12 35 voisine.",
        "Karim",
    ],
)
def test_usual_lists_take_the_shorter_way(text):
    assert sensitive_data._is_phone_list(text)


@pytest.mark.parametrize(
    "text",
    [
        "Karim 06 39 98 12 34 06 39 98 12 35",
        "de 06 39 98 12 34",
        "karim 06 39 98 12 345",
        "FR76 3000 4000 0312 3456 7890 143",
        "nir 2 69 05 49 588 157 80",
    ],
)
def test_everything_else_takes_the_longer(text):
    assert not sensitive_data._is_phone_list(text)


@pytest.mark.parametrize("zero", ["⁰", "⓪"])
def test_a_card_in_raised_or_circled_figures_beside_a_list_is_masked(zero):
    """They are letters to a pattern and figures to whoever reads them."""
    figures = {"⁰": "⁰¹²³⁴⁵⁶⁷⁸⁹", "⓪": "⓪①②③④⑤⑥⑦⑧⑨"}[zero]
    card = "4111111111111111".translate(str.maketrans("0123456789", figures))
    assert [secret.kind for secret in sensitive_data.find_secrets(f"{card}, Karim 06 39 98 12 34")] == [
        "card"
    ]
