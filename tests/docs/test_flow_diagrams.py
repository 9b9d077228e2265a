"""The diagrams of the flows are those of the flows as they are."""

import os

import pytest

from tocsin.conversation.flow.diagram import write_mermaid
from tocsin.conversation.flow.load import list_flows, load_flow
from tocsin.conversation.flow.schema import Flow
from tocsin.conversation.flow.summary import summarise_states
from tocsin.message.safe_display import escape_to_one_line

from .paper import DOCS


def in_words(flow: Flow) -> str:
    """The same as a table, for whoever does not see the diagram: states, texts, and where answers lead."""
    rows = ["| state | kind | text | next |", "|---|---|---|---|"]
    for state in summarise_states(flow, "en"):
        kind = f"{state.kind}, {state.parts} SMS" if state.parts else state.kind
        text = ". ".join(part.rstrip(".") for part in (state.body, state.silence, *state.calls) if part)
        ways = "; ".join(f"{way.label} → `{way.target}`" for way in state.exits)
        rows.append(f"| `{state.name}` | {kind} | {escape_to_one_line(text)} | {escape_to_one_line(ways)} |")
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("name", list_flows())
def test_a_diagram_is_that_of_its_flow(name):
    """``TOCSIN_GOLDEN=write`` writes them anew."""
    file = DOCS / "reference" / "flows" / f"{name}.md"
    flow = load_flow(name)
    diagram = f"```mermaid\n{write_mermaid(flow, 'en')}```\n"
    page = f"# {flow.name.en.capitalize()} (`{name}`)\n\n{diagram}\n## In words\n\n{in_words(flow)}"
    if os.environ.get("TOCSIN_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(page, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == page


def test_there_is_no_diagram_without_a_flow():
    assert sorted(file.stem for file in (DOCS / "reference" / "flows").iterdir()) == list(list_flows())
