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
