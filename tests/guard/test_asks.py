"""An agent writes a text that asks for something, politely, badly or in disguise."""

import pytest

from tocsin.guard.asks import AskReader
from tocsin.guard.draft_reading import load_language
from tocsin.guard.draft_template import DraftTemplate
from tocsin.guard.waivers import NEVER_WAIVED

from .telling import CHARTER, kinds, ruling, said, view

ASKED = {
    "asks_nir": (
        "Envoyez-nous votre numéro de sécurité sociale.",
        "Merci d'indiquer les 13 chiffres de la carte verte.",
        "Il nous manque votre no de sécu.",
        "Auriez-vous votre numéro d'assuré ?",
        "Nous ne retrouvons pas votre NIR.",
        "Sans votre numéro de sécurité sociale, impossible d'avancer.",
        "Votre num3ro de s3curité sociale est attendu.",
        "Une photo de votre carte Vitale nous aiderait.",
        "Please text back your social security number.",
    ),
    "asks_bank_details": (
        "Répondez avec votre RIB.",
        "Un relevé d'identité bancaire est nécessaire.",
        "Quelle est votre banque ?",
        "Nous attendons toujours votre R I B.",
        "N'oubliez pas l'IBAN.",
        "Tell us the three digits on the back of your card.",
    ),
    "asks_credentials": (
        "Quel est votre mot de passe ameli ?",
        "Donnez le code que vous venez de recevoir.",
        "Your password please.",
    ),
    "asks_payment": (
        "Réglez 25 euros pour votre test.",
        "Des frais de 2 euros restent à payer.",
        "Envoyez 10 euros.",
        "Please pay for the test kit by card.",
    ),
    "asks_medical": (
        "Avez-vous de la fièvre ?",
        "Etes-vous vacciné ?",
        "A quelle date sont apparus vos premiers signes ?",
        "Si vous toussez, répondez 1.",
        "Répondez OUI si vous avez de la fièvre.",
        "Il nous manque la date de vos premiers symptomes.",
        "Comment vous sentez-vous ?",
        "Votre résultat, svp ?",
        "Des symptomes ? Répondez OUI ou NON.",
        "Are you still coughing?",
        "Please tell us your test result.",
        "Tell us, yes or no, about your symptoms.",
        "Répondez OUI si vous n'avez pas de fièvre.",
    ),
}
SPOKEN_OF = (
    "Nous ne demandons jamais votre numéro de sécurité sociale ni vos coordonnées bancaires.",
    "Ne donnez jamais un mot de passe, un RIB ou un code secret.",
    "Vous n'avez pas à nous envoyer votre RIB.",
    "Inutile d'envoyer votre numéro de sécurité sociale.",
    "Gardez vos mots de passe pour vous.",
    "Votre code secret, gardez-le pour vous.",
    "Keep your password to yourself.",
    "Nous avons effacé le numéro de carte bancaire de votre message.",
    "Si un inconnu vous demande votre RIB, ne répondez pas.",
    "Un inconnu vous demande votre RIB en notre nom ? Refusez.",
    "Somebody wants a deposit in our name? Ring 3646.",
    "Si vous avez des symptomes, faites un test et appelez votre médecin.",
    "En cas de fièvre, appelez le 15.",
    "Surveillez votre température.",
    "Faites un test le 9 mars.",
    "La consultation et le test sont remboursés.",
    "Gardez votre carte Vitale avec vous pour le test.",
    "Qui avez-vous vu depuis vos premiers symptomes ? Donnez un prénom et un numéro.",
    "Répondez OUI pour un rappel, et si vous avez du mal à respirer, appelez le 15.",
    "Connectez-vous avec vos identifiants habituels sur votre compte ameli.",
    "Pouvez-vous faire un test le 9 mars ?",
    "Avez-vous besoin d'aide pour vos courses ou vos médicaments ?",
    "Souhaitez-vous qu'un conseiller vous rappelle ?",
    "Le test est gratuit, vous n'avez rien à payer.",
    "We never ask for your social security number, bank details or password.",
    "If you have symptoms, take a test and call your doctor.",
    "Please reply with the names, not with medical details.",
    "You do not have to tell us your test result.",
    "There is no need to send your bank details.",
)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in ASKED.items() for text in texts])
def test_it_is_asked(kind, text):
    found = said(text, flow="case")
    assert kind in kinds(found)
    assert found.result == "block"


@pytest.mark.parametrize("text", SPOKEN_OF)
def test_it_is_only_spoken_of(text):
    assert said(text, flow="case").result == "pass"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Bonjour {prenom}, envoyez-nous votre RIB.", "envoyez-nous votre RIB"),
        ("{prenom}, avez-vous de la fièvre ?", "avez-vous de la fièvre"),
        ("Votre NIR ?", "NIR"),
    ],
)
def test_what_asks_is_quoted_from_the_template(text, quote):
    reason = next(reason for reason in said(text, flow="case").reasons if reason.kind in NEVER_WAIVED)
    assert reason.quote == quote


def test_a_denial_does_not_cover_the_ask_that_follows_it():
    found = said("Nous ne demandons jamais votre RIB, indiquez seulement votre IBAN.", flow="case")
    assert [r.quote for r in found.reasons] == ["seulement votre IBAN"]


@pytest.mark.parametrize(
    "text",
    [
        "Gardez ce SMS pour vous et envoyez votre mot de passe.",
        "Gardez pour vous ce SMS : votre mot de passe en réponse.",
        "Gardez votre mot de passe à portée, nous le noterons.",
    ],
)
def test_what_is_kept_for_oneself_covers_nothing_else(text):
    assert "asks_credentials" in kinds(said(text, flow="case"))


@pytest.mark.parametrize(
    "text",
    [
        "Ne donnez votre code secret à personne, sauf à notre agent qui vous le demandera.",
        "Gardez vos identifiants pour vous, sauf pour notre conseillère.",
        "Never share your PIN, except with our caller.",
    ],
)
def test_what_is_denied_to_all_but_us_is_asked(text):
    assert "asks_credentials" in kinds(said(text))


@pytest.mark.parametrize(
    "text",
    [
        "Ne donnez jamais votre RIB, sauf dans votre compte ameli.",
        "Jamais de mot de passe, sauf si vous nous appelez vous-même.",
    ],
)
def test_another_exception_asks_nothing(text):
    assert not {"asks_credentials", "asks_bank_details"} & set(kinds(said(text)))


def test_a_question_whose_answer_goes_to_a_doctor_is_not_asked():
    assert "asks_medical" not in kinds(said("Vous toussez ? Buvez tiède, et parlez-en à votre médecin."))
    assert "asks_medical" in kinds(said("Vous toussez ? Un médecin attend votre réponse."))
    assert "asks_medical" in kinds(said("Vous toussez ? Il nous faut l'avis du médecin."))
    assert "asks_medical" in kinds(said("Vous toussez ? Dites-le à nous et à votre médecin."))


def test_what_is_for_the_reader_alone_is_not_asked():
    assert "asks_credentials" not in kinds(said("Le code de connexion est pour vous seul."))
    assert "asks_credentials" in kinds(said("Le code de connexion est pour vous, envoyez-le."))


def test_a_denial_covers_a_whole_list():
    assert said("Ne communiquez jamais : mot de passe, RIB, numéro de sécurité sociale.").result == "pass"


def test_the_clause_of_the_charter_is_named():
    (reason,) = said("Envoyez votre RIB.", flow="case").reasons
    assert reason.clause == "ask.sms.personal"
    assert "ne demande jamais par SMS" in reason.text
    assert reason.source


def test_what_no_clause_forbids_yet_is_blocked_all_the_same():
    (reason,) = said("Quel est votre mot de passe ?", flow="case").reasons
    assert (reason.weight, reason.clause) == ("block", "guard.asks_credentials")


def test_what_is_done_in_the_account_is_not_asked_by_the_text():
    assert said("Mettez à jour votre RIB dans votre compte ameli.", flow="case").result == "pass"
    assert (
        said("Répondez avec votre RIB, ou mettez-le dans votre compte ameli.", flow="case").result == "block"
    )


def test_the_reasons_are_said_in_english():
    (reason,) = said("Do you have a fever?", flow="case", lang="en").reasons
    assert reason.text.startswith("The text asks for health information: “Do you have a fever”.")


def test_each_sentence_that_asks_is_quoted():
    found = ruling("Assurance Maladie : votre RIB ? Votre IBAN ? Réf. {code}")
    assert [reason.quote for reason in found.reasons] == ["RIB", "IBAN"]


def read_asks(text: str) -> list[str]:
    """What the rules alone find, without what the sentences read like."""
    reading = load_language(CHARTER).read_template(DraftTemplate(text))
    return [
        found.kind for found in AskReader(load_language(CHARTER)).find(reading, view(), "contact_tracing")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The service is free; you only pay the price of the call.",
        "Vous ne payez que le prix de l'appel.",
        "Donnez votre nom, le pharmacien trouvera la prescription.",
    ],
)
def test_what_goes_to_the_operator_or_is_found_by_a_pharmacist_is_not_asked(text):
    assert read_asks(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Payez le prix de l'appel par carte, 3 euros.", "asks_payment"),
        ("Donnez-nous ici, le pharmacien attend, votre ordonnance.", "asks_medical"),
    ],
)
def test_what_comes_to_us_is_asked(text, kind):
    assert kind in read_asks(text)


def test_a_question_with_its_mark_may_surely_ask_nothing():
    assert "asks_medical" not in kinds(said("Une question de santé hors Covid ? Gardez vos rendez-vous."))


def test_a_result_that_the_reader_reads_is_not_asked():
    assert read_asks("Le laboratoire vous écrira pour lire votre résultat.") == []
    assert read_asks("Nous vous écrirons pour lire votre résultat.") != []
