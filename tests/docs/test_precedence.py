"""The published precedence is the one that decides."""

import re
from itertools import chain, combinations
from types import SimpleNamespace

import pytest

from tocsin.verdict import decision

from .paper import page

WEIGHTS = ("contradicts", "warns", "neutral", "proves")
ROW = re.compile(r"^\| (no|yes) \| (.*?) \| `(\w+)` \|$", re.M)
ROWS = ROW.findall(page("reference/verdicts.md"))
SETS = list(chain.from_iterable(combinations(WEIGHTS, n) for n in range(len(WEIGHTS) + 1)))


def published(claimed: bool, weights: set[str]) -> str:
    """The level that the table gives: the first line that fits."""
    return next(level for said, among, level in ROWS if (said == "yes") == claimed and fits(among, weights))


def fits(among: str, weights: set[str]) -> bool:
    """Whether weights are what a cell describes: parts joined by *and*, each of alternatives."""
    if among == "none of the above":
        return True
    return all(set(re.findall(r"`(\w+)`", part)) & weights for part in among.split(", and "))


@pytest.mark.parametrize("claimed", [True, False])
@pytest.mark.parametrize("weights", SETS, ids=lambda w: "+".join(w) or "nothing")
def test_the_table_decides(claimed, weights):
    found = [SimpleNamespace(weight=weight) for weight in weights]
    assert decision._decide_level(claimed, found) == published(claimed, set(weights))
