"""A few thousand guided inputs at every run of the tests; leave the fuzzer on overnight by hand."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

HARNESS = Path(__file__).with_name("fuzz_check.py")
RUNS = 4000


@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None,
    reason="atheris is not installed: it has wheels for Linux on x86-64 only (see pyproject.toml)",
)
def test_it_survives_a_few_thousand_guided_inputs(tmp_path: Path) -> None:
    command = [
        sys.executable,
        HARNESS,
        f"-runs={RUNS}",
        "-seed=1",
        "-max_len=400",
        "-timeout=60",
        "-max_total_time=30",
    ]
    done = subprocess.run(
        [str(part) for part in command], cwd=tmp_path, capture_output=True, text=True, timeout=90
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Done" in done.stderr
    assert not list(tmp_path.glob("crash-*"))
