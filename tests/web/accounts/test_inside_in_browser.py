"""The door in a real browser: by keyboard, with a telephone; an administrator; an auditor."""

import os
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.store import databases
from tests.web.browser import COLOURS, DESKTOP, PHONE, barriers, too_wide, visit
from tests.web.inside import PASSWORD, account, signed_in
from tests.web.live_site import having_store
from tocsin.store import database as stores
from tocsin.web.accounts import sessions, staff_accounts
from tocsin.web.sentences import page_sentences
from tocsin.web.staff.staff_member import Role, RoleGrant

PAGES = {
    "administrator": (
        (
            "/service",
            "/en/accounts?q=anne",
            "/comptes/{own}",
            "/en/account",
            "/compte/telephone",
            "/en/roles",
        ),
        ("/en/service", "/comptes", "/en/accounts/{own}", "/compte", "/en/account/telephone", "/roles"),
    ),
    "auditor": (
        ("/journal", "/en/log?login=anne", "/journal/verification", "/journal?number=x"),
        ("/en/log/check",),
    ),
}
"""Pages of a role, such as one's own account as others see it; and the same templates in the other language, in which
only words may be too long."""
PICTURES = os.environ.get("TOCSIN_PICTURES", "")
"""A folder for pictures of the pages, to be looked at."""
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
"""A device that knows its owner, as Chromium plays one."""


@pytest.fixture(scope="module")
def database(server, template) -> Iterator[str]:
    yield from databases.made(server, template)


@pytest.fixture(scope="module")
def served(database, key_file, live_site) -> Iterator[str]:
    """The site, with accounts of its own."""
    with having_store(database, TOCSIN_KEYS=str(key_file)):
        yield live_site


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def comes(page: Page, served: str, database: str, role: Role, **who: str) -> None:
    """Somebody of this role has come in, in this browser."""
    token = signed_in(database, role, **who).cookies[sessions.COOKIE].value
    page.context.add_cookies([{"name": sessions.COOKIE, "value": token, "url": served}])


def binds(page: Page) -> None:
    """Type what the telephone shows."""
    secret = page.locator(".key").inner_text().replace(" ", "")
    page.locator("#code").fill(pyotp.TOTP(secret).now())
    page.keyboard.press("Enter")
    page.wait_for_selector(".codes")


def test_somebody_signs_in_by_keyboard_alone_with_their_telephone(chromium, served, database):
    login = account(database, RoleGrant("agent", "75"), name="Lou Petit")
    said = page_sentences("inside.home", "fr")
    with visit(chromium, f"{served}/service") as page:
        assert page.url.endswith("/entrer?next=%2Fservice")
        assert barriers(page) == []
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # past the navigation
        page.keyboard.press("Tab")
        expect(page.locator("#login")).to_be_focused()
        page.keyboard.type(login)
        page.keyboard.press("Tab")
        expect(page.locator("#password")).to_be_focused()
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/entrer/telephone")
        assert barriers(page) == []
        assert too_wide(page) == 0
        picture(page, "telephone")
        secret = page.locator(".key").inner_text().replace(" ", "")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator("#code")).to_be_focused()
        page.keyboard.type(pyotp.TOTP(secret).now())
        page.keyboard.press("Enter")
        page.wait_for_selector(".codes")
        assert barriers(page) == []
        picture(page, "codes")
        codes = page.locator(".codes li").all_inner_texts()
        assert len(codes) == 10
        page.get_by_role("link", name="C'est noté").press("Enter")
        page.wait_for_url("**/service")
        assert said["hello"].format(name="Lou Petit") in page.inner_text("h1")
        page.get_by_role("button", name="Sortir").press("Enter")
        page.wait_for_url("**/entrer")
        page.get_by_label("Identifiant").fill(login)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/entrer/code")
        expect(page.locator("#code")).to_be_focused()
        assert barriers(page) == []
        page.keyboard.type(codes[0])
        page.keyboard.press("Enter")
        page.wait_for_url("**/service")


def test_somebody_makes_a_passkey_and_signs_in_with_it(chromium, served, database):
    here = served.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, never to an address
    login = account(database, RoleGrant("agent", "75"), name="Zoé Petit")
    with visit(chromium, f"{here}/entrer?next=/compte/cle-d-acces") as page:
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        types_password(page, login)
        page.wait_for_url("**/entrer/telephone")
        binds(page)
        codes = page.locator(".codes li").all_inner_texts()
        page.get_by_role("link", name="C'est noté").click()
        page.wait_for_url("**/compte/cle-d-acces")
        for width in (PHONE, DESKTOP):
            page.set_viewport_size({"width": width, "height": 800})
            assert too_wide(page) == 0
            picture(page, f"passkey-{width}")
        assert barriers(page) == []
        page.get_by_label("Nom", exact=True).fill("ordinateur du bureau")
        page.get_by_label("Code de votre téléphone").fill(codes[0])
        page.keyboard.press("Enter")
        page.wait_for_url("**/compte?done=passkey")
        expect(page.get_by_role("listitem").filter(has_text="ordinateur du bureau")).to_be_visible()
        assert barriers(page) == []
        picture(page, "passkey-account")
        page.get_by_role("button", name="Sortir").click()
        page.wait_for_url("**/entrer")
        types_password(page, login)
        page.wait_for_url("**/entrer/code")
        assert barriers(page) == []
        picture(page, "passkey-sign-in")
        page.get_by_role("button", name="Entrer avec la clé d'accès").click()
        page.wait_for_url("**/service")
        page.goto(f"{here}/en/account")
        page.get_by_role("button", name="Remove ordinateur du bureau").click()
        page.wait_for_url("**/account?done=no_passkey")
        device.detach()


def test_a_passkey_that_the_device_declines_leaves_the_code(chromium, served, database):
    here = served.replace("127.0.0.1", "localhost")
    login = account(database, RoleGrant("agent", "75"), name="Zoé Petit")
    with visit(chromium, f"{here}/en/sign-in?next=/en/account/passkey") as page:
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        declines = {"isUserVerified": False, "automaticPresenceSimulation": True}
        device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | declines})
        types_password(page, login, "User name", "Password")
        page.wait_for_url("**/sign-in/telephone")
        binds(page)
        codes = page.locator(".codes li").all_inner_texts()
        page.get_by_role("link", name="Noted, go on").click()
        page.wait_for_url("**/account/passkey")
        page.get_by_label("Code of your telephone").fill(codes[0])
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert").filter(has_text="The passkey was not made")).to_be_visible()
        assert barriers(page) == []
        device.detach()


def types_password(page: Page, login: str, name: str = "Identifiant", password: str = "Mot de passe") -> None:
    page.get_by_label(name).fill(login)
    page.get_by_label(password).fill(PASSWORD)
    page.keyboard.press("Enter")


def test_an_administrator_makes_an_account_and_the_new_colleague_comes_in(chromium, served, database):
    with visit(chromium, served) as page:
        comes(page, served, database, "administrator", login="chef", name="Claude Chef")
        page.goto(f"{served}/en/service")
        page.get_by_role("link", name="Accounts").first.click()
        page.get_by_label("Name", exact=True).fill("Max Noir")
        page.get_by_label("User name", exact=True).fill("max.noir")
        page.get_by_label("Role", exact=True).select_option("supervisor")
        page.get_by_label("Territory", exact=True).select_option("R11")
        page.get_by_role("button", name="Open the account").click()
        page.wait_for_selector(".given")
        assert barriers(page) == []
        picture(page, "given")
        password = page.locator(".given dd").nth(1).inner_text()
        page.get_by_role("link", name="See the account").click()
        expect(page.get_by_role("row", name="Supervisor Île-de-France")).to_be_visible()
        page.get_by_label("Role", exact=True).select_option("epidemiologist")
        page.get_by_role("button", name="Give this role").click()
        expect(page.get_by_role("status")).to_have_text("The role is given.")
        page.get_by_role("button", name="Take away Supervisor").click()
        expect(page.get_by_role("status")).to_have_text("The role is taken away.")
        assert barriers(page) == []
        picture(page, "account")
    with visit(chromium, f"{served}/en/sign-in", width=PHONE, fails=True) as page:
        page.get_by_label("User name").fill("max.noir")
        page.get_by_label("Password").fill(password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/sign-in/telephone")
        assert too_wide(page) == 0
        binds(page)
        page.get_by_role("link", name="Noted, go on").click()
        page.wait_for_url("**/sign-in/password")
        assert barriers(page) == []
        page.get_by_label("New password").fill("motdepasse2026")
        page.get_by_label("Once more").fill("motdepasse2026")
        page.keyboard.press("Enter")
        page.wait_for_selector("#problem")
        assert barriers(page) == []
        page.get_by_label("New password").fill("deux cygnes au plafond")
        page.get_by_label("Once more").fill("deux cygnes au plafond")
        page.keyboard.press("Enter")
        page.wait_for_url("**/service")
        assert "Epidemiologist" in page.inner_text("table")


def test_an_auditor_checks_the_chain(chromium, served, database):
    with visit(chromium, served) as page:
        comes(page, served, database, "auditor", login="aude", name="Aude Brun")
        page.goto(f"{served}/journal")
        page.get_by_label("Identifiant").fill("test")
        page.get_by_role("button", name="Chercher").click()
        expect(page.locator("table.log tbody tr").first).to_be_visible()
        picture(page, "log")
        page.get_by_role("link", name="Vérifier le journal").click()
        page.get_by_role("button", name="Vérifier maintenant").click()
        expect(page.get_by_role("status")).to_contain_text("Le journal tient")
        assert len(page.locator(".key").first.inner_text()) == 64
        assert barriers(page) == []
        picture(page, "check")


@pytest.mark.parametrize("role", PAGES)
def test_every_page_can_be_read_by_everybody(chromium, served, database, role):
    with visit(chromium, served, fails=True) as page:
        comes(page, served, database, role, login=f"anne.{role}", name="Anne Petit")
        with stores.open_connection(database) as connection:
            own = staff_accounts.find_account(connection, f"anne.{role}").account_id
        found = {}
        looked_at, measured = PAGES[role]
        for address in (*looked_at, *measured):
            page.emulate_media(color_scheme="light")
            page.goto(served + address.format(own=own))
            found[address] = []
            if address in looked_at:
                found[address] += barriers(page)
                page.emulate_media(color_scheme="dark")
                found[address] += barriers(page, COLOURS)
            for width in (PHONE, DESKTOP):
                page.set_viewport_size({"width": width, "height": 800})
                picture(page, f"{address.strip('/').replace('/', '-').replace('?', '_')}-{width}")
                found[address] += [f"{too_wide(page)} px too wide at {width}"] if too_wide(page) else []
        assert {address: wrong for address, wrong in found.items() if wrong} == {}
