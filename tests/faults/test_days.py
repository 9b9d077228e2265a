"""Nights of 23 and of 25 hours, and a day that is there every four years."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.tracing.conversations.office import LEA, Office
from tests.tracing.intake.results import row, table
from tocsin.privacy.erasure import erase_due
from tocsin.tracing.calls.task_queue import take_next_call
from tocsin.tracing.calls.task_sweep import sweep_tasks
from tocsin.tracing.intake.intake_run import run_intake as take_in
from tocsin.tracing.intake.result_files import ResultFiles
from tocsin.tracing.intake.store_sink import StoreSink

SPRING = datetime(2021, 3, 28, 1, tzinfo=UTC)
"""Two in the morning in Paris, which is three."""
AUTUMN = datetime(2021, 10, 31, 1, tzinfo=UTC)
"""Three in the morning in Paris, which is two."""


@pytest.fixture
def at(db, vault):
    """An office at some moment."""
    db.autocommit = True

    def made(moment):
        office = Office(db, vault)
        office.now = moment
        return office

    return made


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def eight(night):
    """Eight in the morning after a night, in Paris."""
    return utc(2021, 3, 28, 6) if night == SPRING else utc(2021, 10, 31, 7)


@pytest.mark.parametrize(
    ("evening", "morning"),
    [
        (
            utc(2021, 3, 27, 22),
            utc(2021, 3, 28, 6),
        ),  # eleven at night; eight in the morning is an hour earlier
        (utc(2021, 10, 30, 21), utc(2021, 10, 31, 7)),
        (utc(2024, 2, 28, 22), utc(2024, 2, 29, 7)),
        (utc(2024, 2, 29, 22), utc(2024, 3, 1, 7)),
    ],
)
def test_who_is_not_written_to_at_night_is_at_eight_of_the_new_time(at, evening, morning):
    office = at(evening)
    office.case("Léa", LEA)
    office.step()
    assert office.one("select not_before from tracing_outbox") == morning
    assert office.one("select due from tracing_timer") == morning + timedelta(hours=2)


@pytest.mark.parametrize(
    ("resulted", "moment"),
    [
        ("2021-03-28T01:30", utc(2021, 3, 28, 0, 30)),
        ("2021-03-28T02:30", utc(2021, 3, 28, 1, 30)),  # an hour that is none: half past three
        ("2021-03-28T03:30", utc(2021, 3, 28, 1, 30)),
        (
            "2021-10-31T02:30",
            utc(2021, 10, 31, 0, 30),
        ),  # an hour that is two: the first, whose 24 end earlier
        ("2021-10-31T02:30+01:00", utc(2021, 10, 31, 1, 30)),
        ("2024-02-28T15:00", utc(2024, 2, 28, 14)),
        ("2024-02-29T15:00", utc(2024, 2, 29, 14)),
    ],
)
def test_twenty_four_hours_are_twenty_four_hours(db, vault, tmp_path, resulted, moment):
    path = tmp_path / "results.csv"
    path.write_text(table(row(taken_at=f"{resulted[:10]}T00:10", resulted_at=resulted)))
    with ResultFiles([path]) as given:
        now = moment + timedelta(hours=2)
        (tally,) = take_in(given.files, StoreSink(db, vault, now), now)
    assert tally.counts["opened"] == 1
    resulted_at, deadline = db.execute("select resulted_at, deadline from tracing_case").fetchone()
    assert (resulted_at, deadline - resulted_at) == (moment, timedelta(hours=24))


@pytest.mark.parametrize("night", [SPRING, AUTUMN])
def test_whoever_is_silent_in_the_evening_is_reminded_at_eight_of_the_new_time(at, night):
    """Looked at every ten minutes, through the skipped hour and the one that comes twice."""
    evening = night - timedelta(hours=6)  # eight, or nine in Paris
    office = at(evening)
    office.case("Léa", LEA)
    office.step()
    while office.now < eight(night):
        assert len(office.texts(LEA)) == 1
        office.later(minutes=10)
    assert office.all("select not_before from tracing_outbox order by 1") == [(evening,), (eight(night),)]


@pytest.mark.parametrize("night", [SPRING, AUTUMN])
def test_agents_ring_from_eight_of_the_new_time(at, night):
    office = at(night - timedelta(hours=14))
    office.case("Léa", LEA)
    office.step()
    before = eight(night) - timedelta(minutes=1)
    sweep_tasks(office.db, before)
    assert office.one("select count(*) from tracing_calltask") == 1
    assert take_next_call(office.db, office.vault, "anne", before) is None
    assert take_next_call(office.db, office.vault, "anne", eight(night)) is not None


def test_isolation_counts_days_and_not_hours(at):
    """Ten days from a Friday, with an hour less on the way, end on the same day as any other ten."""
    office = at(utc(2021, 3, 26, 9))
    office.case("Léa", LEA)
    office.step()
    for answer in ("oui", "personne", "oui", "non", "non", "non"):
        office.write_replies(LEA, answer)
    assert office.one("select isolation_end from tracing_case") == date(2021, 4, 4)


def test_a_case_of_the_leap_day_goes_through_it(at):
    office = at(utc(2024, 2, 29, 9))
    office.case("Léa", LEA)
    office.step()
    assert office.one("select deadline from tracing_case") == utc(2024, 3, 1, 8)
    office.write_replies(LEA, "oui")
    office.later(hours=12)
    assert office.one("select answered_at is not null from tracing_case")
    assert office.one("select count(*) from tracing_calltask where reason = 'fault'") == 0


def test_what_was_collected_on_the_leap_day_goes_on_the_29th_of_may(at, vault):
    office = at(utc(2024, 2, 29, 9))
    office.case("Léa", LEA)
    office.step()
    erase_due(office.db, vault, date(2024, 5, 28), utc(2024, 5, 28, 3), by="test")
    assert office.one("select count(*) from tracing_phone where sealed is not null") == 1
    erase_due(office.db, vault, date(2024, 5, 29), utc(2024, 5, 29, 3), by="test")
    assert office.one("select count(*) from tracing_phone where sealed is not null") == 0
