"""The page of the guard names every kind, and its examples do what it says."""

import re
from datetime import date
from typing import get_args

import pytest

from tocsin.charter.loading import load_charter
from tocsin.charter.view import view_as_of
from tocsin.guard import MessageDraft, guard_draft
from tocsin.guard.finding import load_rules
from tocsin.guard.model import GuardReason, GuardReasonKind, GuardRuling

from .paper import page

PAGE = page("reference/guard.md")
ROW = re.compile(r"^\| `(\w+)` \| (block|warn) \| (.*?) \| (.*?) ?\|$", re.M)
ROWS = {kind: (weight, example) for kind, weight, _, example in ROW.findall(PAGE)}
PAIR = re.compile(r"^\| ([^|`*]+[.?]) \| ([^|`*]+[.?]) \|$", re.M)
VIEW = view_as_of(load_charter("assurance_maladie"), date(2021, 3, 4))


def judged(example: str):
    """The ruling on an example, put in a whole text."""
    sender = found[1] if (found := re.match(r"\*from (\S+):\* ", example)) else "38663"
    text = re.sub(r"^\*.*?\* ", "", example)
    if not example.startswith("*alone:*"):
        text = f"Assurance Maladie : {text} Réf. {{code}}"
    return guard_draft(MessageDraft(sender=sender, flow="contact", text=text), VIEW)


def test_every_kind_is_documented_with_its_weight():
    weights = {kind: load_rules()[kind]["weight"] for kind in ROWS if kind in load_rules()}
    assert set(ROWS) == set(get_args(GuardReasonKind))
    assert {kind: ROWS[kind][0] for kind in weights} == weights


@pytest.mark.parametrize("kind", [kind for kind, (_, example) in ROWS.items() if example])
def test_the_example_gives_the_reason(kind):
    found = judged(ROWS[kind][1])
    assert kind in {reason.kind for reason in found.reasons}


def test_what_passes_and_what_is_blocked():
    pairs = PAIR.findall(PAGE)
    assert len(pairs) >= 5
    assert [passes for passes, _ in pairs if judged(passes).result != "pass"] == []
    assert [blocked for _, blocked in pairs if judged(blocked).result != "block"] == []


def test_every_field_is_documented():
    names = {*MessageDraft.__struct_fields__, *GuardRuling.__struct_fields__, *GuardReason.__struct_fields__}
    assert [name for name in names if f"`{name}`" not in PAGE] == []
