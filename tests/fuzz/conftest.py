"""The harness is a program of its own: it is run, not collected."""

collect_ignore = ["fuzz_check.py"]
