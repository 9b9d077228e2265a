"""The diagrams of the flows are those of the flows as they are."""

import os

import pytest

from tocsin.conversation.flow.diagram import write_mermaid
from tocsin.conversation.flow.load import flows, load

from .paper import DOCS


@pytest.mark.parametrize("name", flows())
def test_a_diagram_is_that_of_its_flow(name):
    """``TOCSIN_GOLDEN=write`` writes them anew."""
    file = DOCS / "reference" / "flows" / f"{name}.md"
    flow = load(name)
    page = f"# {flow.name.en.capitalize()} (`{name}`)\n\n```mermaid\n{write_mermaid(flow, 'en')}```\n"
    if os.environ.get("TOCSIN_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(page, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == page


def test_there_is_no_diagram_without_a_flow():
    assert sorted(file.stem for file in (DOCS / "reference" / "flows").iterdir()) == list(flows())
