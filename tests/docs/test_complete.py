"""Every public thing has its documentation."""

import re
from typing import get_args

import pytest

import tocsin
from tocsin.charter import parsing
from tocsin.charter.channels import CHANNELS, Channel
from tocsin.charter.items import ITEMS, AskableItem
from tocsin.charter.schema import Medium, Quality
from tocsin.cli import exit_status
from tocsin.evidence.model import FoundNumber, Kind, LinkTarget
from tocsin.locale.languages import Language
from tocsin.verdict.model import Level, VerdictReason

from .paper import page

STATUSES = {value for name, value in vars(exit_status).items() if name.isupper() and isinstance(value, int)}


def cells(text: str, column: int = 0) -> list[str]:
    """What stands in a column of the tables of a page."""
    rows = [line.strip("| \n").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [row[column] for row in rows if len(row) > column]


def missing(names, text: str) -> list[str]:
    """Those that a page does not name as code."""
    return [str(name) for name in names if f"`{name}`" not in text]


def test_exports():
    text = page("integrate/use-from-python.md") + page("reference/verdicts.md")
    assert [name for name in tocsin.__all__ if f"tocsin.{name}" not in text] == []


def test_exit_statuses():
    assert {int(cell) for cell in cells(page("reference/cli.md")) if cell.isdecimal()} == STATUSES


def test_levels():
    text = page("reference/verdicts.md")
    assert missing(get_args(Level), text) == []
    rows = dict(zip(cells(text), cells(text, 2), strict=False))
    assert {level: rows[f"`{level}`"] for level in get_args(Level)} == {
        level: str(value) for level, value in exit_status.OF_LEVEL.items()
    }


def test_weights():
    weights = get_args(VerdictReason.__annotations__["weight"])
    assert weights
    assert missing(weights, page("reference/verdicts.md")) == []


def test_clause_types():
    text = page("reference/charter-format.md")
    assert [name for name in parsing.SECTIONS if not re.search(rf"^## {name}", text, re.M | re.I)] == []


@pytest.mark.parametrize("names", [CHANNELS, ITEMS, get_args(Medium), get_args(Quality)])
def test_words_of_the_charter(names):
    assert missing(names, page("reference/charter-format.md")) == []


@pytest.mark.parametrize(
    ("record", "how_to"),
    [
        (Channel, "extend/add-a-channel.md"),
        (AskableItem, "extend/add-an-item.md"),
        (Language, "extend/add-a-language.md"),
    ],
)
def test_every_trait_is_in_its_how_to_page(record, how_to):
    assert missing(set(record.__struct_fields__) - {"code"}, page(how_to)) == []


def test_kinds_of_evidence():
    text = page("reference/evidence.md")
    assert missing(get_args(Kind), text) == []
    assert missing(standings(), text) == []
    roles = get_args(FoundNumber.__annotations__["role"]) + get_args(FoundNumber.__annotations__["tariff"])
    assert missing(roles, text) == []


def standings():
    return get_args(LinkTarget.__annotations__["standing"])


def test_manners_of_asking():
    from tocsin.evidence.ask_rules import ASK_RULES, PAYMENT_RULES, SPOKEN_RULES

    manners = {manner for manner, _ in (*ASK_RULES, *SPOKEN_RULES, *PAYMENT_RULES)}
    assert manners
    assert missing(sorted(manners | {"account"}), page("reference/evidence.md")) == []
