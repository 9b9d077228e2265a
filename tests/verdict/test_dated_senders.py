"""Who may send a text, hide a number, or ask by letter: what a clause says on the day before it holds, and on the day."""

from datetime import date

import pytest

from tocsin.verdict.check import check

TEXT = "Assurance Maladie : vos démarches se font aussi dans votre compte ameli, sur https://www.ameli.fr"
CALL = "Bonjour, ici l'Assurance Maladie, nous avons bien reçu votre dossier."


def reasons(kind, found):
    return [(one.clause, one.weight) for one in found.reasons if one.kind == kind]


@pytest.mark.parametrize(
    ("on", "level", "said"),
    [
        (date(2024, 11, 18), "unproven", ("sign.sender_mailbox", "neutral")),
        (date(2024, 11, 19), "suspicious", ("content.sms.sender_mailbox", "warns")),
    ],
)
def test_a_text_message_from_an_email_address_is_no_sms(on, level, said):
    found = check(TEXT, sender="info@relance-soins.example", received=on)
    assert (found.level, reasons("sender_mailbox", found)) == (level, [said])


@pytest.mark.parametrize("sender", ["38663", "AssMaladie", "Ameli.fr", "06 39 98 12 34"])
def test_a_code_a_name_and_a_number_are_no_address(sender):
    assert not reasons("sender_mailbox", check(TEXT, sender=sender, received=date(2025, 3, 10)))


@pytest.mark.parametrize("channel", ["email", "rcs"])
def test_an_address_is_at_home_in_mail_and_says_nothing_of_rcs(channel):
    found = check(TEXT, channel=channel, sender="info@relance-soins.example", received=date(2025, 3, 10))
    assert not reasons("sender_mailbox", found)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2020, 8, 25), ("sign.masked_number", "neutral")),
        (date(2020, 8, 26), ("content.call.masked", "contradicts")),
        (date(2023, 1, 31), ("content.call.masked", "contradicts")),
        (date(2023, 2, 1), ("content.call.masked.after", "warns")),
        (date(2025, 12, 31), ("content.call.masked.after", "warns")),
        (date(2026, 1, 1), ("content.call.masked.weaker", "neutral")),
    ],
)
def test_a_masked_number_means_what_it_meant_that_day(on, said):
    assert reasons("masked_number", check(CALL, channel="call", sender="numéro masqué", received=on)) == [
        said
    ]


LETTER = (
    "Caisse primaire d'assurance maladie. Madame, renvoyez-nous votre mot de passe ameli. Votre conseillère."
)


@pytest.mark.parametrize(
    ("on", "clause"),
    [(date(2022, 4, 6), "sign.asks_credentials"), (date(2022, 4, 7), "ask.letter.secrets")],
)
def test_a_letter_that_asks_for_a_password_is_warned_of_by_a_clause_since_one_was_inferred(on, clause):
    found = check(LETTER, channel="letter", received=on)
    assert (found.level, reasons("asks_credentials", found)) == ("suspicious", [(clause, "warns")])


def test_a_letter_may_want_a_rib():
    text = "Caisse primaire d'assurance maladie. Merci de joindre un RIB au formulaire de demande. Votre conseillère."
    found = check(text, channel="letter", received=date(2025, 2, 4))
    assert not any(one.clause == "ask.letter.secrets" for one in found.reasons)


def test_the_check_ups_are_known_from_the_day_that_a_source_says_so():
    text = "Bonjour, l'Assurance Maladie vous invite à faire votre bilan prévention : https://www.ameli.fr"
    assert check(text, channel="email", received=date(2025, 3, 18)).level == "unproven"
