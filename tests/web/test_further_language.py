"""A language that is added as data alone: Portuguese, its public pages, verdicts and command line."""

import html
import re
from pathlib import Path

import pytest

import tocsin
from tocsin.charter.loading import load_charter
from tocsin.charter.words import format_institution_name
from tocsin.locale.languages import LANGUAGES, ORIGINALS
from tocsin.web import page_urls
from tocsin.web.query_params import institution_names
from tocsin.web.sentences import page_sentences
from tocsin.web.urls import INSIDE, PAGES, PUBLIC

TEMPLATES = Path(tocsin.__file__).parent / "web" / "templates"
FRAUD = "Ameli : votre carte vitale expire, payez 0,99 euro sur https://ameli-vitale.example"
FURTHER = [code for code, one in LANGUAGES.items() if code not in ORIGINALS and one.rules]
READ = [page for page in PUBLIC if "<" not in page.fr and not page.name.startswith(("feed", "figures"))]
PART = re.compile(r"<[^>]+>")


def read_page(response) -> str:
    return html.unescape(response.content.decode())


@pytest.mark.parametrize("page", READ, ids=lambda page: page.name)
def test_a_public_page_is_read_in_it_and_says_that_nobody_reviewed_it(visitor, page):
    text = read_page(visitor.get(page_urls.page_url(page.name, "pt")))
    said = page_sentences("common", "pt")
    assert '<html lang="pt" dir="ltr">' in text
    assert said["not_reviewed"] in text
    assert said["nav_check"] in text


@pytest.mark.parametrize("page", ["check", "counter", "verify"])
def test_a_message_is_typed_in_the_direction_of_its_own_language(visitor, page):
    """A French message on an Arabic page, its full stops where they belong."""
    (field,) = re.findall(r"<textarea[^>]*>", visitor.get(page_urls.page_url(page, "ar")).content.decode())
    assert 'dir="auto"' in field


def test_a_language_that_was_reviewed_says_nothing_of_it(visitor):
    assert 'class="unreviewed"' not in visitor.get("/en/").content.decode()


@pytest.mark.parametrize("code", LANGUAGES)
def test_an_address_has_the_parts_of_its_page_and_is_no_other(code):
    addresses = [page.address(code) for page in PAGES]
    assert len(set(addresses)) == len(addresses)
    assert [set(PART.findall(one)) for one in addresses] == [set(PART.findall(page.fr)) for page in PAGES]


def test_addresses_are_in_the_language():
    assert page_urls.page_url("verify", "pt") == "/pt/verificar"
    assert page_urls.page_url("number", "pt", number="3646") == "/pt/numero/3646"


def test_the_front_page_is_found_without_its_slash(visitor):
    assert visitor.get("/pt").headers["Location"] == "/pt/"


def test_a_verdict_is_told_with_what_to_do(visitor):
    text = read_page(visitor.post("/pt/", {"text": FRAUD, "channel": "sms", "received": "2024-05-02"}))
    assert page_sentences("check", "pt")["imposture"] in text
    assert "É uma impostura: esta mensagem não vem de Assurance Maladie" in text
    assert "Reencaminhe o SMS tal como está para o 33700" in text
    assert "Ler" not in re.findall(r'<button class="second" lang="pt">([^<]*)', text)


@pytest.mark.parametrize(
    ("code", "headline", "act", "report"),
    [
        ("es", "Es una impostura", "No toque el enlace. No pague nada.", "Reenvíe el SMS tal cual al"),
        ("ar", "هذه رسالة مزيفة", "لا تلمس الرابط. لا تدفع شيئًا.", "أعد توجيه الرسالة كما هي إلى"),
        ("tr", "Bu bir sahtekârlık", "Bağlantıya dokunmayın. Hiçbir şey ödemeyin.", "SMS'i olduğu gibi"),
    ],
)
def test_a_verdict_is_told_and_says_that_a_machine_translated_it(visitor, code, headline, act, report):
    text = read_page(visitor.post(f"/{code}/", {"text": FRAUD, "channel": "sms", "received": "2026-05-02"}))
    assert f'<html lang="{code}" dir="{LANGUAGES[code].direction}">' in text
    assert [one for one in (headline, act, report) if one not in text] == []
    assert page_sentences("common", code)["not_reviewed"] in text


def test_a_page_of_the_inside_is_read_in_english_and_not_offered(visitor):
    text = read_page(visitor.get(page_urls.page_url("inside.enter", "pt")))
    assert page_sentences("inside.enter", "en")["title"] in text
    assert 'hreflang="pt"' not in read_page(visitor.get(page_urls.page_url("inside.enter", "en")))
    assert {page.address("pt") for page in INSIDE} == {page.en for page in INSIDE}


def test_the_command_line_and_the_library_speak_it():
    verdict = tocsin.check(FRAUD, channel="sms", lang="pt")
    assert verdict.headline.startswith("É uma impostura")
    assert any("Para verificar" in one.text for one in verdict.advice)


@pytest.mark.parametrize("code", FURTHER)
def test_rules_and_what_to_do_of_the_first_institution_are_translated(code):
    """Those of the others are read in English."""
    charter = load_charter(institution_names()[0])
    said = [charter.name, *(clause.wording for clause in charter.clauses)]
    for clause in charter.clauses:
        said += [
            getattr(clause, one) for one in ("purpose", "price", "not_for") if getattr(clause, one, None)
        ]
    assert [one.fr for one in said if code not in dict(one.others)] == []


def test_a_rule_that_nobody_translated_is_marked_with_its_language_and_kept_apart_from_what_stands_around_it(
    visitor,
):
    sent = {"text": "AMELI : payez 0,99 euro sur https://ameli-vitale.example", "channel": "sms"}
    assert '<bdi lang="en">An SMS from the Assurance Maladie' in visitor.post("/ar/", sent).content.decode()
    assert '<div class="text" dir="auto">' in visitor.post("/ar/", sent).content.decode()
    assert "<bdi>Un SMS de l" in visitor.post("/", sent).content.decode()
    for page in ("contacts", "changes", "call", "institutions"):
        text = visitor.get(page_urls.page_url(page, "ar")).content.decode()
        assert '<bdi lang="en">' in text, page
        assert '<bdi lang="en">' not in visitor.get(page_urls.page_url(page, "en")).content.decode(), page


def test_a_name_that_nobody_translated_stands_without_its_english_article():
    assert format_institution_name(load_charter("caf"), "en") == "the Caf"
    assert format_institution_name(load_charter("caf"), "es") == "Caf"
    assert format_institution_name(load_charter("assurance_maladie"), "es") == "la Assurance Maladie"


def test_a_message_that_is_quoted_is_written_from_its_own_side():
    """A French SMS on a page in Arabic, a reply in Arabic on one in French."""
    quoted = [
        (file.name, line)
        for file in sorted(TEMPLATES.rglob("*.html"))
        for line in re.findall(r"<blockquote[^>]*>(?:<p>)?\{\{[^\n]*", file.read_text("utf-8"))
    ]
    assert len(quoted) >= 5
    assert [one for one in quoted if 'dir="auto"' not in one[1] and "lang=" not in one[1]] == []
