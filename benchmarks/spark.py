"""What a check costs on Apache Spark, beside `tocsin scan` on the same messages: `./dev bench spark [MESSAGES]`.

Four executors of one core, as processes of their own, on this machine (`local-cluster`); Parquet in, Parquet out. CPU
seconds are what to compare, those of the executors with their Python: the clock depends on what else the machine does.
Warm executors are measured, since a real job runs for hours: each run comes after one of the same size.
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
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from _measure import ROOT, TOCSIN, command, machine, median
from _texts import SEED, Writer

MESSAGES, EXECUTORS, FILES, RUNS = 40_000, 4, 16, 3
FEW = ("verdict", "claims", "reasons")
TICKS = os.sysconf("SC_CLK_TCK")


class ExecutorCost(NamedTuple):
    """CPU seconds of all executors."""

    java: float
    python: float

    @property
    def total(self) -> float:
        """Both."""
        return self.java + self.python


def main() -> int:
    """Try the job on a cluster of this machine, then measure, and print."""
    if importlib.util.find_spec("pyspark") is None or not shutil.which("java"):
        print("Spark: not measured. PySpark (./dev bench spark brings it, 456 MB) and Java are needed")
        return 0
    tests = subprocess.run([sys.executable, "-m", "pytest", "-q", "tests/spark"], cwd=ROOT)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES
    print(f"{machine()}; seed {SEED}; {count:,} SMS of a stream, 1 % fraud")
    with tempfile.TemporaryDirectory() as folder:
        rows = write_messages(Path(folder), count)
        measure_spark(Path(folder), rows)
    print(machine())
    return tests.returncode


def write_messages(folder: Path, count: int) -> int:
    """The same messages as Parquet and as lines of JSON."""
    import pyarrow
    from pyarrow import parquet

    rows = [
        {"id": number, "channel": "sms", "sender": text.sender, "received_at": text.received.isoformat(), "text": text.text}
        for number, text in zip(range(count), Writer().stream(count), strict=False)
    ]  # fmt: skip
    (folder / "in").mkdir()
    for number in range(FILES):
        parquet.write_table(
            pyarrow.Table.from_pylist(rows[number::FILES]), folder / "in" / f"{number}.parquet"
        )
    with (folder / "sms.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return len(rows)


def measure_spark(folder: Path, rows: int) -> None:
    """`scan`, then the job with all columns and with few, in turns."""
    from pyspark.sql import SparkSession

    from tocsin.spark.frame_check import check_messages

    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    builder = SparkSession.builder.master(f"local-cluster[{EXECUTORS},1,1024]").config(
        "spark.ui.enabled", "false"
    )
    # One file a task, or Spark would put the small ones together.
    session = builder.config("spark.sql.files.openCostInBytes", str(128 << 20)).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    messages = session.read.parquet(str(folder / "in"))
    jobs = {
        "all columns": check_messages(messages),
        f"columns {', '.join(FEW)}": check_messages(messages, columns=FEW),
        "no check, rows through Python and back": messages.mapInArrow(_hand_back, messages.schema),
    }
    meter = ExecutorMeter()
    meter.start()
    scans: list[float] = []
    costs: dict[str, list[ExecutorCost]] = defaultdict(list)
    clocks: dict[str, list[float]] = defaultdict(list)
    for run in range(RUNS + 1):
        scans.append(
            command(TOCSIN, "scan", folder / "sms.jsonl", "--jobs", "1", "--out", folder / "out.jsonl").cpu
        )
        for name, frame in jobs.items():
            before, begun = meter.read_cost(), time.perf_counter()
            frame.write.mode("overwrite").parquet(str(folder / "out"))
            if run:
                clocks[name].append(time.perf_counter() - begun)
                costs[name].append(
                    ExecutorCost(*(now - then for now, then in zip(meter.read_cost(), before, strict=True)))
                )
    session.stop()
    scan = median(scans) / rows
    print(
        f"tocsin scan --jobs 1, start included: {scan * 1e6:.0f} CPU-seconds a million ({1 / scan:,.0f} a CPU-second)"
    )
    for name, spent in costs.items():
        java, python, total = (
            median([getattr(one, part) for one in spent]) / rows for part in ("java", "python", "total")
        )
        print(
            f"Spark, {name}: {total * 1e6:.0f} CPU-seconds a million, {python * 1e6:.0f} of Python and {java * 1e6:.0f} of Java; "
            f"{scan / total:.0%} of the rate of scan; {median(clocks[name]):.1f} s by the clock"
        )


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

    def read_cost(self) -> ExecutorCost:
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
        return ExecutorCost(sum(self._java.values()) / TICKS, sum(self._python.values()) / TICKS)


def _list_ancestors(process: int, parents: dict[int, int]) -> Sequence[int]:
    found = []
    while process := parents.get(process, 0):
        found.append(process)
    return found


if __name__ == "__main__":
    sys.exit(main())
