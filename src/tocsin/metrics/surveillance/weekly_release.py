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

from tocsin.metrics.surveillance.board import DAY_BLOCKS, NEGATIVES, SurveillanceBoard, redact_board
from tocsin.metrics.surveillance.reporting_periods import compute_settled_periods, list_settled_days
from tocsin.metrics.surveillance.territory_aggregation import day_of_block

LIVE: Final = ("clock", "contact_clock", "contact_follow", "case_follow")
"""Blocks that run on: nobody is told of them. Those under follow-up on a day, less those on the day before, would
tell of whoever came in between."""
OF_A_MONTH: Final = ("sizes", "depths", "clusters")
OF_A_FORTNIGHT: Final = ("attack", "settings", "households")


def is_release_due(last: datetime | None, now: datetime) -> bool:
    """Whether a week can be told that was not told at ``last``."""
    return last is None or compute_settled_periods(last).week_to < compute_settled_periods(now).week_to


def release_board(board: SurveillanceBoard, before: SurveillanceBoard | None) -> SurveillanceBoard:
    """What is told of a territory: from its board of the settled periods, and what was told ``before``."""
    early = {name for name in board.blocks if day_of_block(name)} - _settled_blocks(board)
    found = redact_board(
        replace(
            board,
            blocks={name: cells for name, cells in board.blocks.items() if name not in {*LIVE, *early}},
            hidden=(board.hidden | frozenset(LIVE)) - early,
        ),
        cleared=False,
    )
    found = replace(found, ahead=None)
    return found if before is None else _keep_released_blocks(found, before)


def _keep_released_blocks(board: SurveillanceBoard, before: SurveillanceBoard) -> SurveillanceBoard:
    now, then = compute_settled_periods(board.at), compute_settled_periods(before.at)
    kept = {name for name in (*before.blocks, *before.hidden) if day_of_block(name)}
    if then.month == now.month:
        kept.update(OF_A_MONTH)
    if then.grown_to == now.grown_to:
        kept.update(OF_A_FORTNIGHT)
    # A day on which nobody was counted has no block: it stays one.
    kept |= _settled_blocks(before)
    kept -= {name for name in kept if day_of_block(name)} - _settled_blocks(board)
    return replace(
        board,
        blocks=_merge_blocks(board.blocks, before.blocks, kept),
        hidden=(board.hidden - kept) | (before.hidden & kept),
    )


def _settled_blocks(board: SurveillanceBoard) -> set[str]:
    """The names of the blocks of days that can be told at the moment of a board: of cases by each date, and of
    negative results."""
    found = {
        f"{DAY_BLOCKS[by]}{day.isoformat()}" for by in board.dates for day in list_settled_days(board.at, by)
    }
    if board.negatives_counted:
        found |= {f"{NEGATIVES}{day.isoformat()}" for day in list_settled_days(board.at)}
    return found


def _merge_blocks[T](new: Mapping[str, T], old: Mapping[str, T], kept: set[str]) -> dict[str, T]:
    return {name: value for name, value in new.items() if name not in kept} | {
        name: value for name, value in old.items() if name in kept
    }
