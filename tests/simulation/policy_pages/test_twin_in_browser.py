"""A supervisor compares two policies in a real browser, and nothing on the way keeps anybody out."""

import pytest

from tests.web.browser import DESKTOP, PHONE, barriers, launched, too_wide, visit
from tests.web.conftest import running
from tests.web.inside import signed_in
from tocsin.web.accounts import sessions


@pytest.fixture(scope="module")
def browser():
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def place(shared, tmp_path_factory):
    """A real site, the cookie of a supervisor, and a folder for comparisons."""
    cookie = signed_in(shared, "supervisor").cookies[sessions.COOKIE].value
    folder = str(tmp_path_factory.mktemp("twin"))
    with running(TOCSIN_DATABASE_URL=shared, TMPDIR=folder) as (site, _):
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
        page.get_by_role("heading", name="Who wins").wait_for(timeout=120_000)
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
