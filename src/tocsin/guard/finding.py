"""What the guard found in a draft, before it is put in words."""

from functools import cache

from msgspec import Struct

from tocsin.charter import tables
from tocsin.charter.schema import AnyClause
from tocsin.guard.model import Kind


@cache
def rules() -> dict[str, dict[str, str]]:
    """The rules of the guard, by name (``guard/wording.yaml``)."""
    found: dict[str, dict[str, str]] = tables.get("guard/wording")["rules"]
    return found


class Finding(Struct, frozen=True):
    """One thing found."""

    kind: Kind
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
        return (self.weight or rules()[self.rule or self.kind]["weight"]) == "block"

    @property
    def span(self) -> tuple[int, int] | None:
        """Span in the draft."""
        return None if self.start < 0 else (self.start, self.end)
