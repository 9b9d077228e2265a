"""The how-to names every field of a flow, and no other."""

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from tocsin.conversation.flow import schema
from tocsin.conversation.reading import QuestionKind

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "flow-format.md").read_text(encoding="utf-8")
FROM_ELSEWHERE = {"common", "reworded"}


def section(title):
    return re.split(r"^##", PAGE.split(f"### {title}\n", 1)[1], flags=re.M)[0]


@pytest.mark.parametrize(
    ("title", "record"),
    [
        ("Flow", schema.Flow),
        ("Fact", schema.FlowFact),
        ("State", schema.FlowState),
        ("Step", schema.SilenceStep),
        ("Wait", schema.StatePause),
        ("Branch", schema.FactBranch),
        ("Aside", schema.FlowAside),
        ("Example", schema.FlowExample),
    ],
)
def test_the_fields_of_each_record_are_those_of_the_table(title, record):
    written = re.findall(r"^\| `(\w+)` \|", section(title), re.M)
    fields = [field.encode_name for field in msgspec.structs.fields(record)]
    assert written == [field for field in fields if field not in FROM_ELSEWHERE]


@pytest.mark.parametrize(
    ("title", "words"), [("Fact", schema.FactKind), ("Flow", schema.FlowRole), ("State", QuestionKind)]
)
def test_every_word_that_a_field_may_hold_is_named(title, words):
    assert [word for word in get_args(words) if f"`{word}`" not in section(title)] == []


def test_defaults_are_those_of_the_engine():
    assert f"default `{schema.StatePause().at}`" in section("Wait")
