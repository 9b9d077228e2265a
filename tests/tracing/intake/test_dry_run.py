"""A dry run says what the store would do; a person is the same from week to week."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tracing.intake.conftest import NOW, Office
from tests.tracing.intake.results import row, table
from tests.tracing.intake.test_result_decision import records
from tocsin.privacy.vault import Vault
from tocsin.tracing import inbox
from tocsin.tracing.intake.dry_run import DryRun
from tocsin.tracing.intake.records import Item
from tocsin.tracing.intake.tally import RecordOutcome

# ---------------------------------------- the dry run says the same


class Desk:
    """A store that takes records."""

    def __init__(self, office: Office) -> None:
        from tocsin.tracing.intake.store_sink import StoreSink

        self.store = StoreSink(office.db, office.vault, NOW)
        self.office = office
        self.files = 0

    def take(self, items: list[Item], size: int) -> list[RecordOutcome]:
        from pathlib import Path

        from tocsin.tracing.intake.result_files import ResultFiles
        from tocsin.tracing.intake.tally import IntakeTally

        self.files += 1
        path: Path = self.office.folder / f"file{self.files}.csv"
        path.write_text(f"file {self.files}")
        found: list[RecordOutcome] = []
        with ResultFiles([path]) as given:
            self.store.begin_file(given.files[0], IntakeTally("x"))
            for at in range(0, len(items), size):
                found += self.store.take_items(items[at : at + size])
            self.store.end_file(IntakeTally("x"))
        return found


TABLES = (
    "quarantine",
    "result",
    "calltask",
    "holding",
    "inbox",
    "change",
    "case",
    "phone",
    "person",
    "intakefile",
)


@given(st.lists(records(), max_size=24), st.integers(1, 9))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_dry_run_tells_what_the_store_does(office: Office, items: list[Item], size: int) -> None:
    office.db.execute("truncate " + ", ".join(f"tracing_{name}" for name in TABLES) + " cascade")
    office.db.commit()
    trial = DryRun()
    assert Desk(office).take(items, size) == trial.decide_items(items)
    ((opened, void),) = office.rows(
        "select count(*), count(*) filter (where outcome = 'void') from tracing_case"
    )
    assert (opened, void) == (trial.opened, trial.voided)
    unsupported = office.rows(
        "select c.id from tracing_case c where (c.outcome = 'void') = exists ("
        "select 1 from tracing_result r where r.case_id = c.id and r.meaning = 'positive')"
    )
    assert unsupported == [], "a case stands on a positive result, and only then"
    late = office.rows(
        "select c.id from tracing_case c where outcome = '' and resulted_at <> ("
        "select min(resulted_at) from tracing_result r where r.case_id = c.id)"
    )
    assert late == [], "the 24 hours run from the first result"


def test_events_open_only_with_the_key_of_the_inbox(office: Office) -> None:
    office.take(table(row()))
    ((sealed,),) = office.rows("select int8send(id) || int8send(phone_id) || sealed from tracing_inbox")
    assert office.vault.open(sealed, inbox.PLACE)
    assert isinstance(office.vault, Vault)


# ---- from week to week


def test_a_result_of_somebody_known_for_weeks_opens_no_second_person_and_finds_their_phone(
    office: Office,
) -> None:
    office.take(table(row()))
    later = NOW + timedelta(days=10)
    day = f"{later:%Y-%m-%d}"
    again = row(
        laboratory="Labo des Halles", result_id="7", taken_at=f"{day} 08:00", resulted_at=f"{day} 09:00"
    )
    assert office.take(table(again), now=later + timedelta(hours=12)).counts["known"] == 1
    assert office.rows("select count(*) from tracing_person") == [(1,)]
    assert office.rows("select count(*) from tracing_phone") == [(1,)]


def test_a_correction_weeks_later_is_of_the_same_person(office: Office) -> None:
    office.take(table(row()))
    corrected = table(row(status="corrected", value="negative"))
    assert office.take(corrected, now=NOW + timedelta(days=10)).counts["corrected"] == 1
    assert office.rows("select outcome from tracing_case") == [("void",)]
