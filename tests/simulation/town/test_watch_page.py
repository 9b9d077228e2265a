"""The page watch-a-town: the commands that it shows are understood, and what it shows is what is drawn."""

import re

from tests.docs.paper import page
from tocsin.cli.command_parser import build_parser
from tocsin_simulation.town.town_numbers import SIMULATED

PAGE = page("start/watch-a-town.md")


def test_every_command_beside_the_town_is_understood() -> None:
    lines = re.findall(r"^\./dev tocsin ([^#\n]+)", PAGE, re.M)
    assert len(lines) == 4
    for line in lines:
        words = line.split()
        assert build_parser(words[0]).parse_args(words).command == words[0]


def test_the_beginnings_of_bigger_towns_are_named() -> None:
    ((name, beginnings),) = SIMULATED.items()
    assert f"`{name}` is `{beginnings}`" in PAGE
