"""How often it is wrong: the page says what the ledger holds, in numbers that everybody can read."""

from datetime import date

import pytest

from tests.web.public.reading import plain
from tocsin.evaluation import ledger
from tocsin.evaluation.ledger import MeasuredFamily, MeasuredSet, append_entry
from tocsin.web.public import accuracy_page


def measured(family: str, channel: str, rows: int, flagged: int, imposture: int = 0) -> MeasuredFamily:
    counts = {"right": 0, "flagged": flagged, "imposture": imposture}
    return MeasuredFamily("a1", family, channel, rows, counts)


FIGURES = (
    measured("fraud-am", "sms", 100, 97, 90),
    measured("fraud-am", "call", 100, 81, 60),
    measured("harmless", "sms", 200, 3, 1),
)


@pytest.fixture
def own_ledger(tmp_path, monkeypatch):
    """The ledger that the page reads; it grows by what is handed in."""
    path = tmp_path / "LEDGER.ndjson"
    monkeypatch.setattr(ledger, "_PACKED", path)

    def add(figures, digest, subject="messages", day=date(2026, 11, 28)):
        before = path.read_bytes() if path.exists() else b""
        sets = (MeasuredSet("a1", sum(f.rows for f in figures), digest),)
        path.write_bytes(append_entry(before, day, "1bc2ec13", subject, sets, figures))

    return add


def test_it_says_how_many_of_a_hundred(visitor, own_ledger):
    own_ledger(FIGURES, "aa")
    text = plain(visitor.get("/en/how-often-wrong"))
    assert "in 1 measurements: 400 messages" in text
    assert "Of 100, about 89 are flagged (between 84 and 93). 22 of the 200 got no warning." in text
    assert "Of 100, about 98 pass without a warning (between 96 and 99). 1 of the 200 were wrongly" in text


def test_the_newest_measurements_count_together(visitor, own_ledger):
    for n, digest in enumerate(("aa", "bb", "cc", "dd", "ee", "ff", "gg")):
        own_ledger(FIGURES[:1], digest, day=date(2026, 11, 1 + n))
    text = plain(visitor.get("/en/how-often-wrong"))
    assert "Up to 7 November 2026, in 6 measurements: 600 messages by 6 authors" in text
    assert "18 of the 600 got no warning." in text


def test_the_weakest_channel_comes_first():
    found = accuracy_page.measure_channels(FIGURES)
    assert [(c.name, c.frauds, c.missed, c.honest, c.warned) for c in found] == [
        ("call", 100, 19, 0, 0),
        ("sms", 100, 3, 200, 3),
    ]


def test_only_first_sights_of_messages_are_shown(own_ledger):
    own_ledger(FIGURES, "aa", day=date(2026, 11, 1))
    own_ledger(FIGURES[:1], "aa", day=date(2026, 11, 2))  # seen before
    own_ledger(FIGURES[:1], "bb", subject="replies", day=date(2026, 11, 3))
    found = accuracy_page.find_newest_measurements(ledger.read_own_ledger())
    assert [entry.on for entry in found] == [date(2026, 11, 1)]


def test_it_shows_the_ledger_of_this_tocsin_in_every_language(visitor):
    for address, said in (("/fiabilite", "Sur 100, environ"), ("/en/how-often-wrong", "Of 100, about")):
        answer = visitor.get(address)
        assert answer.status_code == 200
        assert said in plain(answer)


def test_the_front_page_leads_there(visitor):
    assert 'href="/fiabilite"' in visitor.get("/").content.decode()
