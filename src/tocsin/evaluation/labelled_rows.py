"""Rows of an evaluation set: a message, what a right verdict on it is, and what it got."""

from msgspec import Struct

from tocsin.verdict.model import Level

_SAME = frozenset({"lookalike_domain", "link_not_official"})
"""Kinds that count for one another: both say that the link is not the institution's."""


class ExpectedVerdict(Struct, frozen=True):
    verdict: tuple[Level, ...]
    """Levels that are right, the best first."""
    reasons: tuple[str, ...] = ()
    """Kinds of reason that should be cited."""

    def __post_init__(self) -> None:
        if not self.verdict:
            raise ValueError("at least one level is needed")


class EvaluationRow(Struct, frozen=True):
    """A row of an evaluation set, beside the message itself."""

    expect: ExpectedVerdict
    id: str | int = ""
    family: str = "none"
    group: str = ""
    """Rows with the same group are right together or not at all."""
    channel: str = ""
    text: str = ""
    subject: str = ""
    asks: tuple[str, ...] = ()
    """What the message wants of the reader, in the words of a round's author."""
    institution: str = ""
    """In whose name it speaks, in the words of a round's author: a charter's id where there is one."""


class RowResult(Struct, frozen=True):
    case: EvaluationRow
    verdict: Level
    reasons: tuple[str, ...]
    """Kinds cited, with what speaks against the message first."""
    institution: str = ""
    """Under whose charter it was judged, where it claims to come from somebody; else empty."""

    @property
    def is_right(self) -> bool:
        return self.verdict in self.case.expect.verdict

    @property
    def first_expected(self) -> Level:
        return self.case.expect.verdict[0]

    @property
    def missed_reasons(self) -> tuple[str, ...]:
        """Kinds expected and not cited."""
        return tuple(kind for kind in self.case.expect.reasons if not self._cites(kind))

    def _cites(self, kind: str) -> bool:
        return kind in self.reasons or (kind in _SAME and not _SAME.isdisjoint(self.reasons))
