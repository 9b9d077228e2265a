"""The days that follow: who is infected by whom, and that whoever is told sooner infects nobody more."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count

import pytest
from msgspec.structs import replace

from tocsin.conversation import quiet_hours
from tocsin.locale.paris_time import PARIS
from tocsin_simulation.policies.figures import FigureValues, default_figures
from tocsin_simulation.policies.outbreak import Outbreak
from tocsin_simulation.policies.region_sample import PositiveResult, RegionSample

DAY = timedelta(days=1)
FIGURES = default_figures()
SAMPLE = RegionSample(150, 3, follow=True)
BEGINS = quiet_hours.local_day_time_to_utc(SAMPLE.town.day, datetime.min.time().replace(hour=7), PARIS)


class PlayedOutbreak:
    """An outbreak on a clock that jumps, in which a service tells everybody it hears of after some time, or nobody."""

    def __init__(
        self, tells_after: timedelta | None, figures: FigureValues = FIGURES, days: int = 12
    ) -> None:
        self.results: list[PositiveResult] = []
        self.told: dict[int, datetime] = {}
        self._after, self._heap, self._tickets = tells_after, [], count()
        self.outbreak = Outbreak(
            SAMPLE, figures, BEGINS, schedule=self.schedule, read_told=self.read_told, send_result=self.take
        )
        self.outbreak.begin()
        for one in SAMPLE.arrivals:
            self.tell(one)
        while self._heap and self._heap[0][0] < BEGINS + days * DAY:
            at, _, happens = heappop(self._heap)
            happens(at)
        self.infections = self.outbreak.count_infections(days)

    def schedule(self, at: datetime, happens: object) -> None:
        heappush(self._heap, (at, next(self._tickets), happens))

    def read_told(self) -> Mapping[int, datetime]:
        return self.told

    def take(self, result: PositiveResult) -> None:
        self.results.append(result)
        self.tell(result)

    def tell(self, result: PositiveResult) -> None:
        """The case, and a little later everybody whom they met."""
        if self._after is not None:
            for n, one in enumerate((result.citizen, *SAMPLE.town.people_met_by(result.citizen))):
                self.told.setdefault(one, result.sent_at + self._after * (1 + bool(n)))


@pytest.fixture(scope="module")
def untold() -> PlayedOutbreak:
    return PlayedOutbreak(None)


def test_the_same_seed_infects_the_same_people(untold: PlayedOutbreak) -> None:
    assert PlayedOutbreak(None).outbreak.infected == untold.outbreak.infected
    assert sum(untold.infections) > 50
    assert untold.infections[-1] > 0  # infections go on over generations


def test_a_case_would_infect_as_many_as_the_figure_says_and_at_the_ages_of_the_generation_interval(
    untold: PlayedOutbreak,
) -> None:
    people = list(untold.outbreak.infected)
    chances = [(at, one) for one in people for at in untold.outbreak.list_chances(one)]
    assert len(chances) / len(people) == pytest.approx(FIGURES.r_alone, rel=0.25)
    ages = [(chance.at - untold.outbreak.infected[one]) / DAY for chance, one in chances]
    assert sum(ages) / len(ages) == pytest.approx(FIGURES.generation_mean, rel=0.15)


def test_who_is_told_sooner_infects_fewer_and_luck_is_shared(untold: PlayedOutbreak) -> None:
    """If all who are told isolate: told after two hours, after two days, never."""
    strict = replace(FIGURES, adherence=1.0)
    soon, late = (PlayedOutbreak(after, strict) for after in (2 * DAY / 24, 2 * DAY))
    never = PlayedOutbreak(None, strict)
    assert sum(soon.infections) < sum(late.infections) < sum(never.infections)
    assert soon.outbreak.averted > 0
    nobody = replace(FIGURES, adherence=0.0)
    assert (
        PlayedOutbreak(2 * DAY / 24, nobody).outbreak.infected
        == PlayedOutbreak(None, nobody).outbreak.infected
    )


def test_whoever_was_infected_becomes_a_case_after_the_incubation_where_they_have_themselves_tested(
    untold: PlayedOutbreak,
) -> None:
    found = {one.citizen: one for one in untold.results}
    first = {one.citizen for one in SAMPLE.arrivals}
    assert found
    assert not first & set(found)
    assert len(found) == len(untold.results)  # nobody twice
    for citizen, one in found.items():
        assert one.sent_at >= BEGINS
        assert one.record.taken_at > untold.outbreak.infected[citizen]
        assert one.sent_at - one.record.taken_at == DAY
    none = PlayedOutbreak(None, replace(FIGURES, tests_itself=0.0))
    assert none.results == []
    assert sum(untold.outbreak.count_cases(12)) >= len(found)
