"""What the how-to pages say of the site is so: ``run-the-site`` and ``check-on-the-page``."""

import re
from pathlib import Path

from tests.docs.paper import DOCS, page
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.web import settings, verdict_link
from tocsin.web.middleware import MOST
from tocsin.web.urls import PUBLIC

RUN = page("operate/run-the-site.md")
CHECK = page("start/check-on-the-page.md")


def test_every_variable_is_documented():
    assert [
        name for name in (settings.HOSTS, settings.SECRET, "TOCSIN_DATABASE_URL") if f"`{name}`" not in RUN
    ] == []


def test_every_public_page_is_in_the_reference():
    """By what stands before a part that changes from one address to the next."""
    said = page("reference/site.md")
    starts = [
        prefix + address.split("<")[0]
        for one in PUBLIC
        for prefix, address in (("`/", one.fr), ("`/en/", one.en))
    ]
    assert [start for start in starts if start not in said] == []


def test_the_bounds_are_those_of_the_code():
    assert f"{MESSAGE_BYTES // 10**6} MB" in CHECK
    assert "limit a request to 11 MB" in RUN
    assert MOST <= 11_000_000
    assert f"good for {verdict_link.DAYS} days" in " ".join(CHECK.split())


def test_pictures_are_there_and_small():
    shown = re.findall(r"!\[[^]]+\]\((\S+)\)", CHECK)
    assert len(shown) == 3
    assert all((DOCS / "start" / name).resolve().stat().st_size < 100_000 for name in shown)
    assert not [file for file in Path(DOCS / "pictures").iterdir() if file.suffix != ".png"]
