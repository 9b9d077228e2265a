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

from tocsin.tracing.boards.model import DAY, Board, seen
from tocsin.tracing.boards.periods import settled

LIVE: Final = ("clock", "contact_clock")
"""Blocks that run on during the day: nobody is told of them."""
OF_A_MONTH: Final = ("sizes", "depths", "clusters")
OF_A_FORTNIGHT: Final = ("attack",)


def is_due(last: datetime | None, now: datetime) -> bool:
    """Whether a week can be told that was not told at ``last``."""
    return last is None or settled(last).week_to < settled(now).week_to


def told(board: Board, before: Board | None) -> Board:
    """What is told of a territory: from its board of the settled periods, and what was told ``before``."""
    found = seen(
        replace(
            board,
            blocks={name: cells for name, cells in board.blocks.items() if name not in LIVE},
            hidden=board.hidden | frozenset(LIVE),
        ),
        cleared=False,
    )
    found = replace(found, ahead=None)
    return found if before is None else _as_told(found, before)


def _as_told(board: Board, before: Board) -> Board:
    """The board, with what was told before as it was told."""
    now, then = settled(board.at), settled(before.at)
    kept = {name for name in (*before.blocks, *before.hidden) if name.startswith(DAY)}
    if then.month == now.month:
        kept.update(OF_A_MONTH)
    if then.grown_to == now.grown_to:
        kept.update(OF_A_FORTNIGHT)
    days = {f"{DAY}{day.isoformat()}" for day in now.every_day}
    # A day on which nobody was counted has no block: it stays one.
    quiet = {f"{DAY}{day.isoformat()}" for day in then.every_day} - kept
    kept |= quiet
    kept -= {name for name in kept if name.startswith(DAY) and name not in days}
    return replace(
        board,
        blocks=_either(board.blocks, before.blocks, kept),
        hidden=(board.hidden - kept) | (before.hidden & kept),
    )


def _either[T](new: Mapping[str, T], old: Mapping[str, T], kept: set[str]) -> dict[str, T]:
    return {name: value for name, value in new.items() if name not in kept} | {
        name: value for name, value in old.items() if name in kept
    }
