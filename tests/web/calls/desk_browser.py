"""An agent's browser at the desk, for the tests that press keys and reload pages."""

from playwright.sync_api import Browser, Page, expect

from tests.tracing.calls.people import People
from tests.web.browser import DESKTOP, PATIENCE
from tests.web.calls.office import Office
from tests.web.calls.scene import fill
from tocsin.web.accounts import sessions


def come_in(office: Office, chromium: Browser, address: str, login: str) -> Page:
    """The desk of somebody who has signed in."""
    context = chromium.new_context(viewport={"width": DESKTOP, "height": 900}, reduced_motion="reduce")
    context.add_cookies([{"name": sessions.COOKIE, "value": office.cookie(login), "url": address}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/poste")
    return page


def next_person(page: Page, name: str) -> None:
    """Enter, and the next person is there; the page's own script has told so by showing its button."""
    expect(page.locator(".go")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".person h1")).to_have_text(name)
    expect(page.locator("#keys")).to_be_visible()


def expect_noted(page: Page, said: str) -> None:
    """It is written down, and Enter takes the next one."""
    expect(page.locator("[role=status]")).to_have_text(said)
    expect(page.locator(".go")).to_be_focused()


def begin_call(office: Office, people: People, chromium: Browser, address: str) -> Page:
    """The page of Alix's first call, with Camille, of the household that it puts into the store."""
    fill(people)
    page = come_in(office, chromium, address, "alix.martin")
    next_person(page, "Camille Perrin")
    return page
