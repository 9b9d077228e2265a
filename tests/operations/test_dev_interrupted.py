"""Ctrl-C during `./dev start`: what runs ends in its own way, by stopping its store, and is not killed meanwhile."""

import os
import signal
import subprocess
import sys
from pathlib import Path

DEV = Path(__file__).resolve().parents[2] / "dev"
SERVICE = """
import os, signal, sys
def end(*_):
    os.write(1, b"stopped its store\\n")  # print is not to be entered again from within itself
    sys.exit(5)
signal.signal(signal.SIGINT, end)
print("runs", flush=True)
signal.pause()
"""
STARTER = """
import runpy, sys
dev = runpy.run_path(sys.argv[1], run_name="dev")
sys.exit(dev["run"](sys.executable, "-c", sys.argv[2]))
"""

MEANWHILE = """
import os, signal
wait = os.waitpid
def end_and_interrupt(*given):
    ended = wait(*given)
    os.kill(os.getpid(), signal.SIGINT)
    return ended
os.waitpid = end_and_interrupt
"""
"""Ctrl-C at the very moment at which a command has ended."""


def test_whoever_is_interrupted_waits_for_what_it_runs():
    process = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(DEV), SERVICE],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "runs\n"
    os.killpg(process.pid, signal.SIGINT)
    said, errors = process.communicate(timeout=300)
    assert (said, errors, process.returncode) == ("stopped its store\n", "", 5)


def test_an_interrupt_while_a_command_ends_loses_no_status():
    ran = subprocess.run(
        [sys.executable, "-c", MEANWHILE + STARTER, str(DEV), "raise SystemExit(5)"],
        capture_output=True,
        text=True,
        timeout=300,
        start_new_session=True,
    )
    assert (ran.returncode, ran.stderr) == (5, "")
