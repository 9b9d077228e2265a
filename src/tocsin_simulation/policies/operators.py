"""What happens to an SMS between the service and a telephone: a rate, losses, receipts that come late."""

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from tocsin_simulation.policies.figures import FigureValues
from tocsin_simulation.town.network_process import DELAY
from tocsin_simulation.town.people import Town

FAILS: timedelta = timedelta(seconds=8)
"""Until an operator says that nobody has a number."""


class Fate(Struct, frozen=True):
    state: Literal["delivered", "failed", "lost"]
    arrives_at: datetime
    """When it is on the telephone; when it fails."""
    told_at: datetime
    """When the receipt comes."""


class Operators:
    def __init__(self, town: Town, figures: FigureValues, began: datetime) -> None:
        self._town = town
        self._figures = figures
        self._began = began

    def fate(self, number: str, template: str, nth: int, at: datetime, valid_until: datetime) -> Fate:
        """Of the nth SMS of a template to a number. The same under every policy, but for the hour."""
        chance, share = self._town.chance, self._town.shares
        if self._town.holder_of(number) is None or chance.happens(share.dead_number.share, "dead", number):
            return Fate("failed", at + FAILS, at + FAILS)
        draws = chance.draw_fractions("sms", number, template, nth)
        if draws[0] < self._figures.loss:
            return Fate("lost", at, at)
        arrives = at + timedelta(seconds=int(DELAY[0] + draws[1] * (DELAY[1] - DELAY[0])))
        if chance.happens(share.switched_off.share, "off", number):
            on = self._began + timedelta(hours=1 + 30 * chance.draw_fraction("until", number))
            arrives = max(arrives, on.replace(microsecond=0))
        if arrives > valid_until:
            return Fate("failed", valid_until, valid_until)
        late = draws[2] < self._figures.late
        hours = draws[3] * self._figures.late_hours if late else 0.0
        return Fate("delivered", arrives, arrives + timedelta(seconds=int(hours * 3600)))
