"""Honest people speak of an institution, its things and its codes as frauds do: who they say they are is heard."""

from datetime import date
from typing import Any

import pytest

from tocsin.charter.channels import ChannelId
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.check import judge

DAY = date(2025, 3, 14)
HONEST = ("unrelated", "unproven")


def level(text: str, channel: ChannelId = "call", **rest: Any) -> str:
    return judge(message_from_text(text, channel, received=DAY, **rest)).level


@pytest.mark.parametrize(
    "text",
    [
        "bonjour c'est la boulangerie Perrin on prend le chèque énergie comme acompte vous le remettez à mon livreur et "
        "vous réglez le reste rappelez moi au même numéro",
        "bonjour madame ici le secrétariat du docteur blum dentiste votre rendez-vous m't dents de lundi est décalé au neuf "
        "rappelez au zéro trois cinquante-trois zéro un trente et un douze et pensez au bon de prise en charge",
        "oui bonjour c'est la pharmacie des Halles la caisse a rejeté votre dossier la carte vitale n'est pas à jour passez à "
        "la borne avant samedi et rappelez moi au zéro trois cinquante-trois zéro un vingt deux dix",
    ],
)
def test_a_trade_that_leaves_a_message_is_not_the_institution_that_it_names(text: str) -> None:
    assert level(text, "voicemail") in HONEST


def test_the_institution_that_names_a_trade_is_still_itself() -> None:
    said = "votre pharmacie nous signale un rejet rappelez vite au zéro trois cinquante-trois zéro un vingt deux dix"
    assert level(f"bonjour ici le service carte vitale de la CPAM {said}", "voicemail") == "imposture"


@pytest.mark.parametrize(
    "text",
    [
        "J'ai appelé moi-même le cabinet de radiologie pour payer. « Vous pouvez régler à distance, tapez les chiffres de la "
        "carte sur le clavier. » 45 euros, la CPAM et la mutuelle ont pris le reste.",
        "L'imprimante coinçait, je les ai appelés. « Lisez-moi les neuf chiffres, je prends la main. » La sécu attendra mes "
        "feuilles jusqu'à demain.",
    ],
)
def test_who_was_rung_by_what_they_are_is_known(text: str) -> None:
    assert level(text) in HONEST


def test_who_rings_a_number_that_was_given_to_them_knows_nobody() -> None:
    asked = "Une dame m'a demandé les chiffres de ma carte bancaire."
    assert level(f"J'ai appelé le numéro du SMS de la CPAM. {asked}") == "imposture"


def test_a_body_that_is_told_to_have_rung_is_who_asks() -> None:
    wanted = "m'a rappelée d'un autre numéro : il lui faut mon RIB en entier pour débloquer le remboursement de la CPAM."
    assert level(f"Mon opticienne {wanted}") == "suspicious"
    assert level(f"Une dame de la CPAM {wanted}") == "imposture"


def test_a_shop_has_a_till() -> None:
    asked = "Un technicien m'a appelé : « lisez-moi les seize chiffres de la carte »"
    assert level(f"Le tiroir de caisse coinçait. {asked}") == "suspicious"
    assert level(f"Pour la caisse, ils ont trouvé. {asked}") == "imposture"


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        (
            "oui c'est mamie je te laisse un message le site de la sécu veut plus mon mot de passe et ça m'envoie un code tu "
            "regardes et tu me dis le code bisous",
            "voicemail",
        ),
        (
            "Mon fils, depuis la cuisine : « Maman, ameli m'envoie un code, tu peux me le lire ? » Je le lui ai lu.",
            "call",
        ),
    ],
)
def test_relatives_read_a_code_to_one_another(text: str, channel: ChannelId) -> None:
    assert level(text, channel) in HONEST


def test_who_says_vous_to_a_grandmother_is_no_relative() -> None:
    asked = "donnez-moi les seize chiffres de votre carte."
    assert level(f"« Mamie, c'est la Sécurité sociale, {asked} » Elle a donné.") == "imposture"


def test_a_password_that_stays_is_not_asked() -> None:
    text = "Vous nous dites avoir perdu le mot de passe de votre compte ameli.\n\nChoisissez-en un autre : https://ameliconnect.ameli.fr/oubli\n\n"
    sender = "ne-pas-repondre@app.assurance-maladie.fr"
    stays = "Ce n'était pas vous ? Laissez ce courriel de côté, votre mot de passe reste valable."
    assert level(text + stays, "email", sender=sender) == "unproven"
    asked = "Ce n'était pas vous ? Laissez-nous ici votre mot de passe."
    assert level(text + asked, "email", sender=sender) == "suspicious"


def test_who_invites_to_a_drink_jokes() -> None:
    text = "CPAM : suite à votre rechute à la pétanque, votre carte vitale est suspendue. Pour la réactiver, présentez-vous"
    assert (
        level(f"{text} dimanche à l'apéro avec un saucisson.", "sms", sender="06 39 98 33 61") == "unrelated"
    )
    assert level(f"{text} sur carte-retour.example", "sms", sender="06 39 98 33 61") == "imposture"


def test_an_order_with_its_own_object_asks_not_for_what_stays_good() -> None:
    text = "Vous avez perdu votre mot de passe ameli. Pour en choisir un autre : https://assure.ameli.fr/nouveau\n\n"
    sender = "ne-pas-repondre@info.ameli.fr"
    stays = "Vous y renoncez ? Laissez-la expirer, cette page, votre mot de passe d'avant reste le bon."
    assert level(text + stays, "email", sender=sender) == "unproven"
    asked = "Vous y renoncez ? Laissez-nous ici votre mot de passe d'avant, le bon."
    assert level(text + asked, "email", sender=sender) != "unproven"


def test_a_code_typed_on_the_page_that_the_reader_opened_is_not_asked() -> None:
    sender = "noreply@ameli.fr"
    code = "310 552\nC'est le code à saisir {}. Il sert une fois. L'Assurance Maladie"
    assert level(code.format("dans la fenêtre que vous venez d'ouvrir"), "email", sender=sender) == "unproven"
    assert level(code.format("au téléphone avec notre agent"), "email", sender=sender) == "imposture"


def test_a_card_to_bring_to_an_appointment_is_no_lure() -> None:
    text = "Rendez-vous confirmé jeudi à 9 h chez le dentiste pour Malo. {} À jeudi. Changer d'heure : agenda-soins.example"
    sender = "no-reply@agenda-soins.example"
    assert level(text.format("À apporter : carte Vitale, carnet."), "email", sender=sender) in HONEST
    renewed = text.format("À prévoir : renouveler votre carte Vitale avant.")
    assert level(renewed, "email", sender=sender) not in HONEST


def test_whoever_somebody_is_measured_by_does_not_speak() -> None:
    told = (
        "Le meunier change de banque. Je l'ai rappelé à son ancien numéro, il a ri : « vous êtes {} la douane ». "
        "Nouveau RIB reçu par coursier. Saisi."
    )
    assert level(told.format("pire que")) == "unrelated"
    assert level(told.format("en ligne avec")) == "imposture"


def test_whoever_somebody_is_threatened_with_does_not_speak() -> None:
    owed = "Trop perçu de 63 euros sur votre carte Vitale. Règlement par carte, {} : cpam-reglement.example"
    for threat in ("après c'est huissier", "dernier avis avant huissier", "sinon c'est l'huissier"):
        message = message_from_text(owed.format(threat), "sms", sender="06 39 98 66 17", received=DAY)
        found = judge(message)
        assert (found.level, found.charter_id) == ("imposture", "assurance_maladie"), threat


def test_another_body_s_front_page_is_no_link_elsewhere() -> None:
    text = (
        "Une connexion a eu lieu grâce à FranceConnect. Service : Mes points. Compte utilisé : {}\n"
        "Ce n'était pas vous ? Voir franceconnect.gouv.fr/faq"
    )
    sender = "ne-pas-repondre@franceconnect.gouv.fr"
    assert level(text.format("www.ameli.fr/"), "email", sender=sender) == "unproven"
    for host in ("paypal.com/paypalme/points", "mes-impots.example"):
        assert level(text.format(host), "email", sender=sender) == "imposture"


@pytest.mark.parametrize(
    ("number", "levels"),
    [
        ("zéro neuf soixante-quatorze soixante-quinze soixante-seize soixante-dix-huit", HONEST),
        ("zéro un quatre-vingt-dix-neuf zéro zéro douze treize", ("imposture",)),
    ],
)
def test_a_voicemail_may_say_from_which_own_line_one_will_ring(number: str, levels: tuple[str, ...]) -> None:
    said = (
        "bonjour c'est l'assurance maladie nous vous rappellerons ce soir le numéro affiché sera le trente-six "
        f"quarante-six ou le {number} merci de décrocher"
    )
    assert judge(message_from_text(said, "voicemail", received=date(2022, 3, 12))).level in levels


def test_who_got_through_to_the_institution_at_last_rang_it() -> None:
    told = "le 3646 : la conseillère voit bien le RIB au dossier, le virement est pour jeudi."
    assert level(f"J'ai enfin eu {told}", sender="3646") in HONEST
    assert level(f"J'ai fini par avoir {told}", sender="3646") in HONEST
    assert level("J'ai eu un appel du 3646 : la conseillère voulait mon RIB entier.") == "imposture"


def test_who_will_not_hear_a_code_asks_for_none() -> None:
    said = "— C'est Nadia. Sur ameli il me demande un code. — Celui de tes mails, tu le tapes,"
    assert level(f"{said} tu me le dis pas.") in HONEST
    assert level(f"{said} tu me le dis.") == "suspicious"
    assert level(f"{said} tu me le dis pas. Enfin si, donne-le moi.") == "suspicious"


def test_a_number_to_ring_on_the_back_of_a_chequebook_is_no_number_of_a_card() -> None:
    said = "bonjour madame Colin c'est Julie du crédit agricole pour votre rendez-vous"
    back = "rappelez-moi sur le numéro habituel qui est au dos de votre chéquier"
    assert level(f"{said} {back}", "voicemail") != "imposture"
    asked = "rappelez-moi et donnez le numéro qui est au dos de votre carte bancaire"
    assert level(f"{said} {asked}", "voicemail") == "imposture"


@pytest.mark.parametrize(
    "denied",
    ["لا حساب بنكي ولا كلمة سر", "keine Kontonummer, kein Passwort", "sin cuenta bancaria ni contraseña"],
)
def test_what_a_call_did_not_want_is_denied_in_other_languages_too(denied: str) -> None:
    told = judge(message_from_text(f"La CPAM m'a rappelée comme convenu : {denied}.", "call", received=DAY))
    assert {"asks_bank_details", "asks_credentials"}.isdisjoint(reason.kind for reason in told.reasons)


def test_a_paper_that_is_to_be_handed_in_is_no_name_of_who_asks() -> None:
    text = "Comme chaque année, merci de déposer à l'accueil une copie de l'avis d'imposition {}. À défaut, 25 € de frais de dossier."
    sender = "gestion@bailleur-rives.example"
    judged = judge(message_from_text(text.format("2024"), "email", received=DAY, sender=sender))
    assert judged.claims == ()
    assert judged.level in HONEST
    posed = "Votre avis d'imposition est disponible : réglez 25 € de frais de dossier sur https://avis-depot.example"
    assert level(posed, "email", sender=sender) == "imposture"


def test_who_sends_something_by_a_carrier_is_not_that_carrier() -> None:
    sale = "Le vélo est pour vous si vous payez l'étiquette, 11 €. {} lundi, bises à Paul."
    assert level(sale.format("Je l'envoie en Chronopost"), "sms", sender="06 39 98 33 61") in HONEST
    posed = "Chronopost : votre colis attend, payez 11 € de frais."
    assert level(posed, "sms", sender="06 39 98 33 61") == "imposture"


def test_an_exercise_may_be_named_in_the_subject() -> None:
    asked = "Pour vous verser un avoir, il me faudrait les seize chiffres de votre carte bancaire."
    scene = f"L'appelant : Bonjour, CPAM. {asked} Mme Poncet : Ah !"
    assert level(scene, "email", subject="Fiche n° 6, jeu de rôle") != "imposture"
    assert level(scene, "email", subject="Fiche n° 6, votre avoir") == "imposture"


@pytest.mark.parametrize(
    "text",
    [
        "Guys this text is going round, it's NOT real: \"Your health card will be blocked, pay 1.95 at vitale-renew.example\". Don't tap!",
        "Faites gaffe, ma belle-mère a eu un mail carte vitale 2026 avec une adresse en ameli.example, elle a mis ses papiers dedans.",
    ],
)
def test_friends_warn_one_another_in_words_of_their_own(text: str) -> None:
    assert level(text, "social", sender="Groupe « Entraide du quartier »") == "unrelated"


def test_a_code_at_a_locker_is_typed_there() -> None:
    text = "Mondial Relay : votre colis attend au locker de la gare jusqu'au 12. Ouvrez-le avec le code de l'application"
    assert level(f"{text}.", "sms", sender="MondialRelay") == "unproven"
    assert level(f"{text} reçu par SMS, à nous renvoyer sur casier-relais.example", "sms") == "suspicious"


def test_the_reader_s_own_line_is_no_number_to_ring() -> None:
    bill = "Free : la facture de votre {} 01 99 00 20 20 est disponible dans votre espace abonné."
    assert level(bill.format("ligne"), "email") == "unproven"
    assert level(bill.format("forfait est contestée, appelez le"), "email") == "suspicious"


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("nous ne demandons jamais vos coordonnées bancaires par courriel.", "unproven"),
        ("nous n'avons besoin ni de votre mot de passe, ni de vos coordonnées bancaires.", "unproven"),
        ("nous demandons vos coordonnées bancaires, envoyez-les par courriel.", "imposture"),
    ],
)
def test_what_is_to_be_remembered_may_be_that_nothing_is_asked(sentence: str, verdict: str) -> None:
    assert level(f"Votre MSA vous informe. Retenez ceci : {sentence}", "email") == verdict


@pytest.mark.parametrize("stays", ["ne change pas", "continue de fonctionner"])
def test_a_password_that_goes_on_is_not_asked(stays: str) -> None:
    text = "Vous avez demandé un nouveau mot de passe ameli : https://ameliconnect.ameli.fr/oubli\n\nCe n'était pas vous ?"
    sender = "ne-pas-repondre@app.assurance-maladie.fr"
    assert (
        level(f"{text} Laissez ce courriel, votre mot de passe {stays}.", "email", sender=sender)
        == "unproven"
    )
    assert level(f"{text} Laissez-nous ici votre mot de passe.", "email", sender=sender) == "suspicious"


def test_a_club_of_former_officers_asks_for_the_price_of_its_meal() -> None:
    said = "Chers collègues, le repas a lieu le 17 juin. Participation : 32 €, par chèque au trésorier avant le 1er juin."
    mailbox = "amicale@anciens-gabelous.example"
    assert (
        level(said, "email", sender=f"Amicale des anciens des Douanes <{mailbox}>", subject="Repas") in HONEST
    )
    assert level(said, "email", sender=f"Douanes <{mailbox}>", subject="Repas") == "suspicious"


@pytest.mark.parametrize(
    "said",
    [
        # Of whom else is spoken comes after who speaks.
        "bonjour madame le service sophia de l'assurance maladie ici une infirmière je retenterai jeudi vous êtes libre de ne "
        "pas participer",
        # A number that nobody answers is no warning of frauds.
        "bonsoir assurance maladie plateforme contact covid nous avons votre résultat du quatre novembre nous rappelons "
        "demain entre neuf heures et midi ne rappelez pas ce serveur merci",
    ],
)
def test_a_voice_that_says_that_it_is_the_institutions_is_heard(said: str) -> None:
    found = judge(message_from_text(said, "voicemail", sender="05 36 49 20 20", received=DAY))
    assert (found.level, found.claims) == ("unproven", ("assurance_maladie",))


def test_a_number_that_it_may_ring_from_is_not_to_be_rung() -> None:
    notice = "Vous avez ete identifie comme contact a risque. Consignes : ameli.fr/cas-contact. Un conseiller peut vous"
    on = date(2021, 4, 12)
    for rings, expected in (("appeler du", "unproven"), ("repondre au", "imposture")):
        said = message_from_text(f"{notice} {rings} 09 86 01 36 46.", "sms", sender="38663", received=on)
        assert judge(said).level == expected


def test_what_is_said_to_be_done_is_not_asked() -> None:
    told = "Le relevé enregistré dans votre compte a été remplacé le 8 mai à 20 h 14, après passage par FranceConnect."
    sender = "compte ameli <assurance-maladie@info.ameli.fr>"
    for subject, expected in (
        ("Confirmation : vos coordonnées bancaires ont été modifiées", "unproven"),
        ("Confirmez vos coordonnées bancaires", "suspicious"),
    ):
        assert level(told, "email", sender=sender, subject=subject) == expected
