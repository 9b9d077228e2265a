"""A message that names nobody, and speaks to the reader of what one institution deals with."""

from datetime import date

import pytest

from tocsin.message.plain_text import message_from_text
from tocsin.verdict.check import judge
from tocsin.verdict.model import Verdict


def read(text: str, channel: str = "letter", sender: str = "") -> Verdict:
    return judge(message_from_text(text, channel, sender=sender, received=date(2025, 3, 4)))


@pytest.mark.parametrize(
    ("institution", "text"),
    [
        (
            "antai",
            "Avis de contravention. Vitesse retenue : 57 km/h pour 50 autorisés. Vous pouvez payer l'amende minorée "
            "dans les quinze jours ou la contester avec le formulaire joint.",
        ),
        (
            "france_travail",
            "Votre conseillère vous attend mardi à 9 h pour faire le point sur votre recherche d'emploi et votre "
            "projet de formation.",
        ),
        (
            "assurance_retraite",
            "Votre relevé de carrière est à jour. Vous pourrez demander votre départ quatre à six mois avant la date "
            "choisie. Le montant de votre retraite de base est estimé à 1 020 euros.",
        ),
        (
            "critair",
            "Votre demande de vignette qualité de l'air est enregistrée. Elle sera envoyée à l'adresse qui figure sur "
            "la carte grise.",
        ),
    ],
)
def test_a_genuine_message_is_its_institutions_though_it_names_nobody(institution: str, text: str) -> None:
    found = read(text)
    assert (found.level, found.claims, found.charter_id) == ("unproven", (institution,), institution)


@pytest.mark.parametrize(
    ("institution", "channel", "text"),
    [
        (
            "caf",
            "letter",
            "Courrier arrivé chez ma voisine, je le lui lis : « Un contrôleur assermenté se présentera à votre domicile le 15 "
            "mai. Il vous montrera sa carte. Préparez votre bail, vos quittances et votre avis d'imposition. »",
        ),
        (
            "france_titres",
            "letter",
            "Courrier de mon frère, je recopie : « Votre demande de carte grise est en cours. Le titre définitif sera expédié "
            "sous pli suivi à votre adresse. »",
        ),
        (
            "assurance_retraite",
            "call",
            "La dame m'a expliqué que mon dossier de retraite serait étudié avant l'été et que la réponse arriverait dans mon "
            "espace.",
        ),
    ],
)
def test_who_reads_a_message_out_without_saying_who_sent_it_hands_on_an_institutions(
    institution: str, channel: str, text: str
) -> None:
    assert read(text, channel).claims == (institution,)
    assert read(text, channel, sender="Josette").claims == ()


@pytest.mark.parametrize(
    ("channel", "sender", "text"),
    [
        ("sms", "Paul compta", "Pour l'Urssaf du trimestre je déclare 4 200, ça vous va ?"),
        ("sms", "Maman", "Le facteur a laissé ton colis chez la voisine, passe le prendre"),
        (
            "sms",
            "",
            "Bonjour, votre fils a eu une amende devant l'école, je l'ai vue. Monique",
        ),
        ("sms", "", "Vous avez oublié votre écharpe chez nous, je la garde. Claire"),
        (
            "email",
            "syndic@copro.example",
            "Vos charges du trimestre sont disponibles. Le prélèvement aura lieu le 5.",
        ),
        ("letter", "", "Cabinet dentaire du Parc : votre rendez-vous du 3 est confirmé."),
        ("sms", "", "Votre commande est prête à être retirée en magasin jusqu'au 12."),
    ],
)
def test_somebody_who_speaks_of_such_things_claims_nothing(channel: str, sender: str, text: str) -> None:
    found = read(text, channel, sender)
    assert (found.level, found.claims) == ("unrelated", ())


def test_a_fraud_that_names_nobody_is_told_under_the_charter_of_whom_it_borrows() -> None:
    found = read(
        "Le facteur n'a pas pu glisser votre colis dans la boîte. Choisissez une nouvelle tournée (frais de "
        "présentation 0,80 €) : tournee-bis.example",
        "sms",
        "06 39 98 12 90",
    )
    assert (found.level, found.claims) == ("imposture", ("la_poste",))
    assert "likened" in {reason.kind for reason in found.reasons}


ALLOWANCE = "Vos indemnités journalières du 3 au 14 février sont calculées. "


def test_what_reads_clearly_like_the_assurance_maladie_is_held_against_its_charter() -> None:
    found = read(
        f"{ALLOWANCE}Versement dès réception de votre RIB : versement-ij.example", "sms", "06 39 98 27 14"
    )
    assert (found.level, found.claims) == ("imposture", ("assurance_maladie",))
    [said] = [reason for reason in found.reasons if reason.kind == "likened"]
    assert said.weight == "neutral"
    assert [r.kind for r in found.reasons if r.quote == "versement-ij.example"] == ["link_not_official"]
    assert "l'Assurance Maladie" in said.text


@pytest.mark.parametrize(
    ("channel", "sender", "text"),
    [
        (
            "voicemail",
            "Tata",
            "coucou c'est tata bon la carsat m'a encore oubliée je te raconte dimanche bisous",
        ),
        (
            "voicemail",
            "06 39 98 41 27",
            "momo c'est antoine dis donc j'ai un truc d'amazon comme quoi j'ai acheté un vélo moi j'y comprends rien",
        ),
        ("sms", "Karim", "la secu m'a rendu 12 euros pour mes semelles, jte paye un kebab samedi mdr"),
    ],
)
def test_who_talks_of_an_institution_at_home_is_not_it(channel: str, sender: str, text: str) -> None:
    found = read(text, channel, sender)
    assert (found.level, found.claims) == ("unrelated", ())


def test_whose_name_the_envelope_shows_is_it_however_it_talks() -> None:
    found = read("coucou, jte paye un verre vendredi avec mes lunettes", "sms", "AMELI")
    assert (found.level, found.claims) == ("unproven", ("assurance_maladie",))


def test_it_is_not_where_somebody_else_is_named_or_the_reader_is_not_pushed() -> None:
    assert read(ALLOWANCE, "sms", "06 39 98 27 14").level != "imposture"
    paid = "Versement dès réception de votre RIB : versement-ij.example"
    named = read(f"Garage du Pont : {ALLOWANCE}{paid}", "sms", "Garage du Pont")
    assert named.level != "imposture"


def test_a_message_that_names_somebody_is_told_under_no_other_charter() -> None:
    found = read(
        "Quelqu'un s'est connecté à votre compte ameli depuis Belgrade. Changez votre mot de passe tout de suite via "
        "compte-protege.example, l'ancien vous sera demandé.",
        "sms",
        "06 39 98 71 80",
    )
    assert found.claims == ("assurance_maladie",)


def test_a_prize_is_told_in_no_institutions_name() -> None:
    prize = "Vous avez été tiré au sort pour gagner une voiture, envoyez 30 euros de frais de dossier"
    found = read(prize)
    assert (found.level, found.claims) == ("suspicious", ())


@pytest.mark.parametrize(
    ("channel", "sender", "text"),
    [
        (
            "social",
            "Mutuelle Conseil",
            "Bonjour, vous avez droit à un forfait de 600 euros pour vos lunettes et vos soins dentaires, il me faut "
            "juste votre numéro de sécu",
        ),
        (
            "voicemail",
            "01 99 00 45 66",
            "bonjour un message important vous attend au sujet de votre contrat et de votre prélèvement rappelez "
            "nous vite au 01 99 00 45 66",
        ),
    ],
)
def test_a_doubtful_message_is_nobodys_where_it_reads_like_several(
    channel: str, sender: str, text: str
) -> None:
    found = read(text, channel, sender)
    assert found.claims == ()


def test_a_doubtful_message_that_reads_clearly_like_one_is_its_institutions() -> None:
    found = read(
        "Votre scooter circule en ZFE sans vignette valide. Commande avant contrôle : mon-centre.example",
        "sms",
    )
    assert found.claims == ("critair",)


@pytest.mark.parametrize(
    ("institution", "text"),
    [
        (
            "antai",
            "AVIS DE CONTRAVENTION. Vitesse retenue : 57 km/h. Amende forfaitaire de 135 €, minorée à 90 € sous quinze "
            "jours. Paiement : www.amendes.gouv.fr ou buraliste agréé. Perte d'un point.",
        ),
        (
            "urssaf",
            "Mise en demeure. Vos cotisations du trimestre (812 €) restent dues. Sans versement sous un mois, une "
            "contrainte vous sera signifiée par commissaire de justice. Un échéancier peut être demandé sur urssaf.fr.",
        ),
    ],
)
def test_a_letter_that_reads_surely_like_its_own_is_its_own_however_it_speaks(
    institution: str, text: str
) -> None:
    """It addresses nobody, or names another body on the way."""
    found = read(text)
    assert (found.level, found.claims) == ("unproven", (institution,))


def test_a_doubtful_message_that_is_like_several_of_one_kind_is_told_under_what_holds_for_all_of_them() -> (
    None
):
    found = read(
        "Cher client, votre carte bancaire a un défaut de puce. Un coursier mandaté passera la prendre chez vous. "
        "Remettez-lui l'ancienne sous pli fermé avec son code confidentiel. Votre agence"
    )
    assert found.level in ("suspicious", "imposture")
    assert found.claims == ("banques_fr",)


def test_of_several_that_are_claimed_the_one_that_it_surely_reads_like_is_meant() -> None:
    """The CPF is a training account in France, and a pension in Singapore."""
    found = read(
        "CPF Board: your account is suspended. Log in with Singpass at https://cpf-verify.example within 24 hours",
        "sms",
    )
    assert (found.level, found.claims[0]) == ("imposture", "sg_gov")


def test_who_is_named_among_the_things_of_another_is_not_the_speaker() -> None:
    """*Votre banque* stands in a letter of the energy supplier, whose messages it surely reads like."""
    found = read(
        "Service clientèle. Votre fournisseur a changé de banque. Réglez l'impayé de 58,20 € par virement sur l'IBAN "
        "au dos sous huit jours, sinon la puissance de votre compteur sera réduite."
    )
    assert (found.level, found.claims) == ("suspicious", ("edf",))


def test_two_likenesses_of_who_speaks_and_what_is_asked_break_no_clause() -> None:
    text = "Votre paquet est trop grand pour la boîte. Réservez un passage (1,49 €) : passage-paquet.example"
    found = read(text, "sms", "06 39 98 54 13")
    asked = [reason for reason in found.reasons if reason.kind == "asks_payment"]
    assert (found.level, [reason.weight for reason in asked]) == ("suspicious", ["neutral"])


def test_a_name_that_others_bear_is_borne_out_by_what_the_text_clearly_reads_like() -> None:
    text = (
        "Mme, le virement de vos indemnités revient en erreur. Répondez à ce SMS avec les 16 chiffres de votre carte, nous "
        "forçons le paiement ce soir. Service comptable de la Caisse"
    )
    found = read(text, "sms", "06 39 98 41 18")
    assert (found.level, found.claims) == ("imposture", ("assurance_maladie",))
    assert "likened" in {reason.kind for reason in found.reasons}
    club = "Mme, le virement de la caisse du club revient en erreur, répondez-moi ce soir avec la date. Le trésorier"
    assert read(club, "sms", "06 39 98 41 18").level == "unrelated"


def test_a_bank_that_refused_a_payment_is_not_who_writes() -> None:
    text = (
        "Indemnités journalières de votre arrêt de travail : versement refusé par votre banque, déclaration de l'employeur reçue. "
        "Nouveau RIB à saisir avant midi http://ij-mars.example/rib"
    )
    found = read(text, "sms", "06 39 98 60 93")
    assert (found.level, found.charter_id) == ("imposture", "assurance_maladie")
    card = "Votre carte est bloquée par votre banque. Nouveau code à saisir avant midi http://carte-mars.example/code"
    assert read(card, "sms", "06 39 98 60 93").charter_id == "banques_fr"


def test_what_several_deal_with_is_whose_the_text_surely_reads_like() -> None:
    text = (
        "Bonjour, service santé des salariés agricoles, vos indemnités journalières sont bloquées. Rappelez-nous rapidement à "
        "ce numéro, sinon le remboursement sera annulé."
    )
    assert read(text, "voicemail", "01 99 00 72 20").charter_id == "msa"
    mine = text.replace("service santé des salariés agricoles", "service des arrêts de travail")
    assert read(mine, "voicemail", "01 99 00 72 20").charter_id == "assurance_maladie"


@pytest.mark.parametrize(
    "text",
    [
        "Votre code de vérification est 482913. Ne le partagez avec personne.",
        "Rappel : votre facture est disponible dans votre espace client",
    ],
)
def test_who_is_not_named_is_not_said_to_have_written(text: str) -> None:
    """Anybody sends such a message: nobody is sent to whom it merely reads like."""
    found = read(text, "sms")
    assert (found.level, len(found.claims)) == ("unproven", 1)
    assert "ne nomme personne" in found.headline
    assert [reason.kind for reason in found.reasons] == ["likened"]
    assert not [one for one in found.advice if one.when == "doubt" and (one.contact or ".com" in one.text)]


def test_a_fraud_that_names_nobody_says_that_it_is_judged_by_a_likeness() -> None:
    text = "Votre colis n'a pas pu être livré. Choisissez un nouveau créneau : https://suivi-colis-dom.example/p7"
    found = read(text, "sms")
    assert found.level == "suspicious"
    assert "likened" in {reason.kind for reason in found.reasons}


def test_who_is_named_is_not_said_to_be_likened() -> None:
    found = read("Netflix : votre code de vérification est 482913. Ne le partagez avec personne.", "sms")
    assert "Netflix" in found.headline
    assert "likened" not in {reason.kind for reason in found.reasons}


def test_a_text_without_a_sender_that_speaks_to_a_stranger_of_its_rights_is_its_institutions() -> None:
    said = (
        "Vous avez plus de 65 ans : votre bon pour le vaccin contre la grippe a été envoyé. À montrer en pharmacie avec la "
        "carte Vitale. Votre caisse."
    )
    assert (read(said, "sms").level, read(said, "sms").claims) == ("unproven", ("assurance_maladie",))
    told = "J'ai reçu mon bon pour le vaccin contre la grippe, je le montre demain en pharmacie avec ma carte Vitale."
    assert read(told).level == "unrelated"
