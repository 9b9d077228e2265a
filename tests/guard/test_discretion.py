"""A contact must not guess who named them, unless that person agreed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.guard.discretion import DiscretionReader
from tocsin.guard.draft_reading import load_language
from tocsin.guard.draft_template import DraftTemplate

from .telling import CHARTER, kinds, said


@pytest.mark.parametrize(
    "text",
    [
        "{case_name} vous a cité.",
        "Vous avez vu {nom_cas}.",
        "Votre {relation} vous a cité.",
        "Votre collègue a été testé positif.",
        "Une de vos voisines vous a cité.",
        "Karim vous a cité.",
        "M. Diallo, testé positif, nous a parlé de vous.",
        "Vous avez été cité par Mme Diallo.",
        "La personne malade est un membre de votre famille.",
        "Vous avez été en contact le {date} à {lieu}.",
        "Vous avez été en contact le 3 mars au restaurant avec une personne positive.",
        "Le contact date de samedi, lors d'un mariage.",
        "Le contact a eu lieu le 03/03. Une personne positive était au bureau.",
        "Son seul contact, c'est vous.",
        "Your flatmate named you.",
        "Karim gave us your number.",
        "You met a positive person on Saturday at the gym.",
        "Only you were named.",
        "Votre kiné est positif.",
        "Nous vous écrivons après l'entretien avec votre notaire, diagnostiqué depuis.",
        "Repensez à votre colocataire.",
        "Votre kinésithérapeute ayant été dépisté, portez un masque.",
        "Your physio tested positive.",
    ],
)
def test_it_gives_the_case_away(text):
    found = said(text)
    assert "identifies_case" in kinds(found)
    assert found.result == "block"


@pytest.mark.parametrize(
    "text",
    [
        "Vous avez été en contact avec une personne testée positive.",
        "Une personne vous a cité. Son nom ne sera pas donné.",
        "Bonjour {prenom}, vous avez été en contact le {date_contact} avec une personne positive.",
        "Vous avez croisé une personne positive le 3 mars. Faites un test le 9 mars.",
        "Faites un test le {date_test} à {pharmacie}.",
        "N'allez ni au bureau ni à l'école avant le 12 mars.",
        "Prévenez votre employeur, protégez votre famille.",
        "Prévenez votre kinésithérapeute avant le rendez-vous.",
        "Le restaurant et la salle de sport vous sont interdits jusqu'au 12 mars.",
        "Somebody named you. We cannot say who.",
        "Votre employeur n'a pas à savoir qui vous avez rencontré.",
    ],
)
def test_it_keeps_the_secret(text):
    assert said(text).result == "pass"


@pytest.mark.parametrize(
    "text", ["Vous avez croisé une personne positive à {lieu}.", "Un contact a eu lieu au bureau."]
)
def test_a_place_alone_only_warns(text):
    found = said(text)
    assert [(r.kind, r.weight) for r in found.reasons] == [("identifies_case", "warn")]


def test_a_result_that_is_nobodys_is_not_said_to_a_contact():
    assert said("C'est un appel personnel. Test positif.").result == "block"
    assert said("Test positif ? Restez chez vous et appelez votre médecin.").result == "pass"


def test_with_their_consent_they_may_be_named():
    text = "{case_name} a accepté que vous le sachiez : vous avez été en contact."
    assert said(text, consent=True).result == "pass"
    assert said(text).result == "block"


@pytest.mark.parametrize("flow", ["case", "other"])
def test_whoever_it_goes_to_must_not_learn_who_is_ill(flow):
    text = "C'est votre sœur, rencontrée à l'anniversaire, qui vous l'a transmis."
    assert kinds(said(text, flow=flow))[0] == "identifies_case"
    assert "identifies_case" not in kinds(said(text, flow=flow, consent=True))


def test_a_case_may_be_asked_for_colleagues():
    assert said("Avez-vous vu vos collègues ? Répondez OUI ou NON.", flow="case").result == "pass"


HINTS = (
    "Une dame qui garde vos enfants le mercredi nous a donné votre nom.",
    "Votre belle-mère va bien, elle a pensé à vous.",
    "Vous avez soufflé les bougies de quelqu'un le {date}.",
    "Vous étiez deux sur la banquette.",
    "Votre kiné a dressé sa liste.",
    "Votre chambre touche la sienne, à l'internat.",
    "Le boulanger chez qui vous tenez la caisse se repose.",
    "L'arbitre du match est positif.",
    "The friend who drove you to work gave us your number.",
    "You sang next to a tenor.",
    "Your landlady tested positive.",
    "Your new flatmate put you on the list.",
)
NEUTRAL = (
    "Une personne positive vous a indiqué parmi ses contacts.",
    "Vous avez été en contact avec une personne malade.",
    "Vous avez croisé une personne positive le {date}.",
    "Nous ne disons pas qui vous a cité.",
    "Si vous vivez avec votre conjoint, il reste chez lui aussi.",
    "Prévenez votre voisin.",
    "Votre test est positif.",
    "Un conseiller vous a appelé hier.",
    "Somebody who tested positive named you as a contact.",
    "You were near a person who tested positive.",
)


@pytest.mark.parametrize("text", HINTS)
def test_what_tells_of_the_meeting_in_words_that_nobody_listed_does_not_leave(text):
    assert said(text).result == "block"


@pytest.mark.parametrize("text", NEUTRAL)
def test_what_tells_in_neutral_words_that_there_was_one_leaves(text):
    assert said(text).result == "pass"


@given(st.lists(st.sampled_from(NEUTRAL), max_size=2), st.sampled_from(HINTS))
def test_a_hint_is_found_after_whatever_may_be_told(told, hint):
    assert "identifies_case" in kinds(said(" ".join([*told, hint])))


@pytest.mark.parametrize("text", HINTS)
def test_the_case_may_agree_to_be_known(text):
    assert "identifies_case" not in kinds(said(text, consent=True))


@pytest.mark.parametrize(
    "text",
    [
        "Inutile de chercher qui vous a cité. L'important, c'est votre test et la santé de vos proches.",
        "Take your health card along: you show it to the pharmacist and to nobody else.",
        "Vous vous demandez qui vous a cité ? Nous ne le dirons pas.",
        "You might wonder who gave us your number. We cannot say.",
    ],
)
def test_a_sentence_that_surely_gives_nobody_away_may_hold_such_words(text):
    assert "identifies_case" not in kinds(said(text))


def test_what_gives_away_is_told_after_what_does_not():
    calm = "Take your health card along: you show it to the pharmacist and to nobody else."
    assert "identifies_case" in kinds(said(f"{calm} Your flatmate named you."))


def test_who_wants_to_know_is_promised_nothing():
    assert "identifies_case" in kinds(said("Si vous tenez à savoir qui, répondez OUI pour des indices."))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dites OUI et vous saurez le prénom de la personne malade.", 1),
        ("We will tell you the name of the positive case.", 1),
        ("Nous ne vous dirons jamais le nom de la personne malade.", 0),
        ("Nous vous dirons le nom du laboratoire.", 0),
    ],
)
def test_the_name_of_who_is_ill_is_not_promised(text, found):
    language = load_language(CHARTER)
    reading = language.read_template(DraftTemplate(text))
    assert len(list(DiscretionReader(language).find(reading))) == found
