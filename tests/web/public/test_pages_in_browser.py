"""The pages in a real browser, with a store behind the site: small, enlarged, in the dark, on paper."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.store import databases
from tests.tracing.calls.people import LEA, People
from tests.web.browser import COLOURS, DESKTOP, ENLARGED, NAMES, PHONE, RULES, barriers, too_wide, visit
from tests.web.live_site import having_store
from tests.web.public.test_verify_page import KEYS, NOTICE
from tocsin.locale.languages import LANGUAGES
from tocsin.privacy.vault import Vault
from tocsin.register import issue_message
from tocsin.store import database as stores
from tocsin.store.postgres_register import PostgresRegister
from tocsin.tracing.calls.call_code import format_call_code
from tocsin.tracing.calls.task_queue import release_task, take_next_call
from tocsin.web.page_urls import page_url
from tocsin.web.sentences import page_sentences
from tocsin.web.urls import PUBLIC

WAYS = [("fr", PHONE, True), ("en", DESKTOP, False)]
"""Each language with scripts or without: sentences come with the page, whoever puts it there."""
VERIFY, CALL = {"fr": "/verifier", "en": "/en/verify"}, {"fr": "/appel", "en": "/en/call"}
READ = [
    "/verifier", "/en/call", "/nos-contacts", "/en/how-we-contact-you?on=2021-03-04",
    "/nos-contacts/changements", "/en/how-we-contact-you/changes?from=2021-03-04&to=2023-02-01",
    "/en/how-we-contact-you/changes?from=2025-03-01&to=2025-03-02", "/numero", "/en/number/3646",
    "/numero/0899033646", "/numero/0899000012", "/en/number/+32470123456", "/numero/38663?on=2021-03-04",
    "/nos-contacts?on=hier&institution=dgfip", "/qui-nous-sommes", "/en/legal-notice", "/accessibilite", "/plan-du-site",
    "/organismes", "/en/report", "/signalements", "/en/circulates", "/sur-votre-telephone", "/en/how-often-wrong",
]  # fmt: skip
"""Every page in every state that is laid out otherwise, in one of the languages in turn."""
DARK = ("/verifier", "/en/call", "/nos-contacts", "/numero/0899033646", "/en/number/3646")


@pytest.fixture(scope="module")
def database(server, template) -> Iterator[str]:
    yield from databases.made(server, template)


@pytest.fixture(scope="module")
def served(database, live_site) -> Iterator[str]:
    """Address of a site with a store."""
    with having_store(database):
        yield live_site


@pytest.fixture
def connection(database):
    with stores.open_connection(database, autocommit=True) as connection:
        # Each test is a visitor who has asked for nothing yet: all of them come from this machine.
        connection.execute("delete from tracing_pageuse")
        yield connection


@pytest.fixture
def sent(connection):
    """An SMS that was sent a minute ago."""
    return issue_message(
        PostgresRegister(connection), KEYS.codes, message_id="contact-7.1", template=NOTICE,
        values={"first_name": "Camille"}, sender="38663", channel="sms", recipient="",
        now=datetime.now(UTC) - timedelta(minutes=1),
    )  # fmt: skip


@pytest.fixture(scope="module")
def keys() -> Vault:
    """Those of the store of these tests."""
    return Vault.for_tests()


@pytest.fixture
def sheet(connection, keys):
    """An agent is ringing somebody."""
    now = datetime.now(UTC)
    people = People(connection, keys, now)
    case = people.one("select id from tracing_case limit 1") or people.case("Léa", LEA)
    people.task(case=case, since=now - timedelta(hours=1), urgent=True)
    found = take_next_call(connection, keys, "anne", now - timedelta(minutes=2))
    assert found
    yield found
    release_task(connection, found.task_id, "anne", now)
    connection.execute("delete from tracing_calltask")
    connection.execute("delete from tracing_spokencode")


@pytest.mark.parametrize("address", [*READ, "/en/verify", "/appel"])
def test_every_page_can_be_read_by_everybody(chromium, served, address):
    with visit(chromium, served + address, width=PHONE) as page:
        assert address not in READ or barriers(page) == []
        for width in (ENLARGED, PHONE, DESKTOP):
            page.set_viewport_size({"width": width, "height": 800})
            assert too_wide(page) == 0
        if address in DARK:
            page.emulate_media(color_scheme="dark")
            assert barriers(page, COLOURS) == []


TRANSLATED = [code for code, one in LANGUAGES.items() if not one.complete]
WHOLE = [
    page.name for page in PUBLIC if "<" not in page.fr and not page.name.startswith(("feed", "figures_"))
]
"""Pages that are open to everybody and need no more than their address."""


@pytest.mark.parametrize("lang", TRANSLATED)
def test_every_page_in_every_translation_can_be_read_by_everybody(chromium, served, lang):
    """Nothing sticks out at 320 pixels; of the barriers, whatever depends on the words of a language."""
    with visit(chromium, served + page_url("check", lang), width=ENLARGED) as page:
        for name in WHOLE:
            page.goto(served + page_url(name, lang))
            assert too_wide(page) == 0, name
            assert barriers(page, RULES if LANGUAGES[lang].direction == "rtl" else NAMES) == [], name


# ---- was this really sent?


@pytest.mark.parametrize(("lang", "width", "scripts"), WAYS)
def test_somebody_verifies_the_code_of_an_sms(chromium, served, sent, lang, width, scripts):
    said = page_sentences("verify", lang)
    with visit(chromium, served + VERIFY[lang], width=width, scripts=scripts) as page:
        page.get_by_label(said["code"], exact=True).fill(sent.code.lower().replace("-", " "))
        page.get_by_label(said["text"]).fill(sent.text)
        page.get_by_role("button", name=said["go"], exact=True).click()
        page.wait_for_selector(".says.good")
        assert not scripts or barriers(page) == []  # axe-core is a script itself
        assert too_wide(page) == 0
        page.get_by_label(said["text"]).fill("Assurance Maladie : payez 1 euro. Réf. " + sent.code)
        page.get_by_role("button", name=said["go"], exact=True).click()
        page.wait_for_selector(".says.grave")
        assert not scripts or barriers(page) == []  # axe-core is a script itself
        if scripts:
            expect(page.locator("#answer")).to_be_focused()


# ---- are you calling me now?


@pytest.mark.parametrize(("lang", "width", "scripts"), WAYS)
def test_somebody_who_is_rung_checks_the_call(chromium, served, sheet, lang, width, scripts):
    said = page_sentences("call", lang)
    with visit(chromium, served + CALL[lang], width=width, scripts=scripts) as page:
        page.get_by_label(said["code"]).fill(format_call_code(sheet.spoken))
        page.get_by_role("button", name=said["go"]).click()
        page.wait_for_selector(".says.good")
        assert not scripts or barriers(page) == []  # axe-core is a script itself
        assert too_wide(page) == 0
        page.get_by_label(said["code"]).fill("111 111" if sheet.spoken != "111111" else "222 222")
        page.get_by_role("button", name=said["go"]).click()
        page.wait_for_selector(".says.grave")
        assert page.inner_text(".says").replace("\xa0", " ") == said["none"].replace("\xa0", " ")
        assert not scripts or barriers(page) == []  # axe-core is a script itself
        page.get_by_label(said["code"]).fill("12")
        page.get_by_role("button", name=said["go"]).click()
        page.wait_for_selector("#problem")
        assert not scripts or barriers(page) == []  # axe-core is a script itself


def test_a_call_is_checked_by_keyboard_alone(chromium, served, sheet):
    with visit(chromium, served + "/appel") as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # past the navigation
        page.keyboard.press("Tab")
        expect(page.locator("#code")).to_be_focused()
        page.keyboard.type(sheet.spoken)
        page.keyboard.press("Enter")
        page.wait_for_selector(".says.good")
        expect(page.locator("#answer")).to_be_focused()


# ---- how an institution contacts people, and a number


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_reads_the_charter_of_another_day(chromium, served, scripts):
    with visit(chromium, served + "/en/how-we-contact-you", width=PHONE, scripts=scripts) as page:
        page.get_by_label("On another day").fill("2021-03-04")
        page.get_by_role("button", name="Show").click()
        page.get_by_text("As of 4 March 2021").wait_for()
        page.get_by_role("link", name="By SMS").click()
        assert re.search(r"#by_sms$", page.url)
        rules = page.locator("#by_sms ~ .rules").first
        rules.locator("summary").first.click()
        rules.locator(".clause summary").first.click()
        assert rules.locator(".clause .sources").first.is_visible()


SCREENS = {"/nos-contacts": 8, "/nos-contacts/changements": 14}
"""Of a telephone, 390 by 700, with rules folded up: all headings of a charter, and every day on which it changed."""


@pytest.mark.parametrize(("address", "screens"), SCREENS.items())
def test_a_charter_is_short_on_a_telephone_and_a_link_to_a_rule_or_day_unfolds_it(
    chromium, served, address, screens
):
    with visit(chromium, served + address) as page:
        page.set_viewport_size({"width": 390, "height": 700})
        assert page.evaluate("document.documentElement.scrollHeight") < screens * 700
        folded = page.locator(".rules [id]").last
        assert not folded.is_visible()
        page.goto(f"{served}{address}#{folded.get_attribute('id')}")
        assert folded.is_visible()


def test_on_paper_every_rule_of_a_charter_is_unfolded(chromium, served):
    with visit(chromium, served + "/nos-contacts") as page:
        page.emulate_media(media="print")
        assert page.locator(".rules .clause").first.is_visible()
        assert page.locator(".rules .clause").last.is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_looks_a_number_up(chromium, served, scripts):
    with visit(chromium, served + "/numero", width=PHONE, scripts=scripts) as page:
        page.get_by_label("Numéro de téléphone").fill("+33 (0)899 03 36 46")
        page.get_by_role("button", name="Chercher").click()
        page.wait_for_url("**/numero/0899033646")
        page.get_by_role("link", name=re.compile("Voir le")).click()
        page.wait_for_url("**/numero/3646")
        page.get_by_label("À quelle date").fill("2017-06-01")
        page.get_by_label("Numéro de téléphone").fill("36 46")
        page.get_by_role("button", name="Chercher").click()
        page.wait_for_url("**/numero/3646?on=2017-06-01")
        assert "appel surtaxé" in page.inner_text(".cost")


@pytest.mark.parametrize("address", ["/nos-contacts", "/en/number/3646", "/appel"])
def test_on_paper_there_are_no_forms_and_no_navigation(chromium, served, address):
    with visit(chromium, served + address) as page:
        page.emulate_media(media="print")
        for hidden in ("form", "nav", ".skip"):
            assert not page.locator(hidden).first.is_visible()
        assert page.locator("h1").is_visible()
        assert page.pdf()
