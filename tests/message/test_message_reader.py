"""From whatever is at hand to a message: files, words, and the rows of a batch."""

import base64
from contextlib import suppress
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.message.mails import stories
from tocsin.charter.channels import CHANNELS
from tocsin.message.channel_guess import list_plausible_channels
from tocsin.message.eml import UndatedError
from tocsin.message.message_reader import (
    BadFieldError,
    MessageRow,
    message_from_mapping,
    message_from_row,
    read_message,
)
from tocsin.message.source_kind import detect_kind

TODAY = date(2026, 11, 25)
STORY = stories()["refund.eml"]


class TestKinds:
    @pytest.mark.parametrize("name", stories())
    def test_an_email_is_known_by_its_headers(self, name: str) -> None:
        assert detect_kind(stories()[name]) == "eml"
        assert detect_kind(b"From a@b.example Tue Mar  4 10:00:00 2025\n" + stories()[name]) == "eml"
        assert detect_kind(b"\xef\xbb\xbf\r\n" + stories()[name]) == "eml"

    @pytest.mark.parametrize("text", ["<html>", " <!DOCTYPE HTML><p>", "<p>a", "<div x>", "\ufeff<table>"])
    def test_html_by_its_tags(self, text: str) -> None:
        assert detect_kind(text) == "html"

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "AMELI : votre carte",
            "Note: a\nAutre: b\n\nc",
            "De : CPAM\nObjet : carte\n\nBonjour",
            "Subject: seul\n\nBonjour",
            "<3 Bonjour",
            "<https://x.example>",
            "From vous à moi",
            "\ud800",
        ],
    )
    def test_all_else_is_text(self, text: str) -> None:
        assert detect_kind(text) == "text"

    def test_a_channel_that_is_given_is_believed(self) -> None:
        message = read_message("From: a\nTo: b\n\nc", "sms", received=TODAY)
        assert (message.channel, message.text) == ("sms", "From: a\nTo: b\n\nc")

    def test_html_is_read_as_what_it_shows(self) -> None:
        message = read_message('<p>Sur <a href="http://x.example">ameli.fr</a></p>', received=TODAY)
        assert (message.channel, message.text, len(message.links)) == ("email", "Sur ameli.fr", 1)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_bytes_are_decoded_by_what_fits(self, encoding: str) -> None:
        assert read_message("expiré à 10 €".encode(encoding), received=TODAY).text == "expiré à 10 €"

    def test_an_email_may_come_as_words(self) -> None:
        assert read_message(STORY.decode(), today=TODAY).subject == "Vôtre remboursement"

    def test_the_day_is_asked_for(self) -> None:
        with pytest.raises(UndatedError):
            read_message("bonjour")

    @given(st.binary() | st.text(st.characters()))
    def test_anything_is_read(self, raw: bytes | str) -> None:
        read_message(raw, today=TODAY)


class TestGuesses:
    @pytest.mark.parametrize(
        ("text", "sender", "channel"),
        [
            ("bonjour", "a@b.example", "email"),
            ("bonjour", "CPAM <a@b.example>", "email"),
            ("bonjour", "+33699001234", "sms"),
            ("bonjour", "AMELI", "sms"),
            ("bonjour", "@cpam_paris", "social"),
            ("bonjour", "", "sms"),
            ("On m'a appelé ce matin", "", "call"),
            ("J'ai reçu un coup de fil", "", "call"),
            ("Ils ont laissé un message vocal", "", "voicemail"),
            ("J'ai reçu un courrier", "", "letter"),
            ("Contacté sur Messenger par la caisse", "", "social"),
            ("Vous avez un nouveau message vocal : http://x.example", "", "sms"),
            ("On m'a appelé", "0699001234", "sms"),
            ("mot " * 1000, "", "email"),
        ],
    )
    def test_the_sender_tells_then_the_tale(self, text: str, sender: str, channel: str) -> None:
        assert list_plausible_channels(text, sender)[0] == channel


class TestRows:
    def test_every_field_of_the_contract_is_read(self) -> None:
        row = {
            "id": "a1", "channel": "social", "sender": "CPAM", "received_at": "2021-03-04T10:00:00+01:00",
            "subject": "s", "text": "t", "inside_account": True, "solicited": None, "trust_host": "x.example",
            "unknown": {"x": [1]},
        }  # fmt: skip
        message = message_from_mapping(row, TODAY)
        assert (message.channel, message.sender, message.subject, message.text) == (
            "social",
            "CPAM",
            "s",
            "t",
        )
        assert (message.received, message.inside_account, message.solicited) == (date(2021, 3, 4), True, None)

    def test_a_line_of_a_batch_is_one(self) -> None:
        line = b'{"id": 7, "sender": 38663, "text": "Carte", "received_at": "2021-03-04", "colour": 1}'
        row = msgspec.json.decode(line, type=MessageRow)
        assert (row.id, message_from_row(row, TODAY).sender, message_from_row(row, TODAY).channel) == (
            7,
            "38663",
            "sms",
        )

    @pytest.mark.parametrize(
        ("written", "day"),
        [
            ("2021-03-04", date(2021, 3, 4)),
            ("2021-03-04T23:59:59", date(2021, 3, 4)),
            ("2021-03-04 23:59", date(2021, 3, 4)),
            ("2021-03-04T23:30:00Z", date(2021, 3, 4)),
            ("2021-03-04T23:30:00.123456-11:00", date(2021, 3, 4)),
        ],
    )
    def test_the_day_is_read_as_written(self, written: str, day: date) -> None:
        assert message_from_row(MessageRow(text="a", received_at=written), TODAY).received == day

    def test_without_one_it_is_today(self) -> None:
        assert message_from_row(MessageRow(text="a"), TODAY).received == TODAY

    @pytest.mark.parametrize("channel", CHANNELS)
    def test_nothing_but_a_text_is_needed(self, channel: str) -> None:
        assert message_from_row(MessageRow(text="", channel=channel), TODAY).channel == channel

    @pytest.mark.parametrize("eml", [base64.b64encode(STORY).decode(), base64.encodebytes(STORY).decode()])
    def test_an_email_comes_in_base64(self, eml: str) -> None:
        message = message_from_row(MessageRow(eml=eml, text="ignored"), TODAY)
        assert (message.channel, message.subject) == ("email", "Vôtre remboursement")

    @pytest.mark.parametrize("path", ["refund.eml", "mails/refund", "abcd"])
    def test_or_as_a_path_that_the_caller_reads(self, path: str) -> None:
        asked = []

        def read_file(name: str) -> bytes:
            asked.append(name)
            return STORY

        assert message_from_row(MessageRow(eml=path), TODAY, read_file).subject == "Vôtre remboursement"
        assert asked == [path]

    def test_an_email_of_a_row_trusts_the_rows_host_and_day(self) -> None:
        eml = base64.b64encode(stories()["genuine-notice.eml"]).decode()
        message = message_from_row(
            MessageRow(eml=eml, trust_host="mx.boite.example", received_at="2025-03-05"), TODAY
        )
        assert (len(message.signatures), message.received) == (1, date(2025, 3, 5))

    def test_html_is_what_is_seen_and_the_text_beside_it_is_compared(self) -> None:
        message = message_from_row(
            MessageRow(html="<p>Payez <a href='http://x.example'>ici</a>", text="un conte de fées bleu"),
            TODAY,
        )
        assert (message.channel, message.text, message.hidden) == (
            "email",
            "Payez ici",
            "un conte de fées bleu",
        )
        assert message.defects == ("alternatives: the plain text and the HTML differ",)
        assert message.text[message.links[0].start : message.links[0].end] == "ici"


class TestBadFields:
    @pytest.mark.parametrize(
        ("row", "field", "expected"),
        [
            (
                {"text": "a", "channel": "fax"},
                "channel",
                f"one of {', '.join(CHANNELS)}",
            ),
            (
                {"text": "a", "channel": ""},
                "channel",
                f"one of {', '.join(CHANNELS)}",
            ),
            ({"text": "a", "received_at": "4 mars"}, "received_at", "an ISO date or time such as 2021-03-04"),
            (
                {"text": "a", "received_at": "2021-02-30"},
                "received_at",
                "an ISO date or time such as 2021-03-04",
            ),
            ({"text": "a", "received_at": ""}, "received_at", "an ISO date or time such as 2021-03-04"),
            ({}, "text", "a text, or html, or eml, or picture, or answers"),
            ({"picture": "AAAA"}, "picture", "a PNG, JPEG, WebP, GIF, BMP or HEIC in base64"),
            ({"eml": "%%%"}, "eml", "an e-mail in base64"),
            ({"eml": ""}, "eml", "an e-mail in base64"),
            ({"eml": "mail.eml"}, "eml", "an e-mail in base64"),
            (
                {"eml": base64.b64encode(STORY).decode(), "channel": "sms"},
                "channel",
                "email, where eml is given",
            ),
        ],
    )
    def test_they_are_named_with_what_was_expected(
        self, row: dict[str, Any], field: str, expected: str
    ) -> None:
        with pytest.raises(BadFieldError) as caught:
            message_from_mapping(row, TODAY)
        assert (caught.value.field, caught.value.expected) == (field, expected)
        assert f"Expected {expected}, got " in str(caught.value)
        assert str(caught.value).endswith(f"- at `$.{field}`")

    @pytest.mark.parametrize(
        "row",
        [{"text": 1}, {"sender": 1.5}, {"inside_account": "yes"}, {"id": []}, {"received_at": 20210304}],
    )
    def test_a_wrong_type_reads_the_same_way(self, row: dict[str, Any]) -> None:
        """It is msgspec that says so, in the same words: whoever reads one reads the other."""
        with pytest.raises(msgspec.ValidationError, match=r"Expected .* - at `\$\."):
            message_from_mapping(row, TODAY)
        assert issubclass(BadFieldError, msgspec.ValidationError)

    def test_a_file_that_cannot_be_read_is_one(self) -> None:
        def refuse(name: str) -> bytes:
            raise FileNotFoundError(2, "No such file", name)

        with pytest.raises(BadFieldError, match="a file that can be read"):
            message_from_row(MessageRow(eml="absent.eml"), TODAY, refuse)

    def test_a_long_value_is_shown_short(self) -> None:
        assert len(str(BadFieldError("eml", "x", "y" * 10_000))) < 120

    @given(
        st.dictionaries(
            st.sampled_from(MessageRow.__struct_fields__),
            st.none() | st.booleans() | st.integers() | st.text(),
        )
    )
    def test_any_row_gives_a_message_or_names_a_field(self, row: dict[str, Any]) -> None:
        message = None
        with suppress(msgspec.ValidationError):
            message = message_from_mapping(row, TODAY)
        if message:
            assert message.channel in CHANNELS
            assert type(message.received) is date


def test_what_was_told_of_a_call_is_a_message_without_a_text():
    message = message_from_mapping({"answers": {"code": "yes", "bank": "no"}}, date(2026, 11, 28))
    assert (message.channel, message.text) == ("call", "")
    assert [(one.question, one.said) for one in message.answers] == [("code", "yes"), ("bank", "no")]
    beside = message_from_mapping({"text": "Votre carte", "answers": {"code": "no"}}, date(2026, 11, 28))
    assert beside.text == "Votre carte"


@pytest.mark.parametrize("answers", [{"colour": "yes"}, {"code": "maybe"}, ["code"]])
def test_answers_to_no_question_are_refused(answers):
    with pytest.raises(msgspec.ValidationError, match="answers"):
        message_from_mapping({"answers": answers}, date(2026, 11, 28))
