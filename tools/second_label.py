"""A second label, given blind: how far two people agree on what a right verdict is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random

import msgspec
from msgspec import Struct

from tocsin.verdict.model import Level

LABELS = frozenset(("expect", "family", "why", "note", "speaker", "stance", "asks", "institution", "group"))
"""Keys of a row that tell what its author thinks of it."""


class LabelAgreement(Struct, frozen=True):
    """How two labels of the same rows compare."""

    rows: int
    agreed: int
    """Rows of which both name at least one level in common."""
    kappa: float
    """Cohen's kappa over the levels named first: 1 full agreement, 0 no more than by chance."""
    disputed: tuple[str, ...]
    """Rows without a level in common."""


def strip_labels(rows: Sequence[Mapping[str, object]], seed: int) -> list[dict[str, object]]:
    """The rows without what their author thinks of them, in another order: the sheet of the second person."""
    bare = [{key: value for key, value in row.items() if key not in LABELS} for row in rows]
    Random(seed).shuffle(bare)
    return bare


def compare_labels(
    first: Mapping[str, Sequence[Level]], second: Mapping[str, Sequence[Level]]
) -> LabelAgreement:
    """The agreement on the rows that both have; keys are ids, values the levels that are right, best first.

    >>> compare_labels({"1": ["imposture"], "2": ["unrelated"]}, {"1": ["suspicious"], "2": ["unrelated"]}).disputed
    ('1',)
    """
    both = [key for key in first if key in second]
    disputed = tuple(key for key in both if not set(first[key]) & set(second[key]))
    return LabelAgreement(
        rows=len(both),
        agreed=len(both) - len(disputed),
        kappa=_kappa([(first[key][0], second[key][0]) for key in both]),
        disputed=disputed,
    )


def _kappa(pairs: Sequence[tuple[Level, Level]]) -> float:
    if not pairs:
        return 1.0
    of = len(pairs)
    observed = sum(one == other for one, other in pairs) / of
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(ones[level] * others[level] for level in ones) / of**2
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


def merge_labels(row: Mapping[str, object], second: Sequence[Level]) -> dict[str, object]:
    """The row of which both labels are accepted: the author's levels, then those that only the second named."""
    expect = row.get("expect")
    kept = dict(expect) if isinstance(expect, dict) else {"verdict": []}
    kept["verdict"] = list(dict.fromkeys([*kept["verdict"], *second]))
    return {**row, "expect": kept, "disputed": True}


def encode_rows(rows: Sequence[Mapping[str, object]]) -> bytes:
    """The rows as JSON, one a line."""
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)
