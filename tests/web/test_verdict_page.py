"""What can be done with a verdict on the first page, and what it says to who asks for help."""

import html
import re

import pytest

from tests.web.checked_page import ADDRESSES, SENT, Outline, told
from tocsin.locale.languages import get_language

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


def test_what_is_left_in_english_on_an_arabic_page_is_read_from_the_left():
    arabic = get_language("ar")
    assert arabic.typeset("Ring your bank.") == "\u2066Ring your bank.\u2069"
    assert arabic.typeset("اتصل بالرقم 3646 ثم ANTAI.") == "اتصل بالرقم 3646 ثم ANTAI."
    assert arabic.typeset("0 806 606 606") == "0\xa0806\xa0606\xa0606"
    assert get_language("tr").typeset("Ring your bank.") == "Ring your bank."


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
