"""Tests of what people forward: real mail peers over loopback, and a guard against a stall."""

import signal
import socket

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


@pytest.fixture
def free_port():
    """A port that nobody listens on."""
    return _free()


@pytest.fixture(scope="module")
def module_port():
    """The same, for a server that serves several tests."""
    return _free()


def _free():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]
