"""What an agent types of a call is kept, whatever becomes of the page, the line or the session; in a real browser."""

import re

from playwright.sync_api import Browser, Route, expect

from tests.tracing.calls.people import People
from tests.web.browser import barriers
from tests.web.calls.desk_browser import begin_call, come_in, expect_noted, next_person
from tests.web.calls.office import Office
from tests.web.calls.scene import fill
from tocsin.tracing.calls import agent_calls
from tocsin.web.accounts import sessions


def typed_of(people: People) -> dict[str, str]:
    """What the store keeps of the one call that is not written down."""
    (task,) = people.rows("select task_id from tracing_calldraft") or [(0,)]
    draft = agent_calls.find_draft(people.db, people.vault, task[0])
    return draft.typed if draft else {}


def test_nothing_that_is_typed_is_lost_by_a_reload_or_by_the_way_back(
    office: Office, people: People, chromium: Browser, address: str
) -> None:
    page = begin_call(office, people, chromium, address)
    page.keyboard.type("Lou 06 39 98 01 50")
    page.keyboard.press("Enter")
    expect(page.locator("#name-0")).to_have_value("Lou")
    page.fill("#note", "préfère le soir")
    page.check("#help [value=yes]")
    page.locator("#tel-0").fill("06 39 98")
    page.locator("#entry").press_sequentially("Ines 06")
    expect(page.locator("#kept")).to_be_visible()
    for _ in range(2):
        page.reload()
        expect(page.locator(".resumed")).to_contain_text("Repris tel que vous l'aviez tapé")
        expect(page.locator("#tel-0")).to_have_value("06 39 98")
        expect(page.locator("#entry")).to_have_value("Ines 06")
        expect(page.locator("#note")).to_have_value("préfère le soir")
        assert page.is_checked("#help [value=yes]")
    page.goto(f"{address}/poste")
    page.go_back()
    expect(page.locator("#note")).to_have_value("préfère le soir")
    assert typed_of(people)["tel-0"] == "06 39 98"
    page.context.close()


def test_a_line_that_was_put_right_while_the_line_was_cut_is_read_when_it_is_back(
    office: Office, people: People, chromium: Browser, address: str
) -> None:
    page = begin_call(office, people, chromium, address)
    page.keyboard.type("Tom 06 39 98")
    page.keyboard.press("Enter")
    expect(page.locator("#read-0")).to_contain_text("à corriger")
    page.route(re.compile("/(personnes|garder)$"), lambda route: route.abort())
    page.fill("#tel-0", "06 39 98 01 52")
    page.keyboard.press("Enter")
    expect(page.locator("#cut")).to_be_visible()
    page.unroute(re.compile("/(personnes|garder)$"))
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#cut")).to_be_hidden()
    expect(page.locator("#read-0")).to_contain_text("Tom · 06 39 98 01 52")
    page.context.close()


def test_whoever_is_faster_than_the_scripts_types_where_they_are_and_it_is_kept(
    office: Office, people: People, chromium: Browser, address: str
) -> None:
    fill(people)
    page = come_in(office, chromium, address, "alix.martin")
    held: list[Route] = []
    page.route(re.compile(r"/(?:desk|draft)[^/]*\.js"), lambda route: held.append(route))
    expect(page.locator(".go")).to_be_focused()
    with page.expect_request("**/desk*.js"), page.expect_request("**/draft*.js"):
        page.keyboard.press("Enter")
    page.fill("#note", "préfère le soir")
    expect(page.locator("#kept")).to_be_hidden()
    for route in held:
        route.continue_()
    expect(page.locator("#keys")).to_be_visible()
    expect(page.locator("#note")).to_be_focused()
    expect(page.locator("#kept")).to_be_visible()
    assert typed_of(people)["note"] == "préfère le soir"
    page.context.close()


def test_a_page_that_is_only_opened_keeps_nothing(
    office: Office, people: People, chromium: Browser, address: str
) -> None:
    """An empty draft would take the place of what is typed in another tab."""
    fill(people)
    page = come_in(office, chromium, address, "alix.martin")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.clock.install()
    next_person(page, "Camille Perrin")
    page.clock.run_for(2_000)
    page.reload()
    expect(page.locator("#keys")).to_be_visible()
    assert not [url for url in sent if url.endswith(("/garder", "/keep"))]
    assert typed_of(people) == {}
    page.clock.run_for(2_000)
    page.fill("#note", "préfère le soir")
    page.clock.run_for(2_000)
    expect(page.locator("#kept")).to_be_visible()
    page.context.close()


def test_a_page_that_answers_a_form_is_loaded_again_with_what_was_typed_since(
    office: Office, people: People, chromium: Browser, address: str
) -> None:
    """Enter before the script that takes it up is there sends the whole form, and the page that comes back goes on."""
    fill(people)
    page = come_in(office, chromium, address, "alix.martin")
    page.route("**/htmx*.js", lambda route: route.abort())
    next_person(page, "Camille Perrin")
    page.keyboard.type("Lou 06 39 98 01 50")
    page.keyboard.press("Enter")
    expect(page.locator("#name-0")).to_have_value("Lou")
    page.fill("#note", "préfère le soir")
    expect(page.locator("#kept")).to_be_visible()
    page.reload()
    expect(page.locator(".resumed")).to_contain_text("Repris tel que vous l'aviez tapé")
    expect(page.locator("#note")).to_have_value("préfère le soir")
    expect(page.locator("#name-0")).to_have_value("Lou")
    page.context.close()


def test_while_the_line_is_cut_the_page_says_so_and_nothing_can_be_ended(
    office: Office, people: People, chromium: Browser, address: str
) -> None:
    page = begin_call(office, people, chromium, address)
    page.context.set_offline(True)
    expect(page.locator("#cut")).to_contain_text("La ligne est coupée.")
    expect(page.locator(".outcomes [value=voicemail]")).to_be_disabled()
    expect(page.locator(".giveback button")).to_be_disabled()
    assert barriers(page) == []
    page.keyboard.press("2")
    page.fill("#note", "tapé sans ligne")
    expect(page.locator("#kept")).to_be_hidden()
    page.context.set_offline(False)
    expect(page.locator("#cut")).to_be_hidden()
    expect(page.locator("#kept")).to_be_visible()
    assert typed_of(people)["note"] == "tapé sans ligne"
    assert people.one("select count(*) from tracing_attempt") == 0
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    expect_noted(page, "C'est noté : messagerie.")
    page.context.close()


def test_a_line_that_is_cut_unnoticed_stops_the_outcome_at_the_page(
    office: Office, people: People, chromium: Browser, address: str
) -> None:
    """The browser says nothing of a server that is away: the page finds out before it lets go of anything."""
    page = begin_call(office, people, chromium, address)
    page.fill("#note", "à garder")
    expect(page.locator("#kept")).to_be_visible()
    page.route("**/poste/appel/**", lambda route: route.abort())
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    expect(page.locator("#cut")).to_be_focused()
    expect(page.locator("#note")).to_have_value("à garder")
    page.unroute_all()
    page.locator("#note").press_sequentially(" aussi")
    expect(page.locator("#cut")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    expect_noted(page, "C'est noté : messagerie.")
    page.context.close()


def test_a_session_that_ends_takes_nothing_away(
    office: Office, people: People, chromium: Browser, address: str
) -> None:
    page = begin_call(office, people, chromium, address)
    before = page.context.cookies()
    page.context.clear_cookies()
    page.fill("#note", "tapé après la session")
    expect(page.locator("#cut")).to_contain_text("Votre session est finie.")
    expect(page.locator(".outcomes [value=reached]")).to_be_disabled()
    assert barriers(page) == []
    page.keyboard.press("Enter")
    assert page.url.rpartition("/")[0].endswith("/poste/appel")
    for cookie in before:  # they come in again: another session, and other forms
        if cookie["name"] == sessions.COOKIE:
            cookie["value"] = office.cookie("alix.martin")
            page.context.add_cookies([cookie])
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("#cut")).to_be_hidden()
    assert typed_of(people)["note"] == "tapé après la session"
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    expect_noted(page, "C'est noté : messagerie.")
    page.context.close()
