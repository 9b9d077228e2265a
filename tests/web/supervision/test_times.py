"""A supervisor of La Réunion reads and types the time of La Réunion, on every page of theirs; one of
Brittany, Paris's."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from tests.web.inside import signed_in
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.tracing.supervision import loans, shifts
from tocsin.web import page_urls
from tocsin.web.urls import PAGES

HOUR = timedelta(hours=1)


@pytest.fixture
def evening(inside, monkeypatch):
    """It is 20:30 in UTC: 21:30 in Paris, half past midnight of the next day on La Réunion."""
    monkeypatch.setenv("TOCSIN_STORY", "2021-03-04T20:30:00Z@1")
    return read_clock_from_environment().now().replace(second=0, microsecond=0)


@pytest.fixture
def planned(evening, db):
    """A shift and a loan, from now on."""
    for where in ("974", "35"):
        shifts.add_shift(db, 3, evening + 2 * HOUR, evening + 6 * HOUR, territory=where)
    loans.add_loan(db, "974", "35", evening + 5 * HOUR, evening, by="test")
    return evening


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(unescape(response.content.decode()).replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("territory", "begins", "loan_ends", "says"),
    [
        ("974", "02:30", "05:30", "heure de La Réunion"),
        ("35", "23:30", "02:30", ""),
        ("", "23:30", "02:30", "heure de Paris"),
    ],
)
def test_what_is_planned_is_shown_on_the_clock_of_the_territory(
    planned, inside, territory, begins, loan_ends, says
):
    who = signed_in(inside, "supervisor", territory)
    shown, lent = text(who.get("/encadrement/horaires")), text(who.get("/encadrement/prets"))
    assert begins in shown
    assert loan_ends in lent
    for page in (shown, lent):
        assert ("Toutes les heures : " + says in page) if says else "Toutes les heures" not in page


def test_what_is_typed_is_on_it_too(planned, inside, db):
    who = signed_in(inside, "supervisor", "974")
    form = text(who.get("/encadrement/horaires"))
    assert re.search(r'name="start"[^>]* value="2021-03-05T01:00"', form)
    posted = {
        "agents": "2",
        "where": "974",
        "start": "2021-03-05T08:00",
        "end": "2021-03-05T12:00",
        "pace": "3",
    }
    assert who.post("/encadrement/horaires", posted).status_code == 302
    began = db.execute("select starts_at from tracing_shift where agents = 2").fetchone()[0]
    assert began == datetime(2021, 3, 5, 4, tzinfo=UTC)


def moments_of_the_real_clock() -> list[str]:
    """The last minutes as the clocks on the wall show them where somebody signs in."""
    now = datetime.now(UTC)
    places = [ZoneInfo("Indian/Reunion"), ZoneInfo("Europe/Paris")]
    moments = [(now - timedelta(minutes=n)).astimezone(place) for place in places for n in range(-2, 15)]
    return [f"{moment:%H}(?::| h ){moment:%M}" for moment in moments]


def test_no_page_of_the_inside_shows_the_hour_of_utc(planned, inside):
    """Every page that can be asked for as it is, by somebody who may open nearly all of them."""
    opened = 0
    for role in ("supervisor", "auditor", "administrator", "communication", "agent", "epidemiologist"):
        who = signed_in(inside, role, "974" if role in ("supervisor", "agent", "epidemiologist") else "")
        real = moments_of_the_real_clock()  # when one signed in, which may be at half past eight too
        for page in PAGES:
            if not page.action or "<" in page.fr:
                continue
            response = who.get(page_urls.page_url(page.name, "fr"))
            if response.status_code != 200 or "html" not in response.headers["Content-Type"]:
                continue
            opened += 1
            said = re.sub(r'(?:datetime|value)="[^"]*"', "", text(response))
            said = re.sub(r"\b\d\d:\d\d:\d\d\b", "", said)  # entries of the log are of the real clock
            said = re.sub("|".join(real), "", said)
            assert not re.search(r"\b20(?::| h )3[0-9]\b", said), (role, page.name)
            assert "Toutes les heures : heure de" in said, (role, page.name)
    assert opened > 25
