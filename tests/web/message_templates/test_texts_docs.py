"""The page of the communication officer says who may do what, where, and within which bounds."""

import re
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from tocsin.message import gsm7
from tocsin.message_templates.approval_workflow import FARTHEST
from tocsin.web import message_texts, well_known
from tocsin.web.message_templates.pages import PAGES
from tocsin.web.staff.staff_member import list_staff_actions
from tocsin.web.urls import PUBLIC

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "staff" / "en" / "communication-officer.md").read_text(encoding="utf-8")
FRENCH = (DOCS / "staff" / "fr" / "communication.md").read_text(encoding="utf-8")
PUBLISHED = (DOCS / "reference" / "published-data.md").read_text(encoding="utf-8")
WHO = {
    "read texts and their history": ["texts.read"],
    "propose, withdraw, approve": ["texts.propose", "texts.approve"],
    "activate, cancel, go back": ["texts.activate"],
    "see which texts people doubt": ["texts.doubts"],
}
WHERE = {"anywhere": "any", "with a grant of the whole nation": "nation"}


def rows(page):
    """The cells of every row of a table."""
    return [
        [cell.strip() for cell in line.strip("| ").split(" | ")] for line in page.splitlines() if "|" in line
    ]


@pytest.mark.parametrize("what", WHO)
def test_who_may_do_what_is_as_in_the_matrix(what):
    roles, where = next(cells[1:] for cells in rows(PAGE) if cells[0] == what)
    for name in WHO[what]:
        found = list_staff_actions()[name]
        assert set(found.roles) == set(roles.split(", "))
        assert found.scope == WHERE[where]
        assert found.file == "none"


def test_every_action_of_these_pages_is_explained():
    assert {page.action for page in PAGES} == {name for names in WHO.values() for name in names}


@pytest.mark.parametrize("page", [PAGE, FRENCH], ids=["en", "fr"])
def test_every_address_leads_to_a_page(page):
    known = {f"/{page.fr}" for page in (*PAGES, *PUBLIC)} | {f"/en/{page.en}" for page in (*PAGES, *PUBLIC)}
    named = re.findall(r"`(/[a-z/-]+)`", page)
    assert named
    assert set(named) <= known


def test_the_bounds_are_those_that_hold():
    assert gsm7.PART["gsm7"] == 153
    assert gsm7.PART["ucs2"] == 67
    assert "an SMS of 153 characters one of 67" in PAGE
    assert timedelta(days=366) == FARTHEST
    assert "within a year" in PAGE
    assert "max-age=60" in well_known._BRIEFLY
    assert "kept by caches for a minute" in PUBLISHED


def test_every_key_of_the_published_texts_is_explained(shared):
    data = msgspec.json.decode(message_texts.render_texts_document())
    section = PUBLISHED.partition("## The texts of our SMS")[2].partition("\n## ")[0]
    assert {cells[0].strip("`") for cells in rows(section)} >= set(data)
    assert [key for key in data["texts"][0] if f"`{key}`" not in section] == []
    assert data["format"] in section
