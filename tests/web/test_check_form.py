"""What a person sends: read as any other way of checking reads it, or refused in words, field by field."""

import re
from base64 import b64encode
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from tocsin.charter.channels import CHANNELS
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.web.check_form import (
    MOST_CARRIED,
    MOST_SENDER,
    MOST_TEXT,
    CheckForm,
    FormMistake,
    read_check_form,
)
from tocsin.web.query_params import today_in_paris
from tocsin.web.sentences import page_sentences

DAY = date(2026, 11, 26)
EMAIL = (
    b"From: CPAM <a@b.example>\nDate: Tue, 4 Mar 2025 10:00:00 +0100\nSubject: Votre carte\n\nPayez 1 euro"
)


def sent(file: bytes | None = None, name: str = "message.eml", **form: str):
    files = {} if file is None else {"file": SimpleUploadedFile(name, file)}
    return read_check_form(form, files, DAY)


def mistakes(*arguments, **form):
    return [(m.field, m.name) for m in sent(*arguments, **form)[1]]


# ---- what is understood


def test_a_text_alone_is_enough():
    asked, wrong = sent(text="AMELI : votre carte expire")
    assert wrong == ()
    message = asked.to_message(DAY)
    assert (message.text, message.channel, message.received) == ("AMELI : votre carte expire", "sms", DAY)
    assert (message.solicited, message.inside_account) == (None, False)


def test_everything_that_a_person_knows_counts():
    asked, wrong = sent(
        text="Donnez-moi votre RIB", channel="call", sender="01 99 00 12 34", received="2024-05-02",
        solicited="yes", inside_account="yes", institution="dgfip",
    )  # fmt: skip
    message = asked.to_message(DAY)
    assert wrong == ()
    assert (message.channel, message.sender, message.received) == ("call", "01 99 00 12 34", date(2024, 5, 2))
    assert (message.solicited, message.inside_account, asked.institution) == (True, True, "dgfip")


def test_lines_come_as_a_browser_sends_them_and_are_read_as_they_were():
    assert sent(text="\r\nBonjour\r\nPayez\r\n")[0].text == "Bonjour\nPayez"


def test_a_sender_alone_can_be_asked_about():
    asked, wrong = sent(sender="0899 12 34 56", channel="call")
    assert wrong == ()
    assert asked.to_message(DAY).sender == "0899 12 34 56"


def test_a_day_can_be_written_as_people_in_france_write_it():
    assert sent(text="x", received="02/05/2024")[0].received == date(2024, 5, 2)


def test_an_email_says_its_own_day_unless_another_was_chosen():
    assert sent(EMAIL)[0].to_message(DAY).received == date(2025, 3, 4)
    assert sent(EMAIL, received=DAY.isoformat())[0].to_message(DAY).received == date(2025, 3, 4)
    assert sent(EMAIL, received="2024-05-02")[0].to_message(DAY).received == date(2024, 5, 2)


def test_an_email_is_read_as_one_and_a_sender_that_was_typed_wins():
    asked, _ = sent(EMAIL, sender="conseil@ameli.example")
    message = asked.to_message(DAY)
    assert (message.channel, message.subject, message.sender) == (
        "email", "Votre carte", "conseil@ameli.example",
    )  # fmt: skip


def test_the_source_of_an_email_that_was_pasted_is_read_as_one():
    assert sent(text=EMAIL.decode())[0].to_message(DAY).subject == "Votre carte"


def test_what_nobody_offers_is_as_if_it_had_not_been_chosen():
    asked, wrong = sent(text="x", channel="pigeon", institution="../../etc")
    assert (asked.channel, asked.institution, wrong) == (None, "", ())


def test_today_is_that_of_the_people_whom_the_site_is_for():
    assert abs((today_in_paris() - date.today()).days) <= 1


# ---- what is refused


def test_nothing_is_refused_with_what_to_do():
    assert mistakes() == mistakes(text=" \n ", sender=" ") == [("text", "nothing")]


def test_a_text_and_a_file_are_one_too_many():
    assert mistakes(EMAIL, text="x") == [("file", "both")]


@pytest.mark.parametrize(
    "content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 100, b"%PDF-1.7 ...", b"PK\x03\x04", b"hello"]
)
def test_a_file_that_is_neither_email_nor_picture_is_refused_whatever_its_name_says(content):
    assert mistakes(content) == [("file", "not_eml")]


def test_an_empty_file_is_refused():
    assert mistakes(b"\n\n") == [("file", "empty_file")]


def test_a_file_beyond_ten_megabytes_is_refused_and_one_of_ten_is_not():
    assert mistakes(EMAIL + b"x" * MESSAGE_BYTES) == [("file", "big_file")]
    assert mistakes(EMAIL + b"x" * (MESSAGE_BYTES - len(EMAIL))) == []


def test_an_email_did_not_come_by_telephone():
    assert mistakes(EMAIL, channel="call") == [("file", "not_by_email")]
    assert mistakes(EMAIL, channel="email") == []


def test_too_long_a_text_or_sender_is_refused():
    assert mistakes(text="x" * (MOST_TEXT + 1)) == [("text", "too_long")]
    assert mistakes(text="x", sender="1" * (MOST_SENDER + 1)) == [("sender", "long_sender")]


@pytest.mark.parametrize("written", ["soon", "2024-13-01", "31/02/2024", "2024"])
def test_a_day_that_is_none_is_refused(written):
    assert mistakes(text="x", received=written) == [("received", "bad_day")]


def test_a_day_that_lies_ahead_is_refused():
    assert mistakes(text="x", received="2026-11-27") == [("received", "future")]


def test_every_mistake_has_a_sentence_in_both_languages():
    source = Path(read_check_form.__code__.co_filename).read_text(encoding="utf-8")
    names = set(re.findall(r'Mistake\("\w+", "(\w+)"\)', source))
    assert {"nothing", "both", "not_eml", "future"} <= names
    assert [
        name
        for name in names
        if not (page_sentences("check", "fr")[name] and page_sentences("check", "en")[name])
    ] == []


# ---- asked again


def test_what_a_page_hands_back_asks_the_same_again():
    asked, _ = sent(
        text="Payez\n1 euro", channel="call", sender="3646", received="2024-05-02", solicited="yes"
    )
    assert read_check_form(asked.hidden_fields(), {}, DAY) == (asked, ())


def test_an_email_is_handed_back_whole():
    asked, _ = sent(EMAIL, inside_account="yes")
    assert read_check_form(asked.hidden_fields(), {}, DAY) == (asked, ())
    assert sent(eml="not base64!")[1] == (FormMistake("file", "not_eml"),)


def test_what_is_too_long_is_not_handed_back():
    assert CheckForm(text="é" * (MOST_CARRIED // 2 + 1), received=DAY).hidden_fields() == {}
    assert CheckForm(eml=b"x" * (MOST_CARRIED + 1), received=DAY).hidden_fields() == {}


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "text": st.text(max_size=200),
        "sender": st.text(max_size=300),
        "received": st.one_of(st.text(max_size=20), st.dates().map(str)),
        "channel": st.one_of(st.text(max_size=8), st.sampled_from(list(CHANNELS))),
        "eml": st.one_of(st.text(max_size=30), st.binary(max_size=60).map(lambda b: b64encode(b).decode())),
        "solicited": st.text(max_size=3),
        "institution": st.text(max_size=20),
    },
)


@given(FIELDS)
def test_whatever_is_sent_there_is_a_message_or_a_reason_why_not(form):
    asked, wrong = read_check_form(form, {}, DAY)
    assert asked.received <= DAY
    if not wrong:
        assert asked.to_message(DAY).received <= DAY
