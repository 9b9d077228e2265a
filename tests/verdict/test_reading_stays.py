"""What does not change what a message does to its reader does not change its verdict."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.verdict.check import check

DAY = date(2025, 3, 14)
SEVERE = {"unrelated": 0, "unproven": 0, "suspicious": 1, "imposture": 2}
FRAUDS = (
    "AMELI : votre carte Vitale expire, cliquez sur vole.example",
    "Assurance Maladie : pour votre remboursement, envoyez votre RIB et votre carte bancaire",
    "CPAM : un versement vous attend, rappelez vite le 01 99 00 12 34",
    "Votre CPAM vous informe que vos droits sont suspendus. Donnez votre mot de passe sur acces-droits.example",
)
frauds = st.sampled_from(FRAUDS)


def level(text: str, channel: str = "sms", sender: str = "") -> str:
    return check(text, channel=channel, sender=sender, received=DAY).level


@pytest.mark.parametrize("fraud", FRAUDS)
def test_the_frauds_are_seen(fraud: str) -> None:
    assert level(fraud) == "imposture"


@given(frauds, st.sampled_from(["Bonjour, ", "Bonjour Madame,\n", "Information. ", "\n\n"]))
def test_a_greeting_keeps_the_level(fraud: str, greeting: str) -> None:
    assert level(greeting + fraud) == "imposture"


@given(
    frauds,
    st.sampled_from(
        [str.upper, str.lower, str.title, lambda t: t.translate(str.maketrans("éèêàç", "eeeac"))]
    ),
)
def test_case_and_accents_keep_the_level(fraud: str, written: object) -> None:
    assert level(written(fraud)) == "imposture"  # type: ignore[operator]


@given(
    frauds,
    st.sampled_from(
        [
            " Suite à notre enquête.",
            " dit-il",
            " Une enquête est ouverte au tribunal correctionnel.",
            " Soyez vigilants.",
            " Ne communiquez votre code à personne.",
            " Attention aux faux messages.",
            " Point 2 : merci.",
        ]
    ),
)
def test_a_word_of_stories_or_warnings_never_silences_a_message_that_pushes(fraud: str, word: str) -> None:
    assert SEVERE[level(fraud + word)] >= SEVERE["suspicious"]


@given(
    frauds,
    st.sampled_from(
        [
            "Attention arnaque, ne cliquez pas. De faux messages circulent : « {} »",
            "Vrai ou faux ? « {} » FAUX, c'est une arnaque, ne répondez jamais.",
            "Les escrocs écrivent : « {} ». Signalez-le au 33700 et supprimez-le.",
        ]
    ),
    st.sampled_from(["email", "social", "sms"]),
)
def test_a_fraud_cited_in_a_warning_makes_no_imposture_of_it(fraud: str, warning: str, channel: str) -> None:
    assert level(warning.format(fraud), channel, "Julie Martin") == "unrelated"


@given(
    st.sampled_from(
        [
            "votre carte expire, payez 0,99 euro sur vole.example",
            "un remboursement vous attend, saisissez votre carte bancaire sur vole.example",
            "envoyez votre code secret et votre numéro de carte bancaire",
        ]
    ),
    st.sampled_from(["AMELI : ", "CPAM : ", "", "Bonjour, "]),
)
def test_a_fraud_without_its_brand_stays_suspicious_at_least(text: str, brand: str) -> None:
    assert SEVERE[level(brand + text)] >= SEVERE["suspicious"]


@given(st.data())
def test_two_letters_exchanged_never_hide_a_fraud(data: st.DataObject) -> None:
    fraud = data.draw(frauds)
    words = [
        m
        for m in re.finditer(r"[a-zA-Zé]{7,}", fraud)
        if ".example" not in fraud[m.start() - 1 : m.end() + 8]
    ]
    word = data.draw(st.sampled_from(words))
    at = word.start() + data.draw(st.integers(1, len(word[0]) - 3))
    written = fraud[:at] + fraud[at + 1] + fraud[at] + fraud[at + 2 :]
    assert SEVERE[level(written)] >= SEVERE["suspicious"]


def test_no_likeness_warns_of_a_mail_from_the_charter_s_own_mailbox_that_asks_nothing() -> None:
    text = "Assurance Maladie : votre dossier est traité."
    assert level(text, "email", "x@assurance-maladie.fr") == "unproven"
