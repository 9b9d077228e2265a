"""The first page: a person pastes a message, and is told what it is, why, and what to do."""

import html
import re
from datetime import date

import pytest

from tests.web.checked_page import ADDRESSES, FRAUD, SENT, Outline, told
from tocsin.verdict.check import check
from tocsin.verdict.situations import SITUATIONS
from tocsin.web import query_params
from tocsin.web.sentences import page_sentences

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
        ("Vous avez gagné un téléphone, payez 2 euros de port : https://cadeau.example", "suspicious"),
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
    assert "d'après la charte de la Direction générale des finances publiques" in told(page).replace("’", "'")


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
