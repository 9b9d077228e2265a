"""A claim says, or lets believe, that the message comes from the institution; a mention does not."""

from datetime import date

import pytest

from tocsin.charter.loading import load_charter
from tocsin.charter.view import view_as_of
from tocsin.evidence.extraction import extract_evidence
from tocsin.message.plain_text import message_from_text

from .reading import DAY, claims, shown


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("AMELI : votre carte expire", "opening"),
        ("CPAM - votre dossier est incomplet", "opening"),
        ("[Assurance Maladie] Votre dossier", "opening"),
        ("Votre dossier est incomplet.\nCordialement,\nL'Assurance Maladie", "signature"),
        ("Merci de rappeler.\nVotre CPAM", "signature"),
        ("Bonjour, c'est la CPAM à l'appareil", "self"),
        ("Dr Lambert, CPAM. Contrôle de votre arrêt : appelez-moi.", "presented"),
        ("Bonjour, ici l'Assurance Maladie", "self"),
        ("L'Assurance Maladie vous informe que votre dossier est incomplet", "informs"),
        ("Nous sommes votre caisse : votre caisse vous invite à payer 3 €", "named"),
        ("Votre carte Vitale expire bientôt, cliquez sur vole.example", "asset"),
        ("Votre compte ameli a un nouveau message", "account"),
        ("http://ameli-sante.example", "link"),
        ("This is the French health insurance, your card has expired", "self"),
        ("АМЕLI : votre carte expire", "opening"),
        ("A.M.E.L.I : votre carte expire", "opening"),
        ("ameIi : votre carte expire", "opening"),
        ("Ameli.fr: vos droits seront suspendus, mettez à jour sur vole.example", "opening"),
        ("Ne répondez pas. CPAM-Rhône : adresse à corriger sur vole.example", "titled"),
        ("Info. Ameli.fr : rappelez le 01 99 00 12 34 pour votre remboursement", "opening"),
        ("Ameli.fr. Madame, Monsieur, envoyez-nous votre RIB", "opening"),
        ("Bonjour ameli.fr : votre carte expire", "opening"),
        ("CPAM : attention aux faux SMS, ne donnez jamais vos codes", "opening"),
    ],
)
def test_it_finds_a_claim(text: str, manner: str) -> None:
    assert manner in claims(text)


@pytest.mark.parametrize(
    "text",
    [
        "Il disait être de la CPAM et voulait mon RIB",
        "Une dame de l'Assurance Maladie m'a appelé",
        "J'ai reçu un appel de la sécu ce matin",
        "Quelqu'un qui se faisait passer pour ameli",
    ],
)
def test_it_finds_a_claim_that_a_person_tells(text: str) -> None:
    assert claims(text, channel="call")


@pytest.mark.parametrize(
    "text",
    [
        "J'ai rendez-vous à la CPAM demain",
        "La CPAM est fermée",
        "Tu as eu la sécu au téléphone ?",
        "J'ai créé mon compte ameli hier",
        "Pense à prendre ta carte vitale pour le docteur",
        "Ta carte vitale est chez moi",
        "Le député a parlé de la sécurité sociale",
        "Réunion avec la CPAM jeudi",
        "Notre mutuelle complète l'Assurance Maladie",
        "J'ai rempli la feuille pour la sécu",
        "Amélie : on mange où ?",
        "Bonjour Amélie, bien arrivée ?",
        "Camélia te cherche, elle a ta carte",
        "Des améliorations sont prévues dans votre quartier",
        "Un besoin vital de café",
        "Votre séance de 18 h est confirmée",
        "La CPAM ce matin : trois heures d'attente",
        "ameli.fr",
        "https://www.ameli.fr/assure : c'est là que je l'ai lu",
        "Va voir sur ameli.fr, tout y est",
        "Attention aux faux SMS ameli : ne cliquez pas et ne donnez jamais vos coordonnées bancaires",
        "",
    ],
)
def test_it_sees_no_claim_in_a_mention(text: str) -> None:
    assert claims(text) == set()


@pytest.mark.parametrize(
    "sender",
    [
        "AMELI",
        "Ameli",
        "CPAM75",
        "CPAM-INFO",
        "AssuranceMaladie",
        "Assurance Maladie",
        "InfoAmeli",
        "Info-Ameli",
        "Carte Vitale",
        "AssurMaladi",
        "AssuMala",
        "L'Assurance Maladie <x@vole.example>",
        "ameli@gmail.com",
        "contact@ameli.fr",
        "x@assurance-maladie.fr",
        "a@ameli-sante.example",
        "3646",
        "36 46",
        "аmеli",
        "Ame1i",
    ],
)
def test_it_finds_a_claim_in_the_sender_alone(sender: str) -> None:
    assert "sender" in claims("Bonjour", sender=sender)


@pytest.mark.parametrize(
    "sender",
    [
        "",
        "Amelie",
        "Amélie Dupont",
        "Camélia",
        "AssurMutuelle",
        "AssuranceVie",
        "Maman",
        "01 99 00 12 34",
        "MaMutuelle",
        "amelie@camelia.example",
        "M. Caisse",
        "Amelia Earhart <a@sky.example>",
        "masqué",
        "Inconnu",
        "Pamela",
        "VITALITY",
        "info@jardin.example",
        "Préfecture <accueil@cantal.gouv.fr>",
    ],
)
def test_it_sees_no_claim_in_another_sender(sender: str) -> None:
    assert claims("Bonjour", sender=sender) == set()


def test_it_quotes_the_name_that_claims() -> None:
    text = "Bonjour,\nL'Assurance Maladie vous informe que votre carte expire."
    for claim in shown(text, "claim"):
        assert claim.raw == text[claim.start : claim.end]
    assert {c.raw for c in shown(text, "claim")} == {"Assurance Maladie"}


def test_it_takes_a_message_read_in_the_account_for_the_institution_s() -> None:
    message = message_from_text("Bonjour", "email", received=date(2025, 3, 14), inside_account=True)
    charter = load_charter("assurance_maladie")
    found = extract_evidence(message, view_as_of(charter, message.received))
    assert [e.raw for e in found if e.kind == "claim"] == [""]


def test_it_finds_the_claims_of_another_institution_with_that_one_s_words() -> None:
    charter = load_charter("dgfip")
    message = message_from_text(
        "Impots.gouv : la DGFiP vous informe d'un remboursement", "sms", received=date(2025, 3, 14)
    )
    found = extract_evidence(message, view_as_of(charter, message.received))
    assert any(e.kind == "claim" and not e.value.startswith("brand:") for e in found)
    assert not claims("Impots.gouv : la DGFiP vous informe d'un remboursement")


def test_a_warning_that_a_friend_passes_on_speaks_of_the_institution_and_not_for_it() -> None:
    told = "Attention aux faux SMS ameli : ne donnez jamais votre numéro de carte bancaire."
    message = message_from_text(
        told, "email", sender="a@b.example", subject="Attention aux faux SMS ameli : ne", received=DAY
    )
    found = extract_evidence(message, view_as_of(load_charter("assurance_maladie"), DAY))
    assert [e for e in found if e.kind == "claim"] == []


@pytest.mark.parametrize("name", ["CPAM44", "Cpam2A", "CGSS974", "AMELI 44"])
def test_a_local_office_that_writes_its_department_behind_its_name_claims(name: str) -> None:
    assert claims(f"{name} : votre dossier est incomplet.") != []


def test_a_name_that_other_bodies_bear_as_well_claims_nothing_as_a_sender() -> None:
    assert "sender" not in claims("Bonjour", sender="votre caisse")
