"""Somebody drags a message out of Outlook and sends the item."""

from contextlib import suppress
from datetime import date

import pytest
from compressed_rtf import compress
from hypothesis import given
from hypothesis import strategies as st

from tests.message.outlook import item, streams, write_compound_file
from tocsin.message.eml import read_eml
from tocsin.message.outlook_item import NotOutlookItem, convert_outlook_item
from tocsin.message.rich_text import RtfUnread, read_compressed_rtf
from tocsin.message.source_kind import detect_kind, is_mail_source, is_outlook_item

SUBJECT, HEADERS, BODY, HTML = 0x0037, 0x007D, 0x1000, 0x1013
NAME, ADDRESS, FILE_NAME, MEDIA_TYPE, CONTENT = 0x0C1A, 0x5D01, 0x3707, 0x370E, 0x3701
CAME = (
    "Received: from a by b; Tue, 4 Mar 2025 10:00:00 +0100\r\n"
    "From: =?utf-8?q?Assurance_Maladie?= <info@ameli-sante.example>\r\n"
    "Content-Type: multipart/mixed; boundary=lost\r\nSubject: Votre carte\r\n folded\r\n\r\n"
)
TODAY = date(2026, 11, 28)


def test_it_says_what_the_mail_said_with_the_headers_as_they_came():
    source = item({HEADERS: CAME, SUBJECT: "other", BODY: "Bonjour,\r\nvotre carte expire."})

    message = read_eml(source, today=TODAY)

    assert message.sender == "Assurance Maladie <info@ameli-sante.example>"
    assert message.subject == "Votre carte folded"
    assert message.text.strip() == "Bonjour,\nvotre carte expire."
    assert message.received == date(2025, 3, 4)


def test_the_links_of_its_html_lead_where_they_lead():
    page = b'<p>Sur <a href="https://ameli-sante.example/x">ameli.fr</a></p>'

    message = read_eml(item({HEADERS: CAME, HTML: page}), today=TODAY)

    assert [link.href for link in message.links] == ["https://ameli-sante.example/x"]


def test_without_headers_the_sender_is_the_one_that_outlook_kept():
    message = read_eml(
        item(
            {SUBJECT: "Colis\r\nX-Evil: 1", NAME: 'La "Poste"', ADDRESS: "a@poste.example", BODY: "Bonjour"}
        ),
        today=TODAY,
    )

    assert (message.sender, message.subject) == ("La 'Poste' <a@poste.example>", "Colis X-Evil: 1")


def test_attachments_are_named_and_an_item_within_is_a_mail():
    attached = streams({FILE_NAME: "facture.pdf", MEDIA_TYPE: "application/pdf"}, b"\0" * 8)
    inner = streams({HEADERS: CAME, BODY: "Dedans"}, b"\0" * 24)
    within = {**streams({}, b"\0" * 8), f"__substg1.0_{CONTENT:04X}000D": inner}
    source = item(
        {BODY: "Dehors", NAME: "X", ADDRESS: "x@y.example"},
        **{"__attach_version1.0_#00000000": attached, "__attach_version1.0_#00000001": within},
    )

    message = read_eml(source, today=TODAY)

    assert [(a.name, a.media_type) for a in message.attachments] == [
        ("facture.pdf", "application/pdf"),
        ("item.eml", "application/octet-stream"),
    ]


def test_it_is_known_by_its_bytes_and_an_old_document_of_office_is_none():
    document = write_compound_file({"WordDocument": b"x"})

    assert detect_kind(item({BODY: "x"})) == "msg"
    assert is_mail_source(item({BODY: "x"}))
    assert (detect_kind(document), is_outlook_item(document)) == ("document", False)


@pytest.mark.parametrize("cut", [8, 100, 512, 1_000, 3_000])
def test_what_is_broken_or_holds_no_text_is_said_to_be_so(cut):
    with pytest.raises(NotOutlookItem):
        convert_outlook_item(item({BODY: "Bonjour"})[:cut])
    with pytest.raises(NotOutlookItem):
        convert_outlook_item(item({NAME: "X"}))


# ---------------------------------------- a body that is kept as RTF alone

RTF = 0x1009
PLAIN = (
    rb"{\rtf1\ansi\ansicpg1252\deff0 Bonjour, votre \b carte\b0  Vitale expir\'e9e :\par suivez \u8364?12.}"
)
FROM_HTML = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Mettez \'e0 jour sur "
    rb'{\*\mhtmltag84 <a href="x">}{\*\htmltag84 <a href="https://ameli-sante.example/x">}\htmlrtf {\field \htmlrtf0 ameli.fr'
    rb"{\*\htmltag92 </a>}{\*\htmltag84 &nbsp;}\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}}"
)


def test_rich_text_alone_is_read_as_a_reader_sees_it():
    message = read_eml(item({HEADERS: CAME, RTF: compress(PLAIN)}), today=TODAY)
    assert message.text.strip() == "Bonjour, votre carte Vitale expirée :\nsuivez €12."


def test_the_links_of_html_that_was_put_into_rich_text_lead_where_they_led():
    message = read_eml(item({HEADERS: CAME, RTF: compress(FROM_HTML)}), today=TODAY)
    assert message.text.strip() == "Mettez à jour sur ameli.fr"
    assert [link.href for link in message.links] == ["https://ameli-sante.example/x"]


def test_text_beside_it_is_what_is_read():
    message = read_eml(item({HEADERS: CAME, BODY: "Le texte", RTF: compress(PLAIN)}), today=TODAY)
    assert message.text.strip() == "Le texte"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"LZFu",
        compress(PLAIN)[:30],
        b"\xff" * 40,
        compress(PLAIN)[:4] + b"\xff\xff\xff\x7f" + compress(PLAIN)[8:],
    ],
)
def test_rich_text_that_is_broken_or_too_large_is_not_read(data: bytes):
    assert read_eml(item({HEADERS: CAME, RTF: data}), today=TODAY).text.strip() == ""


@given(st.integers(0, len(FROM_HTML)), st.integers(0, 60), st.binary(max_size=8))
def test_cut_anywhere_it_is_text_or_refused(start: int, length: int, put: bytes):
    with suppress(RtfUnread):
        read_compressed_rtf(compress(FROM_HTML[:start] + put + FROM_HTML[start + length :]))
    whole = compress(FROM_HTML)
    with suppress(RtfUnread):
        read_compressed_rtf(whole[:start] + put + whole[start + length :])
