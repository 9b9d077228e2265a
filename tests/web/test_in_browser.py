"""The page in a real browser: both languages, with and without scripts, small, by keyboard, enlarged."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser import (
    COLOURS,
    DESKTOP,
    ENLARGED,
    LAYOUT,
    PHONE,
    RULES,
    barriers,
    too_wide,
    visit,
    without_htmx,
)  # fmt: skip
from tests.web.checked_page import EMAIL, FRAUD
from tocsin.web.sentences import page_sentences

LANGUAGES = [("/", "fr"), ("/en/", "en")]
WAYS = [("/", "fr", True), ("/en/", "en", False)]
"""Each language with scripts or without: sentences come with the page, whoever puts it there."""
SMALLEST = """Math.min(...[...document.querySelectorAll('main *')]
    .filter(one => one.getClientRects().length && [...one.childNodes].some(part => part.nodeType === 3 && part.data.trim()))
    .map(one => parseFloat(getComputedStyle(one).fontSize)))"""
LONG = (
    "Bonjour, "
    + "ceci est un long message de la CPAM. " * 120
    + FRAUD
    + " rappelez le 0899 12 34 56. "
    + "Fin. " * 300
)


def check(page: Page, text: str = FRAUD, sender: str = "06 39 98 00 01", day: str = "2024-05-02") -> None:
    page.fill("#text", text)
    unfold(page, ".options")
    page.fill("#sender", sender)
    page.fill("#received", day)
    page.click(".go")
    page.wait_for_selector(".banner")


def unfold(page: Page, what: str) -> None:
    """Open what is folded, as a person does who taps it."""
    if page.locator(what).get_attribute("open") != "":
        page.locator(f"{what} > summary").click()


def widths_exceeded(page: Page) -> list[int]:
    """Of a desktop and of a telephone, those that the page is wider than."""
    found = []
    for width in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        found += [width] if too_wide(page) else []
    return found


# ---- a message is checked


@pytest.mark.parametrize(("address", "lang", "scripts"), WAYS)
def test_a_message_is_checked(chromium, site, address, lang, scripts):
    said = page_sentences("check", lang)
    with visit(chromium, site + address, width=PHONE, scripts=scripts) as page:
        assert widths_exceeded(page) == []
        check(page)
        assert page.title().startswith(said["imposture"])
        assert page.locator("h2#answer").inner_text().endswith(said["imposture"])
        assert page.locator("mark.contradicts").count() >= 3
        expect(page.locator("#text")).to_have_value("")
        expect(page.locator("#sender")).to_have_value("")
        assert page.input_value("#received") == page.get_attribute("#received", "max")
        assert widths_exceeded(page) == []
        if scripts:
            expect(page.locator("#answer")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_nothing_of_one_message_slips_into_the_check_of_the_next(chromium, site, scripts):
    with visit(chromium, site + "/", scripts=scripts) as page:
        unfold(page, ".options")
        page.check('input[name=channel][value="call"]')
        page.check('input[name="solicited"]')
        page.select_option("#institution", "dgfip")
        check(page)
        expect(page.locator('input[name=channel][value=""]')).to_be_checked()
        expect(page.locator('form.ask input[name="solicited"]')).not_to_be_checked()
        expect(page.locator("#institution")).to_have_value("")  # found by itself

        page.fill("#text", "Salut, on se retrouve à 19 h devant le cinéma ?")
        page.click(".go")
        page.locator("#result blockquote", has_text="devant le cinéma").wait_for(state="attached")
        assert "06 39 98 00 01" not in page.inner_text("main")


def test_a_message_can_be_corrected(chromium, site):
    with visit(chromium, site + "/") as page:
        check(page)
        unfold(page, "details.use")
        page.click('button[value="correct"]')
        page.wait_for_function("document.querySelector('#text').value !== ''")
        assert (page.input_value("#text"), page.input_value("#sender")) == (FRAUD, "06 39 98 00 01")
        assert page.input_value("#received") == "2024-05-02"
        check(page, text=FRAUD + " Merci.")
        expect(page.locator("#text")).to_have_value("")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_number_alone_leads_to_its_page(chromium, site, scripts):
    with visit(chromium, site + "/", scripts=scripts) as page:
        page.fill("#text", "08 99 00 00 12")
        page.click(".go")
        page.wait_for_url(re.compile("/numero/0899000012(#.*)?$"))
        assert page.inner_text("h1") == "0 899 000 012"


def look(page: Page) -> None:
    """On a telephone and on a desktop."""
    for width, rules in ((PHONE, LAYOUT), (DESKTOP, RULES)):
        page.set_viewport_size({"width": width, "height": 800})
        assert barriers(page, rules) == [], width


@pytest.mark.parametrize(("address", "opened"), [("/", visit), ("/en/", without_htmx)])
def test_nothing_keeps_anybody_out(chromium, site, address, opened):
    """As WCAG 2.2 AA wants it: the form, what is missing, the result with everything open.

    Both languages are laid out by one template, and both ways bring the same page: each is looked at once.
    """
    with opened(chromium, site + address) as page:
        if opened is visit:  # which nothing was done to yet
            look(page)
        page.click(".go")
        page.wait_for_selector(".mistakes")
        look(page)
        check(page)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        look(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_already_done_opens_with_one_tap(chromium, site, scripts):
    with visit(chromium, site + "/", width=PHONE, scripts=scripts) as page:
        check(page)
        situation = page.locator("details", has_text=page_sentences("check", "fr")["gave_card"])
        advice = situation.get_by_text("opposition sur votre carte")
        expect(advice).to_be_hidden()
        situation.locator("summary").click()
        expect(advice).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_saved_email_is_checked(chromium, site, scripts):
    with visit(chromium, site + "/", scripts=scripts) as page:
        page.set_input_files("#file", {"name": "message.eml", "mimeType": "message/rfc822", "buffer": EMAIL})
        page.click(".go")
        page.wait_for_selector(".banner")
        unfold(page, "details.message")
        assert "ameli-vitale.example/x" in page.inner_text("blockquote")


@pytest.mark.parametrize(("address", "lang", "scripts"), WAYS)
def test_what_is_missing_is_said_and_leads_to_its_field(chromium, site, address, lang, scripts):
    with visit(chromium, site + address, width=PHONE, scripts=scripts) as page:
        page.click(".go")
        page.wait_for_selector(".mistakes")
        page.get_by_role("alert").get_by_text(page_sentences("check", lang)["nothing"]).click()
        page.keyboard.type("AMELI : payez 1 euro")
        expect(page.locator("#text")).to_have_value("AMELI : payez 1 euro")


# ---- by other ways than a mouse, and for other eyes


def test_by_keyboard_alone(chromium, site):
    with visit(chromium, site + "/en/") as page:
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator("#text")).to_be_focused()
        page.keyboard.type(FRAUD)
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.className") == "go":
                break
        page.keyboard.press("Enter")
        page.wait_for_selector(".banner")
        expect(page.locator("#answer")).to_be_focused()
        steps_to(page, "details.message > summary")
        page.keyboard.press("Enter")
        steps_to(page, "sup a")
        page.keyboard.press("Enter")
        page.locator(".all li:target").wait_for()  # it was folded


def steps_to(page: Page, what: str) -> None:
    """By Tab alone to the next of a kind."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
    raise AssertionError(what)


@pytest.mark.parametrize("address", ["/", "/en/"])
def test_enlarged_four_times_nothing_is_lost_to_the_side(chromium, site, address):
    with visit(chromium, site + address, width=ENLARGED) as page:
        assert too_wide(page) == 0
        check(page, LONG + " https://" + "a" * 300 + ".example/")
        assert too_wide(page) == 0


def test_every_verdict_can_be_read_in_the_dark(chromium, site):
    verdicts = {
        "imposture": FRAUD,
        "unproven": "Votre compte ameli a un message",
        "unrelated": "Bonjour",
        "suspicious": "Colis bloqué, payez 2 euros : https://colis.example",
    }
    with visit(chromium, site + "/", dark=True) as page:
        for verdict, text in verdicts.items():
            check(page, text, sender="")
            page.wait_for_selector(f".banner.{verdict}")
            assert barriers(page, COLOURS) == [], verdict


# ---- to keep or to show


@pytest.mark.parametrize(("address", "text"), [("/", LONG), ("/en/", FRAUD), ("/en/", "Bonjour")])
def test_the_printable_page_is_one_sheet(chromium, site, address, text):
    """French sentences are the longer ones: with them and a long message it is fullest."""
    with visit(chromium, site + address) as page:
        check(page, text)
        unfold(page, "details.use")
        with page.context.expect_page() as opened:
            page.click("button[value=sheet]")
        sheet = opened.value
        sheet.wait_for_load_state()
        assert address != "/" or barriers(sheet) == []  # one template for both languages
        printed = sheet.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
        sheet.emulate_media(media="print")
        assert sheet.evaluate(SMALLEST) >= 12 * 96 / 72 - 0.01  # pixels of 12 points
        assert sheet.locator("svg.qr").is_visible()


@pytest.mark.parametrize(("address", "lang"), LANGUAGES)
def test_a_result_is_shared_without_its_message(chromium, site, address, lang):
    with visit(chromium, site + address, width=PHONE) as page:
        check(page)
        page.goto(page.locator("#link").input_value())
        assert page_sentences("check", lang)["imposture"] in page.inner_text("h2")
        assert "ameli-vitale" not in page.content()
        assert address != "/" or barriers(page) == []  # one template for both languages
        assert too_wide(page) == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_a_result_is_read_in_the_other_language(chromium, site, scripts):
    with visit(chromium, site + "/", scripts=scripts) as page:
        check(page)
        unfold(page, "details.use")
        page.get_by_role("button", name=page_sentences("check", "en")["read_in_language"]).click()
        page.wait_for_selector("html[lang=en] .banner")
        expect(page.locator(".headline")).to_contain_text("This is an imposture")


@pytest.mark.parametrize("address", ["/nulle-part", "/en/result/abc"])
def test_a_page_that_is_not_there_can_be_read_too(chromium, site, address):
    with visit(chromium, site + address, width=PHONE) as page:
        assert barriers(page) == []
        assert too_wide(page) == 0


def test_where_there_is_no_answer_the_page_says_so(chromium, site):
    with visit(chromium, site + "/en/", fails=True) as page:
        page.route("**/*", lambda route: route.abort())
        page.fill("#text", "AMELI")
        page.click(".go")
        page.get_by_text(page_sentences("check", "en")["lost"]).wait_for()
