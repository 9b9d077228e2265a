"""Clock, CPU and memory of a command, and the state of the machine."""

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
TOCSIN = ROOT / ".venv" / "bin" / "tocsin"


class Cost(NamedTuple):
    """What a command took."""

    clock: float
    cpu: float
    """User and system time, its children's included."""
    peak: float
    """Resident memory of its largest process, in MB."""
    status: int


def command(*words: str | Path) -> Cost:
    """Run a command to its end, its output thrown away."""
    launcher = [sys.executable, "-S", str(Path(__file__).with_name("_launch.py"))]
    done = subprocess.run([*launcher, *map(str, words)], capture_output=True, text=True, check=True)
    return Cost(**json.loads(done.stdout))


def here(work: Callable[[], object]) -> tuple[float, float]:
    """Clock and CPU of some work in this process."""
    start, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - cpu


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def machine() -> str:
    """The machine and how busy it is, in one line."""
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    return f"{date.today()}, {processor()}, {cores()} cores, Python {platform.python_version()}, load {load}"


def cores() -> int:
    """Cores that may be used."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processor() -> str:
    """Name of the processor, where the system says it."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def against(value: float, target: float, unit: str, *, most: bool = False) -> str:
    """A value beside its target."""
    met = value <= target if most else value >= target
    sign = "at most" if most else "at least"
    return f"{_short(value)} {unit} (target {sign} {_short(target)}: {'met' if met else 'MISSED'})"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
