"""The first page: a person pastes a message, and is told what it is, why, and what to do."""

import gc
import html
import re
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tocsin.locale.languages import get_language
from tocsin.store.embedded.server_account import find_server_account
from tocsin.store.embedded.store_paths import PORT, locate_store
from tocsin.verdict.check import check
from tocsin.verdict.situations import SITUATIONS
from tocsin.web import check_form, query_params, store_pool
from tocsin.web.public import message_check
from tocsin.web.sentences import page_sentences

FRAUD = "AMELI : votre carte vitale expire. Payez 0,99 euro sur https://ameli-vitale.example sous 24 h"
SENT = {"text": FRAUD, "sender": "06 39 98 00 01", "received": "2024-05-02"}
ADDRESSES = [("/", "fr"), ("/en/", "en")]
EMAIL = b"""From: CPAM <a@b.example>
Date: Tue, 4 Mar 2025 10:00:00 +0100
Subject: =?utf-8?q?Votre_carte_<b>?=
Content-Type: text/html; charset=utf-8

<p>Bonjour, votre carte Vitale expire. <a href="https://ameli-vitale.example/x">ameli.fr</a></p>
<p style="display:none">cach\xc3\xa9</p>
"""


def told(page) -> str:
    """The words of a page, without marks and with plain spaces."""
    body = re.sub(r"<[^>]+>", "", page.content.decode())
    return " ".join(html.unescape(body).split())


class Outline(HTMLParser):
    """Headings, ids, labels and fields of a page."""

    def __init__(self, page) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.links: list[dict[str, str | None]] = []
        self.feed(page.content.decode())

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in found:
            self.ids.append(str(found["id"]))
        if tag == "label" and found.get("for"):
            self.labelled.add(str(found["for"]))
        if tag in ("input", "textarea", "select") and found.get("type") not in (
            "hidden",
            "radio",
            "checkbox",
        ):
            self.fields.append(found)
        if tag == "a":
            self.links.append(found)


# ---- the form


@pytest.mark.parametrize(("address", "lang"), ADDRESSES)
def test_the_form_asks_for_the_message_and_what_is_known_of_it(visitor, address, lang):
    page = visitor.get(address)
    outline = Outline(page)
    names = {str(field["name"]) for field in outline.fields}
    assert names == {"text", "file", "sender", "received", "institution"}
    assert {str(field["id"]) for field in outline.fields} <= outline.labelled
    assert f'value="{query_params.today_in_paris().isoformat()}"' in page.content.decode()
    assert page_sentences("check", lang)["know_kept"] in html.unescape(page.content.decode())


def test_other_ways_to_ask_for_it_are_refused(visitor):
    page = visitor.put("/", b"x")
    assert (page.status_code, page.headers["Allow"]) == (405, "GET, HEAD, POST")


# ---- the verdict


@pytest.mark.parametrize(("address", "lang"), ADDRESSES)
def test_the_verdict_comes_first_in_plain_words_and_is_that_of_every_other_way(visitor, address, lang):
    page = visitor.post(address, SENT)
    verdict = check(FRAUD, sender=SENT["sender"], received=date(2024, 5, 2), lang=lang)
    text = told(page)
    assert page.status_code == 200
    assert " ".join(verdict.headline.split()) in text
    assert text.index(verdict.headline.split(" : ")[0]) < text.index(FRAUD[:12])
    assert [r.kind for r in verdict.reasons if " ".join(r.text.split()[:6]) not in text] == []
    assert [one for one in verdict.compatible if one not in text] == []
    assert " ".join(verdict.proves.split()) in text
    assert [a.text for a in verdict.advice if " ".join(a.text.split()) not in text] == []


def test_what_is_quoted_is_marked_and_numbered_as_its_reason(visitor):
    page = visitor.post("/", SENT).content.decode()
    marks = re.findall(r"<mark class=\"(\w+)\">([^<]+)</mark><sup>(.*?)</sup>", page)
    assert ("contradicts", "Payez 0,99 euro") in [mark[:2] for mark in marks]
    for _, quote, links in marks:
        for number in re.findall(r'href="#reason-(\d+)"', links):
            reason = page.split(f'<li id="reason-{number}"')[1].split("</li>")[0]
            assert quote in html.unescape(reason).replace("\xa0", " ")


def test_every_reason_has_its_rule_its_dates_and_its_source(visitor):
    page = visitor.post("/", SENT).content.decode()
    reasons = re.findall(r'<li id="reason-\d+".*?</li>', page, re.S)
    assert len(reasons) >= 4
    assert [r for r in reasons if "Règle" not in r or "Source" not in r or 'href="https://' not in r] == []


def test_a_link_that_leads_away_tells_nobody_where_it_was(visitor):
    outline = Outline(visitor.post("/", SENT))
    away = [link for link in outline.links if str(link["href"]).startswith("http")]
    assert away
    assert {link["rel"] for link in away} == {"noreferrer noopener external"}
    assert not [link for link in away if "ameli-vitale" in str(link["href"])]


def test_what_to_do_when_it_is_already_done_is_one_tap_away_without_asking_us(visitor):
    page = visitor.post("/", SENT).content.decode()
    said = page_sentences("check", "fr")
    opened = re.findall(
        r"<details><summary>(.*?)</summary>", page.split('class="situations"')[1].split("</section>")[0]
    )
    assert [html.unescape(name) for name in opened] == [said[name] for name in SITUATIONS]


def test_whoever_cannot_go_on_is_given_a_number_before_any_verdict(visitor):
    for text in ("je n'en peux plus, je veux en finir", "on m'a vidé mon compte, je veux mourir"):
        page = visitor.post("/", {"text": text}).content.decode()
        assert page.index('href="tel:3114"') < page.index('class="banner'), text
    for text in (FRAUD, "on m'a vidé mon compte, que faire ?", "je n'en peux plus de ces SMS"):
        assert 'class="despair"' not in visitor.post("/", {"text": text}).content.decode(), text


def test_whoever_lost_money_is_told_who_listens(visitor):
    for text in (FRAUD, "on m'a vidé mon compte, que faire ?"):
        page = visitor.post("/", {"text": text}).content.decode()
        assert 'href="tel:116006"' in page, text
        assert 'href="tel:3114"' in page, text


def test_where_to_report_comes_with_what_it_costs(visitor):
    page = told(visitor.post("/", SENT))
    report = page[page.index("Où le signaler") :]
    assert "33700 Prix : gratuit" in report
    assert "phishing-initiative.fr Prix : gratuit" in report


@pytest.mark.parametrize(
    ("text", "level"),
    [
        (FRAUD, "imposture"),
        ("Votre compte ameli a un nouveau message", "unproven"),
        ("On mange ensemble ce soir ?", "unrelated"),
        ("Votre colis est bloqué, payez 2 euros : https://colis.example", "suspicious"),
    ],
)
def test_every_level_has_its_name_its_sign_and_its_colour(visitor, text, level):
    page = visitor.post("/", {"text": text})
    assert f'class="banner {level}"' in page.content.decode()
    assert (
        page_sentences("check", "fr")[level] in told(page).partition("Ce message est-il")[0]
    )  # the title of the page


def test_on_an_earlier_day_the_rules_of_that_day_answer(visitor):
    call = {"text": "Ici la CPAM, donnez-moi votre RIB complet.", "channel": "call"}
    assert '#ask.call.iban.full"' in visitor.post("/", call | {"received": "2024-05-02"}).content.decode()
    assert "ask.call.iban.full" not in visitor.post("/", call | {"received": "2019-05-02"}).content.decode()


def test_inside_the_account_or_asked_for_counts(visitor):
    text = {"text": "Assurance Maladie : envoyez-nous votre RIB.", "channel": "email"}
    outside = visitor.post("/", text).content.decode()
    inside = visitor.post("/", text | {"inside_account": "yes"}).content.decode()
    assert re.search(r'class="banner (\w+)"', outside)[1] != re.search(r'class="banner (\w+)"', inside)[1]


def test_another_institution_is_judged_by_its_own_charter(visitor):
    page = visitor.post(
        "/", {"text": "impots.gouv : remboursement, cliquez impots.example", "institution": "dgfip"}
    )
    assert "dgfip" in told(page)


FINE = "ANTAI : votre amende de 35 € est impayée, réglez sur https://amende-antai.example"


def test_the_institution_is_found_and_said_with_its_own_rules_and_advice(visitor):
    page = visitor.post("/", {"text": FINE, "received": "2026-03-02", "channel": "sms"})
    assert "Au nom de : l'ANTAI" in told(page)
    assert '<a href="/nos-contacts?institution=antai">' in page.content.decode()
    assert "L'ANTAI ne réclame jamais une amende par SMS." in told(page)
    assert "0 806 606 606" in told(page)


def test_a_message_in_nobody_s_name_is_said_to_be_in_nobody_s(visitor):
    page = visitor.post("/", {"text": "Salut, on se retrouve à 19 h devant le cinéma ?"})
    assert "Au nom de" not in told(page).replace("Au nom de qui ?", "")


def test_who_says_in_whose_name_it_comes_is_heard(visitor):
    asked = {"text": FINE, "received": "2026-03-02", "channel": "sms", "institution": "dgfip"}
    assert (
        "institution=antai" not in visitor.post("/", asked).content.decode().partition('id="form-title"')[0]
    )


def test_a_guessed_channel_is_said_to_be_guessed(visitor):
    guessed = page_sentences("check", "fr")["guessed"]
    assert guessed in html.unescape(visitor.post("/", SENT).content.decode())
    assert guessed not in html.unescape(visitor.post("/", SENT | {"channel": "sms"}).content.decode())


# ---- an e-mail


def test_an_email_is_shown_as_it_is_seen_with_where_its_links_lead(visitor):
    page = visitor.post("/", {"file": SimpleUploadedFile("m.eml", EMAIL)})
    text = told(page)
    assert "&lt;b&gt;" in page.content.decode()
    assert "« ameli.fr » mène à https://ameli-vitale.example/x" in text
    assert "reçu le 4 mars 2025" in text


def test_a_file_of_another_kind_is_refused_in_words(visitor):
    page = visitor.post("/", {"file": SimpleUploadedFile("m.pdf", b"%PDF-1.7 ...")})
    assert page.status_code == 422
    assert "capture d'écran" in told(page)
    assert 'aria-invalid="true"' in page.content.decode()


def test_an_email_whose_text_would_hold_up_everybody_is_refused(visitor):
    long = EMAIL + b"<p>" + b"x" * check_form.MOST_TEXT
    page = visitor.post("/", {"file": SimpleUploadedFile("m.eml", long)})
    assert page.status_code == 422
    assert "200 000 caractères" in told(page)


def test_the_longest_text_of_any_letters_is_read(visitor):
    page = visitor.post("/", {"text": "😀" * check_form.MOST_TEXT})
    assert page.status_code == 200


def test_a_mistake_leads_to_its_field_and_nothing_that_was_typed_is_lost(visitor):
    page = visitor.post("/", {"text": "Payez", "received": "soon", "sender": "3646"})
    content = page.content.decode()
    assert page.status_code == 422
    assert '<a href="#received">' in content
    assert 'aria-describedby="received-hint received-wrong"' in content
    assert ">Payez</textarea>" in content
    assert 'value="3646"' in content


# ---- hostile messages

HOSTILE = [
    "<script>alert(1)</script> payez 1 euro à la CPAM",
    '"><img src=x onerror=alert(1)> AMELI',
    "{{ t.title }} {% now %} AMELI payez",
    "AMELI </textarea><script src=//x.example></script>",
    "AMELI : payez\x00\x1b[31m \u202eorue 1",
    "javascript:alert(1) AMELI payez",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("view", ["", "sheet"])
def test_nothing_of_a_message_is_ever_more_than_text(visitor, text, view):
    page = visitor.post("/", {"text": text, "sender": text[:200], "view": view})
    content = page.content.decode()
    assert page.status_code == 200
    assert (
        re.findall(
            r"<script(?![^>]* src=\"/static/)|<img(?![^>]* src=\"/static/)|</textarea><script", content
        )
        == []
    )
    assert "\x1b" not in re.sub(r"<textarea.*?</textarea>|value=\"[^\"]*\"", "", content, flags=re.S)
    assert "\u202e" not in re.sub(r"<textarea.*?</textarea>|value=\"[^\"]*\"", "", content, flags=re.S)


def test_an_email_with_scripts_everywhere_is_only_text(visitor):
    evil = (
        b'From: "<script>a</script>" <a@b.example>\nSubject: <script>b</script>\nMIME-Version: 1.0\n'
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\n\n"
        b'<p>CPAM payez <a href="javascript:alert(1)">ici</a><script>c</script></p>\n'
        b'--x\nContent-Type: application/pdf; name="<script>d</script>.pdf"\n\n...\n--x--\n'
    )
    content = visitor.post("/", {"file": SimpleUploadedFile("m.eml", evil)}).content.decode()
    assert re.findall(r"<script(?![^>]* src=\"/static/)", content) == []
    assert not re.search(r'href="javascript', content)


class Asked(NamedTuple):
    """One file opened, or one address spoken to, and the way there through our own code."""

    event: str
    what: str
    by: str


_heard: list[Asked] | None = None
OURS = Path(check_form.__file__).parents[1]
_asker = 0
"""The thread that checks: others of the process, such as those that keep connections alive, ask for themselves."""


def _listens(event: str, given: tuple[object, ...]) -> None:
    if _heard is None or threading.get_ident() != _asker:
        return
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "open"):
        what = given[1] if event in ("socket.connect", "socket.sendto") else given[0]
        ways = (f"{frame.f_code.co_filename}:{at}" for frame, at in traceback.walk_stack(None))
        _heard.append(Asked(event, str(what), " < ".join(way for way in ways if str(OURS) in way)))


@pytest.fixture(scope="module")
def ears() -> Callable[[Callable[[], None]], list[Asked]]:
    """Gives whatever is asked for in this thread while something is done."""
    sys.addaudithook(_listens)  # for good: there is no way to take it off

    def hear(action: Callable[[], None]) -> list[Asked]:
        global _heard, _asker
        heard: list[Asked] = []
        gc.collect()
        gc.disable()  # what other tests left open is closed at its own time
        _heard, _asker = heard, threading.get_ident()
        try:
            action()
        finally:
            _heard = None
            gc.enable()
        return heard

    return hear


def _check_all_kinds(visitor) -> None:
    for form in (SENT, {"text": "CPAM https://ameli.fr bit.ly/x a@b.example 0899 12 34 56", "view": "sheet"}):
        assert visitor.post("/", form).status_code == 200
    assert visitor.post("/", {"file": SimpleUploadedFile("m.eml", EMAIL)}).status_code == 200


def test_no_check_asks_anybody_for_anything(visitor, ears, monkeypatch):
    """Not for a link, nor an address, nor a name: neither the network nor a file is touched."""
    monkeypatch.setattr(store_pool.STORE_POOL, "url", "")
    _check_all_kinds(visitor)  # what is read once is read now
    message_check._doubt_counter.cache_clear()  # as if a minute had gone by
    assert ears(lambda: _check_all_kinds(visitor)) == []


def test_where_doubts_are_counted_a_check_looks_for_our_own_store_and_asks_nobody_else(
    visitor, ears, monkeypatch, tmp_path
):
    monkeypatch.setenv("TOCSIN_HOME", str(tmp_path))
    monkeypatch.delenv("TOCSIN_DATABASE_URL", raising=False)
    ours = locate_store(None, find_server_account())
    _check_all_kinds(visitor)
    message_check._doubt_counter.cache_clear()
    monkeypatch.setattr(store_pool.STORE_POOL, "_embedded", (float("-inf"), ""))
    heard = ears(lambda: _check_all_kinds(visitor))
    assert {one.what for one in heard} == {
        str(ours.data / "postmaster.pid"),
        str(ours.sockets / f".s.PGSQL.{PORT}"),
    }, heard


# ---- what can be done with it


def test_the_printable_page_has_the_verdict_the_gravest_reasons_and_what_to_do(visitor):
    page = visitor.post("/", SENT | {"view": "sheet"})
    text = told(page)
    assert "Fiche de vérification" in text
    assert "Imposture" in text
    assert "33700" in text
    assert page.content.decode().count('<li id="reason-') == 2
    assert "<svg" in page.content.decode().split("<footer>")[1]  # leads to the rest


def test_the_same_can_be_asked_for_in_the_other_language(visitor):
    page = visitor.post("/", SENT).content.decode()
    form = page.split('<form method="post" action="/en/">')[1].split("</form>")[0]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
    assert "This is an imposture" in told(
        visitor.post("/en/", {k: html.unescape(v) for k, v in fields.items()})
    )


def test_a_page_that_is_open_gets_only_what_changes(visitor):
    part = visitor.post("/", SENT, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<title>Imposture")
    assert 'class="banner imposture"' in part
    assert "<form class=" not in part
    wrong = visitor.post("/", {}, headers={"HX-Request": "true"})
    assert wrong.status_code == 422
    assert 'role="alert"' in wrong.content.decode()


@pytest.mark.parametrize("sent", [{}, SENT, {"text": "", "received": "soon"}])
@pytest.mark.parametrize("address", ["/", "/en/"])
def test_headings_go_down_one_by_one_and_no_name_is_used_twice(visitor, address, sent):
    outline = Outline(visitor.post(address, sent))
    steps = zip(outline.headings, outline.headings[1:], strict=False)
    assert outline.headings[0] == 1
    assert all(after <= before + 1 for before, after in steps)
    assert len(outline.ids) == len(set(outline.ids))


def test_french_is_set_as_it_is_printed():
    assert get_language("fr").typeset("Prix : « 3 € » ?") == "Prix\xa0: «\xa03\xa0€\xa0»\xa0?"
    assert get_language("en").typeset("Price: “3 euros”?") == "Price: “3 euros”?"


# ---- who asks for help, and what is not known


def test_what_to_do_first_stands_before_everything_else(visitor):
    said = html.unescape(
        visitor.post("/", {"text": "J'ai donné ma carte à un faux site, que faire ?"}).content.decode()
    )
    first = said.index('id="first"')
    assert first < said.index("opposition sur votre carte") < said.index('id="already"')
    assert "Voici quoi faire" in said


def test_where_the_channel_decides_a_button_answers(visitor):
    text = "CPAM bonjour. Pour sécuriser l'appel, donnez-moi les quatre derniers chiffres de votre IBAN ?"
    asked_back = html.unescape(visitor.post("/", {"text": text}).content.decode())
    assert "La réponse en dépend" in asked_back
    assert '<button name="channel" value="call"' in asked_back
    answered = html.unescape(visitor.post("/", {"text": text, "channel": "call"}).content.decode())
    assert "La réponse en dépend" not in answered


@pytest.mark.parametrize("given", [{"text": "36 46"}, {"sender": "36 46"}])
@pytest.mark.parametrize(("address", "lang"), ADDRESSES)
def test_a_number_alone_gets_the_answer_of_its_page(visitor, address, lang, given):
    page = visitor.post(address, given)
    assert page.status_code == 303
    assert page["Location"].endswith("/3646")
    dated = visitor.post(address, {**given, "received": "2021-03-04", "institution": "dgfip"})
    assert dated["Location"].endswith("/3646?on=2021-03-04&institution=dgfip")


def test_a_number_with_words_or_from_somebody_is_a_message(visitor):
    for given in ({"text": "Rappelez le 36 46"}, {"text": "36 46", "sender": "AMELI"}):
        assert visitor.post("/", given).status_code == 200


def test_the_form_under_an_answer_holds_nothing_of_the_message(visitor):
    page = visitor.post("/", {**SENT, "channel": "call", "solicited": "yes"}).content.decode()
    form = page[page.index('<form class="ask"') :]
    assert "ameli-vitale" not in form
    assert "06 39 98" not in form
    assert "2024-05-02" not in form
    assert re.search('value="" checked', form)
    assert "solicited" in form
    assert 'value="yes" checked' not in form


def test_the_message_comes_back_where_it_is_to_be_corrected(visitor):
    page = visitor.post("/", {**SENT, "view": "correct"}).content.decode()
    form = page[page.index('<form class="ask"') :]
    assert "ameli-vitale.example" in form
    assert 'value="06 39 98 00 01"' in form
    assert 'value="2024-05-02"' in form
    assert 'class="banner"' not in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://www.ameli.fr/assure", "Cette adresse est de l'Assurance Maladie"),
        ("https://ameli-vitale.example/x", "Cette adresse imite « ameli »"),
        ("https://bit.ly/3sante", "Elle cache où elle mène"),
        ("https://www.ameli.fr.paiement.example/x", "mène au site « paiement.example »"),
        ("https://boutique.example", "Nous ne savons pas à qui elle est"),
    ],
)
def test_an_address_alone_is_explained(visitor, text, said):
    page = told(visitor.post("/", {"text": text})).lower().replace("’", "'")
    assert said.lower() in page


def test_an_address_in_a_message_is_left_to_the_reasons(visitor):
    assert "Cette adresse" not in told(visitor.post("/", SENT))


def test_who_tells_of_an_sms_is_not_told_to_hang_up(visitor):
    """It is asked for instead, and the telling is not put into a report to the operator."""
    page = visitor.post(
        "/",
        {
            "text": "J'ai reçu un sms de l'assurance maladie avec un lien pour mettre à jour ma carte vitale, "
            "c'est une arnaque ?"
        },
    )
    assert "Vous racontez le message." in told(page)
    assert "Raccrochez" not in told(page)
    assert 'href="sms:33700' in page.content.decode()
    assert "body=" not in page.content.decode()


def test_who_was_called_is_told_to_hang_up(visitor):
    page = visitor.post("/", {"text": "Une dame de la CPAM m'a appelée, elle voulait mon code"})
    assert "Raccrochez" in told(page)
    assert "body=spam%20vocal" in page.content.decode()
