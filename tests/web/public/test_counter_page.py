"""The counter: the same verdict for a clerk, by questions where there is no text, and nothing of it is kept."""

import html
import re
from uuid import uuid4

import pytest

from tests.web.checked_page import FRAUD, SENT, told
from tocsin.evidence.told_answers import SPOKEN_QUESTIONS
from tocsin.web.sentences import page_sentences

ADDRESSES = [("/guichet", "fr"), ("/en/counter", "en"), ("/pt/balcao", "pt")]
NAMED = {"institution": "assurance_maladie", "answer_bank": "yes", "answer_code": "no"}


@pytest.mark.parametrize(("address", "lang"), ADDRESSES)
def test_an_empty_page_waits_for_the_next_person(visitor, address, lang):
    page = visitor.get(address)
    body = page.content.decode()
    assert page_sentences("counter", lang)["title"] in html.unescape(body)
    assert re.findall(r"<textarea[^>]*>([^<]*)</textarea>", body) == [""]
    assert "checked" not in body
    assert len(re.findall(r"<fieldset data-step><legend>", body)) == len(SPOKEN_QUESTIONS) == 6


def test_a_text_gives_the_verdict_and_the_reasons_of_the_first_page(visitor):
    there, here = told(visitor.post("/", SENT)), told(visitor.post("/guichet", SENT))
    grounds = re.findall(r"Règle, [^:]+: [^.]+", there)
    assert grounds
    assert [ground for ground in grounds if ground not in here] == []


def test_answers_without_a_text_give_a_verdict_with_the_clause_and_show_what_was_said(visitor):
    page = visitor.post("/guichet", NAMED)
    said = told(page)
    assert "C'est une imposture" in said
    assert "L'Assurance Maladie ne demande jamais par téléphone un numéro de carte bancaire" in said
    assert "On demande un code ou un mot de passe ? Non" in said
    assert "On demande de payer ou de faire un virement ?" in said.split("Sans réponse")[1]
    assert '<mark class="contradicts">Oui</mark>' in page.content.decode()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("la sécu", "l'Assurance Maladie"),
        ("mon conseiller de la CAF", "la Caf"),
        ("un colis Chronopost", "Chronopost"),
    ],
)
def test_the_institution_may_be_said_in_the_persons_words(visitor, words, found):
    page = visitor.post("/guichet", {"presented": words, "answer_code": "yes"}).content.decode()
    assert found in html.unescape(re.search(r'class="whose">(.*?)</p>', page)[1])


def test_words_that_name_nobody_known_leave_the_signs_of_any_fraud(visitor):
    page = visitor.post("/guichet", {"presented": "un monsieur", "answer_code": "yes"})
    assert 'class="banner suspicious"' in page.content.decode()
    assert 'class="whose"' not in page.content.decode()


def test_where_nothing_speaks_against_it_the_clerk_is_asked_for_what_was_said(visitor):
    """The questions do not show every fraud, and a no is no proof."""
    asked = page_sentences("counter", "fr")["untold"].replace("\u202f", " ").replace("\xa0", " ")
    nothing = {"institution": "assurance_maladie", "answer_bank": "no"}
    assert asked in told(visitor.post("/guichet", nothing))
    assert asked not in told(visitor.post("/guichet", NAMED))
    assert asked not in told(visitor.post("/guichet", nothing | {"text": "La CPAM vous informe."}))


def test_a_key_goes_before_words(visitor):
    page = visitor.post("/guichet", NAMED | {"presented": "Chronopost"}).content.decode()
    assert "assurance_maladie" in re.search(r'class="whose">(.*?)</p>', page)[1]


def test_the_sheet_says_the_same_and_prints_itself(visitor):
    page = visitor.post("/guichet", NAMED).content.decode()
    form = page.split("data-sheet")[0].rsplit("<form", 1)[1]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert fields.items() >= NAMED.items()
    sheet = visitor.post("/", fields | {"view": "sheet"})
    assert "print." in sheet.content.decode()
    assert "On demande le numéro entier de la carte bancaire ou du RIB ? Oui" in told(sheet)
    assert "print." not in visitor.post("/", SENT | {"view": "sheet"}).content.decode()


def test_a_sheet_has_room_for_three_answers_only(visitor):
    """Those that say yes: it is one page in large letters, and the square on it leads to all of them."""
    answers = {f"answer_{question.id}": "yes" for question in SPOKEN_QUESTIONS}
    shown = told(visitor.post("/", NAMED | answers | {"view": "sheet"})).split("Pourquoi")[0]
    assert shown.count("? Oui") == 3
    shown = told(visitor.post("/", NAMED | {"view": "sheet"})).split("Pourquoi")[0]
    assert (shown.count("? Oui"), shown.count("? Non")) == (1, 0)


def test_what_is_missing_is_said(visitor):
    page = visitor.post("/guichet", {})
    assert page.status_code == 422
    assert page_sentences("check", "fr")["nothing"] in told(page)
    assert visitor.put("/guichet", b"x").status_code == 405


def test_nothing_of_it_is_kept_by_a_log_a_browser_or_an_address(visitor, caplog):
    word = f"zoe{uuid4().hex}"
    page = visitor.post(
        "/guichet", NAMED | {"text": f"AMELI {word} payez", "presented": word, "sender": word}
    )
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert page.cookies == {}
    body = page.content.decode()
    assert 'autocomplete="off"' in body.split('id="counter"')[1].split(">")[0]
    assert not re.search(rf'(?:href|action)="[^"]*{word}', body)
    assert word not in "".join(str(record.__dict__) for record in caplog.records)


def test_who_asks_too_much_has_to_wait_as_on_the_first_page(visitor, monkeypatch):
    from tocsin.web import rate_limits

    monkeypatch.setattr(rate_limits, "take_page_quota", lambda *_: rate_limits.RetryAfter(7))
    page = visitor.post("/guichet", {"text": FRAUD})
    assert (page.status_code, page.headers["Retry-After"]) == (429, "7")
