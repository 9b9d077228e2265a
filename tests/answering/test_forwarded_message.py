"""What a person forwards is found, however their mail program writes it."""

from base64 import b64encode
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.answering.mails import FRAUD, FRAUD_SMS, TODAY, attached, mail, original, parts, words
from tests.message.outlook import item
from tocsin.answering.mail import inline_forward
from tocsin.answering.mail.forwarded_message import find_forwarded_message
from tocsin.message.bounds import TEXT_CHARS
from tocsin.message.message_reader import PictureReading
from tocsin.message.picture.model import PictureMessage
from tocsin.pictures.picture_reader import PictureUnread
from tocsin.verdict.check import judge

ASKED = "Bonjour, est-ce que ce message est vrai ?\n\n"
BLOCKS = {
    "gmail, French": (
        "---------- Forwarded message ---------\nDe : Ameli <service@ameli-sante.example>\n"
        "Date: mar. 18 mars 2025 à 08:00\nSubject: Votre remboursement\nTo: <camille@exemple.example>\n\n\n"
    ),
    "gmail, English": (
        "---------- Forwarded message ---------\nFrom: Ameli <service@ameli-sante.example>\n"
        "Date: Tue, Mar 18, 2025 at 8:00 AM\nSubject: Votre remboursement\n"
        "To: <camille@exemple.example>\n\n\n"
    ),
    "thunderbird": (
        "\n-------- Message transféré --------\nSujet : \tVotre remboursement\n"
        "Date : \tTue, 18 Mar 2025 08:00:00 +0100\nDe : \tAmeli <service@ameli-sante.example>\n"
        "Pour : \tcamille@exemple.example\n\n\n"
    ),
    "apple, French": (
        "Début du message transféré :\n\n> De: Ameli <service@ameli-sante.example>\n"
        "> Objet: Votre remboursement\n> Date: 18 mars 2025 à 08:00:00 UTC+1\n"
        "> À: camille@exemple.example\n> \n"
    ),
    "apple, English": (
        "Begin forwarded message:\n\nFrom: Ameli <service@ameli-sante.example>\n"
        "Subject: Votre remboursement\nDate: March 18, 2025 at 8:00:00 AM GMT+1\n"
        "To: camille@exemple.example\n\n"
    ),
    "outlook, French": (
        "________________________________\nDe : Ameli <service@ameli-sante.example>\n"
        "Envoyé : mardi 18 mars 2025 08:00\nÀ : camille@exemple.example; paul@exemple.example;\n"
        " zoe@exemple.example\nObjet : Votre remboursement\n\n"
    ),
    "outlook, English": (
        "From: Ameli [mailto:service@ameli-sante.example]\nSent: Tuesday, March 18, 2025 8:00 AM\n"
        "To: camille@exemple.example\nSubject: Votre remboursement\nImportance: High\n\n"
    ),
    "gmail, subject in English": (
        "---------- Forwarded message ---------\nDe : Ameli <service@ameli-sante.example>\n"
        "Date: mar. 18 mars 2025 à 08:00\nSubject: Votre remboursement\nTo: <camille@exemple.example>\n\n\n"
    ),
    "outlook, plain with stars": (
        "*De :* Ameli <service@ameli-sante.example>\n*Envoyé :* mardi 18 mars 2025 08:00\n"
        "*À :* camille@exemple.example\n*Objet :* Votre remboursement\n\n"
    ),
    "orange": (
        '> Message du 18/03/25 08:00\n> De : "Ameli" <service@ameli-sante.example>\n'
        "> Date : 18/03/2025 08:00\n> A : camille@exemple.example\n> Objet : Votre remboursement\n>\n"
    ),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_it_is_found_under_the_headers_that_each_program_writes(name):
    found = find_forwarded_message(mail(ASKED + BLOCKS[name] + FRAUD), today=TODAY)

    message = found.message
    assert (found.how, found.lang) == ("inline", "fr")
    assert message.sender == "Ameli <service@ameli-sante.example>"
    assert message.subject == "Votre remboursement"
    assert message.received == date(2025, 3, 18)
    assert message.text == FRAUD.rstrip("\n") or message.text == FRAUD
    assert judge(message).level == "imposture"


def test_it_is_found_when_a_mail_program_quotes_it_line_by_line():
    quoted = "".join(f"> {line}\n" for line in FRAUD.splitlines())
    wrote = "Le mar. 18 mars 2025 à 08:00, Ameli <\nservice@ameli-sante.example> a écrit :\n\n"

    found = find_forwarded_message(mail(ASKED + wrote + quoted), today=TODAY)

    assert found.message.sender == "service@ameli-sante.example"
    assert found.message.received == date(2025, 3, 18)
    assert found.message.text == FRAUD


def test_an_attached_message_comes_before_one_in_the_text():
    raw = parts(words(ASKED + BLOCKS["gmail, French"] + "autre chose"), attached(original()))

    found = find_forwarded_message(raw, today=TODAY)

    assert (found.how, found.notes) == ("attachment", ())
    assert found.message.subject == "Votre remboursement"
    assert found.message.received == date(2025, 3, 18)


def test_an_attached_message_is_judged_as_of_the_day_on_which_it_came():
    old = original("CPAM : donnez votre RIB.").replace("Tue, 18 Mar 2025", "Thu, 18 Mar 2021")

    assert find_forwarded_message(parts(words(ASKED), attached(old)), today=TODAY).message.received == date(
        2021, 3, 18
    )


def test_an_eml_file_is_read_whatever_type_it_is_given():
    coded = b64encode(original().encode()).decode()
    piece = (
        'Content-Type: application/octet-stream; name="Votre remboursement.eml"\n'
        f"Content-Transfer-Encoding: base64\nContent-Disposition: attachment\n\n{coded}"
    )

    found = find_forwarded_message(parts(words(ASKED), piece), today=TODAY)

    assert (found.how, found.message.sender) == ("attachment", "Ameli <service@ameli-sante.example>")


def test_of_several_attached_messages_the_first_is_looked_at_and_the_person_is_told():
    found = find_forwarded_message(
        parts(words(ASKED), attached(original()), attached(original(subject="Autre"))), today=TODAY
    )

    assert (found.message.subject, found.notes) == ("Votre remboursement", ("others",))


def test_hidden_targets_of_links_come_along_at_their_place():
    page = (
        "<p>Bonjour, est-ce vrai ? <a href='https://exemple.example/moi'>moi</a></p>"
        "<div>---------- Forwarded message ---------<br>De : <b>Ameli</b> &lt;service@ameli-sante.example&gt;"
        "<br>Date: mar. 18 mars 2025 à 08:00<br>Subject: Votre carte<br>To: camille@exemple.example<br></div>"
        "<p>Votre carte expire, <a href='https://ameli-vitale.example/c'>cliquez ici</a>.</p>"
    )

    message = find_forwarded_message(mail(page, kind="text/html"), today=TODAY).message

    (link,) = message.links
    assert (link.href, message.text[link.start : link.end]) == (
        "https://ameli-vitale.example/c",
        "cliquez ici",
    )


def test_of_a_forward_of_a_forward_the_inner_message_is_taken():
    outer = BLOCKS["gmail, French"].replace(
        "Ameli <service@ameli-sante.example>", "Paul <paul@exemple.example>"
    )

    message = find_forwarded_message(
        mail(ASKED + outer + BLOCKS["outlook, French"] + FRAUD), today=TODAY
    ).message

    assert message.sender == "Ameli <service@ameli-sante.example>"
    assert message.text == FRAUD


def test_a_pasted_sms_is_judged_as_an_sms_without_the_signature_of_the_person():
    found = find_forwarded_message(mail(f"{FRAUD_SMS}\n\nEnvoyé de mon iPhone\n"), today=TODAY)

    assert (found.how, found.message.channel, found.message.text) == ("body", "sms", FRAUD_SMS)
    assert found.message.sender == ""  # the person who asks is not the one who sent it
    assert judge(found.message).level == "imposture"


def test_what_the_person_says_around_a_pasted_sms_does_not_speak_for_it():
    found = find_forwarded_message(
        mail(f"Bonjour, j'ai reçu ce SMS : « {FRAUD_SMS} ». Est-ce vrai ?\n\n-- \nCamille"), today=TODAY
    )

    assert judge(found.message).level == "imposture"
    assert "Camille" not in found.message.text


def shown(content: bytes = b"picture") -> str:
    """A picture as an attachment of a mail, large enough not to be a logo."""
    return f"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n{b64encode(content.ljust(20_000)).decode()}"


def see(text: str, sender: str = "AMELI") -> PictureReading:
    """Reads this in every picture."""
    return lambda data: PictureMessage(text=text, sender=sender, channel="sms")


def see_nothing(data: bytes) -> PictureMessage:
    raise PictureUnread("empty")


def test_a_screenshot_below_a_question_is_what_is_asked_about():
    found = find_forwarded_message(parts(words(ASKED), shown()), today=TODAY, read=see(FRAUD_SMS))

    assert (found.how, found.notes) == ("shown", ())
    assert (found.message.text, found.message.sender, found.message.channel) == (FRAUD_SMS, "AMELI", "sms")
    assert found.message.beside.strip() == ASKED.strip()
    assert judge(found.message).level == "imposture"


def test_of_several_screenshots_the_first_is_read_and_the_person_is_told():
    found = find_forwarded_message(parts(words(""), shown(), shown()), today=TODAY, read=see(FRAUD_SMS))

    assert (found.how, found.notes) == ("shown", ("others",))


def test_the_large_logo_of_a_signature_does_not_take_the_place_of_the_text():
    found = find_forwarded_message(
        parts(words(FRAUD_SMS), shown()), today=TODAY, read=see("Mairie de Nantes")
    )

    assert (found.how, found.message.text) == ("body", FRAUD_SMS)


def test_a_picture_in_which_nothing_is_read_is_said_to_be_so():
    picture = shown()

    found = find_forwarded_message(parts(words("\n"), picture), today=TODAY, read=see_nothing)

    assert (found.how, found.notes, found.message.text) == ("nothing", ("picture",), "")


def test_the_little_picture_of_a_signature_is_not_worth_a_word():
    logo = f"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n{'A' * 2_000}"

    assert find_forwarded_message(parts(words(FRAUD_SMS), logo), today=TODAY).notes == ()


def test_an_attached_item_of_outlook_is_the_message():
    source = item({0x1000: FRAUD_SMS, 0x0C1A: "Ameli", 0x5D01: "a@ameli-sante.example"})
    attachment = (
        'Content-Type: application/vnd.ms-outlook; name="carte.msg"\nContent-Transfer-Encoding: base64\n\n'
        + b64encode(source).decode()
    )

    found = find_forwarded_message(parts(words(ASKED), attachment), today=TODAY)

    assert (found.how, found.notes, found.message.text.strip()) == ("attachment", ("undated",), FRAUD_SMS)
    assert found.message.sender == "Ameli <a@ameli-sante.example>"


def test_an_item_of_outlook_that_cannot_be_read_is_said_to_be_so():
    broken = 'Content-Type: application/vnd.ms-outlook; name="Votre carte.msg"\n\nD0CF'

    found = find_forwarded_message(parts(words(""), broken), today=TODAY)

    assert (found.how, found.notes) == ("nothing", ("outlook",))


def test_without_a_day_that_of_the_forward_counts_and_the_person_is_told():
    block = "---------- Forwarded message ---------\nDe : Ameli <service@ameli-sante.example>\n\n"

    found = find_forwarded_message(mail(block + FRAUD), today=TODAY)

    assert (found.message.received, found.notes) == (date(2025, 3, 19), ("undated",))


def test_a_day_after_that_of_the_forward_is_not_believed():
    block = BLOCKS["outlook, French"].replace("mars 2025", "mars 2035")

    assert find_forwarded_message(mail(block + FRAUD), today=TODAY).message.received == date(2025, 3, 19)


@pytest.mark.parametrize(
    ("own", "block", "lang"),
    [
        ("Is this genuine? Thanks\n\n", "gmail, French", "en"),
        ("Bonjour, merci de me dire si c'est vrai.\n\n", "outlook, English", "fr"),
        ("", "outlook, English", "fr"),
        ("", "gmail, subject in English", "fr"),
        ("?\n", "gmail, subject in English", "fr"),
        ("\nSent from my iPhone\n\n", "outlook, English", "fr"),
        ("\nGet Outlook for Android<https://app.example>\n", "outlook, French", "fr"),
        ("Is it real?\n\nSent from my iPhone\n\n", "outlook, English", "en"),
        ("", "apple, French", "fr"),
        ("Camille\n\n", "thunderbird", "fr"),
    ],
)
def test_the_language_is_that_of_the_person_then_of_the_message(own, block, lang):
    assert find_forwarded_message(mail(own + BLOCKS[block] + FRAUD), today=TODAY).lang == lang


def test_a_message_in_french_without_a_word_is_answered_in_french_whatever_the_program_speaks():
    raw = parts(words(""), attached(original()), Content_Language="en-GB")

    assert find_forwarded_message(raw, today=TODAY).lang == "fr"


def test_the_language_of_the_header_counts_where_nothing_else_says_it():
    raw = b"Content-Language: en-GB\nFrom: Camille <camille@exemple.example>\n\nhttps://ameli-sante.example\n"

    assert find_forwarded_message(raw, today=TODAY).lang == "en"


@pytest.mark.parametrize("text", ["De : lui\net rien d'autre", "Le lundi, il a écrit :\nbonjour", "From: x"])
def test_near_misses_are_no_forward(text):
    assert inline_forward.find_inline_forward(text) is None


# ---- hostile


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=2_000))
@example(b"Content-Type: message/rfc822\n\nContent-Type: message/rfc822\n\n")
@example(b"Subject: =?utf-8?q?=ED=A0=80?=\n\n\xed\xa0\x80")
def test_no_octets_break_the_finder(raw):
    find_forwarded_message(raw, today=TODAY)


PIECES = st.sampled_from(
    ["De : ", "From: ", "Envoyé : ", "Date: ", "À : ", "Objet : ", "> ", "\n", "\n\n", "- " * 9, "-----", "*",
     "Message transféré", "Forwarded message", "Le 3 mars 2025, ", "a écrit :", "18/03/2025", "<a@b.example>",
     "x", "[mailto:", "\ud800", "\u202e", "\x00", " " * 30]
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_a_forward_that_is_found_lies_inside_the_text(text):
    forward = inline_forward.find_inline_forward(text)

    if forward:
        assert 0 <= forward.start <= forward.body <= len(text)
        assert len(forward.sender) <= 400


@pytest.mark.parametrize(
    "unit",
    ["De : a\n", "Le 3 mars 2025 à 08:00, ", "> ", "-", "---- Forwarded message ----\n", "De : x\nÀ : ",
     "Message transféré\n\n", "le " * 20 + "\n", "-- \n", "envoyé de mon ", "[mailto:a@b.example"],
)  # fmt: skip
def test_a_megabyte_of_the_same_does_not_stall_it(unit, no_stall):
    find_forwarded_message(mail(unit * (1_000_000 // len(unit))), today=TODAY)


def test_text_and_headers_are_bounded():
    found = find_forwarded_message(mail(BLOCKS["outlook, French"] + "a " * TEXT_CHARS), today=TODAY)

    assert len(found.message.text) <= TEXT_CHARS
