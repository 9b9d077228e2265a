"""What became of contacts: attack rates by setting and by household, and how completely they are followed up."""

from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from tocsin.locale.paris_time import find_paris_day
from tocsin.metrics.statistics import Proportion, estimate_proportion
from tocsin.metrics.surveillance.board import SurveillanceBoard
from tocsin.metrics.surveillance.indicators import cell_share
from tocsin.metrics.surveillance.reporting_periods import WEEK, compute_periods, compute_settled_periods
from tocsin.privacy.noted_fields import list_noted_fields

UNKNOWN_SETTING: Final = "unknown"
FOLLOWED: Final = ("seen", "not_reached", "refused", "lost", "none")
"""What was noted on a day of follow-up: heard from, with or without symptoms; not; nothing at all."""


class FollowUpOfDay(Struct, frozen=True):
    day: date
    outcomes: dict[str, int]
    """``FOLLOWED`` -> people."""

    @property
    def completeness(self) -> Proportion:
        return estimate_proportion(self.outcomes["seen"], sum(self.outcomes.values()))


def list_exposure_settings() -> tuple[str, ...]:
    """Where people may have been exposed, and last that it is not known."""
    return (*list_noted_fields()["exposure_setting"].values, UNKNOWN_SETTING)


def measure_attack_by_setting(board: SurveillanceBoard) -> list[tuple[str, Proportion]] | None:
    """Of the contacts whose fourteen days are over, those who became cases, by where they were exposed; a
    setting of nobody is left out. None where they may not be seen."""
    cells = board.cells("settings")
    if cells is None:
        return None
    counted = [
        (setting, cells.get(f"{setting} became", 0), cells.get(f"{setting} not", 0))
        for setting in list_exposure_settings()
    ]
    return [
        (setting, estimate_proportion(became, became + rest))
        for setting, became, rest in counted
        if became + rest
    ]


def measure_household_attack(board: SurveillanceBoard) -> Proportion | None:
    """Of the cases who had named people of their household, those of whom one became a case."""
    return cell_share(board, "households", "hit")


def measure_follow_up(board: SurveillanceBoard, block: str) -> list[FollowUpOfDay] | None:
    """The days of the week of ``contact_follow`` or ``case_follow``, the oldest first; a day on which nobody
    was under follow-up is left out. None where they may not be seen."""
    cells = board.cells(block)
    if cells is None:
        return None
    periods = (compute_periods if board.cleared else compute_settled_periods)(board.at)
    first = find_paris_day(periods.week_from)
    days = [
        FollowUpOfDay(
            first + timedelta(days=place), {what: cells.get(f"{place} {what}", 0) for what in FOLLOWED}
        )
        for place in range(WEEK.days)
    ]
    return [one for one in days if any(one.outcomes.values())]
