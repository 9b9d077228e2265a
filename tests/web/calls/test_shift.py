"""A shift of an agent by keyboard only, in a real browser; and two agents side by side."""

import os
import re
from datetime import date, timedelta

from playwright.sync_api import Browser, Page, expect

from tests.tracing.calls.people import NOON, People
from tests.web.browser import DESKTOP, ENLARGED, PHONE, barriers, too_wide
from tests.web.calls.desk_browser import begin_call, come_in, expect_noted, next_person
from tests.web.calls.office import Office
from tests.web.calls.scene import CAMILLE, fill
from tocsin.tracing.people.gatherings import record_attendance

PICTURE = os.environ.get("TOCSIN_PICTURE", "")
"""Where a picture of the replies to read goes, to be looked at."""


def test_a_whole_shift_without_touching_the_mouse(
    office: Office, people: People, chromium: Browser, address: str
) -> None:
    case = fill(people)
    page = come_in(office, chromium, address, "alix.martin")
    next_person(page, "Camille Perrin")
    assert "06 39 98 01 42" not in page.content()
    page.keyboard.press("7")
    expect(page.locator(".dial")).to_have_text("06 39 98 01 42")
    expect(page.locator(".dial")).to_be_focused()

    # the first letter of a name begins a person, wherever the focus is
    page.keyboard.type("Lou 06 39 98 01 50, ma soeur Ines 0639980151")
    page.keyboard.press("Enter")
    expect(page.locator("#name-1")).to_have_value("Ines")
    expect(page.locator("#tel-1")).to_have_value("06 39 98 01 51")
    expect(page.locator("#entry")).to_have_value("")
    expect(page.locator("#entry")).to_be_focused()
    box, bar = page.locator("#entry").bounding_box(), page.locator(".outcomes").bounding_box()
    assert box
    assert bar
    assert box["y"] + box["height"] <= bar["y"], "the outcomes do not hide what has the focus (WCAG 2.4.11)"
    page.keyboard.type("Tom 06 39 98")
    page.keyboard.press("Enter")
    expect(page.locator("#read-2")).to_contain_text("à corriger")
    for _ in range(7):  # back over "remove", the day and the two marks, to the line that is wrong
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.id") == "tel-2":
            break
    page.keyboard.press("End")
    page.keyboard.type(" 01 52")
    page.keyboard.press("Enter")
    expect(page.locator("#read-2")).to_contain_text("Tom · 06 39 98 01 52")

    # what is missing is said, and the focus is where it can be mended
    page.keyboard.press("Escape")
    page.keyboard.press("9")
    page.keyboard.type("rappeler pour les courses")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(page.locator("#sure")).to_contain_text("vous lui avez dit ses consignes")
    expect(page.locator("#sure button")).to_be_focused()
    assert people.one("select count(*) from tracing_attempt") == 0
    page.keyboard.press("1")
    expect_noted(page, "C'est noté : joint.")
    named = people.rows("select count(*) from tracing_contact where case_id = %s and how = 'agent'", case)
    assert named == [(3,)]

    next_person(page, "Nadia Petit")
    page.keyboard.press("1")
    expect(page.locator("#mistakes")).to_be_focused()
    expect(page.locator("#keys")).to_be_visible()
    expect(page.locator("#mistakes")).to_contain_text("Aucune personne n'est notée")
    page.keyboard.press("6")
    expect(page.locator("#when")).to_be_focused()
    page.keyboard.type("demain 9h30")
    page.keyboard.press("Enter")
    expect(page.locator("#sure")).to_contain_text("c'est après l'heure limite")
    expect(page.locator("#sure button")).to_be_focused()
    page.keyboard.press("Enter")
    expect_noted(page, "C'est noté : à rappeler.")

    next_person(page, "Karim Benali")
    assert "parle anglais" in page.inner_text(".person").lower()
    page.keyboard.press("2")
    expect_noted(page, "C'est noté : messagerie.")
    page.keyboard.press("Enter")
    expect(page.locator("[role=status]")).to_contain_text("Personne n'est à appeler")
    outcomes = people.rows("select outcome from tracing_attempt order by id")
    assert outcomes == [("reached",), ("call_back",), ("voicemail",)]
    page.context.close()


def test_keys_can_be_cut_for_whoever_has_other_keys(
    office: Office, people: People, chromium: Browser, address: str
) -> None:
    """WCAG 2.1.4: a key alone does nothing once they are cut; it stays so on the next page."""
    page = begin_call(office, people, chromium, address)
    page.focus("#keys")
    page.keyboard.press("Enter")
    expect(page.locator("#keys")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("2")
    page.keyboard.press("7")
    page.reload()
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("2")
    expect(page.locator("#keys")).to_have_attribute("aria-pressed", "false")
    assert page.url.rpartition("/")[0].endswith("/poste/appel")
    assert people.one("select count(*) from tracing_attempt") == 0
    assert not [one for one in people.changes("case", 3) if "number_shown" in one]
    page.context.close()


def test_two_agents_side_by_side_and_one_who_leaves(
    office: Office, people: People, chromium: Browser, address: str
) -> None:
    fill(people)
    alix, brice = (come_in(office, chromium, address, login) for login in ("alix.martin", "brice.noel"))
    next_person(alix, "Camille Perrin")
    next_person(brice, "Nadia Petit")
    mine = alix.url
    alix.locator(".leave button").press("Enter")
    alix.wait_for_url("**/entrer")
    brice.keyboard.press("4")
    expect(brice.locator("#sure")).to_contain_text("le dossier est clos")
    brice.keyboard.press("Enter")
    expect_noted(brice, "C'est noté : refuse de parler.")
    next_person(brice, "Camille Perrin")
    assert brice.url == mine
    for page in (alix, brice):
        page.context.close()


def test_every_page_can_be_read_by_everybody(
    office: Office, people: People, chromium: Browser, address: str
) -> None:
    case = fill(people)
    page = come_in(office, chromium, address, "alix.martin")
    look(page, address + "/en/desk")
    fit(page, address + "/poste")
    next_person(page, "Camille Perrin")
    call = page.url.removeprefix(address)
    page.keyboard.type("Lou 06 39 98 01 50")
    page.keyboard.press("Enter")
    expect(page.locator("#name-0")).to_be_visible()
    assert barriers(page) == []
    contact = people.one("select id from tracing_contact where case_id = %s limit 1", case)
    place = tell_of_a_wedding(people, case)
    for where in (
        "/en/desk/places", f"/poste/lieux/{place}?why=chain", f"/en/desk/call/{call.rpartition('/')[2]}",
        "/poste/appel/987654", "/poste/recherche", f"/poste/cas/{case}", f"/en/desk/case/{case}?why=chain",
        f"/en/desk/contact/{contact}?why=rings", f"/poste/cas/{case}/reunir?with={case + 1}",
        f"/en/desk/case/{case}/part", f"/poste/cas/{case}/corriger", f"/en/desk/contact/{contact}/amend",
    ):  # fmt: skip
        look(page, address + where)
    for where in (  # the same templates in the other language
        "/poste/lieux", f"/en/desk/places/{place}?why=chain", call, f"/poste/cas/{case}?why=chain"
    ):  # fmt: skip
        fit(page, address + where)
    page.goto(f"{address}/poste/lieux/{place}?why=chain")
    page.locator("svg.chain a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/poste/cas/\d+\?why=chain$"))
    page.goto(f"{address}/poste/recherche")
    page.fill("#sought", CAMILLE)
    page.check("[value=rings]")
    page.keyboard.press("Enter")
    expect(page.locator("#result tbody tr")).not_to_have_count(0)
    assert barriers(page) == []
    page.context.close()


def tell_of_a_wedding(people: People, case: int) -> int:
    """Camille and one whom she named were at one wedding, and another tells of it in other words; the gathering."""
    told = {case: "Mariage au château de Bonnefontaine", case + 1: "Mariage au château de Bonnefontaine",
            case + 2: "mariage chateau Bonnefontaine"}  # fmt: skip
    found = [
        record_attendance(people.db, people.vault, one, words, date(2021, 2, 27), "anne", NOON)
        for one, words in told.items()
    ]
    return found[0]


def look(page: Page, where: str) -> None:
    """A page at every width, without a barrier."""
    page.set_viewport_size({"width": DESKTOP, "height": 2400})  # the outcomes, at the bottom, hide nothing
    page.goto(where)
    assert barriers(page) == [], where
    fit(page, where)


def fit(page: Page, where: str) -> None:
    """A page at every width, with nothing that sticks out."""
    if page.url != where:
        page.goto(where)
    for width in (ENLARGED, PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": 900})
        assert too_wide(page) == 0, (where, width)


def test_an_open_page_says_so_to_the_store(
    office: Office, people: People, chromium: Browser, address: str
) -> None:
    """Half a minute later the browser asks by itself: the clock of the page is set forward, nobody waits."""
    fill(people)
    page = come_in(office, chromium, address, "alix.martin")
    page.clock.install(time=NOON)
    next_person(page, "Camille Perrin")
    held = "select leased_until from tracing_calltask where leased_by = 'alix.martin'"
    people.db.execute(
        "update tracing_calltask set leased_until = %s where leased_by is not null",
        (NOON + timedelta(seconds=90),),
    )
    with page.expect_response("**/encore"):
        page.clock.run_for(31_000)
    assert people.one(held) > NOON + timedelta(seconds=170)
    page.context.close()


def test_replies_are_read_by_keyboard_before_the_next_call(
    office: Office, people: People, chromium: Browser, address: str
) -> None:
    case = fill(people)
    people.sms("Êtes-vous Camille Perrin ? Répondez OUI ou NON.", NOON - timedelta(minutes=30), case=case)
    strange = "oui mais ma soeur gigote et sa peau est froide"
    reply = people.heard(strange, NOON - timedelta(minutes=20), case=case)
    people.db.execute(
        "update tracing_heard set look_by = %s where id = %s", (NOON + timedelta(minutes=40), reply)
    )
    page = come_in(office, chromium, address, "alix.martin")
    expect(page.locator(".go")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Messages à lire")
    assert barriers(page) == []
    for width in (DESKTOP, PHONE, ENLARGED):
        page.set_viewport_size({"width": width, "height": 900})
        assert too_wide(page) == 0, width
    if PICTURE:
        page.set_viewport_size({"width": DESKTOP, "height": 700})
        page.screenshot(path=PICTURE)
    expect(page.locator(".replies button").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[role=status]")).to_have_text("C'est noté : cet appel passe avant tous les autres.")
    page.goto(f"{address}/poste")
    next_person(page, "Camille Perrin")
