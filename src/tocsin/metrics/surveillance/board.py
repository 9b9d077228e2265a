"""What a board knows: counts of people in cells, and what only those see who are cleared for small counts."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, Literal, get_args

import msgspec
from msgspec import Struct

from tocsin.metrics.disclosure_control import is_publishable

NATION: Final = ""
UNKNOWN: Final = "?"
"""Beside the regions: whose département is not known."""
CaseDate = Literal["result", "sample", "onset"]
"""The date by which cases are counted."""
CASE_DATES: Final[tuple[CaseDate, ...]] = get_args(CaseDate)
DAY: Final = "day "
"""Before a day: the name of the block of its cases, by the day of their result."""
DAY_BLOCKS: Final[Mapping[CaseDate, str]] = {"result": DAY, "sample": "sample ", "onset": "onset "}
"""The same by each date. The blocks of one date and one week are shown together or not at all."""
DELAY: Final = "delay "
"""Before a leg: the name of the block of its delays."""

MAPPED: Final = ("reach", "attack")
"""Blocks of départements that a map shows."""

NEGATIVES: Final = "negatives "
"""Before a day: the name of the block of its negative results."""
Blocks = dict[str, dict[str, int]]
"""Block -> cell -> people. A cell that is missing is nobody."""


class CaseCluster(Struct, frozen=True):
    """Cases who were at the same event or place, three or more within seven days."""

    gatherings: tuple[int, ...]
    territory: str
    """Of its first case: it may lie in several."""
    cases: int
    first: date
    last: date
    """First symptoms, or else results, of the first and the last of them."""


class DelayOfDay(Struct, frozen=True):
    """How long a leg took for those of one day."""

    place: int
    """Days after the first day of the month of the board."""
    people: int
    waiting: int
    """Of them, those for whom it has not come to an end."""
    median: int | None
    p90: int | None
    """Seconds, by Kaplan and Meier; None where so many have not come to an end yet."""


class ExactCounts(Struct, frozen=True):
    """Counts too fine for those who are not cleared."""

    delays: dict[str, tuple[tuple[int, int, int], ...]] = {}
    """Leg -> (seconds, how many came to an end, how many wait)."""
    delay_days: dict[str, tuple[DelayOfDay, ...]] = {}
    """Leg -> its delays by day, the oldest first; a day of nobody is left out."""
    curves: dict[str, dict[str, dict[int, int]]] = {}
    """Date (``CaseDate``) -> age band -> days after the first of the days of cases -> cases."""
    lags: dict[str, tuple[tuple[int, int], ...]] = {}
    """Date -> (days from it to the result, cases)."""
    named: tuple[tuple[int, int], ...] = ()
    """(contacts named, cases)."""
    pairs: tuple[tuple[int, int], ...] = ()
    """(days between first symptoms, pairs)."""
    clusters: tuple[CaseCluster, ...] = ()
    largest: int = 1
    """Cases in the largest chain."""
    deepest: int = 0
    """Generations after the first case in the deepest one."""


class QuestionOutcomes(Struct, frozen=True):
    """A question of a flow, with what came of it; it is counted by no territory."""

    flow: str
    version: int
    state: str
    asked: int
    answered: int
    again: int
    silent: int
    human: int


class MissedDeadlineForecast(Struct, frozen=True):
    cases: float
    contacts: float
    by_hour: tuple[tuple[datetime, float], ...]


class SurveillanceBoard(Struct, frozen=True, kw_only=True):
    """Everything that is known of one disease in one territory at one moment."""

    disease: str
    territory: str
    at: datetime
    blocks: Blocks
    dates: tuple[CaseDate, ...] = ("result",)
    """The dates by which cases were counted; boards that were kept by former versions know one alone."""
    negatives_counted: bool = False
    """Whether laboratories gave negative results in these days: without any, positivity is not known."""
    hidden: frozenset[str] = frozenset()
    """Blocks that only those see who are cleared."""
    parts: Blocks = {}
    """Territory inside -> how far the cases of the week were reached there."""
    hidden_parts: frozenset[str] = frozenset()
    departments: dict[str, Blocks] = {}
    """Département inside -> its blocks that a map shows (``MAPPED``)."""
    hidden_departments: dict[str, frozenset[str]] = {}
    """Département -> those of them that only those see who are cleared."""
    fine: ExactCounts | None = None
    steps: tuple[QuestionOutcomes, ...] = ()
    ahead: MissedDeadlineForecast | None = None
    cleared: bool = True
    """Whether everything is here; else what is hidden was taken out."""

    def cells(self, block: str) -> dict[str, int] | None:
        """The cells of a block; none of it where it is hidden."""
        return None if not self.cleared and block in self.hidden else self.blocks.get(block, {})


def redact_board(board: SurveillanceBoard, cleared: bool) -> SurveillanceBoard:
    """The board as somebody sees it: what they may not see is not in it any more."""
    if cleared:
        return board
    return msgspec.structs.replace(
        board,
        blocks={name: cells for name, cells in board.blocks.items() if name not in board.hidden},
        parts={code: cells for code, cells in board.parts.items() if code not in board.hidden_parts},
        departments={
            code: {
                name: cells
                for name, cells in blocks.items()
                if name not in board.hidden_departments.get(code, ())
            }
            for code, blocks in board.departments.items()
        },
        fine=None,
        steps=tuple(step for step in board.steps if _is_step_publishable(step)),
        ahead=None if "clock" in board.hidden or "contact_clock" in board.hidden else board.ahead,
        cleared=False,
    )


def _is_step_publishable(step: QuestionOutcomes) -> bool:
    left = step.asked - step.answered - step.silent - step.human
    return is_publishable(
        {"answered": step.answered, "silent": step.silent, "human": step.human, "left": max(0, left)}
    )
