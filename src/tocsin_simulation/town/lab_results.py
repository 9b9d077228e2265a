"""The tests of the town's day: who was tested, what came out, when, and what went wrong on the way."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from tocsin.conversation import quiet_hours
from tocsin.locale.paris_time import PARIS
from tocsin_simulation.town.people import Town

LABORATORIES: Final = 5
EVERY: Final = timedelta(minutes=30)
"""A laboratory sends what it has so often."""
WRITES: Final = timedelta(minutes=5)
"""A result is in the next file after so long."""
OPENS, CLOSES = time(7), time(20)
Trouble = Literal["", "twice", "second", "correction", "cut", "code", "nameless"]
"""``twice``: sent again; ``second``: of another laboratory; ``correction``: of a positive that is none;
``cut``, ``code``, ``nameless``: cannot be read, cannot be understood, of nobody."""


_UNREADABLE: Final[tuple[tuple[Trouble, float], ...]] = (("cut", 0.4), ("code", 0.3), ("nameless", 0.3))


class LabResult(Struct, frozen=True, kw_only=True):
    person: int
    laboratory: int
    source_id: str
    """The laboratory's own; a correction has that of what it corrects."""
    positive: bool
    taken_at: datetime
    resulted_at: datetime
    """When it was validated; aware, in UTC."""
    sent_at: datetime
    """When the file with it is there."""
    trouble: Trouble = ""


def results_of_day(town: Town) -> list[LabResult]:
    """Every result of the day, in the order in which they are sent."""
    found = [result for index in range(town.people) for result in results_of_person(town, index)]
    return sorted(found, key=lambda result: (result.sent_at, result.laboratory, result.source_id))


def results_of_person(town: Town, index: int) -> Iterator[LabResult]:
    """The results of one person; none for most."""
    share, chance = town.shares, town.chance
    positive = is_positive(town, index)
    if not positive and not chance.happens(share.negatives.share, "tested", index):
        return
    first = _first_result(town, index, positive)
    if not positive:
        yield first
        return
    draw = chance.draw_fraction("trouble", index)
    for trouble, width in _UNREADABLE:
        draw -= share.unreadable.share * width
        if draw < 0:
            yield replace(first, trouble=trouble)
            return
    yield first
    for again, figure in (
        (_send_twice, share.twice),
        (_second_laboratory, share.second_laboratory),
        (_correct_result, share.corrected),
    ):
        draw -= figure.share
        if draw < 0:
            yield again(
                town, first, first.sent_at + timedelta(minutes=30 + chance.draw_below(120, "later", index))
            )
            return


def is_positive(town: Town, index: int) -> bool:
    """Whether somebody is tested positive that day: of themselves, or after they met somebody who is."""
    return _infected_outside(town, index) or infected_by(town, index) is not None


def infected_by(town: Town, index: int) -> int | None:
    """Who gave it to somebody; None where that is not known, or where they do not have it."""
    if _infected_outside(town, index) or not town.chance.happens(
        town.shares.after_contact.share, "caught", index
    ):
        return None
    return next((other for other in town.people_met_by(index) if _infected_outside(town, other)), None)


def _infected_outside(town: Town, index: int) -> bool:
    return town.chance.happens(town.shares.positives.share, "infected", index)


def _first_result(town: Town, index: int, positive: bool) -> LabResult:
    chance = town.chance
    laboratory = chance.draw_below(LABORATORIES, "laboratory", town.person(index).household)
    if positive and infected_by(town, index) is not None:
        resulted = _time_of_day(town, 12.5 + 7.0 * chance.draw_fraction("resulted", index))
    elif chance.happens(town.shares.overnight.share, "overnight", index):
        resulted = _time_of_day(town, 17.0 + 6.0 * chance.draw_fraction("resulted", index)) - timedelta(
            days=1
        )
    else:
        early, late = chance.draw_fraction("resulted", index), chance.draw_fraction("resulted too", index)
        resulted = _time_of_day(town, 7.0 + 12.5 * (early + late) / 2)
    return LabResult(
        person=index,
        laboratory=laboratory,
        source_id=f"{town.day:%y%m%d}-{index:07}",
        positive=positive,
        taken_at=resulted - timedelta(hours=4 + 20 * chance.draw_fraction("taken", index)),
        resulted_at=resulted,
        sent_at=_sending_time(town, laboratory, resulted),
    )


def _send_twice(town: Town, first: LabResult, later: datetime) -> LabResult:
    return replace(first, trouble="twice", sent_at=_sending_time(town, first.laboratory, later))


def _second_laboratory(town: Town, first: LabResult, later: datetime) -> LabResult:
    laboratory = (first.laboratory + 1) % LABORATORIES
    return replace(
        first,
        trouble="second",
        laboratory=laboratory,
        source_id=f"B{first.source_id}",
        resulted_at=later,
        sent_at=_sending_time(town, laboratory, later),
    )


def _correct_result(town: Town, first: LabResult, later: datetime) -> LabResult:
    sent = _sending_time(town, first.laboratory, later)
    return replace(first, trouble="correction", positive=False, resulted_at=later, sent_at=sent)


def _time_of_day(town: Town, hour: float) -> datetime:
    """An hour of the day, in seconds without a fraction."""
    return quiet_hours.local_day_time_to_utc(town.day, time(0), PARIS) + timedelta(seconds=int(hour * 3600))


def _sending_time(town: Town, laboratory: int, resulted: datetime) -> datetime:
    """When the next file of a laboratory leaves, in its hours."""
    ready = resulted + WRITES
    first = quiet_hours.local_day_time_to_utc(town.day, OPENS, PARIS) + laboratory * timedelta(minutes=5)
    last = quiet_hours.local_day_time_to_utc(town.day, CLOSES, PARIS)
    if ready <= first:
        return first
    return min(first + -(-(ready - first) // EVERY) * EVERY, max(last, ready))
