"""What is only asked about, denied or reminded of: whoever asks whether it is a fraud, warns of visits, or has an office."""

from datetime import date

import pytest

from tocsin.verdict.check import check

DAY = date(2025, 3, 14)


def judge(text: str, channel: str = "sms", sender: str = "") -> str:
    return check(text, channel=channel, sender=sender, received=DAY).level  # type: ignore[arg-type]


PASTED = '"CPAM13 Vos indemnites sont pretes. Saisir n° secu + date de naissance sur indemnites-cpam.example"'


def test_who_asks_whether_a_message_is_a_fraud_is_answered_about_the_message() -> None:
    assert judge(f"j'ai reçu ce msg : {PASTED} ça sent l'arnaque ou c'est bon ?") == "imposture"
    # Whoever says that it is one warns, and cites it.
    assert judge(f"Attention, c'est une arnaque, n'ouvrez pas : {PASTED}") == "unrelated"


def test_the_handle_of_a_network_is_no_mailbox() -> None:
    text = "Vous recevez un appel d'un soi-disant conseiller ? Raccrochez. Nous n'échangeons rien de personnel ici."
    assert judge(text, "social", "Assurance Maladie (@ameli_actu)") == "unproven"
    assert judge(text, "email", "Assurance Maladie <contact@ameli-actu.example>") == "imposture"


def test_nobody_comes_where_a_visit_is_denied() -> None:
    denied = (
        "Nos agents ne viendront pas chercher votre ancienne carte, détruisez-la vous-même et jetez la puce."
    )
    kinds = {r.kind for r in check(denied, channel="letter", received=DAY).reasons}
    assert "lure_visit" not in kinds
    told = "Nos agents viendront chercher votre ancienne carte, préparez-la avec la puce dans une enveloppe."
    assert "lure_visit" in {r.kind for r in check(told, channel="letter", received=DAY).reasons}


REMINDER = (
    "Rappel : vous avez rendez-vous au SPIP de Lille le 12/03 à 14h. En cas d'empêchement appelez le {}"
)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        (REMINDER.format("03 53 01 22 14"), "unproven"),
        # A number that costs more than a call, or where something is to be paid, is no office's.
        (REMINDER.format("08 99 00 11 22"), "imposture"),
        ("SPIP : réglez votre amende de 90 euros avant ce soir au 03 53 01 22 14", "suspicious"),
    ],
)
def test_an_office_has_a_number_of_its_own(text: str, level: str) -> None:
    assert judge(text, "sms", "RDVJustice") == level


@pytest.mark.parametrize("text", ["t'as mes clefs", "minecraft", "tu dors ?"])
def test_a_few_words_read_like_nothing(text: str) -> None:
    assert judge(text, "social", "Yanis") == "unrelated"


def test_a_sum_is_quoted_with_its_cents() -> None:
    verdict = check("Votre colis est bloqué, payez 0,99 : colis-suivi.example", received=DAY)
    quotes = [r.quote for r in verdict.reasons if r.kind == "asks_payment"]
    assert all(quote.endswith("0,99") for quote in quotes)


@pytest.mark.parametrize(
    ("text", "sender", "level"),
    [
        # Whoever writes from a number of their own, as friends do, and speaks of the institution.
        (
            "tjrs pas reçu mes ij 5 semaines ils abusent, jsuis allé à l'accueil cpam hier",
            "06 39 98 14 76",
            "unrelated",
        ),
        ("CPAM : vos indemnités sont bloquées, rappelez le 06 39 98 14 77", "06 39 98 14 76", "imposture"),
    ],
)
def test_who_tells_of_the_institution_from_a_number_of_their_own_poses_as_nobody(
    text: str, sender: str, level: str
) -> None:
    assert judge(text, "sms", sender) == level


def test_a_host_that_bears_the_name_of_the_sender_is_their_own() -> None:
    text = "Dernier jour pour prolonger votre abonnement étudiant, en agence ou sur {}. À tout de suite !"
    assert judge(text.format("korrigo.fr"), "sms", "KORRIGO") == "unrelated"
    assert judge(text.format("korrigo-abonnement.example"), "sms", "KORRIGO") == "suspicious"


def test_children_who_play_the_caller_pose_as_nobody() -> None:
    said = "— Allô ?\n— Bonjour, c'est la Sécu, donnez-moi les chiffres de votre carte bleue !\n— Non."
    played = f"— Papy, on joue ? Moi je fais le monsieur de la Sécu.\n{said}"
    assert judge(played, "call") != "imposture"
    assert judge(said, "call") == "imposture"


def test_the_head_of_a_letter_names_who_writes_with_their_postcode() -> None:
    text = "Madame, nous avons bien reçu votre demande. Il nous manque le dernier avis d'imposition."
    assert (
        judge(text, "letter", "CPAM de la Somme, 8 place Louis Sellier, 80021 Amiens cedex 9") == "unproven"
    )
    assert (
        judge(text, "letter", "Mairie de Cléry, 8 place Louis Sellier, 80021 Amiens cedex 9") == "unrelated"
    )
