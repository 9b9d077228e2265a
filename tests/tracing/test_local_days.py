"""One meaning of the day, by the clock of the territory: in engines, at the desk, in laboratories' files."""

import re
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

import tocsin
from tests.tracing.calls.people import KARIM, LEA, People
from tests.tracing.intake.results import row, table
from tocsin.privacy import stored_threads
from tocsin.register.entry import RegisterEntry
from tocsin.tracing.calls.call_sheet import read_sheet
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.conversations.engine import Engine
from tocsin.tracing.inbox import (
    BeginCase,
    BeginContact,
    InboxEntry,
    InboxEvent,
    ReplyReceived,
    post_events,
)
from tocsin.tracing.intake.intake_run import run_intake
from tocsin.tracing.intake.result_files import ResultFiles
from tocsin.tracing.intake.store_sink import StoreSink

MIDNIGHTS = [
    ("2021-03-03T22:59:59Z", "75", "2021-03-03"),
    ("2021-03-03T23:00:00Z", "75", "2021-03-04"),
    ("2021-07-03T21:59:59Z", "75", "2021-07-03"),
    ("2021-07-03T22:00:00Z", "75", "2021-07-04"),
    # the clocks go forward on 28 March, and back on 31 October
    ("2021-03-27T23:30:00Z", "75", "2021-03-28"),
    ("2021-03-28T21:59:59Z", "75", "2021-03-28"),
    ("2021-03-28T22:00:00Z", "75", "2021-03-29"),
    ("2021-10-30T22:00:00Z", "75", "2021-10-31"),
    ("2021-10-31T22:59:59Z", "75", "2021-10-31"),
    ("2021-10-31T23:00:00Z", "75", "2021-11-01"),
    # overseas, on the clock of the place, whatever the telephone
    ("2021-03-03T19:59:59Z", "974", "2021-03-03"),
    ("2021-03-03T20:00:00Z", "974", "2021-03-04"),
    ("2021-03-04T03:59:59Z", "971", "2021-03-03"),
    ("2021-03-04T04:00:00Z", "971", "2021-03-04"),
    ("2021-03-03T13:00:00Z", "988", "2021-03-04"),
    ("2021-03-04T09:59:59Z", "987", "2021-03-03"),
]


class Town(People):
    """People, and an engine that writes to them."""

    def case_without_sample(self, resulted: datetime, territory: str) -> int:
        """A case of whom no day of sampling is known."""
        self.now = resulted + timedelta(hours=12)
        case = self.case("Léa", LEA, at=resulted, territory=territory)
        self.db.execute("update tracing_case set sample_on = null where id = %s", (case,))
        return case

    def engine(self) -> Engine:
        """One that has every shard."""
        engine = Engine("engine-1", self.vault, machine=lambda: self.now)
        self.db.execute(
            "insert into tracing_shardlease (shard) select generate_series(0, 255) on conflict do nothing"
        )
        engine.lease_shards(self.db)
        return engine

    def happens(self, number: str, key: str, event: InboxEvent) -> None:
        """Something happens to a phone, and the engine takes it."""
        phone, shard = self.rows(
            "select id, shard from tracing_phone where number_index = any(%s)",
            self.vault.list_indexes("number", number),
        )[0]
        one = InboxEntry(
            phone_id=phone, shard=shard, key=key, at=self.now, event=event, collected_on=self.day
        )
        with self.db.transaction():
            post_events(self.db, self.vault, [one])
        self.engine().take_step(self.db, self.now)

    def facts(self, number: str) -> dict[str, object]:
        """What the conversation on a phone knows."""
        sealed = self.one(
            "select int8send(id) || thread from tracing_phone where number_index = any(%s)",
            self.vault.list_indexes("number", number),
        )
        (session,) = stored_threads.unpack_thread(
            self.vault.open(sealed, stored_threads.PLACE), number
        ).sessions
        return session.facts


@pytest.fixture
def town(db, vault):
    return Town(db, vault)


@pytest.mark.parametrize(("resulted", "territory", "day"), MIDNIGHTS)
def test_a_result_without_a_day_of_sampling_counts_from_the_day_of_the_place(town, resulted, territory, day):
    case = town.case_without_sample(datetime.fromisoformat(resulted), territory)
    town.happens(LEA, "begin", BeginCase(case))
    said = read_sheet(town.db, town.vault, town.task(case=case), town.now)
    assert str(said.sample_on) == day
    assert town.facts(LEA)["since"] == str(said.since) == str(date.fromisoformat(day) - timedelta(days=2))


@pytest.mark.parametrize(
    ("resulted", "territory", "day"), [one for one in MIDNIGHTS if one[0].startswith("2021-03")]
)
def test_a_contact_counts_from_the_day_of_the_case_wherever_they_live(town, resulted, territory, day):
    case = town.case_without_sample(datetime.fromisoformat(resulted), territory)
    contact = town.contact(case, "Karim", KARIM)
    town.db.execute(
        "update tracing_contact set last_contact = null, household = false where id = %s", (contact,)
    )
    town.happens(KARIM, "begin", BeginContact(contact))
    said = read_sheet(town.db, town.vault, town.task(contact=contact), town.now)
    end = said.plan.isolation_end
    assert end is not None
    assert town.facts(KARIM)["isolation_end"] == str(end)
    assert end == date.fromisoformat(day) - timedelta(days=1) + timedelta(days=7)


def test_a_test_that_a_contact_tells_of_is_one_of_their_own_day(town):
    town.now = datetime.fromisoformat("2021-03-03T23:30:00Z")
    case = town.case("Léa", LEA)
    contact = town.contact(case, "Karim", KARIM)
    town.happens(KARIM, "begin", BeginContact(contact))
    town.happens(KARIM, "said", ReplyReceived("oui, test fait"))
    assert str(town.one("select tested_on from tracing_contact where id = %s", contact)) == "2021-03-04"


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("Europe/Paris", "2021-03-03T22:59:59Z", "2021-03-03"),
        ("Europe/Paris", "2021-03-03T23:00:00Z", "2021-03-04"),
        ("Indian/Reunion", "2021-03-03T20:00:00Z", "2021-03-04"),
        ("America/Guadeloupe", "2021-03-04T03:59:59Z", "2021-03-03"),
    ],
)
def test_what_came_of_a_call_is_of_the_day_on_the_telephone(town, zone, at, day):
    town.now = datetime.fromisoformat(at)
    task = town.task(case=town.case("Léa", LEA, zone=zone))
    record_outcome(town.db, town.vault, task, "anne", town.now, "no_answer")
    assert str(town.one("select day from tracing_followupday")) == day


def taken_in(db, vault, path, **fields):
    path.write_text(table(row(**fields)), encoding="utf-8")
    now = datetime.fromisoformat("2021-03-04T12:00:00Z")
    with ResultFiles([path]) as given:
        list(run_intake(given.files, StoreSink(db, vault, now), now))
    return db


def test_the_day_of_a_sample_is_that_of_the_place(db, vault, tmp_path):
    taken = {"taken_at": "2021-03-03T21:30:00+00:00", "resulted_at": "2021-03-04T08:00:00+00:00"}
    taken_in(db, vault, tmp_path / "a.csv", **taken, postcode="97400")
    ((sample, zone),) = db.execute(
        "select c.sample_on, f.zone from tracing_case c join tracing_phone f on f.id = c.phone_id"
    ).fetchall()
    assert str(sample) == "2021-03-04"  # 1:30 in Saint-Denis, 22:30 of the 3rd in Paris
    assert zone == "Indian/Reunion"  # a mobile of the mainland, of somebody who lives there


@pytest.mark.parametrize(("born", "minor"), [("2003-03-04", False), ("2003-03-05", True)])
def test_somebody_is_of_age_from_the_first_minute_of_their_birthday(db, vault, tmp_path, born, minor):
    result = {"taken_at": "2021-03-03T12:00:00+00:00", "resulted_at": "2021-03-03T23:30:00+00:00"}
    taken_in(db, vault, tmp_path / "a.csv", **result, birth_date=born)
    reasons = db.execute("select reason from tracing_calltask").fetchall()
    assert reasons == ([("minor",)] if minor else [])
    ((band,),) = db.execute("select age_band from tracing_person where age_band <> ''").fetchall()
    assert band == ("12-17" if minor else "18-39")


def test_the_day_on_which_an_sms_was_sent_is_the_one_on_the_telephone():
    entry = RegisterEntry(
        "K7QF-2M9D", "case.notice", "1", "fr", "x", datetime.fromisoformat("2021-03-03T23:30:00Z"), "sms",
        "38663", "",
    )  # fmt: skip
    assert str(entry.issued_on) == "2021-03-04"


FOLDERS = ("tracing", "jobs", "message_templates", "metrics", "privacy", "store")
NAMES_A_KEY = {
    "privacy/vault.py": 1, "tracing/calls/added_number.py": 1, "tracing/calls/agent_calls.py": 1, "tracing/calls/death.py": 1,
    "tracing/calls/call_writer.py": 1, "tracing/cases/amendments.py": 1, "tracing/cases/clusters.py": 1,
    "tracing/people/gatherings.py": 1, "tracing/people/noted_details.py": 1, "tracing/cases/merge.py": 1,
    "tracing/contact_matching/mention_batch.py": 1, "tracing/intake/batch_writer.py": 1, "tracing/intake/person_writer.py": 1,
    "tracing/intake/store_sink.py": 2, "tracing/intake/withdrawals.py": 1, "tracing/outbound/inbound_sms.py": 5,
    "tracing/outbound/persistence.py": 1,
}  # fmt: skip
"""What writes seals, and in how many lines: the day of their key is one of UTC, and nobody counts from it."""


def test_no_other_day_is_made_from_a_moment_in_utc():
    here = Path(tocsin.__file__).parent
    local = re.compile(r"(?:quiet_hours\.)?to_local_time\(.*\)\.date|here\.date")
    found = Counter(
        str(path.relative_to(here))
        for folder in FOLDERS
        for path in (here / folder).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if ".date()" in line and not local.search(line)
    )
    assert found == NAMES_A_KEY
