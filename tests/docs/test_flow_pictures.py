"""The pictures of the flows are those of the flows as they are."""

import os

import pytest

from tocsin.conversation.flow.load import flows, load
from tocsin.conversation.flow.picture import picture

from .paper import DOCS


@pytest.mark.parametrize("name", flows())
def test_a_picture_is_that_of_its_flow(name):
    """``TOCSIN_GOLDEN=write`` draws them anew."""
    file = DOCS / "flows" / f"{name}.svg"
    drawn = picture(load(name), "en")
    if os.environ.get("TOCSIN_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(drawn, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == drawn


def test_there_is_no_picture_without_a_flow():
    assert sorted(file.stem for file in (DOCS / "flows").glob("*.svg")) == list(flows())
