"""The guide ``lead-a-shift`` names the pages that there are, by the names that stand on them."""

from pathlib import Path

import pytest

from tocsin.locale.catalogues import load_catalogue
from tocsin.web.erasure import pages as erasing
from tocsin.web.sentences import page_sentences
from tocsin.web.supervision import pages

GUIDE = (Path(__file__).parents[3] / "docs" / "how-to" / "lead-a-shift.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", [pages.PAGES[0], erasing.PAGES[0]], ids=lambda page: page.name)
def test_the_front_pages_are_where_the_guide_says(page):
    assert f"`/{page.fr}` (`/en/{page.en}`)" in GUIDE


@pytest.mark.parametrize(
    "tab",
    [
        name
        for name in load_catalogue("site", "fr")["lead.common"]
        if name.startswith("tab_") and name != "tab_load"
    ],
)
def test_every_tab_has_its_part(tab):
    said = page_sentences("lead.start", "fr")[tab].replace("\u202f", " ").replace("\u00a0", " ")
    assert f"*{said}*" in GUIDE.replace("\u202f", " ").replace("\u00a0", " ")
