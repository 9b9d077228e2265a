"""A supervisor compares two policies in a real browser, and nothing on the way keeps anybody out."""

import os
from pathlib import Path

import pytest

from tests.simulation.policies.test_comparison import ran
from tests.web.browser import DESKTOP, PHONE, barriers, launched, too_wide, visit
from tests.web.conftest import running
from tests.web.inside import signed_in
from tocsin.web.accounts import sessions
from tocsin_simulation.policies.comparison import compare_policies
from tocsin_simulation.policy_pages.comparison_form import ComparisonForm
from tocsin_simulation.policy_pages.comparison_jobs import (
    ComparisonJobs,
    FinishedComparison,
    comparison_token,
)


@pytest.fixture(scope="module")
def browser():
    with launched() as found:
        yield found


def keep_comparison(folder: Path) -> None:
    """What will be chosen is there already: ``test_twin_pages`` plays one."""
    plan = ComparisonForm(policies=("sms-first", "agents-500"), seed="7").plan
    jobs = ComparisonJobs(folder / f"tocsin-twin-{os.getuid()}")
    jobs._check_folder()
    rows = [(60, 50), (70, 65), (80, 75)]
    jobs._write_file(
        comparison_token(plan), "done", FinishedComparison(plan, compare_policies(plan, ran(*rows)))
    )


@pytest.fixture(scope="module")
def place(shared, tmp_path_factory):
    """A real site, the cookie of a supervisor, and a folder for comparisons."""
    cookie = signed_in(shared, "supervisor").cookies[sessions.COOKIE].value
    folder = tmp_path_factory.mktemp("twin")
    keep_comparison(folder)
    with running(TOCSIN_DATABASE_URL=shared, TMPDIR=str(folder)) as (site, _):
        yield site, cookie


def test_from_the_form_to_who_wins_in_both_languages_wide_and_narrow(browser, place):
    site, cookie = place
    with visit(browser, f"{site}/entrer") as page:
        page.context.add_cookies([{"name": sessions.COOKIE, "value": cookie, "url": site}])
        page.goto(f"{site}/en/twin")
        assert barriers(page) == []
        page.get_by_label("Call first").uncheck()
        page.get_by_label("Seed").fill("7")
        page.get_by_label("Seed").press("Enter")
        page.get_by_role("heading", name="Who wins").wait_for()
        assert page.get_by_role("heading", level=1).inner_text().startswith("Outcome of the comparison")
        assert page.locator("figure svg").count() == 6
        assert barriers(page) == []
        assert too_wide(page) == 0
        page.set_viewport_size({"width": PHONE, "height": 800})
        assert too_wide(page) == 0
        page.goto(page.url.replace("/en/twin/", "/jumeau/"))
        assert page.get_by_role("heading", name="Qui l'emporte").is_visible()
        assert barriers(page) == []
        page.set_viewport_size({"width": DESKTOP, "height": 800})
        page.goto(f"{site}/jumeau")
        for box in page.get_by_role("checkbox").all():
            box.uncheck()
        page.get_by_role("button", name="Comparer").click()
        page.get_by_text("Cochez de 2 à 4 politiques.").wait_for()
        assert barriers(page) == []
