"""What is told to those who are not cleared for small counts: once, week by week, and never otherwise again.

Counts that are looked at again and again tell of whoever came in between, and a week less its days of a day
that is hidden. So what is told is of weeks that lie side by side, of which every deadline has passed; a week
is counted once, on its Tuesday, and what was told of a day stays as it was told, also where a result is
withdrawn later. The days of a week are told together or not at all.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from tocsin.metrics.surveillance.board import DAY, SurveillanceBoard, redact_board
from tocsin.metrics.surveillance.reporting_periods import compute_settled_periods

LIVE: Final = ("clock", "contact_clock")
"""Blocks that run on during the day: nobody is told of them."""
OF_A_MONTH: Final = ("sizes", "depths", "clusters")
OF_A_FORTNIGHT: Final = ("attack",)


def is_release_due(last: datetime | None, now: datetime) -> bool:
    """Whether a week can be told that was not told at ``last``."""
    return last is None or compute_settled_periods(last).week_to < compute_settled_periods(now).week_to


def release_board(board: SurveillanceBoard, before: SurveillanceBoard | None) -> SurveillanceBoard:
    """What is told of a territory: from its board of the settled periods, and what was told ``before``."""
    found = redact_board(
        replace(
            board,
            blocks={name: cells for name, cells in board.blocks.items() if name not in LIVE},
            hidden=board.hidden | frozenset(LIVE),
        ),
        cleared=False,
    )
    found = replace(found, ahead=None)
    return found if before is None else _keep_released_blocks(found, before)


def _keep_released_blocks(board: SurveillanceBoard, before: SurveillanceBoard) -> SurveillanceBoard:
    """The board, with what was told before as it was told."""
    now, then = compute_settled_periods(board.at), compute_settled_periods(before.at)
    kept = {name for name in (*before.blocks, *before.hidden) if name.startswith(DAY)}
    if then.month == now.month:
        kept.update(OF_A_MONTH)
    if then.grown_to == now.grown_to:
        kept.update(OF_A_FORTNIGHT)
    days = {f"{DAY}{day.isoformat()}" for day in now.case_days}
    # A day on which nobody was counted has no block: it stays one.
    quiet = {f"{DAY}{day.isoformat()}" for day in then.case_days} - kept
    kept |= quiet
    kept -= {name for name in kept if name.startswith(DAY) and name not in days}
    return replace(
        board,
        blocks=_merge_blocks(board.blocks, before.blocks, kept),
        hidden=(board.hidden - kept) | (before.hidden & kept),
    )


def _merge_blocks[T](new: Mapping[str, T], old: Mapping[str, T], kept: set[str]) -> dict[str, T]:
    return {name: value for name, value in new.items() if name not in kept} | {
        name: value for name, value in old.items() if name in kept
    }
