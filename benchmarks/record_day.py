"""The record day: everyone tested positive on 25 January 2022 written to, and their contacts after them.

    ./dev bench record_day                             10,000 positives
    .venv/bin/python benchmarks/record_day.py 501635   the day itself (published figure of 25/01/2022)
    ... --engines 2 --gateways 1 --hurry 120           other crews, other people

Everything is real: results taken in from a file, the store, engines and gateways as processes, and
SMPP on loopback. The network and its people are simulated, and share these cores. People answer as the shares
of the town say, and so many times faster (``--hurry``), since nobody waits for a benchmark.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from _crowd import fill
from _measure import machine

from tocsin.metrics.reach.measurement import measure_service
from tocsin.privacy.vault import Vault
from tocsin.runtime import process_supervisor
from tocsin.store import database, embedded
from tocsin_simulation.simulated_clock import VARIABLE, SimulatedClock
from tocsin_simulation.town.lab_results import LabResult
from tocsin_simulation.town.laboratory import documented_csv
from tocsin_simulation.town.laboratory.lab_report import make_lab_report
from tocsin_simulation.town.people import Town
from tocsin_simulation.town.town_numbers import SIMULATED

RECORD = 501_635
DAY = date(2022, 1, 25)
BEGINS = datetime(2022, 1, 25, 8, 0, tzinfo=UTC)
"""Nine in the morning in Paris: no quiet hours in the way."""
TICK = os.sysconf("SC_CLK_TCK")
STILL = 6.0
"""Seconds in which nothing moves, at the end."""
WORK = """
select
  (select count(*) from (select 1 from tracing_outbox limit 1) o),
  (select count(*) from (select 1 from tracing_inbox limit 1) i),
  (select coalesce(sum((counts->>'events')::bigint), 0) from tracing_worker where kind = 'engine'),
  (select coalesce(sum((counts->>'submitted')::bigint), 0) from tracing_worker where kind = 'gateway'),
  (select coalesce(sum((counts->>'receipts')::bigint), 0) from tracing_worker where kind = 'gateway'),
  (select coalesce(sum((counts->>'incoming')::bigint), 0) from tracing_worker where kind = 'gateway')
"""


def main() -> None:
    """Run one record day and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("positives", nargs="?", type=int, default=10_000)
    parser.add_argument("--engines", type=int, default=1)
    parser.add_argument("--gateways", type=int, default=1)
    parser.add_argument("--hurry", type=float, default=120.0)
    parser.add_argument(
        "--long-texts",
        choices=("parts", "payload"),
        default="payload",
        help="who cuts a long text: we do, or the network",
    )
    parser.add_argument(
        "--full",
        type=int,
        default=0,
        metavar="CASES",
        help="so many cases of ten days stand in the store before",
    )
    options = parser.parse_args()
    print(machine())
    crews = f"{options.engines} engine(s), {options.gateways} gateway(s)"
    print(f"{options.positives:,} positives, {crews}, people {options.hurry:g} times faster")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="record-day-")))
        folder.chmod(0o755)
        run(options, folder, stack)


def run(options: argparse.Namespace, folder: Path, stack: ExitStack) -> None:
    """Results in, the day, the report."""
    positives = options.positives
    town = Town(people=max(12_000, positives * 3), seed=1, day=DAY)
    story = SimulatedClock(BEGINS, 1.0, time.time())
    results = folder / "results.csv"
    write(town, positives, results)
    url = stack.enter_context(embedded.run_store(folder / "store"))
    database.migrate_store(url)
    os.environ |= {
        database.URL: url, VARIABLE: str(story), "TOCSIN_KEYS": str(folder / "keys.json"), **SIMULATED,
    }  # fmt: skip
    Vault.load(make=True)
    if options.full:
        fill_before(url, options.full)
    there = count(url)
    before, children = cpu_of_store(url), cpu_of_ended_children()
    start = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "tocsin", "intake", str(results)], check=True, stdout=subprocess.DEVNULL
    )
    took = time.monotonic() - start
    print(f"results in: {took:.1f} s, {positives / took:,.0f} rows/s")
    intake = cpu_of_ended_children() - children
    port = stack.enter_context(network(town, options.hurry))
    fast = f"rate=100000&burst=5000&window=2000&long_texts={options.long_texts}"
    os.environ["TOCSIN_SMPP"] = f"smpp://tocsin:secret@127.0.0.1:{port}/38663?{fast}"
    posts = process_supervisor.list_worker_specs(options.engines, ["38663"], options.gateways, 0)
    workers = process_supervisor.ProcessSupervisor(posts)
    try:
        seconds, peak, lines = watch(url, workers)
        parts = {"intake": intake}
        for name, pid in workers.list_pids().items():
            kind = name.split("-")[0]
            parts[kind] = parts.get(kind, 0.0) + cpu_of(pid)
        parts["PostgreSQL"] = cpu_of_store(url) - before
        network_cpu = cpu_of(network_pid(port))
    finally:
        workers.stop_processes()
    report(url, seconds, positives, parts, network_cpu, peak, lines, there)


def fill_before(url: str, cases: int) -> None:
    """A crowd that is in the store already; nothing of it waits, and no key opens it."""
    with database.open_connection(url, autocommit=True) as connection:
        print(f"{cases:,} cases before, filled in {fill(connection, cases):.0f} s", flush=True)
        for table in ("inbox", "outbox", "part", "timer"):
            connection.execute(f"truncate tracing_{table}".encode())
        connection.execute("update tracing_calltask set leased_by = null, leased_until = null")
        connection.execute("vacuum analyze")


def write(town: Town, positives: int, file: Path) -> None:
    """One file of results: every third person of the town, validated in the hours before."""
    with file.open("wb") as out:
        for first in range(0, positives, 10_000):
            last = min(first + 10_000, positives)
            rows = documented_csv.write_csv(
                [make_lab_report(town, result(n * 3), LABORATORIES) for n in range(first, last)]
            )
            out.write(rows if first == 0 else rows.split(b"\r\n", 1)[1])


class Laboratory:
    """A laboratory of the day."""

    def __init__(self, name: str) -> None:
        self.name = name


LABORATORIES = [Laboratory(f"LABO {n}") for n in range(40)]


def result(index: int) -> LabResult:
    """Somebody's positive result."""
    at = BEGINS - timedelta(minutes=10 + index % 600)
    return LabResult(
        person=index, laboratory=index % 40, source_id=f"R{index:08}", positive=True,
        taken_at=at - timedelta(hours=12), resulted_at=at, sent_at=BEGINS,
    )  # fmt: skip


@contextmanager
def network(town: Town, hurry: float):
    """The town's network as a process; its port."""
    words = ["--people", str(town.people), "--seed", "1", "--hurry", str(hurry)]
    command = [sys.executable, "-m", "tocsin_simulation.town.network_process", *words]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        port = int(process.stdout.readline())
        _NETWORKS[port] = process.pid
        yield port
    finally:
        process.terminate()
        process.wait()


_NETWORKS: dict[int, int] = {}


def network_pid(port: int) -> int:
    """The process behind a port."""
    return _NETWORKS[port]


def watch(url: str, workers: process_supervisor.ProcessSupervisor) -> tuple[float, float, list[str]]:
    """Look every two seconds until nothing moves; seconds, peak memory in MB, a line for each look."""
    lines, peak = [], 0.0
    start = last_move = time.monotonic()
    seen: tuple[int, ...] = ()
    with database.open_connection(url, autocommit=True) as connection:
        while True:
            time.sleep(2)
            now = time.monotonic()
            row = connection.execute(WORK).fetchone()
            memory = sum(resident(pid) for pid in workers.list_pids().values())
            peak = max(peak, memory)
            if row[2:] != seen:
                last_move, seen = now, row[2:]
            lines.append(
                f"{now - start:6.0f} s  events {row[2]:>9,}  sent {row[3]:>9,}  receipts {row[4]:>9,}"
                f"  replies {row[5]:>9,}  memory {memory:5.0f} MB"
            )
            if sys.stderr.isatty() or len(lines) % 10 == 0:
                print(lines[-1], file=sys.stderr, flush=True)
            if row[0] == row[1] == 0 and now - last_move > STILL:
                return last_move - start, peak, lines
            if now - last_move > 45:
                print("nothing moves any more, with work left", row)
                return last_move - start, peak, lines


COUNTS = {
    "sent": "select count(*) from tracing_message where submitted_at is not null",
    "delivered": "select count(*) from tracing_message where delivered_at is not null",
    "doubt": "select count(*) from tracing_message where uncertain_at is not null",
    "parts": "select coalesce(sum(parts), 0) from tracing_message where submitted_at is not null",
    "heard": "select count(*) from tracing_heard",
    "contacts": "select count(*) from tracing_contact",
    "told": "select count(*) from tracing_contact where submitted_at is not null",
    "first": "select count(*) from tracing_case where submitted_at is not null",
    "mobile": """
        select count(*) from tracing_case
        where phone_id in (select id from tracing_phone where kind = 'mobile')""",
}
WHY = {
    "failed": "select failure, count(*) from tracing_message where failed_at is not null group by 1",
    "to ring": "select reason, count(*) from tracing_calltask where done_at is null group by 1",
}


def count(url: str) -> dict[str, int]:
    """What stands in the store."""
    with database.open_connection(url, autocommit=True) as connection:
        return {name: int(connection.execute(sql).fetchone()[0]) for name, sql in COUNTS.items()}


def report(
    url: str,
    seconds: float,
    positives: int,
    parts: dict[str, float],
    network_cpu: float,
    peak: float,
    lines: list[str],
    there: dict[str, int],
) -> None:
    """What the day was, without what had been there."""
    found = {name: n - there[name] for name, n in count(url).items()}
    with database.open_connection(url, autocommit=True) as connection:
        (size,) = connection.execute("select pg_size_pretty(pg_database_size(current_database()))").fetchone()
        why = {name: connection.execute(sql).fetchall() for name, sql in WHY.items()}
        numbers = measure_service(connection, BEGINS + timedelta(seconds=seconds + 60))
    sent = max(1, found["sent"])
    print(f"\nthe day: {seconds:.0f} s of the machine ({seconds / 60:.1f} minutes)")
    print(
        f"  SMS sent {sent:,} ({sent / seconds:,.0f}/s) in {found['parts']:,} parts,"
        f" delivered {found['delivered']:,}, in doubt {found['doubt']:,};"
        f" replies {found['heard']:,} ({found['heard'] / seconds:,.0f}/s)"
    )
    print(
        f"  first SMS to {found['first']:,} of {found['mobile']:,} positives with a mobile (minors are rung);"
        f" contacts {found['contacts']:,} ({found['contacts'] / positives:.2f} a case),"
        f" {found['told']:,} of them written to"
    )
    for name, rows in why.items():
        print(f"  {name}: " + ", ".join(f"{reason} {count:,}" for reason, count in rows))
    print(f"  store {size}; memory of the workers at most {peak:,.0f} MB")
    total = sum(parts.values())
    each = ", ".join(f"{name} {value:.0f} s" for name, value in parts.items())
    print(
        f"  CPU: {each}; {total:.0f} s in all, {total / sent * 1e6:.0f} us an SMS; network {network_cpu:.0f} s"
    )
    print("  delays (median, p99, in seconds of the day):")
    for leg in numbers.delays:
        print(f"    {leg.name}: {leg.median} {leg.p99}, {leg.people:,} people, {leg.waiting:,} still waiting")
    third = max(1, len(lines) // 3)
    print("\n".join(lines[::third]))
    print(machine())


def cpu_of(pid: int) -> float:
    """Seconds of CPU of a process."""
    try:
        fields = fields_of(pid)
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def cpu_of_ended_children() -> float:
    """Seconds of CPU of processes that this one has waited for."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def cpu_of_store(url: str) -> float:
    """Seconds of CPU of the server: of its processes that live, and of those that have ended."""
    with database.open_connection(url, autocommit=True) as connection:
        pid = connection.execute("select pg_backend_pid()").fetchone()[0]
        parent = int(fields_of(pid)[1])
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        ended = sum(int(value) for value in fields_of(parent)[11:15]) / TICK
        return ended + sum(cpu_of(int(child)) for child in children)


def fields_of(pid: int) -> list[str]:
    """What the system says of a process, from its state on."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def resident(pid: int) -> float:
    """Resident memory of a process, in MB."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


if __name__ == "__main__":
    main()
