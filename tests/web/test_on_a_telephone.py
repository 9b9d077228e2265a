"""The check page in the hand: 390 pixels wide, 700 high. What to do is read without a finger moving."""

import pytest
from playwright.sync_api import Page

from tests.web.browser import ENLARGED, barriers, too_wide, visit
from tests.web.checked_page import FRAUD
from tocsin.locale.languages import LANGUAGES
from tocsin.web.sentences import page_sentences

WIDTH, SCREEN = 390, 700
MOST_SCREENS = 3
SAID = page_sentences("check", "fr")
HELD_UP = (
    "Bonjour, ceci est un message de la CPAM : donnez votre numéro de carte bancaire, votre mot de passe ameli, votre numéro de "
    "sécurité sociale, installez AnyDesk, rappelez le 0899 00 00 12 sous 24 heures, sinon vos droits sont suspendus. Payez 0,99 euro "
    "sur https://ameli-vitale.example et envoyez une copie de votre carte d'identité et votre RIB. Ne le dites à personne."
)
"""A message that gives nearly every reason at once."""
LEVELS = [
    pytest.param({"text": FRAUD, "channel": "sms"}, "imposture", id="imposture"),
    pytest.param({"text": HELD_UP, "channel": "sms"}, "imposture", id="many reasons"),
    pytest.param(
        {"text": "Votre commande est bloquée, payez 2 euros : https://commande.example"},
        "suspicious",
        id="suspicious",
    ),
    pytest.param({"text": "Votre compte ameli a un message"}, "unproven", id="unproven"),
    pytest.param({"text": "On se voit demain ?"}, "unrelated", id="unrelated"),
    pytest.param(
        {"text": "J'ai donné mon numéro de carte bleue à un faux conseiller ameli"}, None, id="done"
    ),
]
"""Every level that a page can give without a register of messages sent."""


def bottom(page: Page, what: str) -> float:
    """Where something ends, from the top of the screen as it is scrolled."""
    box = page.locator(what).first.bounding_box()
    assert box is not None, what
    return box["y"] + box["height"]


def hold(page: Page) -> None:
    page.set_viewport_size({"width": WIDTH, "height": SCREEN})


def check(page: Page, sent: dict[str, str]) -> None:
    page.fill("#text", sent["text"])
    page.evaluate(
        "value => { document.querySelector(`[name=channel][value='${value}']`).checked = true }",
        sent.get("channel", ""),
    )
    page.click(".go")
    page.wait_for_selector(".banner")


@pytest.mark.parametrize("address", ["/", *(f"/{lang}/" for lang in LANGUAGES if lang != "fr")])
def test_the_button_stands_on_the_first_screen(chromium, site, address):
    with visit(chromium, site + address) as page:
        hold(page)
        assert bottom(page, ".go") <= SCREEN
        assert not page.locator("#sender").is_visible()  # what may be said besides is folded


@pytest.mark.parametrize(("sent", "level"), LEVELS)
def test_what_it_is_and_what_to_do_stand_on_the_first_screen(chromium, site, sent, level):
    with visit(chromium, site + "/", scripts=level != "unproven") as page:  # one without scripts
        hold(page)
        check(page, sent)
        assert page.locator("h2#answer").bounding_box()["y"] >= 0
        assert bottom(page, ".act, .first li") <= SCREEN
        assert page.locator(f".banner.{level}" if level else ".first").count() == 1
        assert page.locator(".situations details").count() >= 8  # « C'est déjà fait ? »
        result = page.locator("article.result").bounding_box()
        assert result["height"] < MOST_SCREENS * SCREEN
        assert too_wide(page) == 0


def test_an_example_is_one_touch_away(chromium, site):
    with visit(chromium, site + "/") as page:
        hold(page)
        page.get_by_role("button", name=SAID["example"]).click()
        page.wait_for_selector(".banner.imposture")
        assert bottom(page, ".act") <= SCREEN


def test_a_number_to_ring_or_to_text_is_one_touch_away(chromium, site):
    with visit(chromium, site + "/") as page:
        hold(page)
        check(page, {"text": FRAUD, "channel": "sms"})
        assert page.locator('#now a[href="tel:3646"]').is_visible()
        page.locator(".report > summary").click()
        assert "body=AMELI" in page.locator('.report a[href^="sms:33700?"]').first.get_attribute("href")
        card = page.locator(".situations details", has_text=SAID["gave_card"])
        card.locator("summary").click()
        assert card.locator('a[href="tel:0892705705"]').is_visible()
        assert page.locator('article a[href*="639980001"]').count() == 0  # never one of the message
        assert barriers(page) == []


@pytest.mark.parametrize("lang", [code for code, one in LANGUAGES.items() if code not in ("en", "fr")])
def test_in_every_language_and_direction_it_is_read_at_320_pixels(chromium, site, lang):
    with visit(chromium, f"{site}/{lang}/", width=ENLARGED) as page:
        assert too_wide(page) == 0
        check(page, {"text": FRAUD, "channel": "sms"})
        assert too_wide(page) == 0
        assert bottom(page, ".act") <= SCREEN
        right_to_left = LANGUAGES[lang].direction == "rtl"
        assert (page.locator(".sign").bounding_box()["x"] > ENLARGED / 2) == right_to_left
        assert not right_to_left or barriers(page) == []  # the others have the template of French
        # Groups of digits with spaces would be read in the wrong order.
        rung = page.locator('a[href^="tel:"]').first
        assert rung.evaluate("link => getComputedStyle(link).direction") == "ltr"


def test_it_is_told_in_plain_words_with_nothing_read_out_by_a_voice_of_others(chromium, site):
    with visit(chromium, site + "/") as page:
        hold(page)
        check(page, {"text": FRAUD, "channel": "sms"})
        page.locator(".easy > summary").click()
        said = page.locator(".easy li").all_inner_texts()
        assert "Ne touchez pas au lien." in said
        assert max(len(one) for one in said[:-1]) < 60
        assert not page.get_by_role("button", name=SAID["listen"]).is_visible()  # this device has no voice


def test_at_200_percent_nothing_is_lost_to_the_side(chromium, site):
    with visit(chromium, site + "/", width=WIDTH // 2) as page:
        check(page, {"text": FRAUD, "channel": "sms"})
        assert too_wide(page) == 0
