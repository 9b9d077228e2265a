"""What an erased person said is looked for everywhere: in every table, in a copy, in what is put out."""

import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from tests.privacy.leaks import assert_no_leak, leaks
from tests.tracing.calls.people import KARIM, LEA, NADIA, NOON, TOLD, People
from tests.tracing.conversations.office import Office
from tocsin.jobs.report_files import read_day_counts, write_day_counts_csv
from tocsin.privacy.erasure import erase_due
from tocsin.privacy.retention import add_months
from tocsin.privacy.vault import Vault
from tocsin.store import backup
from tocsin.store.embedded import binaries
from tocsin.tracing.calls.agent_calls import save_draft
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.calls.task_queue import take_next_call
from tocsin.tracing.cases.amendments import amend_name, amend_onset, amend_phone

MET, LIVED, TESTED, ONSET, SLIP, LOTO, SAMPLE, ADMITTED, LEFT = (
    f"2021-02-{day}" for day in ("20", "21", "22", "23", "24", "25", "26", "27", "28")
)
"""Days on which nothing is written down: who finds one of them finds what somebody said."""
SAID = (
    MET, LIVED, TESTED, ONSET, SLIP, LOTO, SAMPLE, ADMITTED, LEFT, "ouassila@exemple.example", "Ouassila", "Exemple", "Karim", "Nadège",
    "Loto des pompiers", "fatigue terrible", "mon cousin", LEA, KARIM, NADIA,
)  # fmt: skip
EVERYTHING = """
select table_schema || '.' || table_name from information_schema.tables
where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'"""
LAST = add_months(date(2021, 3, 4)) + timedelta(days=1)
NIGHT = datetime(LAST.year, LAST.month, LAST.day, 2, tzinfo=UTC)


def rows_of_everything(db: psycopg.Connection) -> dict[str, str]:
    """Every row of every table of the store, whoever keeps it, with binary columns as text too."""
    found = {}
    for (name,) in db.execute(EVERYTHING).fetchall():
        rows = db.execute(f"select t::text from {name} t").fetchall()
        found[name] = "\n".join(row[0] for row in rows)
    return found


@pytest.fixture
def told(db: psycopg.Connection, vault: Vault) -> People:
    """A case and a contact who told all that can be told, by SMS and on the telephone, and were put right."""
    db.autocommit = True
    office, people = Office(db, vault), People(db, vault)
    case = office.case("Ouassila", LEA)
    db.execute("update tracing_case set sample_on = %s", (SAMPLE,))
    office.step()
    office.write_replies(LEA, "oui")
    office.write_replies(LEA, f"Karim 06 39 98 12 02 mon cousin, vu le {MET[8:]}/02")
    contact = people.one("select id from tracing_contact")
    office.now = NOON
    office.step()
    db.execute("update tracing_contact set household = true, last_contact = %s", (LIVED,))
    task = people.task(case=case)
    assert take_next_call(db, vault, "anne", NOON)
    save_draft(db, vault, task, "anne", NOON, {"onset_on": ONSET})
    record_outcome(
        db, vault, task, "anne", NOON, "reached", "fatigue terrible", contacts=["Nadège 06 39 98 12 03"],
        facts=TOLD | {"onset_on": ONSET, "help": True, "lang": "en", "interpreter": "ar",
                      "gathering": "Loto des pompiers", "gathering_day": LOTO, "exposure_setting": "health_care",
                      "vulnerable": True, "hospital_on": ADMITTED, "hospital_left_on": LEFT,
                      "email": "ouassila@exemple.example", "day_outcome": "symptoms"},
    )  # fmt: skip
    db.execute("update tracing_calltask set done_at = %s, outcome = 'void' where done_at is null", (NOON,))
    theirs = people.task(contact=contact)
    said = {"last_contact": MET, "household": True, "tested_on": TESTED}
    record_outcome(db, vault, theirs, "anne", NOON, "reached", facts=TOLD | said)
    by = ("typo", "sophie", NOON + timedelta(hours=1))
    amend_onset(db, vault, case, date.fromisoformat(SLIP), *by)
    amend_name(db, vault, "contact", contact, "Karim", "Exemple", *by, territories=None)
    amend_phone(db, vault, "contact", contact, NADIA, *by)
    return people


def test_what_was_said_stands_where_it_is_used_before_the_erasure(told: People) -> None:
    """The test below would find nothing in an empty store."""
    found = rows_of_everything(told.db)
    assert SLIP in found["public.tracing_case"]
    assert {MET, TESTED} <= leaks(found["public.tracing_contact"], SAID).keys()
    assert LOTO in found["public.tracing_gathering"]
    assert {ADMITTED, LEFT} <= leaks(found["public.tracing_epidetail"], SAID).keys()
    assert "symptoms" in found["public.tracing_followupday"]
    assert_no_leak(found["public.tracing_change"], SAID)


def test_nothing_that_an_erased_person_said_is_left_anywhere(
    told: People, store: str, tmp_path: Path
) -> None:
    erase_due(told.db, told.vault, LAST, NIGHT, by="clock")
    for name, rows in rows_of_everything(told.db).items():
        assert not leaks(rows, SAID), (name, leaks(rows, SAID))
    left = told.rows("select household, consent from tracing_contact, tracing_case")
    assert left
    assert set(left) == {(None, False)}
    assert told.rows("select distinct interpreter from tracing_person") == [("",)]
    assert not told.rows("select id from tracing_epidetail union all select id from tracing_followupday")
    backup.write_backup(store, tmp_path / "store.backup")
    restore = [binaries.find_binaries().program_path("pg_restore"), "--file=-", tmp_path / "store.backup"]
    script = subprocess.run(restore, capture_output=True, check=True).stdout
    assert b"tracing_change" in script
    assert_no_leak(script, SAID)
    assert_no_leak(write_day_counts_csv(read_day_counts(told.db, NIGHT)), SAID)
