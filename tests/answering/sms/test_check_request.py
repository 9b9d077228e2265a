"""What people write to the number."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.answering.sms.check_request import CHARS, parse_check_request

TODAY = date(2026, 11, 26)
FRAUD = "AMELI : votre carte vitale expire, payez 0,99 euro : ameli-vitale.example"


def read(text):
    return parse_check_request(text, today=TODAY)


def test_a_forwarded_sms_is_a_message_of_today():
    found = read(FRAUD)
    assert (found.what, found.lang, found.message.channel) == ("question", "fr", "sms")
    assert (found.message.text, found.message.received, found.message.sender) == (FRAUD, TODAY, "")


@pytest.mark.parametrize(
    ("text", "lang"),
    [(f"EN\n{FRAUD}", "en"), (f"english: {FRAUD}", "en"), (f"FR {FRAUD}", "fr"), (f"Français\n{FRAUD}", "fr"),
     ("Your Ameli account is blocked, you have to pay the fee", "en"), ("ameli-vitale.example/pay", "fr")],
)  # fmt: skip
def test_the_language_is_the_one_asked_for_then_that_of_the_text(text, lang):
    assert read(text).lang == lang


def test_the_word_that_asks_for_a_language_is_no_part_of_the_message():
    assert read(f"EN\n{FRAUD}").message.text == FRAUD


@pytest.mark.parametrize(
    "before",
    [
        "EN\nREPORT\nDe : 06 39 98 00 01\n",
        "REPORT\nEN\nDe : 06 39 98 00 01\n",
        "De : 06 39 98 00 01\nREPORT EN\n",
    ],
)
def test_what_stands_before_the_message_may_stand_in_any_order(before):
    found = read(before + FRAUD)
    assert (found.reports, found.lang, found.message.sender, found.message.text) == (
        True,
        "en",
        "+33639980001",
        FRAUD,
    )


def test_a_text_that_begins_with_the_same_letters_stays_whole():
    assert read("En raison d'un impayé, votre carte vitale").message.text.startswith("En raison")


@pytest.mark.parametrize(
    ("first", "sender"),
    [("De : 06 39 98 00 01\n", "+33639980001"), ("SMS de 38663 : ", "38663"),
     ("from 0639980001\n", "+33639980001"),
     ("reçu du 36 37\n", "36 37"), ("EN\nDe : 06 39 98 00 01\n", "+33639980001")],
)  # fmt: skip
def test_a_first_line_with_the_sender_is_taken_for_that(first, sender):
    found = read(first + FRAUD)
    assert (found.message.sender, found.message.text) == (sender, FRAUD)


@pytest.mark.parametrize("text", ["de 234 euros vous attendent", "De : Camille\nbonjour, c'est pour demain"])
def test_near_misses_are_no_sender(text):
    assert read(text).message.text == text


def test_a_call_that_is_told_is_a_call():
    assert read("On m'a appelé de la CPAM pour me demander mon RIB complet").message.channel == "call"


@pytest.mark.parametrize("text", ["", " ", "ok", "Bonjour", "???", "Merci !", "oui oui", "👍"])
def test_what_cannot_be_checked_asks_for_help(text):
    assert read(text).what == "help"


@pytest.mark.parametrize("text", ["x.example/a", "0899 12", "appelle vite le 0899123456"])
def test_a_link_or_a_number_alone_can(text):
    assert read(text).what == "question"


@pytest.mark.parametrize("text", ["STOP", " stop. ", "Stop SMS", "ARRÊT", "arret", "Unsubscribe"])
def test_whoever_says_stop_wants_nothing(text):
    assert read(text).what == "stop"


def test_stop_inside_a_message_is_a_message():
    assert read(f"{FRAUD} STOP au 36111").what == "question"


@given(st.text(st.characters(exclude_categories=()), max_size=400))
def test_no_text_breaks_it(text):
    found = read(text)
    assert (found.message is not None) == (found.what == "question")


def test_it_reads_no_more_than_a_telephone_sends():
    assert len(read("payez " * 100_000).message.text) <= CHARS


@pytest.mark.parametrize(
    ("text", "lang"), [(f"SIGNALER {FRAUD}", "fr"), (f"Signaler\n{FRAUD}", "fr"), (f"REPORT: {FRAUD}", "en")]
)
def test_the_word_of_a_report_before_the_message_is_the_consent_and_no_part_of_it(text, lang):
    found = read(text)
    assert (found.reports, found.lang, found.message.text) == (True, lang, FRAUD)


def test_the_word_alone_asks_how_to_report():
    assert (read("SIGNALER").what, read("signaler !").reports) == ("help", True)


@pytest.mark.parametrize(
    "text",
    ["Signaler un changement de situation : ameli.example/compte", "Report: your parcel is waiting, pay now"],
)
def test_a_message_that_itself_begins_with_the_word_is_no_consent(text):
    found = read(text)
    assert (found.reports, found.message.text) == (False, text)
