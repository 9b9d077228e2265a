"""The counter in a real browser: how few keys it takes, and that nobody finds what the person before said."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from tests.web.browser import DESKTOP, ENLARGED, barriers, too_wide, visit
from tests.web.checked_page import FRAUD

ADDRESS = "/guichet"
SECONDS_A_KEY = 0.28
"""Of a person of average skill, by the keystroke-level model (Card, Moran and Newell, 1983)."""


class Clerk:
    """Presses keys, and counts them and what the server is asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = 0
        self.asked: list[str] = []
        page.on(
            "request",
            lambda request: self.asked.append(request.method) if "/static/" not in request.url else None,
        )

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def paste(self, text: str) -> None:
        """As Ctrl+V does."""
        self.page.keyboard.insert_text(text)
        self.keys += 1

    def read(self) -> str:
        self.page.wait_for_selector("#answer:focus")
        return self.page.inner_text("#result")


@contextmanager
def at_counter(chromium: Browser, site: str, address: str = ADDRESS, **how) -> Iterator[Clerk]:
    with visit(chromium, site + address, **how) as page:
        page.wait_for_selector("#text:focus")  # where a slow browser puts the first key
        yield Clerk(page)


def test_a_text_takes_two_keys_and_one_round_trip(chromium, site):
    with at_counter(chromium, site) as clerk:
        clerk.paste(FRAUD)
        clerk.press("Control+Enter")
        assert "C'est une imposture" in clerk.read()
        assert (clerk.keys, clerk.asked) == (2, ["POST"])


def test_six_answers_and_a_name_take_nine_keys_and_one_round_trip(chromium, site):
    with at_counter(chromium, site) as clerk:
        clerk.press("Tab", "o", "n", "x", "n", "n", "o", "1", "Enter")
        assert "ne demande jamais par téléphone un numéro de carte bancaire" in clerk.read()
        assert (clerk.keys, clerk.asked) == (9, ["POST"])
        assert clerk.keys * SECONDS_A_KEY < 10


def test_the_keys_are_those_of_the_language(chromium, site):
    with at_counter(chromium, site, "/en/counter") as clerk:
        clerk.press("Tab", "y", "n", "n", "n", "n", "n", "1", "Enter")
        assert "never asks" in clerk.read()
        assert clerk.page.locator("kbd:visible").all_inner_texts()[:3] == ["Y", "N", "X"]


def test_the_next_person_comes_by_one_key_and_finds_nothing(chromium, site):
    with at_counter(chromium, site) as clerk:
        page = clerk.page
        clerk.paste(FRAUD)
        clerk.press("Tab", "o", "Control+Enter")
        clerk.read()
        with page.expect_navigation():
            clerk.press("F2")
        page.wait_for_selector("#text:focus")

        def find_traces() -> list[object]:
            return [
                page.input_value("#text"),
                page.inner_text("#result"),
                page.locator(":checked[type=radio]").count(),
            ]

        assert find_traces() == ["", "", 0]
        page.keyboard.press("Control+z")
        assert find_traces() == ["", "", 0]
        page.go_back()  # to where the browser was before the counter: the answer never was a page of its own
        page.go_forward()
        page.wait_for_selector("#text")
        assert find_traces() == ["", "", 0]
        page.reload()
        assert find_traces() == ["", "", 0]
        stored = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
        assert stored.replace("htmx-current-path-for-history", "") == '[{},{"":"/guichet"},""]'


def test_whoever_leaves_and_goes_back_finds_nothing_either(chromium, site):
    with at_counter(chromium, site) as clerk:
        clerk.paste(FRAUD)
        clerk.press("Control+Enter")
        clerk.read()
        clerk.page.goto(site + "/qui-nous-sommes")
        clerk.page.go_back()
        clerk.page.wait_for_selector("#text")
        assert clerk.page.input_value("#text") == clerk.page.inner_text("#result") == ""


def test_the_sheet_is_printed_by_one_key_and_its_page_is_gone(chromium, site):
    with at_counter(chromium, site) as clerk:
        page = clerk.page
        page.context.add_init_script(
            "window.print = () => document.body.classList.add('printed')"  # no dialogue in a test
        )
        clerk.press("Tab", "o", "n", "n", "n", "n", "n", "1", "Enter")
        clerk.read()
        with page.context.expect_page() as opened:
            clerk.press("F8")
        sheet = opened.value
        sheet.wait_for_selector("body.printed")
        assert "carte bancaire ou du RIB" in sheet.inner_text("main")
        with sheet.expect_event("close"):
            sheet.evaluate("window.dispatchEvent(new Event('afterprint'))")


def test_letters_are_keys_on_a_question_only(chromium, site):
    with at_counter(chromium, site) as clerk:
        clerk.page.keyboard.type("onx 1")
        assert clerk.page.input_value("#text") == "onx 1"
        assert clerk.page.locator(":checked[type=radio]").count() == 0


def test_without_scripts_everything_is_there_but_the_keys(chromium, site):
    with visit(chromium, site + ADDRESS, scripts=False) as page:
        assert page.locator("kbd:visible").count() == 0
        page.keyboard.press("Tab")  # from the text, where the page begins
        page.keyboard.press("Space")
        page.check("input[name=institution][value=assurance_maladie]")
        page.keyboard.press("Enter")
        page.wait_for_selector(".banner.imposture")
        page.click("[data-next-person]")
        assert page.locator(".banner").count() == 0
        assert page.input_value("#text") == ""


@pytest.mark.parametrize(("width", "dark"), [(DESKTOP, False), (ENLARGED, True)])
def test_nothing_keeps_anybody_out(chromium, site, width, dark):
    """In the light and in the dark, wide and enlarged four times."""
    with at_counter(chromium, site, width=width, dark=dark) as clerk:
        clerk.press("Tab", "o", "n", "x", "n", "n", "o", "1", "Enter")
        clerk.read()
        assert barriers(clerk.page) == []
        assert too_wide(clerk.page) == 0
