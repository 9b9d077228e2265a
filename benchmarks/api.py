"""What a check over HTTP costs: `./dev bench api`.

The real server with one worker, and a load generator (wrk, from Debian) on the same cores. CPU seconds of the
worker are what to compare: the clock depends on what else the machine does, which is why its load is printed
before and after. The same check in this process says what the rooms below cost.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from _measure import ROOT, TOCSIN, against, here, machine, median
from _texts import SEED, Writer

import tocsin
from tocsin.charter.loading import load_charter
from tocsin.verdict.batch_check import RowJudge
from tocsin.verdict.institution_choice import DEFAULT

SECONDS = 10
RUNS = 3
CONNECTIONS = 4
"""As many as one client without a key may have under way."""
BODIES = 2_000
LINES = 60_000
TARGET = 3_000
LUA = """
local bodies = {}
for line in io.lines("BODIES") do bodies[#bodies + 1] = line end
local n = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
request = function()
  n = n % #bodies + 1
  return wrk.format(nil, "/api/v1/check", nil, bodies[n])
end
"""
ENVIRON = {name: value for name, value in os.environ.items() if not name.startswith("TOCSIN_")} | {
    "TOCSIN_API_ANONYMOUS": "100000000",
    "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT / "benchmarks"))),
}
TICKS = os.sysconf("SC_CLK_TCK")


class Rate(NamedTuple):
    """What came of a run."""

    clock: float
    """Checks a second."""
    cpu: float
    """Checks a CPU-second of the worker."""
    bad: int
    """Answers that were no verdict."""


class Served(NamedTuple):
    """A server that answers."""

    url: str
    process: int


def main() -> int:
    """Measure, and print."""
    print(f"Tocsin {tocsin.__version__}; {machine()}; seed {SEED}")
    if not shutil.which("wrk"):
        print("wrk is not installed (Debian: apt-get install wrk): nothing was measured.")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = list(Writer().texts(BODIES))
        rows = [
            json.dumps(
                {"channel": "sms", "sender": t.sender, "received_at": t.received.isoformat(), "text": t.text}
            )
            for t in texts
        ]
        (folder / "bodies").write_text("\n".join(rows) + "\n", encoding="utf-8")
        (folder / "post.lua").write_text(LUA.replace("BODIES", str(folder / "bodies")))
        with site() as api:
            rates = tuple(load(api, folder) for _ in range(RUNS))
            inside(rows)
            said("the API", rates, TARGET)
            batch(api, folder, rows)
    print(f"\n{machine()}")
    return int(any(one.bad for one in rates))


def inside(rows: list[str]) -> None:
    """The same checks in this process, for what they cost without a server."""
    judge = RowJudge(load_charter(DEFAULT), "fr", date.today())
    lines = ("\n".join(rows) + "\n").encode()
    judge.judge_lines(lines, 1)
    used = median([here(lambda: judge.judge_lines(lines, 1))[1] for _ in range(5)])
    print(f"\nthe rooms below, in this process: {len(rows) / used:,.0f} checks a CPU-second")


def said(name: str, rates: tuple[Rate, ...], target: float) -> None:
    """Print the medians of some runs."""
    cpu, clock = median([r.cpu for r in rates]), median([r.clock for r in rates])
    print(f"\n{name}, one worker, {CONNECTIONS} connections, medians of {RUNS} runs of {SECONDS} s")
    print(
        f"  {against(cpu, target, 'checks a CPU-second of the worker')}; {clock:,.0f} by the clock, with the generator on the same cores"
    )
    if bad := sum(r.bad for r in rates):
        print(f"  {bad} answers were NO verdicts")


def load(served: Served, folder: Path) -> Rate:
    """Ask for checks, for some seconds."""
    before, began = cpu(served.process), time.perf_counter()
    words = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", folder / "post.lua", served.url]
    out = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    seconds, used = time.perf_counter() - began, cpu(served.process) - before
    count = int(re.search(r"(\d+) requests in", out)[1])  # type: ignore[index]
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    return Rate(count / seconds, count / used, int(bad[1]) if bad else 0)


def batch(served: Served, folder: Path, rows: list[str]) -> None:
    """Many messages in one request."""
    lines = folder / "lines"
    lines.write_text("\n".join(rows[n % len(rows)] for n in range(LINES)) + "\n", encoding="utf-8")
    before, began = cpu(served.process), time.perf_counter()
    asked = [
        "curl",
        "-sS",
        "-T",
        lines,
        "-X",
        "POST",
        "-H",
        "Content-Type: application/x-ndjson",
        "-o",
        folder / "out",
    ]
    subprocess.run([*asked, f"{served.url}/api/v1/check/batch"], check=True)
    seconds, used = time.perf_counter() - began, cpu(served.process) - before
    with (folder / "out").open("rb") as out:
        assert sum(b'"verdict"' in line for line in out) == LINES
    rates = f"{LINES / used:,.0f} a CPU-second, {LINES / seconds:,.0f} by the clock"
    print(f"\n{LINES:,} messages in one batch: {rates}")


@contextmanager
def site() -> Iterator[Served]:
    """The site, as it is served."""
    port = free()
    with running([TOCSIN, "site", "--port", str(port)], port) as served:
        yield served


@contextmanager
def running(words: list[str | Path], port: int) -> Iterator[Served]:
    """A server with one worker, until the end."""
    process = subprocess.Popen(
        words, env=ENVIRON, cwd=ROOT / "benchmarks", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}"
        while True:
            assert process.poll() is None, "the server ended"
            try:
                urllib.request.urlopen(f"{url}/healthz", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield Served(url, process.pid)
    finally:
        process.terminate()
        process.wait(30)


def free() -> int:
    """A port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def cpu(process: int) -> float:
    """CPU seconds of a process and those that it started, so far."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if process in (int(stat.parent.name), int(fields[1])):
            total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


if __name__ == "__main__":
    raise SystemExit(main())
