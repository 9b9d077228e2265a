"""One message in, one verdict out, under the charter of the day on which it arrived."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.charter.channels import CHANNELS, ChannelId
from tocsin.charter.loading import load_charter
from tocsin.message.mail_authentication import DMARC_FAILED
from tocsin.message.model import DkimSignature, Message
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.check import check, judge
from tocsin.verdict.institution_choice import DEFAULT
from tocsin.verdict.model import Verdict

DAY = date(2025, 3, 14)


def verdict(text: str, channel: ChannelId = "sms", on: date = DAY, **rest: Any) -> Verdict:
    return judge(message_from_text(text, channel, received=on, **rest), DEFAULT)


def kinds(found: Verdict) -> dict[str, str]:
    return {r.kind: r.weight for r in found.reasons}


# ---- an address of its own domain that was not the one announced


OWN: Any = {"sender": "Ameli <ne-pas-repondre@ameli.fr>", "channel": "email"}
ANNOUNCED_ONE, ANNOUNCED_DOMAINS = date(2023, 3, 7), date(2025, 3, 7)
INFORMS = "L'Assurance Maladie vous informe que votre déclaration est enregistrée."


def test_an_address_of_its_own_domain_is_no_imposture_by_itself() -> None:
    found = verdict(INFORMS, on=ANNOUNCED_ONE, **OWN)
    assert (found.level, kinds(found)) == ("unproven", {"sender_unpublished": "neutral"})
    assert found.reasons[0].clause == "list.mail.address"
    assert kinds(verdict(INFORMS, on=ANNOUNCED_DOMAINS, **OWN)) == {
        "sender_matches_proves_nothing": "neutral"
    }


@pytest.mark.parametrize(
    "wants",
    [
        "Répondez avec votre mot de passe.",
        "Rendez-vous sur https://retrait-dossier.example/suivi.",
        "Rappelez le 01 99 00 12 34.",
    ],
)
def test_it_is_one_where_the_mail_asks_or_leads_elsewhere(wants: str) -> None:
    found = verdict(f"{INFORMS} {wants}", on=ANNOUNCED_ONE, **OWN)
    assert (found.level, kinds(found)["sender_not_official"]) == ("imposture", "contradicts")


def test_it_is_one_where_its_domain_disowns_the_mail() -> None:
    disowned = Message(
        channel="email", sender=OWN["sender"], text=INFORMS, received=ANNOUNCED_ONE, defects=(DMARC_FAILED,)
    )
    assert judge(disowned).level == "imposture"


RESET = "Vous venez de demander un nouveau mot de passe. Ce lien reste valable 30 minutes : https://ameliconnect.ameli.fr/"
BEFORE_ANNOUNCED = date(2024, 4, 8)


@pytest.mark.parametrize(
    "domain", ["app.assurance-maladie.fr", "assurance-maladie.fr", "eu.app.assurance-maladie.fr"]
)
def test_a_domain_announced_later_was_its_own_before(domain: str) -> None:
    sender = f"Assurance Maladie <compte-ameli@{domain}>"
    found = verdict(RESET, channel="email", on=BEFORE_ANNOUNCED, sender=sender)
    assert (found.level, kinds(found)["sender_unpublished"]) == ("unproven", "neutral")


@pytest.mark.parametrize(
    "domain", ["app-assurance-maladie.fr", "assurance-maladie.fr.example", "xassurance-maladie.fr"]
)
def test_a_domain_that_only_ends_alike_is_another_one(domain: str) -> None:
    sender = f"Assurance Maladie <compte-ameli@{domain}>"
    assert verdict(RESET, channel="email", on=BEFORE_ANNOUNCED, sender=sender).level == "imposture"


def test_who_asks_for_a_secret_from_a_domain_announced_later_is_an_impostor() -> None:
    sender = "Assurance Maladie <compte-ameli@app.assurance-maladie.fr>"
    found = verdict(
        f"{INFORMS} Répondez avec votre mot de passe.", channel="email", on=BEFORE_ANNOUNCED, sender=sender
    )
    assert (found.level, kinds(found)["sender_not_official"]) == ("imposture", "contradicts")


def test_an_address_of_another_domain_is_one_as_before() -> None:
    assert (
        verdict(INFORMS, channel="email", on=ANNOUNCED_ONE, sender="Ameli <a@b.example>").level == "imposture"
    )


# ---- the five levels


@pytest.mark.parametrize(
    ("text", "channel", "sender", "level"),
    [
        (
            "AMELI : votre carte Vitale expire, payez 0,99 € : ameli-vitale.example",
            "sms",
            "AMELI",
            "imposture",
        ),
        ("L'Assurance Maladie : répondez avec votre RIB", "sms", "38663", "imposture"),
        ("CPAM : rappelez d'urgence le 0899 00 12 34", "voicemail", "", "imposture"),
        ("Votre colis est bloqué, réglez 1,99 € : colis-suivi.example", "sms", "", "suspicious"),
        ("Coucou maman, j'ai cassé mon téléphone, écris-moi sur ce numéro", "sms", "", "suspicious"),
        ("CPAM : pensez au vaccin contre la grippe. Infos sur www.ameli.fr", "sms", "AMELI", "unproven"),
        (
            "Bonjour, l'Assurance Maladie vous appelle pour un dépistage. Composez le 3646.",
            "voicemail",
            "3646",
            "unproven",
        ),
        (
            "L'Assurance Maladie vous informe d'un paiement, visible dans votre compte ameli",
            "email",
            "a@ameli.fr",
            "unproven",
        ),
        ("On se voit à 18 h ?", "sms", "Maman", "unrelated"),
        ("Amélie, tu peux m'envoyer ton RIB pour le cadeau ?", "sms", "06 39 98 00 12", "unrelated"),
        ("", "sms", "", "unrelated"),
    ],
)
def test_it_gives_the_level(text: str, channel: ChannelId, sender: str, level: str) -> None:
    assert verdict(text, channel, sender=sender).level == level


def test_it_calls_authentic_only_what_is_signed() -> None:
    text = "L'Assurance Maladie vous informe : votre attestation est dans votre compte ameli."
    sender = "assurance-maladie@info.ameli.fr"
    plain = message_from_text(text, "email", sender=sender, received=DAY)
    proof = (DkimSignature("info.ameli.fr", True, "key"),)
    signed = Message(channel="email", text=text, sender=sender, received=DAY, signatures=proof)
    assert (judge(plain).level, judge(signed).level) == ("unproven", "authentic")
    assert kinds(judge(signed))["signature_aligned"] == "proves"


def test_it_stays_wary_of_a_signed_message_that_asks_what_is_forbidden() -> None:
    message = Message(
        channel="email",
        text="L'Assurance Maladie : répondez avec votre numéro de carte bancaire",
        received=DAY,
        sender="assurance-maladie@info.ameli.fr",
        signatures=(DkimSignature("info.ameli.fr", True, "key"),),
    )
    found = judge(message)
    assert found.level == "suspicious"
    assert (kinds(found)["asks_bank_details"], kinds(found)["signature_aligned"]) == ("contradicts", "proves")


def test_it_says_that_a_number_that_matches_proves_nothing() -> None:
    found = verdict("Bonjour, ici l'Assurance Maladie, rappelez le 3646", "call", sender="36 46")
    assert found.level == "unproven"
    assert kinds(found)["number_matches_proves_nothing"] == "neutral"


@pytest.mark.parametrize(
    "sender", ["3646", "AMELI", "+33 9 74 75 76 78", "", "assurance-maladie@info.ameli.fr"]
)
def test_it_is_not_bought_by_a_sender_that_looks_right(sender: str) -> None:
    assert (
        verdict("Assurance Maladie : envoyez votre numéro de carte bancaire", sender=sender).level
        == "imposture"
    )


# ---- two clocks: the same text, another day


NOTICE = "L'Assurance Maladie vous informe : votre attestation est dans votre compte ameli."
TRACING = (
    "Bonjour, ici l'Assurance Maladie, vous êtes cas contact. Donnez-moi votre numéro de sécurité sociale."
)


@pytest.mark.parametrize(
    ("text", "channel", "sender", "on", "level"),
    [
        (TRACING, "call", "09 74 75 76 78", date(2022, 6, 1), "unproven"),
        (TRACING, "call", "09 74 75 76 78", date(2023, 1, 31), "unproven"),
        (TRACING, "call", "09 74 75 76 78", date(2023, 2, 1), "imposture"),
        (TRACING, "call", "09 74 75 76 78", date(2025, 6, 1), "imposture"),
        (
            "Ici la CPAM, donnez-moi les quatre derniers chiffres de votre RIB",
            "call",
            "3646",
            date(2021, 6, 1),
            "imposture",
        ),
        (
            "Ici la CPAM, donnez-moi les quatre derniers chiffres de votre RIB",
            "call",
            "3646",
            date(2023, 6, 1),
            "unproven",
        ),
        ("Ici la CPAM, donnez-moi votre RIB en entier", "call", "3646", date(2023, 6, 1), "imposture"),
        (
            NOTICE,
            "email",
            "a@assurance-maladie.fr",
            date(2023, 6, 1),
            "unproven",
        ),
        (
            NOTICE,
            "email",
            "a@assurance-maladie.fr",
            date(2025, 6, 1),
            "unproven",
        ),
        (
            NOTICE,
            "email",
            "a@jardin.example",
            date(2021, 6, 1),
            "unproven",
        ),
        (
            NOTICE,
            "email",
            "a@jardin.example",
            date(2022, 6, 1),
            "imposture",
        ),
        (
            "Assurance Maladie : infos sur cnam.briserlachaine.org",
            "sms",
            "38663",
            date(2022, 1, 15),
            "unproven",
        ),
        (
            "Assurance Maladie : infos sur cnam.briserlachaine.org",
            "sms",
            "38663",
            date(2025, 1, 15),
            "imposture",
        ),
    ],
)
def test_it_applies_the_charter_of_the_day(
    text: str, channel: ChannelId, sender: str, on: date, level: str
) -> None:
    found = verdict(text, channel, on, sender=sender)
    assert found.level == level
    assert found.as_of == on


# ---- channel by channel


@pytest.mark.parametrize(
    ("text", "channel", "options", "kind", "weight"),
    [
        ("CPAM : envoyez votre RIB", "sms", {}, "asks_bank_details", "contradicts"),
        ("CPAM : envoyez votre RIB", "email", {}, "asks_bank_details", "contradicts"),
        ("CPAM : envoyez votre RIB", "email", {"inside_account": True}, "asks_bank_details", None),
        ("Ici la CPAM, donnez votre RIB", "call", {}, "asks_bank_details", "contradicts"),
        ("CPAM : envoyez votre RIB", "social", {}, "asks_bank_details", "contradicts"),
        ("CPAM : envoyez votre RIB", "letter", {}, "asks_bank_details", "warns"),
        ("CPAM : envoyez la copie de votre pièce d'identité", "letter", {}, "asks_identity_document", None),
        ("CPAM : tapez le code reçu par SMS", "sms", {}, "asks_credentials", "contradicts"),
        ("CPAM : tapez le code reçu par SMS", "sms", {"solicited": True}, "asks_credentials", None),
        ("CPAM : www.ameli.fr", "sms", {}, "link_not_official", None),
        ("CPAM : jardin.example", "sms", {}, "link_not_official", "contradicts"),
        ("CPAM : bit.ly/3x", "email", {}, "shortener", "warns"),
        ("Ici la CPAM", "call", {"sender": "masqué"}, "masked_number", "warns"),
        ("Ici la CPAM", "call", {"sender": "masqué", "on": date(2022, 6, 1)}, "masked_number", "contradicts"),
    ],
)
def test_it_holds_each_channel_to_its_own_rules(
    text: str, channel: ChannelId, options: dict[str, Any], kind: str, weight: str | None
) -> None:
    assert kinds(verdict(text, channel, **options)).get(kind) == weight


@pytest.mark.parametrize("channel", CHANNELS)
def test_it_never_lets_a_plain_mention_be_more_than_unrelated_or_unproven(channel: ChannelId) -> None:
    assert verdict("J'ai rendez-vous à la CPAM demain, tu m'accompagnes ?", channel).level in (
        "unrelated",
        "unproven",
    )


# ---- the front door


def test_it_takes_today_where_no_day_is_given() -> None:
    assert check("Bonjour").as_of == date.today()


def test_it_takes_another_institution_s_charter_by_name_or_whole() -> None:
    text = "Impots.gouv : votre remboursement est en attente, impots-remboursement.example"
    by_name = check(text, charter="dgfip", received=DAY)
    assert by_name == check(text, charter=load_charter("dgfip"), received=DAY)
    assert (by_name.charter_id, by_name.claims) == ("dgfip", ("dgfip",))


@given(
    st.sampled_from(list(CHANNELS)),
    st.dates(date(2017, 1, 1), date(2027, 1, 1)),
    st.sampled_from([True, False, None]),
    st.booleans(),
)
def test_it_always_finds_a_forged_host_and_a_demanded_card(
    channel: ChannelId, on: date, solicited: bool | None, inside: bool
) -> None:
    text = "Assurance Maladie : entrez votre numéro de carte bancaire sur ameli-vitale.example"
    found = verdict(text, channel, on, solicited=solicited, inside_account=inside)
    assert found.level == "imposture"
    assert {"lookalike_domain", "asks_bank_details"} <= set(kinds(found))


# ---- what does not silence a message


def test_not_to_answer_and_to_transfer_are_no_warnings() -> None:
    ends = "Vos droits à l'assurance maladie prennent fin ce soir. Par téléphone uniquement : 03 53 01 66 40. Ne pas répondre."
    assert verdict(ends).level == "imposture"
    warns = "L'Assurance Maladie ne réclame jamais votre RIB par SMS. Transférez le message au 33700."
    assert verdict(warns).level in ("unproven", "unrelated")


def test_who_signs_as_its_adviser_speaks_for_it() -> None:
    helps = "Comme convenu, installez AnyDesk, vous me lirez les neuf chiffres demain.\n\nInès, votre conseillère Assurance Maladie"
    told = verdict(helps, channel="email", sender="Inès Charpentier <i.c@messagerie-agent.example>")
    assert told.level in ("imposture", "suspicious")
    assert told.claims
