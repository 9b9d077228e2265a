"""A supervisor's morning and an administrator's erasure in a real browser; what would keep people out."""

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.tracing.calls.people import KARIM, LEA, NADIA, People
from tests.tracing.intake.results import row, table, write
from tests.web.browser import PHONE, barriers, too_wide, visit
from tests.web.inside import signed_in
from tocsin.metrics.forecast import territory_forecasts
from tocsin.privacy import retention
from tocsin.privacy.vault import Vault
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.tracing.intake.intake_run import run_intake
from tocsin.tracing.intake.result_files import ResultFiles
from tocsin.tracing.intake.store_sink import StoreSink
from tocsin.tracing.supervision import shifts
from tocsin.web.accounts import sessions

HERE = ZoneInfo("Europe/Paris")

HOUR = timedelta(hours=1)
SEEN = [
    "/encadrement", "/en/lead/what-if?agents=10&sms=2", "/encadrement/horaires", "/en/lead/loans",
    "/encadrement/quarantaine", "/en/lead/quarantine/{record}", "/encadrement/quarantaine/rejouer",
]  # fmt: skip


@pytest.fixture
def morning(db, people: People, keys: Path, tmp_path: Path) -> int:
    """Three people to ring in Rennes, and a result that waits: its number."""
    for number, name, hours in ((LEA, "Léa", -1), (KARIM, "Karim", 3), (NADIA, "Nadia", 5)):
        case = people.case(name, number, territory="35", at=people.now + (hours - 24) * HOUR)
        people.task(case=case, territory="35", due=people.now + hours * HOUR, since=people.now - 2 * HOUR)
    with ResultFiles([write(tmp_path / "labo.csv", table(row(birth_date="")))]) as given:
        list(run_intake(given.files, StoreSink(db, Vault.load(keys), people.now), people.now))
    territory_forecasts.renew_forecasts(db, read_clock_from_environment().now())
    return people.one("select id from tracing_quarantine")


@pytest.fixture
def three_months_ago(morning: int, people: People) -> date:
    """Somebody was tested on the last day that is due. Its key goes with it: no other test may need it."""
    now, due = people.now, retention.find_last_due_day(people.now.astimezone(HERE).date())
    people.now = now.replace(year=due.year, month=due.month, day=due.day)
    people.case("Odile", "+33639981209", territory="35")
    people.now = now
    return due


def come_in(page: Page, store: str, role: str, territory: str, where: str) -> None:
    """Somebody of this role opens a page."""
    client = signed_in(store, role, territory, name="Sophie Le Gall")
    token = client.cookies[sessions.COOKIE].value
    page.context.add_cookies([{"name": sessions.COOKIE, "value": token, "url": page.url}])
    page.goto(page.url.rstrip("/") + where)


def test_a_supervisor_sees_asks_plans_lends_and_repairs(chromium, live_site, inside, morning, people):
    with visit(chromium, live_site + "/") as page:
        come_in(page, inside, "supervisor", "R53", "/encadrement")
        expect(page.get_by_role("row", name="Ille-et-Vilaine (35)")).to_contain_text("3")
        expect(page.locator(".ahead h2")).to_have_text("Ne seront pas joints à temps : 2")
        # What if there were ten agents more? The answer comes in place.
        page.get_by_role("link", name="Essayer d'autres nombres").click()
        page.get_by_label("Agents de plus").fill("10")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Ce que cela changerait")).to_be_visible()
        expect(page.get_by_role("row", name="Pas joints à temps")).to_be_visible()
        assert "agents=10" in page.url
        # So five are planned.
        page.get_by_role("link", name="Horaires").click()
        page.get_by_label("Nombre d'agents").fill("5")
        page.get_by_label("Où ils appellent").select_option("35")
        page.get_by_role("button", name="Prévoir").click()
        expect(page.get_by_role("status")).to_have_text("L'horaire est prévu.")
        (planned,) = shifts.list_shifts(people.db, people.now)
        assert (planned.agents, planned.territory) == (5, "35")
        # And a neighbour takes two calls, until it is thought better of.
        page.get_by_role("link", name="Prêts d'appels").click()
        page.get_by_label("Appels de").select_option("35")
        page.get_by_label("Aux agents de").select_option("29")
        page.get_by_label("Combien d'appels").fill("2")
        page.get_by_role("button", name="Prêter").click()
        expect(page.get_by_role("status")).to_contain_text("2")
        page.get_by_role("button", name="Reprendre").click()
        expect(page.get_by_role("status")).to_contain_text("repris")
        # A result that waits becomes a case.
        page.get_by_role("link", name="Quarantaine").click()
        page.get_by_role("link", name="Réparer").click()
        page.get_by_label("Date de naissance").fill("1990-02-01")
        page.get_by_role("button", name="Rejouer ainsi").click()
        expect(page.get_by_role("status")).to_contain_text("un dossier est ouvert")
    assert people.one("select count(*) from tracing_case") == 4


def test_an_administrator_tries_and_erases_and_takes_the_statement_along(
    chromium, live_site, inside, three_months_ago, people
):
    with visit(chromium, live_site + "/") as page:
        come_in(page, inside, "administrator", "", "/effacement")
        expect(page.get_by_role("row", name="aujourd'hui")).to_contain_text("1")
        page.get_by_role("button", name="Essayer à blanc").click()
        expect(page.get_by_role("status")).to_contain_text("1 personnes vidées")
        assert barriers(page) == []
        page.get_by_label("Date (jour/mois/année)").fill(f"{three_months_ago:%d/%m/%Y}")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").first).to_contain_text("est signé")
        assert barriers(page) == []
        with page.expect_download() as file:
            page.get_by_role("link", name="Relevé et signature").click()
        assert '"signature"' in file.value.path().read_text()
    assert people.one("select count(*) from tracing_person where sealed is not null") == 3


def test_nothing_keeps_people_out_and_nothing_is_too_wide(chromium, live_site, inside, morning):
    with visit(chromium, live_site + "/", width=PHONE) as page:
        come_in(page, inside, "supervisor", "", "/encadrement")
        for where in SEEN:
            page.goto(live_site + where.format(record=morning))
            assert barriers(page) == [], where
            assert too_wide(page) <= 0, where
