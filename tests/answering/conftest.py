"""Tests of what people forward: real mail peers over loopback, and a guard against a stall."""

import signal
import socket
from contextlib import suppress
from random import SystemRandom

import pytest

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
    return unused()


@pytest.fixture(scope="module")
def module_port():
    """The same, for a server that serves several tests."""
    return unused()


def unused():
    """A port below those that the system gives out by itself, so that nobody takes it meanwhile."""
    while True:
        port = SystemRandom().randrange(20_000, 30_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
