"""Capitals, haste and threats: what frauds do, and a genuine text should not."""

import pytest

from tocsin.guard.draft_template import DraftTemplate
from tocsin.guard.tone import find_shouting, lower_shouting

from .telling import kinds, said

NONE: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("RESTEZ CHEZ VOUS jusqu'à lundi.", "RESTEZ CHEZ VOUS"),
        ("Le virus circule TRES activement.", "TRES"),
        ("Répondez VITE OU TOUT SERA PERDU.", "VITE OU TOUT SERA PERDU"),
        ("Avez-vous besoin d'AIDE POUR VOS COURSES ?", "POUR VOS COURSES"),
        ("PLEASE STAY at home.", "PLEASE STAY"),
    ],
)
def test_it_shouts(text, quote):
    (found,) = find_shouting(DraftTemplate(text), NONE)
    assert text[found.start : found.end] == quote


@pytest.mark.parametrize(
    "text",
    [
        "Répondez OUI ou NON.",
        "Répondez QUESTION, RAPPEL ou STOP.",
        "Reply DONE or CALL.",
        "Répondez OUI, NON ou NE SAIS PAS, nous vous rappellerons.",
        "La CPAM et l'ARS, pour le COVID-19 et les EHPAD.",
        "Bonjour Mme DIALLO.",
        "Réf. K7QF-2M9D",
        "Bonjour {PRENOM}, un test PCR.",
        "A demain.",
    ],
)
def test_it_does_not_shout(text):
    assert list(find_shouting(DraftTemplate(text), NONE)) == []


def test_the_institution_may_write_its_name_in_capitals():
    assert "shouting" not in kinds(said("bonjour. ASSURANCE MALADIE"))


def test_what_is_shouted_is_lowered_for_a_proposal():
    assert lower_shouting(DraftTemplate("Bonjour. RESTEZ CHEZ VOUS, {prenom}, TRES vite."), NONE) == (
        "Bonjour. Restez chez vous, {prenom}, tres vite."
    )


@pytest.mark.parametrize(
    "text",
    [
        "C'est urgent.",
        "Dernier rappel : listez vos contacts.",
        "Répondez sous 24 heures.",
        "Vous devez répondre immédiatement.",
        "Confirmez au plus vite.",
        "You must answer before midnight.",
        "Action required.",
    ],
)
def test_it_hurries(text):
    assert kinds(said(text, flow="case")) == ["urgency"]


@pytest.mark.parametrize(
    "text",
    [
        "Isolez-vous dès maintenant.",
        "Restez chez vous immédiatement.",
        "En cas d'urgence, appelez le 15.",
        "Si vous respirez mal, appelez le 15 sans attendre.",
        "Un conseiller vous appellera dans les 24 heures.",
        "Ce n'est pas urgent.",
        "Faites attention à vous.",
        "If your breathing gets worse, call 15 at once.",
        "Il n'est jamais trop tard pour aérer.",
    ],
)
def test_it_does_not_hurry(text):
    assert said(text, flow="case").result == "pass"


@pytest.mark.parametrize(
    "text",
    [
        "Isolez-vous, sous peine d'une amende.",
        "Si vous sortez, vous risquez des poursuites.",
        "Si vous ne répondez pas, la police sera prévenue.",
        "Sans réponse, vos indemnités seront suspendues.",
        "Stay at home or you will be fined.",
    ],
)
def test_it_threatens(text):
    assert "threat" in kinds(said(text))


@pytest.mark.parametrize(
    "text",
    [
        "Sans réponse de votre part, un conseiller vous appellera.",
        "Répondez NON sinon.",
        "Il n'y a ni amende ni sanction.",
    ],
)
def test_it_does_not_threaten(text):
    assert "threat" not in kinds(said(text))
