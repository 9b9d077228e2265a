"""Messages that are answered where they are read: SMS, social networks."""

import pytest

from tests.verdict.levels import level
from tocsin.charter.channels import ChannelId


def test_to_be_sent_to_one_s_bank_is_to_be_asked_for_nothing() -> None:
    text = "Assurance Maladie : en cas de doute, raccrochez, puis appelez votre banque d'un autre téléphone."
    assert level(text, "sms") != "imposture"


@pytest.mark.parametrize("channel", ["sms", "social"])
def test_to_name_a_secret_there_is_to_ask_it(channel: ChannelId) -> None:
    text = "Assurance Maladie : on attend de vous, ici même, la carte bancaire sur laquelle vous payer."
    assert level(text, channel) == "imposture"


@pytest.mark.parametrize("channel", ["sms", "social"])
def test_unless_it_says_never_to_give_it(channel: ChannelId) -> None:
    text = "Assurance Maladie : ne donnez jamais votre carte bancaire, ni par téléphone ni par message. Signalez les faux comptes."
    assert level(text, channel) == "unproven"


def test_to_finish_what_is_made_for_the_reader_is_not_done_in_their_account() -> None:
    text = (
        "Bonjour, je suis Nadège de l'Assurance Maladie. Pour finaliser la création de Mon espace santé "
        "j'ai besoin de votre numéro de sécurité sociale, envoyez-le ici."
    )
    assert level(text, "social") == "imposture"
    assert level("Assurance Maladie : changez votre RIB dans votre compte ameli.", "social") == "unproven"


def test_who_answers_between_the_lines_of_the_person_is_the_other() -> None:
    thread = (
        "Bonjour, assurance maladie, je suis en charge de votre dossier.\nMoi : comment avez-vous mon numéro ?\n"
        "Par votre caisse. Envoyez-moi ici votre numéro de sécu et un RIB"
    )
    assert level(thread, "social", sender="+33 6 39 98 70 02") == "imposture"


def test_a_sender_made_of_the_name_of_a_messenger_is_nobody() -> None:
    text = "Service du contrôle, CPAM. Une amende de 200 euros est à régler ce soir, photographiez le code du ticket."
    assert level(text, "social", sender="WhatsApp · +33 6 39 98 60 91") == "imposture"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le colis de mamie est arrivé, le livreur l'a laissé chez Josiane. Tu passes le prendre ?",
            "unrelated",
        ),
        ("Bonjour c'est le facteur, votre colissimo ne rentrait pas dans la boite.", "suspicious"),
    ],
)
def test_friends_take_in_parcels_and_strangers_write_as_drivers(text: str, expected: str) -> None:
    sender = "Papa" if expected == "unrelated" else "06 39 98 12 90"
    assert level(text, "sms", sender=sender) == expected


def test_who_is_on_the_account_is_not_the_institution() -> None:
    told = "je suis sur le compte ameli pour la carte des enfants, t'as dû recevoir un code par mail, donne"
    assert level(told, "sms", sender="Thibault") != "imposture"
    assert level("je suis Mme Lacroix d'ameli, envoyez-moi le code reçu par mail", "sms") == "imposture"
