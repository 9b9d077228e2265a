"""What is documented is what there is."""

import argparse
import doctest
import re
from pathlib import Path

import pytest

from tocsin.cli import status
from tocsin.cli.parser import COMMANDS, parser
from tocsin.message.read import Row
from tocsin.verdict import answer
from tocsin.verdict.model import Reason, Verdict

DOCS = Path(__file__).resolve().parents[2] / "docs"
CLI = (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")
JSON = (DOCS / "reference" / "json.md").read_text(encoding="utf-8")
PYTHON = DOCS / "integrate" / "use-from-python.md"


def parsers(top):
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                yield name, sub
                yield from ((f"{name} {inner}", p) for inner, p in parsers(sub))


@pytest.mark.parametrize(("command", "sub"), list(parsers(parser())), ids=lambda value: str(value))
def test_every_option_is_documented_under_its_command(command, sub):
    section = re.split(r"^## ", CLI.split(f"## `tocsin {command.split()[0]}", 1)[1], flags=re.M)[0]
    for action in sub._actions:
        for option in action.option_strings:
            if option.startswith("--") and option != "--help":
                assert f"`{option}" in section, option
    if " " in command:
        assert f"`{command.split()[1]}" in section


def test_every_command_is_documented():
    assert set(re.findall(r"^## `tocsin ([\w-]+)", CLI, flags=re.M)) == set(COMMANDS)


def test_every_exit_status_is_documented():
    known = {value for name, value in vars(status).items() if name.isupper() and isinstance(value, int)}
    assert {int(found) for found in re.findall(r"^\| (\d+) \|", CLI, flags=re.M)} == known


def keys(title: str) -> set[str]:
    """The first column of the table that follows a title."""
    table = JSON.split(title, 1)[1].split("\n\n", 2)[1]
    return set(re.findall(r"^\| `(\w+)`", table, flags=re.M))


@pytest.mark.parametrize(
    ("title", "record"),
    [
        ("## Output", answer.Answer),
        ("A reason:", Reason),
        ("An advice, each sentence once:", answer.Advice),
        ("## A line without a verdict", answer.Refusal),
    ],
)
def test_every_key_written_is_documented(title, record):
    assert keys(title) == set(record.__struct_fields__)


def test_every_key_read_is_documented():
    documented = set(re.findall(r"^\| `(\w+)`", JSON.split("## Input")[1].split("## Output")[0], flags=re.M))
    assert documented == set(Row.__struct_fields__)


def test_every_error_kind_is_documented():
    source = Path(answer.__file__).with_name("rows.py").read_text(encoding="utf-8")
    table = JSON.split("| error kind | meaning |", 1)[1].split("\n\n", 1)[0]
    assert set(re.findall(r'Problem\("(\w+)"', source)) == set(re.findall(r"^\| `(\w+)`", table, flags=re.M))


def test_every_field_of_a_verdict_is_documented():
    text = PYTHON.read_text(encoding="utf-8")
    assert [name for name in Verdict.__struct_fields__ if f"`{name}`" not in text] == []


def test_the_examples_of_the_python_page_run():
    found = doctest.testfile(str(PYTHON), module_relative=False)
    assert found.attempted > 8
    assert found.failed == 0
