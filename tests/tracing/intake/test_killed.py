"""A run that is killed goes on where it stopped: nothing lost, nothing doubled."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.tracing.intake.conftest import NOW, Office
from tests.tracing.intake.results import NEGATIVE, oru, row, table, write
from tocsin.tracing.intake.acknowledgements import AcknowledgementQueue
from tocsin.tracing.intake.hl7_messages import parse_hl7_message, split_messages
from tocsin.tracing.intake.intake_run import run_intake
from tocsin.tracing.intake.result_files import ResultFiles
from tocsin.tracing.intake.store_sink import ConcurrentIntake, StoreSink

WORK = """
import sys, time
from datetime import datetime
from pathlib import Path
from tocsin.store import database
from tocsin.tracing.intake.result_files import ResultFiles
from tocsin.tracing.intake.intake_run import run_intake
from tocsin.tracing.intake.store_sink import StoreSink
from tocsin.privacy.vault import Vault

now = datetime.fromisoformat(sys.argv[3])
with ResultFiles([Path(sys.argv[2])]) as given, database.open_connection(sys.argv[1]) as connection:
    def seen(*_):
        print("batch", flush=True)
    sink = StoreSink(connection, Vault.for_tests(), now)
    for tally in run_intake(given.files, sink, now, batch=50, seen=seen):
        print("done", flush=True)
"""


def town(count: int) -> str:
    """Results of many people, one in five of them in doubt, one in five negative."""
    values = ("10828004", "?", NEGATIVE, "Positif", "LA6576-8")
    return table(
        *(
            row(
                result_id=f"R{n}",
                given_names=f"Léa{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}",
                phone=f"06 39 98 {n // 100:02d} {n % 100:02d}",
                value=values[n % 5],
            )
            for n in range(count)
        )
    )


@pytest.mark.parametrize("after", [1, 7])
def test_kill_9_in_the_middle_and_again(office: Office, store: str, after: int) -> None:
    path = write(office.folder / "town.csv", town(1000))
    work = [sys.executable, "-c", WORK, store, str(path), NOW.isoformat()]
    process = subprocess.Popen(work, stdout=subprocess.PIPE, text=True, env=os.environ)
    assert process.stdout is not None
    for _ in range(after):
        assert process.stdout.readline() == "batch\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    ((counts, finished),) = office.rows("select counts, finished_at from tracing_intakefile")
    assert finished is None
    assert after * 50 <= counts["received"] < 1000
    office.db.commit()
    done = subprocess.run(work, stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout.count("batch") == 20
    whole(office)


def whole(office: Office) -> None:
    """All of the town is there, once."""
    ((counts, finished),) = office.rows("select counts, finished_at from tracing_intakefile")
    assert finished is not None
    assert (counts["received"], counts["opened"], counts["negative"], counts["quarantined"]) == (
        1000,
        600,
        200,
        200,
    )
    for name, count in (("result", 800), ("case", 600), ("person", 600), ("quarantine", 200), ("inbox", 600)):
        assert office.rows(f"select count(*) from tracing_{name}") == [(count,)], name
    assert office.rows("select count(distinct place) from tracing_quarantine") == [(200,)]


def test_the_server_that_is_gone_in_the_middle_of_a_batch(office: Office, store: str) -> None:
    path = write(office.folder / "town.csv", town(1000))

    def cut(_file: object, _records: int, _refused: int) -> None:
        with psycopg.connect(store, autocommit=True) as admin:
            admin.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where pid = %s",
                (connection.info.backend_pid,),
            )

    connection = psycopg.connect(store)
    with ResultFiles([path]) as given, pytest.raises(psycopg.OperationalError):
        list(run_intake(given.files, StoreSink(connection, office.vault, NOW), NOW, batch=50, seen=cut))
    office.take(town(1000), "town.csv")
    whole(office)


def test_two_processes_with_one_file_take_it_in_once(office: Office, store: str) -> None:
    path = write(office.folder / "town.csv", town(1000))
    work = [sys.executable, "-c", WORK, store, str(path), NOW.isoformat()]
    both = [subprocess.Popen(work, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    whole(office)


def test_progress_that_somebody_else_made_stops_the_run(office: Office) -> None:
    path = write(office.folder / "town.csv", town(200))

    def meddle(_file: object, _records: int, _refused: int) -> None:
        office.db.execute("update tracing_intakefile set counts = '{\"received\": 150}'")
        office.db.commit()

    with ResultFiles([path]) as given, pytest.raises(ConcurrentIntake):
        list(run_intake(given.files, StoreSink(office.db, office.vault, NOW), NOW, batch=50, seen=meddle))


def test_acknowledgements_of_a_run_that_goes_on_are_whole(office: Office, tmp_path: Path) -> None:
    text = "".join(oru(f"M{n}", number=f"R{n}", mark="NEG" if n % 3 == 0 else "") for n in range(10))
    path = write(office.folder / "in.hl7", text)

    def stop(_file: object, _records: int, _refused: int) -> None:
        raise KeyboardInterrupt

    with ResultFiles([path]) as given, pytest.raises(KeyboardInterrupt):
        list(run_intake(given.files, StoreSink(office.db, office.vault, NOW), NOW, batch=4, seen=stop))
    with (tmp_path / "ack.hl7").open("w+b") as out, ResultFiles([path]) as given:
        acks = AcknowledgementQueue(out, NOW)
        (tally,) = run_intake(
            given.files, StoreSink(office.db, office.vault, NOW), NOW, acknowledge=acks, batch=4
        )
        out.seek(0)
        said = [parse_hl7_message(block.data).segments[1].get_component(1) for block in split_messages(out)]
    assert said == ["AE" if n % 3 == 0 else "AA" for n in range(10)]
    assert tally.received == 10


def test_a_batch_is_one_transaction(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the power is gone")

    monkeypatch.setattr(StoreSink, "_write_progress", broken)
    with pytest.raises(RuntimeError):
        office.take(town(100), "town.csv")
    for name in ("result", "case", "person", "phone", "inbox", "quarantine"):
        assert office.rows(f"select count(*) from tracing_{name}") == [(0,)], name
