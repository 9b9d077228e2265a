"""What is documented is what there is."""

import doctest
import os
import re
from pathlib import Path

import pytest

from tests.docs.command_line import BLOCK, list_actions, write_tables
from tocsin.cli import exit_status
from tocsin.cli.command_parser import list_commands
from tocsin.message.message_reader import MessageRow
from tocsin.verdict import verdict_json
from tocsin.verdict.model import Verdict, VerdictReason

DOCS = Path(__file__).resolve().parents[2] / "docs"
CLI = (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")
JSON = (DOCS / "reference" / "json.md").read_text(encoding="utf-8")
PYTHON = DOCS / "integrate" / "use-from-python.md"


@pytest.mark.parametrize("command", list(list_commands()))
def test_the_tables_of_a_command_are_those_of_its_parser(command):
    """``TOCSIN_GOLDEN=write`` writes them anew."""
    page = DOCS / "reference" / "cli.md"
    text = page.read_text(encoding="utf-8")
    before, title, section = re.split(rf"^(## `tocsin {command}[ `].*)$", text, maxsplit=1, flags=re.M)
    if os.environ.get("TOCSIN_GOLDEN") == "write":
        section = BLOCK.sub(lambda _: write_tables(command), section, count=1)
        page.write_text(before + title + section, encoding="utf-8")
    assert BLOCK.findall(section)[0] == write_tables(command)


def test_every_command_is_documented():
    assert set(re.findall(r"^## `tocsin ([\w-]+)", CLI, flags=re.M)) == set(list_commands())


def test_every_action_that_a_page_names_is_there():
    pages = [*DOCS.rglob("*.md"), DOCS.parent / "README.md", DOCS.parent / "CONTRIBUTING.md"]
    named = {
        (found[1], found[2], page.name)
        for page in pages
        for found in re.finditer(r"`(?:\./dev )?tocsin ([a-z-]+) ([a-z-]+)", page.read_text(encoding="utf-8"))
    }
    actions = {command: list_actions(command) for command in {one[0] for one in named} & set(list_commands())}
    wrong = [
        one for one in named if actions.get(one[0]) and one[1] not in actions[one[0]] and one[1][0] != "-"
    ]
    assert wrong == []


def test_every_exit_status_is_documented():
    known = {value for name, value in vars(exit_status).items() if name.isupper() and isinstance(value, int)}
    assert {int(found) for found in re.findall(r"^\| (\d+) \|", CLI, flags=re.M)} == known


def keys(title: str) -> set[str]:
    """The first column of the table that follows a title."""
    table = JSON.split(title, 1)[1].split("\n\n", 2)[1]
    return set(re.findall(r"^\| `(\w+)`", table, flags=re.M))


@pytest.mark.parametrize(
    ("title", "record"),
    [
        ("## Output", verdict_json.VerdictRecord),
        ("A reason:", VerdictReason),
        ("An advice, each sentence once:", verdict_json.AdviceEntry),
        ("## A line without a verdict", verdict_json.LineRefusal),
    ],
)
def test_every_key_written_is_documented(title, record):
    assert keys(title) == set(record.__struct_fields__)


def test_every_key_read_is_documented():
    documented = set(re.findall(r"^\| `(\w+)`", JSON.split("## Input")[1].split("## Output")[0], flags=re.M))
    assert documented == set(MessageRow.__struct_fields__)


def test_every_error_kind_is_documented():
    source = Path(verdict_json.__file__).with_name("batch_check.py").read_text(encoding="utf-8")
    table = JSON.split("| error kind | meaning |", 1)[1].split("\n\n", 1)[0]
    assert set(re.findall(r'LineProblem\("(\w+)"', source)) == set(
        re.findall(r"^\| `(\w+)`", table, flags=re.M)
    )


def test_every_field_of_a_verdict_is_documented():
    text = PYTHON.read_text(encoding="utf-8")
    assert [name for name in Verdict.__struct_fields__ if f"`{name}`" not in text] == []


def test_the_examples_of_the_python_page_run():
    found = doctest.testfile(str(PYTHON), module_relative=False)
    assert found.attempted > 8
    assert found.failed == 0
