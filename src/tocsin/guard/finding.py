"""What the guard found in a draft, before it is put in words."""

import sys
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from tocsin.charter import compiled_tables
from tocsin.charter.schema import AnyClause
from tocsin.guard.model import GuardReasonKind


@cache
def load_rules() -> dict[str, dict[str, str]]:
    """The rules of the guard, by name (``guard/wording.yaml``)."""
    found: dict[str, dict[str, str]] = compiled_tables.get_table("guard/wording")["rules"]
    return found


class GuardFinding(Struct, frozen=True):
    """One thing found."""

    kind: GuardReasonKind
    start: int = -1
    """Code points of the draft; -1 where nothing of it is quoted."""
    end: int = -1
    rule: str = ""
    """Rule of ``wording.yaml`` that explains it; the kind itself where it is empty."""
    clause: AnyClause | None = None
    """Clause of the charter that answers, if any."""
    fill: dict[str, str] = {}
    """What to put in the sentence of the rule."""
    weight: str = ""
    """``warn`` or ``block`` where it is not that of the rule."""

    @property
    def blocks(self) -> bool:
        """Whether it keeps the draft from leaving."""
        return (self.weight or load_rules()[self.rule or self.kind]["weight"]) == "block"

    @property
    def span(self) -> tuple[int, int] | None:
        """Span in the draft."""
        return None if self.start < 0 else (self.start, self.end)


def lies_in_spans(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a span of the draft lies in one of these, which are in order."""
    at = bisect_right(spans, (span[0], sys.maxsize)) - 1
    return at >= 0 and span[1] <= spans[at][1]
