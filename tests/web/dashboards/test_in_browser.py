"""The boards in a real browser: nothing keeps anybody out or sticks out, and figures come anew in place."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser import COLOURS, DESKTOP, ENLARGED, PHONE, barriers, too_wide, visit
from tocsin.store import database
from tocsin.web.accounts import sessions
from tocsin.web.dashboards.pages import PAGES

PLACES = [f"/{page.fr}" for page in PAGES if "<" not in page.fr]
SHAPES = ["/tableau/epidemie", "/tableau", "/tableau/chaines", "/tableau/liste-de-cas"]
"""Pages that have every kind of chart, of table, of note and of field."""


@pytest.fixture
def site(boards_store: str, live_site: str) -> str:
    """Its address, with boards."""
    return live_site


@pytest.fixture
def known(come_in) -> dict[str, str]:
    """The cookie of an epidemiologist of the nation."""
    return {"name": sessions.COOKIE, "value": come_in().cookies[sessions.COOKIE].value}


def inside(page: Page, known: dict[str, str], address: str) -> None:
    """Go there as somebody who has come in."""
    page.context.add_cookies([{**known, "url": "/".join(address.split("/")[:3])}])
    page.goto(address)


def test_nothing_keeps_anybody_out_in_the_light_and_in_the_dark(chromium, site, known):
    with visit(chromium, f"{site}/chiffres", width=DESKTOP) as page:
        for place in ("", *SHAPES):
            if place:
                inside(page, known, site + place)
            page.emulate_media(color_scheme="light")
            assert barriers(page) == [], place
            if place in ("", SHAPES[0]):
                page.emulate_media(color_scheme="dark")
                assert barriers(page, COLOURS) == [], place


def test_nothing_sticks_out_of_a_telephone_or_an_enlarged_page(chromium, site, known):
    for width in (PHONE, ENLARGED):
        with visit(chromium, f"{site}/en/figures", width=width) as page:
            assert too_wide(page) == 0
            for place in PLACES if width == PHONE else SHAPES:
                inside(page, known, site + place)
                assert too_wide(page) == 0, place


def test_by_keyboard_alone_another_territory(chromium, site, known):
    with visit(chromium, f"{site}/entrer") as page:
        inside(page, known, f"{site}/tableau/equite")
        page.focus("#t")
        page.keyboard.type("Corse")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/tableau/equite?t=R94&d=covid19")
        expect(page.locator("h2.of")).to_have_text("Équité Corse")
        scroller = page.locator(".wide").first
        scroller.focus()
        expect(scroller).to_be_focused()


def test_a_page_that_stays_open_is_renewed_in_place(chromium, site, known, counted):
    with visit(chromium, f"{site}/entrer") as page:
        page.clock.install()
        inside(page, known, f"{site}/tableau?t=R94")
        heading = page.locator("h1").element_handle()
        with database.open_connection(counted) as connection:
            asked = "update tracing_board set document = replace(document, '2021-04-03T07:00:00Z', %s)"
            connection.execute(asked, ("2021-04-03T07:05:00Z",))
            connection.commit()
            try:
                page.clock.fast_forward(61_000)
                page.wait_for_selector("#fresh:has-text('9 h 05')")
            finally:
                undo = "update tracing_board set document = replace(document, '2021-04-03T07:05:00Z', %s)"
                connection.execute(undo, ("2021-04-03T07:00:00Z",))
                connection.commit()
        assert heading.is_visible()  # the rest of the page is as it was
        assert page.locator("svg.chart").count() >= 4
