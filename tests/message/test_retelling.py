"""Somebody tells what they received in their own words, and copies nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.message.message_reader import MessageRow, message_from_row
from tocsin.message.retelling import find_retold_channel
from tocsin.verdict.check import judge

TODAY = date(2026, 11, 29)


def tell(text: str, channel: str | None = None):
    return message_from_row(MessageRow(text=text, channel=channel), TODAY)


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("j'ai reçu un mail d'ameli qui demande mon RIB", "email"),
        ("Bonjour, je viens de recevoir un SMS disant que ma carte vitale est expirée", "sms"),
        ("ma mère a reçu un courrier de la CPAM qui lui demande sa carte bancaire, c'est normal ?", "letter"),
        ("I've received an email from ameli asking for my bank details, is it genuine?", "email"),
        ("I got a text saying my health card has expired", "sms"),
    ],
)
def test_who_tells_says_how_it_came(text, channel):
    message = tell(text)
    assert (message.channel, message.otherwise, message.retold) == (channel, (), True)
    assert message.traits.spoken
    assert not message.traits.has_links


@pytest.mark.parametrize(
    "text",
    [
        "Vous avez reçu un message de votre médecin. Connectez-vous à votre compte ameli.",
        "Nous avons bien reçu votre courrier, qui sera traité sous 15 jours.",
        "Votre carte Vitale est expirée, renouvelez-la sur ce lien.",
        "Salut, t'as reçu mon mail ?",
        "J'ai reçu mon salaire, on mange où ce soir ?",
        "J'ai reçu un mail d'une copine qui me dit que la CPAM lui a demandé son RIB sur son compte ameli",
        "I got a text from my sister saying ameli asked her for her bank details",
    ],
)
def test_what_is_copied_is_no_telling(text):
    assert find_retold_channel(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "J'ai eu un appel de la CPAM qui me dit que j'ai droit à 380 euros et qu'il faut mon code",
        "quelqu'un de la sécurité sociale m'a téléphoné pour me demander mon numéro de carte bleue",
        "Someone rang me saying they were from CPAM",
        "mon père a eu un coup de fil de sa banque",
        "on m'a dit au téléphone que je serais remboursé",
    ],
)
def test_a_call_that_is_told_of_is_a_call(text):
    assert (tell(text).channel, tell(text).otherwise) == ("call", ())


def test_a_channel_that_is_given_is_kept():
    """Among friends an SMS may tell of an e-mail: it is an SMS all the same."""
    message = tell("j'ai reçu un mail d'ameli qui demande mon RIB", "sms")
    assert (message.channel, message.retold) == ("sms", False)


def test_what_it_asks_is_judged_under_the_rules_for_how_it_came():
    verdict = judge(tell("j'ai reçu un mail d'ameli qui demande mon RIB"))
    assert (verdict.level, verdict.reasons[0].kind) == ("imposture", "asks_bank_details")


def test_the_words_of_who_tells_make_nothing_harmless_and_no_warning():
    verdict = judge(
        tell(
            "J'ai reçu un sms de l'assurance maladie avec un lien pour mettre à jour ma carte vitale, "
            "est-ce que c'est une arnaque ?"
        )
    )
    assert verdict.level == "suspicious"
    assert "resembles_harmless" not in {reason.kind for reason in verdict.reasons}


@pytest.mark.parametrize(
    "text",
    [
        "J'ai reçu un mail d'une copine qui me dit que la CPAM lui a demandé son RIB sur son compte ameli",
        "J'ai reçu un mail de la CPAM qui me demande d'ajouter mon RIB dans mon compte ameli",
        "J'ai reçu un courrier de la CPAM qui me demande d'appeler le 3646",
        "J'ai reçu un SMS de la CPAM qui me dit de ne jamais donner mon code",
    ],
)
def test_an_honest_message_that_is_told_of_is_not_accused(text):
    assert judge(tell(text)).level in ("unproven", "unrelated")


def test_whom_it_is_told_to_come_from_is_whom_it_claims_to_come_from():
    verdict = judge(tell("J'ai reçu un SMS de la CPAM qui me dit de ne jamais donner mon code"))
    assert (verdict.level, verdict.claims) == ("unproven", ("assurance_maladie",))


@pytest.mark.parametrize("lang", ["fr", "en", "pt", "es", "ar", "tr"])
def test_the_message_itself_is_asked_for_where_the_telling_settles_nothing(lang):
    told = tell("J'ai reçu un mail de la CPAM qui me dit que j'ai un nouveau message dans mon compte ameli")
    assert judge(told, lang=lang).question
    settled = tell("j'ai reçu un mail d'ameli qui demande mon RIB")
    assert not judge(settled, lang=lang).question


@given(st.text("j'aireçu un mailsmsq.\n ", max_size=400))
def test_any_text_is_told_of_or_not(text):
    assert find_retold_channel(text) in (None, "email", "sms", "letter")
