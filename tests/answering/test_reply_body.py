"""The letter that a person gets: what it says, in which order, and that nothing in it can be clicked."""

import re
from datetime import date
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.answering.mails import FRAUD, TODAY, attached, mail, original, parts, words
from tests.answering.peers import NOON
from tocsin.answering.mail.defang import defang_text
from tocsin.answering.mail.forwarded_message import find_forwarded_message
from tocsin.answering.mail.reply_body import build_help_body, build_reply_body, render_text
from tocsin.answering.mail.reply_mail import compose_reply
from tocsin.charter.loading import load_charter
from tocsin.message.mail_headers import split_headers
from tocsin.verdict.check import judge

CHARTER = load_charter("assurance_maladie")
ASKED = "Bonjour, est-ce vrai ?\n\n"


def told(raw):
    found = find_forwarded_message(raw, today=TODAY)
    if found.how == "nothing":
        return build_help_body(found)
    return build_reply_body(found, judge(found.message, CHARTER, lang=found.lang), CHARTER)


def text_of(raw):
    return render_text(told(raw)).replace("\u00a0", " ")


def test_it_is_read_from_the_top_verdict_why_now_done_proof_limits_message():
    text = text_of(parts(words(ASKED), attached(original())))

    titles = [
        "C'est une imposture", "\nPourquoi\n", "\nQue faire maintenant\n", "\nSi vous avez cliqué :\n",
        "\nUn vrai message aurait dû\n", "\nCe que cela prouve, ou non\n",
        "\nCe qui n'a pas été possible\n", "\nCe que nous avons regardé\n", "\n-- \n",
    ]  # fmt: skip
    places = [text.index(title) for title in titles]
    assert places == sorted(places)
    assert text.startswith("C'est une imposture")


def test_who_writes_that_they_gave_something_reads_first_what_to_do():
    own = "Bonjour, j'ai cliqué et j'ai donné ma carte bleue, que faire ?\n\n"
    for raw in (parts(words(own), attached(original())), mail(own)):
        found = told(raw)
        assert found.subject == "Votre message : ce qu'il faut faire d'abord"
        assert found.sections[0].title == "À faire tout de suite"
        assert "banque" in " ".join(item.text for item in found.sections[0].items)


def test_a_number_alone_is_told_and_not_judged():
    found = told(mail("0899033646\n"))
    assert found.subject == "Votre message : méfiance"
    assert "il ressemble à un numéro de l'Assurance Maladie" in found.headline
    (about,) = (section for section in found.sections if section.title == "Ce numéro")
    assert any("fortement surtaxé" in item.text for item in about.items)
    assert told(mail("3646\n")).subject == "Votre message : ce qu'est ce numéro"


def test_an_address_alone_is_explained_and_cannot_be_clicked():
    found = told(mail("https://ameli.fr.colis-suivi.example/a\n"))
    (about,) = (section for section in found.sections if section.title == "Cette adresse")
    assert "colis-suivi[.]example" in about.items[0].text


def test_each_reason_has_its_clause_its_dates_and_its_source():
    text = text_of(parts(words(ASKED), attached(original())))

    assert "règle ask.email.personal, au plus tard depuis le 30 novembre 2018" in text
    assert "source : RTL, citant ameli.fr, 2018-11-30" in text
    assert "https://www.rtl.fr/" in text  # a source of ours may be clicked


def test_a_reason_is_said_once_however_often_it_was_seen():
    lines = text_of(parts(words(ASKED), attached(original()))).splitlines()
    assert sum("sert d'appât" in line for line in lines) == 1


def test_what_was_not_possible_is_said():
    found = text_of(parts(words(ASKED), attached(original()), attached(original())))
    assert "seul le premier a été regardé" in " ".join(found.split())
    assert "Les liens n'ont pas été suivis" in found
    block = "---------- Forwarded message ---------\nDe : Ameli <service@ameli-sante.example>\n\n"
    assert "nous avons appliqué les règles du 19 mars 2025" in " ".join(text_of(mail(block + FRAUD)).split())


def test_that_a_forward_loses_its_proof_is_said_where_nothing_else_speaks():
    genuine = original("Assurance Maladie : votre dossier est traité.", "Votre dossier")
    raw = parts(
        words(ASKED), attached(genuine.replace("service@ameli-sante.example", "x@assurance-maladie.fr"))
    )
    text = " ".join(text_of(raw).split())
    assert told(raw).subject == "Votre message : rien ne prouve son origine"
    assert "Un message transféré perd ce qui prouverait son origine" in text


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_both_languages_say_the_same_sections(lang):
    own = ASKED if lang == "fr" else "Hello, is this genuine? Thanks\n\n"
    found = told(parts(words(own), attached(original())))
    other = told(parts(words(ASKED), attached(original())))
    assert found.lang == lang
    assert [len(one.items) for one in found.sections] == [len(one.items) for one in other.sections]


def test_lines_are_short_enough_for_any_mail_program():
    text = render_text(told(parts(words(ASKED), attached(original("donnez votre RIB " * 300)))))
    assert all(len(line) <= 76 or line.strip().startswith("https://") for line in text.splitlines())


def test_a_sign_of_french_does_not_begin_a_line():
    text = render_text(told(parts(words(ASKED), attached(original()))))
    assert not [line for line in text.splitlines() if line.strip()[:1] in "»;:!?"[1:] and line.strip()]


def test_a_long_message_is_shown_by_its_beginning():
    text = text_of(parts(words(ASKED), attached(original("donnez votre RIB " * 300))))
    assert re.search(r"\[… \d+ caractères …\]", text)


# ---- hostile


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("https://ameli-vitale.example/c", "hxxps://ameli-vitale[.]example/c"),
        ("HTTP://A.EXAMPLE", "HxxP://A[.]EXAMPLE"),
        ("a@b.example", "a@b[.]example"),
        ("www.b.example", "www[.]b[.]example"),
        ("192.0.2.1/x", "192[.]0[.]2[.]1/x"),
        ("0.99 euro. Payez", "0.99 euro. Payez"),
        ("\x1b[31m\u202e", "⟨U+001B⟩[31m⟨U+202E⟩"),
    ],
)
def test_what_is_quoted_cannot_be_clicked(hostile, shown):
    assert defang_text(hostile) == shown


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_whatever_is_quoted_no_program_finds_a_link_in_it(text):
    found = defang_text(f"https://x.example/{text} y.example {text}")
    assert not re.search(r"https?:", found, re.IGNORECASE)
    assert not re.search(r"[a-z]\.[a-z]", found, re.IGNORECASE)


HOSTILE = st.text(st.characters(exclude_categories=()), max_size=120)


@settings(max_examples=60, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_any_words_make_a_letter_that_is_a_sound_mail(sender, subject, text):
    block = f"De : {sender} <service@ameli-sante.example>\nEnvoyé : 18 mars 2025\nObjet : {subject}\n\n"
    raw = mail(
        f"{block}AMELI donnez votre RIB {text}".encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    )

    source = compose_reply(
        told(raw), split_headers(raw), sender="verifier@service.example", to="a@b.example", now=NOON
    )
    read = message_from_bytes(source, policy=policy.default)
    page = read.get_body(("html",)).get_content()

    assert read["To"] == "a@b.example"
    assert read.get_content_type() == "multipart/alternative"
    assert not re.search(
        r"<(?!/?(?:html|head|meta|title|body|h1|h2|p|ol|ul|li|small|br|blockquote)\b|!doctype)", page
    )
    assert "ameli-sante.example" not in read.get_body(("plain",)).get_content()


@pytest.mark.parametrize("id", ["<a@b.example>\r\nBcc: x@y.example", "not one", "<a b@c>", "<é@b.example>",
                                "<" + "a" * 300 + "@b>"])  # fmt: skip
def test_a_strange_message_id_is_not_answered_to(id):
    raw = mail(FRAUD, Message_ID=id.replace("\r\n", " "))
    source = compose_reply(told(raw), split_headers(raw), sender="v@s.example", to="a@b.example", now=NOON)
    read = message_from_bytes(source, policy=policy.default)
    assert read["Bcc"] is None
    assert read["In-Reply-To"] in (None, "<a@b.example>")


def test_the_thread_is_kept():
    raw = mail(FRAUD, References="<0@x.example> <00@x.example>")
    read = message_from_bytes(
        compose_reply(told(raw), split_headers(raw), sender="v@s.example", to="a@b.example", now=NOON)
    )
    assert read["References"] == "<0@x.example> <00@x.example> <one@exemple.example>"
    assert date(2025, 3, 20) == NOON.date()
