"""The page watch-a-town: its options are those of the command, and what it shows is what is drawn."""

import argparse
import re

from tests.docs.paper import page
from tocsin.cli.parser import parser
from tocsin.tracing.town.numbers import SIMULATED

PAGE = page("start/watch-a-town.md")
OPTIONS = page("start/watch-a-town.md").split("## Options", 1)[1].split("\n## ", 1)[0]


def command() -> argparse.ArgumentParser:
    """The words of ``tocsin town``."""
    (under,) = (a for a in parser("town")._actions if isinstance(a, argparse._SubParsersAction))
    found: argparse.ArgumentParser = under.choices["town"]
    return found


def test_the_options_are_those_of_the_command() -> None:
    known = {word for action in command()._actions for word in action.option_strings} - {"-h", "--help"}
    assert set(re.findall(r"^\| `(--\w+)", OPTIONS, re.M)) == known


def test_the_defaults_are_those_of_the_command() -> None:
    given = command().parse_args([])
    for name in ("people", "speed", "hours", "agents"):
        row = re.search(rf"^\| `--{name} .*$", OPTIONS, re.M)
        assert row
        assert f"({getattr(given, name):,.0f}" in row[0], name


def test_every_command_beside_the_town_is_understood() -> None:
    lines = re.findall(r"^\./dev tocsin ([^#\n]+)", PAGE, re.M)
    assert len(lines) == 7
    for line in lines:
        words = line.split()
        assert parser(words[0]).parse_args(words).command == words[0]


def test_the_beginnings_of_bigger_towns_are_named() -> None:
    ((name, beginnings),) = SIMULATED.items()
    assert f"`{name}` is `{beginnings}`" in PAGE
