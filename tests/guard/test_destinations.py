"""Where a text leads: to the institution's own sites and its one number, or nowhere."""

from datetime import date

import pytest

from tests.guard.telling import kinds, said


@pytest.mark.parametrize(
    "text",
    [
        "Les consignes sont sur ameli.fr.",
        "Les consignes sont sur https://www.ameli.fr/covid-19.",
        "Votre liste est sur https://declare.ameli.fr/listermescascontacts.",
        "Une question ? Appelez le 3646.",
        "En danger ? Appelez le 15, le 112 ou le 114.",
        "En détresse ? Le 3114 répond jour et nuit.",
        "Répondez à ce SMS, ou au 38663.",
        "Le 9 mars 2021, faites un test.",
    ],
)
def test_it_may_lead_there(text):
    assert said(text, on=date(2022, 5, 2)).result == "pass"


@pytest.mark.parametrize(
    "link",
    [
        "https://consignes.example/suivi",
        "www.arneli.fr",
        "ameli.fr.suivi.example",
        "consignes[.]example",
        "www.impots-gouv.fr",
        "service-public.fr",
        "{lien}",
        "{url}",
    ],
)
def test_a_link_elsewhere_is_blocked(link):
    found = said(f"Les consignes sont sur {link}.")
    assert (found.result, found.reasons[0].kind) == ("block", "link_not_official")
    assert found.reasons[0].quote.rstrip(".") == link


@pytest.mark.parametrize("link", ["sante.gouv.fr", "https://www.service-public.gouv.fr/particuliers"])
def test_a_page_of_the_state_may_be_read(link):
    assert said(f"Les règles sont sur {link}.").result == "pass"


def test_a_variable_link_is_at_its_worst_unless_the_author_knows_better():
    official = {"lien": "https://www.ameli.fr/covid-19"}
    assert said("Les consignes sont sur {lien}.", values=official).result == "pass"
    assert said("Les consignes sont sur {lien}.", values={"lien": "https://un.example"}).result == "block"


def test_a_host_is_official_on_its_days_only():
    text = "Votre liste est sur https://cnam.briserlachaine.org."
    assert said(text, on=date(2022, 1, 20)).result == "pass"
    assert said(text, on=date(2021, 3, 4)).result == "block"


def test_a_shortener_is_blocked_and_warned_about():
    found = said("Les consignes sont sur https://bit.ly/3xYzAbC.")
    assert [(r.kind, r.weight) for r in found.reasons] == [
        ("link_not_official", "block"),
        ("shortener", "warn"),
    ]


def test_a_mailbox_elsewhere_is_blocked():
    assert "link_not_official" in kinds(said("Ecrivez à suivi@consignes.example."))


@pytest.mark.parametrize(
    "number",
    [
        "01 99 00 12 34",
        "06.39.98.12.34",
        "+44 7700 900123",
        "0 899 12 34 56",
        "3939",
        "3608",
        "{numero}",
        "{tel}",
    ],
)
def test_another_number_is_blocked(number):
    found = said(f"Une question ? Appelez le {number}.")
    assert "callback_not_official" in kinds(found)
    assert found.reasons[0].quote == number


def test_a_number_said_in_words_is_a_number():
    found = said("Appelez le zéro un quatre-vingt-dix-neuf zéro zéro douze trente-quatre.")
    assert "callback_not_official" in kinds(found)


def test_a_number_that_only_shows_how_to_write_one_is_none_to_ring():
    assert said("Un prénom et un numéro, par exemple Paul 06 00 00 00 00.", flow="case").result == "pass"


def test_a_number_that_nobody_says_to_ring_would_be_rung_all_the_same():
    assert "callback_not_official" in kinds(said("Votre conseiller : 01 99 00 12 34."))


@pytest.mark.parametrize("price", ["3 €/appel", "0,80 euro la minute ou 3 euros l'appel", "3 euros per call"])
def test_a_short_number_with_what_a_call_costs_is_one_to_ring(price):
    assert "callback_not_official" in kinds(said(f"Un doute ? Une voix. 3299, 7 j/7. ({price})"))
    assert "callback_not_official" not in kinds(said("Salle 3299, deuxième étage."))
