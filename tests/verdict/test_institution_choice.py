"""A message finds by itself in whose name it comes; who is only mentioned is not asked."""

from datetime import date

import pytest

from tocsin.charter.channels import ChannelId
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.check import judge
from tocsin.verdict.institution_choice import choose_institution
from tocsin.verdict.model import Verdict

DAY = date(2025, 11, 3)


def judged(text: str, sender: str = "", channel: ChannelId = "sms", charter: str | None = None) -> Verdict:
    return judge(message_from_text(text, channel, sender=sender, received=DAY), charter)


@pytest.mark.parametrize(
    ("institution", "text", "sender"),
    [
        ("urssaf", "URSSAF : vos cotisations sont impayées, réglez sur https://regul-cotis.example", ""),
        ("netflix", "Netflix : votre abonnement est suspendu, votre carte : https://maj-flix.example", ""),
        ("dgfip", "Un remboursement vous attend : https://dossier-88.example", "Impots.gouv"),
        ("assurance_maladie", "AMELI : votre carte Vitale expire : https://renouv-carte.example", ""),
        ("chronopost", "Votre colis attend : https://chronopost-livraison.example/7", ""),
        ("antai", "Amende impayée : réglez 35 euros sur https://dossier-amende.example sous 48h", ""),
    ],
)
def test_it_finds_who_is_claimed_by_name_sender_host_or_thing(institution, text, sender):
    found = judged(text, sender)
    assert (found.charter_id, found.claims[0]) == (institution, institution)
    assert found.level in ("imposture", "suspicious")


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        ("dhl", "DHL : votre envoi est soumis à des frais de douane, à payer au livreur."),
        ("urssaf", "Urssaf : votre attestation est dans votre espace, avec FranceConnect."),
    ],
)
def test_who_speaks_counts_before_who_is_mentioned(speaker, text):
    assert judged(text).charter_id == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour, la comptable a appelé l'Urssaf pour toi, ta déclaration est bien passée. Bises",
        "On se retrouve devant la Caf à 14 h ?",
        "J'ai payé mon amende ce matin, quelle tristesse",
    ],
)
def test_a_mere_mention_is_nobodys_message(text):
    found = judged(text)
    assert (found.level, found.claims) == ("unrelated", ())


def test_where_nobody_is_found_no_institution_is_spoken_of():
    found = judged("Bonjour, on se voit demain ?")
    assert found.claims == ()
    assert "Assurance Maladie" not in found.headline + found.proves
    assert "Assurance Maladie" in judged("Bonjour, on se voit demain ?", charter="assurance_maladie").headline


def test_who_sends_a_stranger_to_its_site_and_names_nobody_writes_for_it():
    due = "Votre déclaration trimestrielle n'est pas arrivée. Complétez-la sur www.caf.fr avant le 15."
    found = judged(due)
    assert (found.level, found.claims) == ("unproven", ("caf",))
    assert judged("T'as pensé à ta déclaration ? Va sur www.caf.fr avant le 15, bises").level == "unrelated"
    assert judged(due, "Lycée Jean Moulin").claims == ()


def test_its_own_name_at_the_foot_signs_with_whose_it_is():
    due = "Bonjour, un indu de 212,40 € a été constaté. Retrouvez la notification dans votre compte, rubrique Mes messages."
    found = judged(f"{due} Votre caisse d'assurance maladie", channel="email")
    assert (found.level, found.claims) == ("unproven", ("assurance_maladie",))


@pytest.mark.parametrize(
    ("text", "sender", "channel"),
    [
        (
            "HMRC: £299 will go into the account we already pay, some day in March. Nothing to do.",
            "HMRC",
            "sms",
        ),
        (
            "Étude Morel, notaires - L'IBAN de l'étude ne change jamais : appelez-nous avant tout virement.",
            "",
            "letter",
        ),
        (
            "Avis d'échéance 2024. Votre cotisation passe à 256 €, soit 21,33 € le 10 de chaque mois.",
            "",
            "letter",
        ),
    ],
)
def test_what_others_pay_where_to_pay_and_what_falls_due_is_asked_of_nobody(text, sender, channel):
    assert judged(text, sender, channel).level in ("unproven", "unrelated")


@pytest.mark.parametrize(
    ("text", "sender", "channel"),
    [
        (
            "Votre titre expire. Envoyez la copie à : CPAM, 93015 Bobigny Cedex, avec ce courrier.",
            "CPAM de Seine",
            "letter",
        ),
        ("DPD France : colis 00250012345678 de ELECTRO-PRO, livraison ce jour. www.dpd.com/fr", "DPD", "sms"),
    ],
)
def test_a_postcode_and_the_number_of_a_parcel_ring_nowhere(text, sender, channel):
    assert judged(text, sender, channel).level == "unproven"
    rung = text.replace("à : CPAM, 93015 Bobigny Cedex", "au 01 99 00 15 15").replace(
        "colis 0025", "rappelez le 0025"
    )
    assert judged(rung, sender, channel).level in ("imposture", "suspicious")


def test_a_friend_who_tells_of_institutions_writes_for_none():
    mail = "Ma belle, FranceConnect marche avec l'identifiant impôts, la Caf nous réclame tout en double. Je t'embrasse."
    assert judged(mail, "marie.aubert@courriel.example", "email").level != "imposture"


def test_papers_that_are_an_institutions_own_thing_are_asked_all_the_same():
    asked = "Nous vous prions de répondre à ce message en y joignant une photo de votre carte nationale d'identité."
    found = judged(asked, "noreply@france-identite.gouv.fr", "email")
    assert (found.level, found.claims) == ("imposture", ("france_titres",))


def test_a_charter_that_is_named_is_the_one():
    text = "URSSAF : vos cotisations sont impayées, réglez sur https://regul-cotis.example"
    assert judged(text, charter="dgfip").charter_id == "dgfip"


def test_whoever_else_speaks_is_listed():
    found = judged("Service FranceConnect et Ameli : envoyez votre mot de passe.", channel="social")
    assert set(found.claims) == {"franceconnect", "assurance_maladie"}


def test_a_genuine_address_is_told_and_warns_of_nothing():
    found = judged("Urssaf : votre déclaration est enregistrée.", "Urssaf <avis@info.urssaf.fr>", "email")
    assert (found.level, found.charter_id) == ("unproven", "urssaf")
    assert "sender_matches_proves_nothing" in {reason.kind for reason in found.reasons}


def test_a_word_that_is_a_name_too_is_none_in_words_alone():
    assert judged("Feel free to call me, the pass is free: https://party-88.example").claims == ()


def test_a_published_name_of_an_sms_sender_claims_though_no_word_names_anybody():
    text = "Vous êtes convoqué le 12 mars à 10 h. Pensez à vos justificatifs."
    assert (judged(text, "MSJ").claims, judged(text, "MSJ").level) == (("justice",), "unproven")
    assert judged(text, "MSK").claims == ()


def test_whoever_bears_another_name_is_likened_to_nobody():
    text = "Votre livraison est prévue demain entre 9 h et 11 h. Suivez votre livreur en direct."
    found = [
        choose_institution(message_from_text(text, "sms", sender=sender, received=DAY)).read_likened(
            warned=False
        )
        for sender in ("", "Fleurs Zoé")
    ]
    assert [one and one.charter.id for one in found] == ["transporteurs_fr", None]


def test_a_mailbox_of_a_provider_is_not_the_provider():
    assert (
        judged("Bonjour, voici les photos du mariage.", "Jean <jean.dupont@orange.fr>", "email").claims == ()
    )


def test_what_one_of_two_that_are_named_never_asks_is_enough():
    told = (
        "Un jeune homme, « service de digitalisation FranceConnect et Ameli », voulait que je lui lise le code reçu par "
        "mail et le mot de passe"
    )
    assert judged(told, "01 99 00 92 40", "call").level == "imposture"
    # Who speaks of both, with a number of their own, asks nothing.
    talk = "FranceConnect et Ameli : l'atelier de la médiathèque a lieu jeudi, inscription au 01 99 00 92 40"
    assert judged(talk, "01 99 00 92 40", "call").level != "imposture"


@pytest.mark.parametrize(
    ("channel", "sender", "text"),
    [
        (
            "letter",
            "",
            "Votre banque vous informe. Un conseiller n'a nul besoin de vos codes ni de votre mot de passe. Ne confiez "
            "votre carte à personne.",
        ),
        (
            "email",
            "Caisse d'Épargne",
            "Votre carte expire fin octobre. La nouvelle arrive sous dix jours. Votre code secret reste le même et "
            "n'est écrit sur aucun courrier.",
        ),
        (
            "email",
            "Netflix",
            "Paiement refusé. Mettez à jour votre carte bancaire sur www.netflix.com/youraccount.",
        ),
        ("sms", "DWP", "DWP: your Winter Fuel Payment of £300 was paid on 20 November."),
        (
            "sms",
            "RDVJustice",
            "RAPPEL convocation SPIP de Lyon le 02/04 à 14h15. Munissez-vous d'une pièce d'identité. Empêchement : "
            "04 65 71 12 00",
        ),
    ],
)
def test_what_is_not_asked_changes_at_home_or_was_paid_speaks_against_nobody(channel, sender, text):
    assert judged(text, sender, channel).level == "unproven"


@pytest.mark.parametrize(
    ("channel", "sender", "text"),
    [
        (
            "email",
            "Netflix",
            "Paiement refusé. Mettez à jour votre carte bancaire sur www.netflix-compte.example.",
        ),
        ("email", "Netflix", "Paiement refusé. Envoyez votre numéro de carte, ou voyez netflix.com."),
        (
            "sms",
            "+44 7700 900214",
            "DWP: pay the Winter Fuel Payment of £300 back today at https://fuel.example",
        ),
        (
            "letter",
            "",
            "EDF - Service fraude. Notre banque a été victime d'escrocs. À partir de ce jour le seul compte d'EDF est "
            "DE00 1111 2222 3333 4444 55 : versez-y les 43,18 € qui restent dus.",
        ),
    ],
)
def test_what_is_asked_elsewhere_is_asked_all_the_same(channel, sender, text):
    assert judged(text, sender, channel).level in ("suspicious", "imposture")


def test_who_comes_late_into_a_story_did_not_ring():
    told = (
        "Ma voisine raconte qu'hier un « coursier de la banque » a sonné chez elle pour prendre la carte. Elle a dit "
        "oui, elle a fermé la porte à clef et elle a appelé. Il attendait encore. Les gendarmes ont bien ri."
    )
    found = judged(told, channel="call")
    assert found.claims == ()
    assert found.level != "imposture"


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("Remboursement de 43,89 EUR en attente : https://retour-soins.example/fr", "AM-INFO"),
        (
            "AM-Info : vos données ont fuité. Saisissez votre RIB sur https://test-fuite.example",
            "06 39 98 80 24",
        ),
        ("C2S : votre dossier sera classé ce soir. Appelez vite le 01 99 00 48 16", "06 39 98 45 45"),
        ("Mon espace santé : activez votre profil sur https://profil-sante.example", "06 39 98 45 45"),
    ],
)
def test_its_initials_and_a_thing_of_its_own_at_the_head_are_its_name(text: str, sender: str) -> None:
    found = judged(text, sender)
    assert (found.level, found.claims[:1]) == ("imposture", ("assurance_maladie",))


def test_who_speaks_of_initials_or_of_such_a_thing_is_nobody() -> None:
    for text in (
        "I am on the info desk today, see you at noon in the canteen",
        "C2S : tu as envoyé le dossier ? Moi pas encore",
        "Remboursement AM ou PM, je ne sais plus ce qu'il a dit",
    ):
        assert judged(text).level == "unrelated"


def test_what_a_mail_that_reads_surely_like_frauds_names_is_asked() -> None:
    sender = "CPAM88 <no-reply@transfert-dossier.example>"
    text = (
        "Votre rattachement doit être CONFIRMÉ par vos soins.\nMunissez-vous :\n- de votre numéro de sécurité sociale\n"
        "- d'un RIB\nAccéder au rattachement --> https://transfert-dossier.example/dossier\n"
        "Sans confirmation au 29/02, vos soins ne seront plus remboursés."
    )
    broken = {r.kind for r in judged(text, sender, "email").reasons if r.weight == "contradicts"}
    assert {"asks_nir", "asks_bank_details"} <= broken
    calm = (
        "Bonjour, votre rendez-vous à l'accueil est confirmé pour mardi à 10 h.\nMunissez-vous :\n- de votre numéro de "
        "sécurité sociale\n- d'un RIB\nBien à vous, votre caisse primaire"
    )
    assert judged(calm, "CPAM88 <accueil@info.ameli.fr>", "email").level == "unproven"


def test_who_says_what_they_deal_with_there_presents_themselves() -> None:
    text = "Bonjour monsieur Costa, je suis l'agent qui traite votre accident du travail à la CPAM. Il me faut l'IBAN entier."
    assert judged(text, "06 39 98 91 45", "social").level == "imposture"
    school = "Bonjour monsieur Costa, je suis la dame de l'accueil du lycée, pour le dossier de Léo la CPAM attend votre attestation"
    assert judged(school, "06 39 98 91 45", "social").level == "unrelated"


def test_of_two_that_a_sender_names_it_is_the_one_whose_address_it_is():
    text = "Bonjour, votre attestation fiscale peut être consultée dans votre espace personnel."
    found = judged(text, "Carsat-CGSS retraite <nepasrepondre@info.lassuranceretraite.fr>", "email")
    assert (found.charter_id, found.level) == ("assurance_retraite", "unproven")
    asking = (
        f"{text} Votre pension est suspendue : confirmez vos coordonnées bancaires sur retraite.example/rib"
    )
    assert (
        judged(asking, "Carsat-CGSS retraite <nepasrepondre@retraite.example>", "email").level != "unproven"
    )
