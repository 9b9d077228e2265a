"""Tests of what people forward: real mail peers over loopback, and a guard against a stall."""

import signal

import pytest

from tests.free_ports import find_free_port

PATIENCE = 900
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
def office():
    """Takes mails that leave: what came, and on which port it listens."""
    from tests.answering.peers import post_office

    with post_office() as (post, port):
        yield post, port


@pytest.fixture
def free_port():
    """A port that nobody listens on."""
    return find_free_port()


@pytest.fixture(scope="module")
def module_port():
    """The same, for a server that serves several tests."""
    return find_free_port()
