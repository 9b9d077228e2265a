"""The reference of messages says what the code does."""

from pathlib import Path

import pytest

from tocsin.charter.channels import CHANNELS
from tocsin.message import bounds
from tocsin.message.model import Message

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "messages.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("field", Message.__struct_fields__)
def test_every_field_is_explained(field: str) -> None:
    assert f"\n| `{field}` | " in PAGE


@pytest.mark.parametrize(("kind", "meaning"), bounds.DEFECTS.items())
def test_every_defect_is_explained_in_the_same_words(kind: str, meaning: str) -> None:
    assert f"\n| `{kind}` | {meaning} |" in PAGE


@pytest.mark.parametrize("kind", ["forwarded", "quoted", "reply"])
def test_every_passage_is_explained(kind: str) -> None:
    assert f"\n| `{kind}` | " in PAGE


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_is_named(channel: str) -> None:
    assert f"`{channel}`" in PAGE


@pytest.mark.parametrize(
    "bound", ["MESSAGE_BYTES", "TEXT_CHARS", "HTML_CHARS", "HEADER_BYTES", "HEADERS", "PARTS", "DEPTH"]
)
def test_every_bound_is_given(bound: str) -> None:
    table = PAGE.partition("| bound | value |")[2].partition("A defect")[0]
    assert f"{getattr(bounds, bound):,}" in table
