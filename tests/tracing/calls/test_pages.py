"""The pages on calls: what they show is done, and what they list is what there is."""

import re

from tests.docs.paper import DOCS
from tocsin.locale.catalogues import load_catalogue
from tocsin.tracing.calls.call_facts import CallFacts
from tocsin.tracing.calls.model import OUTCOMES
from tocsin.tracing.cases.status import CaseStatus

REFERENCE = (DOCS / "reference" / "calls.md").read_text(encoding="utf-8")


def first_column(title: str) -> list[str]:
    """The names in the first column of the table under a title."""
    section = REFERENCE.split(f"## {title}\n")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| ")]
    return [name for row in rows for name in re.findall(r"`([\w-]+)`", row)]


def test_the_page_gives_the_words_of_every_reason() -> None:
    reasons = load_catalogue("tocsin", "fr")["call.reasons"]
    for name, said in reasons.items():
        assert f"| `{name}` | {said} |" in REFERENCE
    assert set(first_column("Reasons")) == set(reasons)


def test_the_page_lists_outcomes_standings_and_facts() -> None:
    assert set(first_column("Outcomes")) == set(OUTCOMES)
    assert first_column("Standing") == [standing.value for standing in CaseStatus]
    assert set(load_catalogue("tocsin", "fr")["call.standings"]) == set(first_column("Standing"))
    section = REFERENCE.split("## Facts\n")[1].split("\n## ")[0]
    for fact in CallFacts.__struct_fields__:
        assert f"`{fact}`" in section
