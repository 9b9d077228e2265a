"""Who may send a text, and hide a number: what a clause says on the day before it holds, and on the day itself."""

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
