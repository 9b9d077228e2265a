"""The guides of the call agent say what the desk does: addresses, keys, how long a call is held."""

import re
from datetime import timedelta
from pathlib import Path

from tocsin.tracing.calls.model import DESK_LEASE
from tocsin.web import urls
from tocsin.web.calls import pages

ROOT = Path(__file__).parents[3]
STAFF = ROOT / "docs" / "staff"
GUIDE = (STAFF / "en" / "call-agent.md").read_text(encoding="utf-8")
FRENCH = (STAFF / "fr" / "agent-d-appel.md").read_text(encoding="utf-8")
TEMPLATES = (Path(urls.__file__).parent / "templates" / "desk").glob("*.html")


def test_its_front_page_is_where_the_guide_says():
    front = next(page for page in pages.PAGES if page.name == "desk.start")
    assert f"`/{front.fr}` (`/en/{front.en}`)" in GUIDE
    assert f"`/{front.fr}`" in FRENCH


def test_every_key_of_the_page_is_in_the_guide_and_no_other():
    keys = {key for file in TEMPLATES for key in re.findall(r'data-key="(\d)"', file.read_text("utf-8"))}
    for guide in (GUIDE, FRENCH):
        assert keys == set(re.findall(r"^\| `(\d)`", guide, re.M)) == set("0123456789")


def test_the_lease_is_the_one_that_it_names():
    assert timedelta(minutes=3) == DESK_LEASE
    assert "after three minutes" in " ".join(GUIDE.split())
    assert "après trois minutes" in " ".join(FRENCH.split())
