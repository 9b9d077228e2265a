"""What a text costs, with its variables at their worst."""

import pytest

from tests.guard.telling import kinds, ruling, said


def test_a_sign_outside_the_alphabet_is_warned_about_with_its_cost():
    text = "à bientôt pour la suite de votre suivi, nous restons à votre écoute au 3646 chaque jour."
    (reason,) = said(text, lang="en").reasons
    assert (reason.kind, reason.quote) == ("not_gsm7", "ô")
    assert reason.text == (
        "This is no danger, but a cost: with ô, one SMS holds 70 characters instead of 160. "
        "At worst 2 SMS are charged; without these signs, 1."
    )


def test_every_sign_is_listed_once():
    (reason,) = said("« ça va aller », êtes-vous prêt ?").reasons
    assert "avec « ç » ê," in reason.text


def test_the_signs_of_values_are_the_renderers_affair():
    found = said("bonjour {prenom}.", values={"prenom": "Françoise"})
    assert (found.result, found.alphabet) == ("pass", "gsm7")


@pytest.mark.parametrize(("words", "parts"), [(5, 1), (30, 2), (50, 3), (70, 4)])
def test_parts_are_counted_at_worst(words, parts):
    assert said("bonjour " * words).parts == parts


def test_a_variable_counts_as_long_as_it_may_be():
    short, long = said("bonjour. " * 8), said("bonjour {prenom}. " * 8)
    assert short.parts == 1
    assert long.parts == 3


def test_more_than_three_parts_are_too_long():
    assert kinds(said("bonjour. " * 60)) == ["too_long"]
    assert kinds(said("bonjour. " * 40)) == []


def test_an_empty_text_costs_one():
    assert ruling("").parts == 1


@pytest.mark.parametrize(("words", "long"), [(50, False), (70, True)])
def test_three_sms_are_not_too_long_and_four_are(words, long):
    assert ("too_long" in kinds(said("bonjour " * words))) is long
