"""Starting is fast: what is not needed is not imported."""

import os
import subprocess
import sys
import time

import pytest

FRAUD = "AMELI : votre carte vitale expire, payez 0,99 euro : ameli-vitale.example"
SLOW = (
    "yaml",
    "rich",
    "phonenumbers",
    "dkim",
    "turbohtml",
    "fast_mail_parser",
    "multiprocessing",
    "asyncio",
    "email",
    "typing_extensions",
)


def imported(*arguments: str) -> set[str]:
    program = (
        "import sys; from tocsin.cli.main import run; status = run(sys.argv[1:]);"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True)
    return {name.partition(".")[0] for name in done.stderr.split()}


@pytest.mark.parametrize(
    "arguments", [("check", FRAUD), ("check", FRAUD, "--json"), ("version",), ("--help",)]
)
def test_nothing_slow_is_imported(arguments):
    assert imported(*arguments).isdisjoint(SLOW)


def test_the_package_itself_imports_nothing():
    program = "import sys; before = set(sys.modules); import tocsin; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == ["tocsin"]


def test_from_start_to_verdict():
    """The budget is 0.1 s on a quiet machine; a loaded one is given three times as much."""
    times = []
    for _ in range(7):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "tocsin", "check", FRAUD], stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.3 * (1 + os.getloadavg()[0] / (os.cpu_count() or 1))
