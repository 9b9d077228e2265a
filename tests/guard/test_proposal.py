"""Another wording is proposed where one can be computed."""

import pytest

from .telling import ruling, said


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        (
            "Assurance Maladie : à bientôt, «{prenom}». Réf. {code}",
            'Assurance Maladie : à bientot, "{prenom}". Réf. {code}',
        ),
        ("Faites un test demain. Réf. {code}", "Assurance Maladie : Faites un test demain. Réf. {code}"),
        (
            "Assurance Maladie : faites un test demain.",
            "Assurance Maladie : faites un test demain. Réf. {code}",
        ),
        ("Assurance Maladie : bonjour. Réf. 12345", "Assurance Maladie : bonjour. Réf. {code}"),
        ("Assurance Maladie : bonjour. Réf.", "Assurance Maladie : bonjour. Réf. {code}"),
        (
            "Assurance Maladie : RESTEZ CHEZ VOUS demain. Réf. {code}",
            "Assurance Maladie : Restez chez vous demain. Réf. {code}",
        ),
        (
            "Assurance Maladie : un doute ? Appelez le 01 99 00 12 34. Réf. {code}",
            "Assurance Maladie : un doute ? Appelez le 3646. Réf. {code}",
        ),
        (
            "Assurance Maladie : un doute ? Appelez le {tel}. Réf. {code}",
            "Assurance Maladie : un doute ? Appelez le 3646. Réf. {code}",
        ),
        (
            "Assurance Maladie : restez chez vous. Voir https://bit.ly/3xYz. Bon courage. Réf. {code}",
            "Assurance Maladie : restez chez vous. Bon courage. Réf. {code}",
        ),
        (
            "Restez chez vous. Tout est sur {lien}, L’ÉQUIPE DU SUIVI",
            "Assurance Maladie : Restez chez vous. Réf. {code}",
        ),
    ],
)
def test_a_wording_that_passes_is_computed(text, proposal):
    found = ruling(text)
    assert found.proposal == proposal
    assert ruling(proposal).result == "pass"


def test_in_english_it_opens_as_english_does():
    found = ruling("Take a test tomorrow. Réf. {code}", lang="en")
    assert found.proposal == "Assurance Maladie: Take a test tomorrow. Réf. {code}"


@pytest.mark.parametrize(
    "text",
    [
        "Avez-vous de la fièvre ?",
        "Votre collègue vous a cité.",
        "Sous peine d'amende, restez chez vous.",
        "bonjour. " * 60,
    ],
)
def test_what_only_its_author_can_mend_has_no_proposal(text):
    found = said(text)
    assert found.result != "pass"
    assert found.proposal is None


def test_no_wording_mends_a_sender():
    assert said("bonjour.", sender="36200").proposal is None


def test_a_link_alone_leaves_nothing_to_say():
    assert ruling("https://bit.ly/3xYz").proposal is None


def test_what_passes_needs_none():
    assert said("bonjour.").proposal is None
