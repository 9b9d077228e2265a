"""What a check costs on Apache Spark, beside `tocsin scan` on the same messages: `./dev bench spark [MESSAGES [RUNS]]`.

Four executors of one core, as processes of their own, on this machine (`local-cluster`); Parquet in, Parquet out. CPU
seconds are what to compare, those of the executors with their Python: the clock depends on what else the machine does.
A real job runs for hours: so everything is measured on all messages and on a part of them, and told as what one more
message costs, and as what is there before the first, once the executors are warm. `scan` has as many processes: four that
share two cores cost more each than one alone.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from _measure import ROOT, TOCSIN, command, machine, median
from _texts import SEED, Writer

MESSAGES, PART, EXECUTORS, FILES, RUNS = 100_000, 4, 4, 16, 3
COLUMNS = ("verdict", "claims", "reasons")
FEW = f"Spark, columns {', '.join(COLUMNS)}"
TICKS = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """CPU seconds of all processes."""

    python: float
    java: float


Work = Callable[[Path], Cost]
"""Something done with the messages of a folder."""


def main() -> int:
    """Try the job on a cluster of this machine, then measure, and print."""
    if importlib.util.find_spec("pyspark") is None or not shutil.which("java"):
        print("Spark: not measured. PySpark (./dev bench spark brings it, 456 MB) and Java are needed")
        return 0
    tests = subprocess.run([sys.executable, "-m", "pytest", "-q", "tests/spark"], cwd=ROOT)
    count, runs = (*map(int, sys.argv[1:3]), *(MESSAGES, RUNS)[len(sys.argv) - 1 :])
    print(f"{machine()}; seed {SEED}; {count:,} SMS of a stream, 1 % fraud")
    with tempfile.TemporaryDirectory() as folder:
        sizes = {Path(folder) / str(rows): rows for rows in (count // PART, count)}
        for place, rows in sizes.items():
            write_messages(place, rows)
        measure_spark(sizes, runs)
    print(machine())
    return tests.returncode


def write_messages(folder: Path, count: int) -> None:
    """The same messages as Parquet and as lines of JSON."""
    import pyarrow
    from pyarrow import parquet

    rows = [
        {"id": number, "channel": "sms", "sender": text.sender, "received_at": text.received.isoformat(), "text": text.text}
        for number, text in zip(range(count), Writer().stream(count), strict=False)
    ]  # fmt: skip
    (folder / "in").mkdir(parents=True)
    for number in range(FILES):
        parquet.write_table(
            pyarrow.Table.from_pylist(rows[number::FILES]), folder / "in" / f"{number}.parquet"
        )
    with (folder / "sms.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def measure_spark(sizes: Mapping[Path, int], runs: int) -> None:
    """`scan`, then the job with all columns and with few, in turns, on the messages of each folder."""
    from pyspark.sql import SparkSession

    scans, jobs = make_scan_works(), make_spark_works()
    costs: dict[tuple[str, int], list[Cost]] = defaultdict(list)
    starts = []

    def measure_works(works: Mapping[str, Work]) -> None:
        for (name, work), (folder, rows) in product(works.items(), sizes.items()):
            costs[name, rows].append(work(folder))

    measure_works(jobs)  # which Java compiles meanwhile
    costs.clear()
    for _ in range(runs):
        measure_works(scans)
        # Spark ends the Python of an executor that rests for a minute, as it may while `scan` runs.
        starts.append(sum(jobs[FEW](next(iter(sizes)))))
        measure_works(jobs)
    SparkSession.active().stop()
    few, many = sizes.values()
    spent = {place: Cost(*map(median, zip(*found, strict=True))) for place, found in costs.items()}
    print(
        f"the first job after a rest, of {EXECUTORS} executors: {median(starts) - sum(spent[FEW, few]):.1f} CPU-seconds more"
    )
    more = {
        name: Cost(*((spent[name, many][part] - spent[name, few][part]) / (many - few) for part in range(2)))
        for name in (*scans, *jobs)
    }
    for name, cost in more.items():
        first = sum(spent[name, few]) - few * sum(cost)
        shares = ", ".join(f"{sum(more[scan]) / sum(cost):.0%} of {scan}" for scan in scans)
        print(
            f"{name}: {sum(cost) * 1e6:.0f} CPU-seconds a million more messages, {cost.python * 1e6:.0f} of Python and "
            f"{cost.java * 1e6:.0f} of Java; {first:.1f} before the first; rate a core {shares}"
        )


def make_scan_works() -> dict[str, Work]:
    """`tocsin scan` alone, and in as many processes as there are executors."""

    def scan(folder: Path, jobs: int) -> Cost:
        out = folder / "out.jsonl"
        return Cost(command(TOCSIN, "scan", folder / "sms.jsonl", "--jobs", str(jobs), "--out", out).cpu, 0.0)

    return {f"scan --jobs {jobs}": partial(scan, jobs=jobs) for jobs in (1, EXECUTORS)}


def make_spark_works() -> dict[str, Work]:
    """The jobs, on executors that are started here and end with this program."""
    from pyspark.sql import DataFrame, SparkSession

    from tocsin.spark.frame_check import check_messages

    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    builder = SparkSession.builder.master(f"local-cluster[{EXECUTORS},1,1024]").config(
        "spark.ui.enabled", "false"
    )
    # One file a task, or Spark would put the small ones together.
    session = builder.config("spark.sql.files.openCostInBytes", str(128 << 20)).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    meter = ExecutorMeter()
    meter.start()

    def run_job(folder: Path, job: Callable[[DataFrame], DataFrame]) -> Cost:
        before = meter.read_cost()
        job(session.read.parquet(str(folder / "in"))).write.mode("overwrite").parquet(str(folder / "out"))
        return Cost(*(now - then for now, then in zip(meter.read_cost(), before, strict=True)))

    jobs: dict[str, Callable[[DataFrame], DataFrame]] = {
        "Spark, all columns": check_messages,
        FEW: partial(check_messages, columns=COLUMNS),
        "Spark, no check, rows through Python and back": lambda frame: frame.mapInArrow(
            _hand_back, frame.schema
        ),
    }
    return {name: partial(run_job, job=job) for name, job in jobs.items()}


def _hand_back(batches: Any) -> Any:
    return batches


class ExecutorMeter(threading.Thread):
    """Looks at the executors that stem from this process again and again, so that what a process took which ended
    meanwhile still counts."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._java: dict[int, int] = {}
        self._python: dict[int, int] = {}

    def run(self) -> None:
        """Until the program ends."""
        while True:
            self.read_cost()
            time.sleep(0.5)

    def read_cost(self) -> Cost:
        """What all took so far."""
        parents, names, ticks = {}, {}, {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                names[int(entry.name)] = (entry / "cmdline").read_bytes()
            except OSError:  # it ended meanwhile
                continue
            parents[int(entry.name)], ticks[int(entry.name)] = int(stat[1]), sum(map(int, stat[11:13]))
        for process, line in names.items():
            above = list(_list_ancestors(process, parents))
            if os.getpid() not in above:
                continue
            if b"CoarseGrainedExecutorBackend" in line:
                self._java[process] = ticks[process]
            elif any(b"CoarseGrainedExecutorBackend" in names.get(one, b"") for one in above):
                self._python[process] = ticks[process]
        return Cost(sum(self._python.values()) / TICKS, sum(self._java.values()) / TICKS)


def _list_ancestors(process: int, parents: dict[int, int]) -> Sequence[int]:
    found = []
    while process := parents.get(process, 0):
        found.append(process)
    return found


if __name__ == "__main__":
    sys.exit(main())
