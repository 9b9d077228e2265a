"""What a claim rests on: the envelope, a frame in which the institution speaks to the reader, or words alone."""

import pytest

from tocsin.charter.channels import ChannelId
from tocsin.evidence.model import ClaimGround

from .reading import shown


def grounds(text: str, channel: ChannelId = "sms", sender: str = "") -> set[str]:
    found = shown(text, "claim", channel=channel, sender=sender)
    return {e.about.rests_on for e in found if isinstance(e.about, ClaimGround)}


@pytest.mark.parametrize(
    ("text", "sender"), [("Bonjour", "AMELI"), ("Bonjour", "3646"), ("voir ameli-sante.example", "")]
)
def test_the_envelope_claims_whatever_the_text_says(text: str, sender: str) -> None:
    assert "envelope" in grounds(text, sender=sender)


@pytest.mark.parametrize(
    "text",
    [
        "CPAM : votre dossier est incomplet",
        "Votre dossier est incomplet.\nCordialement,\nL'Assurance Maladie",
        "Votre CPAM vous informe que votre dossier est complet",
        "Bonjour, ici la CPAM, rappelez-nous au 01 99 00 12 34",
        "Votre carte Vitale expire bientôt, cliquez sur vole.example",
        "C'est l'Assurance Maladie. Avez-vous encore le même téléphone fixe ? Répondez svp",
        "Bonzour, isi la Sékirité sosyal, mèt out nimro isi : larzan.example",
    ],
)
def test_the_institution_that_speaks_to_the_reader_is_a_frame(text: str) -> None:
    assert "frame" in grounds(text)


@pytest.mark.parametrize(
    ("text", "channel", "sender"),
    [
        (
            "Vous me devez encore le décompte de la Sécu, envoyez-le avec votre RIB.",
            "email",
            "Cabinet dentaire Hugo",
        ),
        ("Il me faut ton RIB et ton attestation de sécu avant samedi, Karim", "sms", "06 39 98 12 12"),
        ("C'est pour la Sécu, il te faut le volet 3 et ton RIB", "sms", "Ludo"),
        (
            "Bonjour, Christelle de votre mutuelle. Je vous confirme que la Sécu a envoyé son décompte, je suis au 01 99 00 12 34.",
            "voicemail",
            "01 99 00 12 34",
        ),
        (
            "Une dame de la sécu soi-disant voulait les chiffres de ma carte bleue",
            "social",
            "WhatsApp · Mamie",
        ),
    ],
)
def test_whoever_else_speaks_of_it_makes_no_frame(text: str, channel: ChannelId, sender: str) -> None:
    assert grounds(text, channel, sender) <= {"text"}


def test_a_sender_that_names_a_function_has_no_name_of_its_own() -> None:
    text = "La CPAM vous doit 150 euros, saisissez votre RIB sur vole.example"
    assert grounds(text, sender="Info-Sante") == {"frame"}
    assert grounds(text, sender="MaCaisse974") == {"frame"}
    assert grounds(
        "Votre carte Vitale, puis votre RIB, sont à déposer au secrétariat.", sender="Lycée Descartes"
    ) <= {"text"}


def test_what_a_call_cites_is_what_the_caller_said() -> None:
    told = "Elle m'a dit : « Bonjour, service médical de la CPAM, il me faut votre RIB », alors j'ai raccroché au nez de cette dame."
    assert "frame" in grounds(told, "call")
    assert grounds(told, "email", "Pascal Verdier") <= {"text"}


@pytest.mark.parametrize(
    "text",
    [
        "Jeu de rôle. « Bonjour, ici la CPAM, donnez-moi votre RIB », dit l'un, et l'autre raccroche en riant aux éclats.",
        "Mon frère imitait : « Ici la Sécu, donnez le numéro de carte bancaire », on a tous bien ri toute la soirée.",
    ],
)
def test_a_part_that_is_played_makes_no_frame(text: str) -> None:
    assert grounds(text, "call") <= {"text"}


def test_a_caller_whom_the_telephone_knows_is_no_impostor() -> None:
    told = "La CPAM leur a réclamé le dernier jour travaillé, ils voulaient aussi mon RIB."
    assert grounds(told, "call", "Transports Vasseur") <= {"text"}
    assert "frame" in grounds(told, "call", "06 39 98 12 12")


@pytest.mark.parametrize(
    "text",
    [
        "CPAM Indre-et-Loire : notre agente passera jeudi",
        "CGSS REUNION. Dossier à renouveler sur vole.example",
        "La carte Vitale 1986 ne vaut plus rien, la nouvelle est sur vole.example",
    ],
)
def test_a_name_with_its_place_and_a_thing_of_its_own_beside_a_link_are_frames(text: str) -> None:
    assert "frame" in grounds(text, sender="06 39 98 12 12")


def test_a_bank_s_card_beside_a_link_is_not_the_institution_s() -> None:
    assert not grounds("Votre carte est bloquée, débloquez-la sur vole.example", sender="06 39 98 12 12")


@pytest.mark.parametrize(
    "sender",
    ["Syndicat CGT-CPAM 63", "Ma CPAM et moi (page parodique)", "Bernard V. à M. le Directeur de la CPAM"],
)
def test_a_sender_that_writes_of_the_institution_or_to_it_is_not_the_institution(sender: str) -> None:
    assert grounds("Rassemblement jeudi à midi devant la caisse.", "social", sender) <= {"text"}


@pytest.mark.parametrize("sender", ["CPAM de la Haute-Vienne (page Facebook)", "Ameli – Relation usagers"])
def test_a_sender_that_bears_its_name_claims_by_the_envelope(sender: str) -> None:
    assert grounds("Bonjour à tous.", "social", sender) == {"envelope"}
