"""Tests of what people forward: real mail peers over loopback, and a guard against a stall."""

import signal

import pytest

PATIENCE = 30
"""Seconds after which a test that stalls is stopped: never what a test measures."""


@pytest.fixture
def no_stall():
    """Stop what never ends."""

    def give_up(*_):
        raise AssertionError(f"stalled for {PATIENCE} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)
