"""`./dev bench`: what a benchmark takes is told without running it, which takes minutes."""

import subprocess
import sys
from pathlib import Path

import pytest

DEV = Path(__file__).resolve().parents[2] / "dev"


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(DEV), "bench", *arguments], capture_output=True, text=True, timeout=300
    )


@pytest.mark.parametrize("asked", ["-h", "--help"])
def test_help_of_a_benchmark_that_takes_its_arguments_by_place(asked: str):
    said = bench("campaigns", asked)
    assert (said.returncode, said.stderr) == (0, "")
    assert "`./dev bench campaigns [REPORTS [CAMPAIGNS]]`" in said.stdout


def test_an_unknown_benchmark_is_told_with_those_that_there_are():
    said = bench("campagnes")
    assert said.returncode == 1
    assert "there is no benchmark campagnes; there are api, boards, campaigns," in said.stdout + said.stderr
