"""Two services on two stores, each with the départements that are its own: the way past one machine.

    .venv/bin/python benchmarks/two_stores.py          2,000 positives, one engine and one gateway for each store
    .venv/bin/python benchmarks/two_stores.py 8000 --stores 3

The results of a day are cut by the département of the home. Each part goes into a store with keys of its own, and
has its engine, its gateway and its account with the network; the stores know nothing of each other. The telephones
are those of one town, so somebody may be named in one store and ill in the other. At the end it is counted what
crossed (a file in a store that its département does not belong to, an SMS from a telephone that its store never
wrote to) and what was lost (a message that neither left nor failed, a result that is no case, a queue that is not
empty). The exit status is 1 where anything was.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from _measure import machine
from record_day import (
    BEGINS,
    DAY,
    LABORATORIES,
    STILL,
    WORK,
    cpu_of,
    cpu_of_store,
    network,
    network_pid,
    result,
)

from tocsin.privacy.keyfile import VARIABLE as KEYS
from tocsin.privacy.vault import Vault
from tocsin.runtime.process_supervisor import ProcessSupervisor, list_worker_specs
from tocsin.store import database, embedded
from tocsin_simulation.simulated_clock import VARIABLE, SimulatedClock
from tocsin_simulation.town.laboratory import documented_csv
from tocsin_simulation.town.laboratory.lab_report import LabReport, make_lab_report
from tocsin_simulation.town.people import Town
from tocsin_simulation.town.town_numbers import SIMULATED

LOST = {
    "messages that neither left nor failed": """
        select count(*) from tracing_message where submitted_at is null and failed_at is null""",
    "messages in doubt": "select count(*) from tracing_message where uncertain_at is not null",
    "events and messages left": """
        select (select count(*) from tracing_inbox) + (select count(*) from tracing_outbox)""",
}
COUNTS = {
    "cases": "select count(*) from tracing_case",
    "contacts": "select count(*) from tracing_contact",
    "SMS": "select count(*) from tracing_message where submitted_at is not null",
    "replies": "select count(*) from tracing_heard",
}


class DepartmentStore:
    """A store, the départements that are its own, and those who work on it."""

    def __init__(self, folder: Path, departments: set[str], town: Town, stack: ExitStack) -> None:
        folder.mkdir(mode=0o755)
        self.departments = departments
        self.results = folder / "results.csv"
        self.url = stack.enter_context(embedded.run_store(folder / "store"))
        database.migrate_store(self.url)
        self.port = stack.enter_context(network(town, HURRY))
        fast = "rate=100000&burst=5000&window=2000&long_texts=payload"
        self.environment = os.environ | {
            database.URL: self.url,
            KEYS: str(folder / "keys.json"),
            "TOCSIN_SMPP": f"smpp://tocsin:secret@127.0.0.1:{self.port}/38663?{fast}",
        }
        self.vault = Vault.load(folder / "keys.json", make=True)
        self.workers: ProcessSupervisor | None = None

    def take_in(self, rows: list[LabReport]) -> None:
        """The results of its départements."""
        self.results.write_bytes(documented_csv.write_csv(rows))
        command = [sys.executable, "-m", "tocsin", "intake", str(self.results)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=self.environment)

    def begin(self, stack: ExitStack) -> None:
        """Its engine and its gateway."""
        self.workers = ProcessSupervisor(list_worker_specs(1, ["38663"], 1, 0), self.environment)
        stack.callback(self.workers.stop_processes)

    def count(self, asked: str) -> int:
        """A number from the store."""
        with database.open_connection(self.url, autocommit=True) as connection:
            return int(connection.execute(asked.encode()).fetchone()[0])

    def work(self) -> tuple[int, ...]:
        """What it has to do and has done."""
        with database.open_connection(self.url, autocommit=True) as connection:
            return tuple(connection.execute(WORK.encode()).fetchone())

    def numbers(self, where: str) -> set[str]:
        """The telephones of the store."""
        asked = f"select int8send(id) || sealed from tracing_phone p where {where}"
        with database.open_connection(self.url, autocommit=True) as connection:
            rows = connection.execute(asked.encode(), binary=True).fetchall()
        return {self.vault.open(sealed, "phone.sealed").decode() for (sealed,) in rows}

    def foreign_files(self) -> int:
        """Cases of a département that is not its own."""
        with database.open_connection(self.url, autocommit=True) as connection:
            rows = connection.execute(
                "select p.territory, count(*) from tracing_case c join tracing_person p on p.id = c.person_id"
                " group by 1"
            ).fetchall()
        return sum(n for territory, n in rows if territory not in self.departments)


HURRY = 3000.0


def main() -> int:
    """Cut the day, run it, count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("positives", nargs="?", type=int, default=2_000)
    parser.add_argument("--stores", type=int, default=2)
    options = parser.parse_args()
    print(machine())
    os.environ |= {VARIABLE: str(SimulatedClock(BEGINS, 1.0, time.time())), **SIMULATED}
    town = Town(people=max(12_000, options.positives * 3), seed=1, day=DAY)
    reports = [make_lab_report(town, result(n * 3), LABORATORIES) for n in range(options.positives)]
    places = sorted({one.person.territory for one in reports})
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="two-stores-")))
        folder.chmod(0o755)
        stores = [
            DepartmentStore(folder / str(n), set(places[n :: options.stores]), town, stack)
            for n in range(options.stores)
        ]
        for one in stores:
            one.take_in([r for r in reports if r.person.territory in one.departments])
        begun = time.monotonic()
        for one in stores:
            one.begin(stack)
        wait_until_still(stores)
        print(f"{options.positives:,} positives, {len(stores)} stores: {time.monotonic() - begun:.0f} s")
        return told(stores, options.positives)


def wait_until_still(stores: list[DepartmentStore]) -> None:
    """Until nothing has moved in any of them for some seconds."""
    seen, since = None, time.monotonic()
    while time.monotonic() - since < STILL or any(row[0] or row[1] for row in seen or ()):
        time.sleep(1)
        now = [one.work() for one in stores]
        if now != seen:
            seen, since = now, time.monotonic()


def told(stores: list[DepartmentStore], positives: int) -> int:
    """What each did, what crossed, what was lost."""
    wrong = 0
    for n, one in enumerate(stores):
        counts = ", ".join(f"{one.count(asked):,} {what}" for what, asked in COUNTS.items())
        pids = one.workers.list_pids() if one.workers else {}
        cpu = {name.split("-")[0]: cpu_of(pid) for name, pid in pids.items()}
        cpu |= {"network": cpu_of(network_pid(one.port)), "PostgreSQL": cpu_of_store(one.url)}
        spent = ", ".join(f"{name} {seconds:.0f}" for name, seconds in cpu.items())
        print(f"store {n + 1}: {len(one.departments)} départements, {counts}; CPU seconds: {spent}")
        for what, asked in LOST.items():
            wrong += (found := one.count(asked))
            print(f"  {what}: {found}")
        crossed = {
            "cases of another's départements": one.foreign_files(),
            "SMS from telephones that it never wrote to": one.count("select count(*) from tracing_stray"),
        }
        for what, found in crossed.items():
            wrong += found
            print(f"  {what}: {found}")
    cases = sum(one.count(COUNTS["cases"]) for one in stores)
    print(f"{cases:,} cases of {positives:,} results; {positives - cases} are missing")
    first, *others = [one.numbers("thread is not null") for one in stores]
    print(f"telephones that more than one store writes to: {sum(len(first & other) for other in others):,}")
    return 1 if wrong or cases != positives else 0


if __name__ == "__main__":
    raise SystemExit(main())
