"""How texts before they leave were ruled on, as the ledger keeps it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from tocsin.charter.loading import load_charter
from tocsin.charter.view import view_as_of
from tocsin.evaluation.ledger import MeasuredFamily
from tocsin.evaluation.wrong_rows import WrongRow
from tocsin.guard import GuardRuling, MessageDraft, choose_guard_day, guard_draft
from tocsin.guard.model import GuardResult

FAMILIES: Final[dict[GuardResult, str]] = {"block": "forbidden", "warn": "doubtful", "pass": "fine"}
"""What a draft is, by the result expected first."""


class ExpectedRuling(Struct, frozen=True):
    result: GuardResult | tuple[GuardResult, ...]
    """Results that are right, the best first."""
    reasons: tuple[str, ...] = ()

    @property
    def results(self) -> tuple[GuardResult, ...]:
        return (self.result,) if isinstance(self.result, str) else self.result


class LabelledDraft(MessageDraft, frozen=True, kw_only=True):
    expect: ExpectedRuling


class JudgedDraft(Struct, frozen=True):
    row: LabelledDraft
    ruling: GuardRuling

    @property
    def family(self) -> str:
        """What it is, by the result expected first."""
        return FAMILIES[self.row.expect.results[0]]

    @property
    def is_right(self) -> bool:
        return self.ruling.result in self.row.expect.results


def judge_draft_file(path: Path, charter: str, today: date) -> list[JudgedDraft]:
    """The drafts of a file. Raises ``msgspec.DecodeError`` where a row cannot be read."""
    decoder = msgspec.json.Decoder(LabelledDraft)
    rows = [decoder.decode(line) for line in path.read_bytes().splitlines() if line.strip()]
    rules = load_charter(charter)
    return [
        JudgedDraft(row, guard_draft(row, view_as_of(rules, choose_guard_day(rules, row.flow, today))))
        for row in rows
    ]


def count_rulings(name: str, drafts: Iterable[JudgedDraft]) -> list[MeasuredFamily]:
    """How many drafts of each family were right, blocked, warned about and passed."""
    families: dict[str, Counter[str]] = {}
    for draft in drafts:
        count = families.setdefault(draft.family, Counter())
        count["rows"] += 1
        count["right"] += draft.is_right
        count[draft.ruling.result] += 1
    return [
        MeasuredFamily(
            name,
            family,
            "sms",
            count["rows"],
            {key: count[key] for key in ("right", "block", "warn", "pass")},
        )
        for family, count in sorted(families.items())
    ]


def list_wrong_drafts(drafts: Iterable[JudgedDraft]) -> list[WrongRow]:
    """Those ruled on wrongly: a forbidden text that leaves is gravest, one that is only warned about next."""
    return [
        WrongRow(
            id=draft.row.id,
            family=draft.family,
            expected="/".join(draft.row.expect.results),
            got=draft.ruling.result,
            why=tuple(
                f"{reason.kind}: {reason.quote}" if reason.quote else reason.kind
                for reason in draft.ruling.reasons
            ),
            text=draft.row.text,
            gravity=_GRAVITIES.index((draft.family == FAMILIES["block"], draft.ruling.result)),
        )
        for draft in drafts
        if not draft.is_right
    ]


_GRAVITIES = (
    (True, "pass"),
    (True, "warn"),
    (False, "block"),
    (False, "pass"),
    (False, "warn"),
    (True, "block"),
)
"""Whether a text is forbidden, and what it got; the gravest first."""
