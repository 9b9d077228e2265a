"""The page run-several-machines: its commands are understood, its variables are those that are read."""

import shlex

import pytest

from tests.docs.paper import blocks, page
from tocsin.cli.command_parser import build_parser
from tocsin.jobs import worker
from tocsin.runtime import process_supervisor
from tocsin.tracing.conversations import engine
from tocsin.tracing.outbound.lease_policy import GatewayPolicy

PAGE = page("operate/run-several-machines.md")
COMMANDS = [
    line.partition("#")[0].strip()
    for _, kind, body in blocks(PAGE)
    for line in (body.splitlines() if kind == "sh" else ())
]


def test_the_page_shows_commands():
    assert len(COMMANDS) == 5


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_is_understood(command):
    _, *words = shlex.split(command)
    assert build_parser(words[0]).parse_args(words).command == words[0]


def test_the_times_of_the_page_are_those_of_the_code():
    assert engine.LEASE.total_seconds() == 30
    assert "30 seconds after its last sign of life" in PAGE
    assert GatewayPolicy().lease.total_seconds() == 60
    assert "Its messages wait for a minute" in PAGE
    assert worker.STALLED == 15
    assert "after 15 seconds without a sign of life" in PAGE
    assert process_supervisor.PATIENCE == 20
    assert "cleanly, within 20 seconds" in PAGE
