"""The guides ``supervisor`` and ``encadrement`` name the pages by the names that stand on them."""

from pathlib import Path

import pytest

from tocsin.locale.catalogues import load_catalogue
from tocsin.web.erasure import erasure_pages
from tocsin.web.sentences import page_sentences
from tocsin.web.supervision import pages

STAFF = Path(__file__).parents[3] / "docs" / "staff"
GUIDE = (STAFF / "en" / "supervisor.md").read_text(encoding="utf-8")
FRENCH = (STAFF / "fr" / "encadrement.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", [pages.PAGES[0], erasure_pages.PAGES[0]], ids=lambda page: page.name)
def test_the_front_pages_are_where_the_guide_says(page):
    assert f"`/{page.fr}` (`/en/{page.en}`)" in GUIDE
    assert f"`/{page.fr}`" in FRENCH


@pytest.mark.parametrize(
    "tab",
    [
        name
        for name in load_catalogue("site", "fr")["supervision.common"]
        if name.startswith("tab_") and name != "tab_load"
    ],
)
def test_every_tab_has_its_part(tab):
    said = page_sentences("supervision.start", "fr")[tab].replace("\u202f", " ").replace("\u00a0", " ")
    for guide in (GUIDE, FRENCH):
        assert f"*{said}*" in guide.replace("\u202f", " ").replace("\u00a0", " ")
