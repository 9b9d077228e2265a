"""Who lives in the town, with whom, and under which number.

People are numbered from 0. Households are stretches of those numbers: every block of ``BLOCK`` people is cut
into the same sizes, which begin at a place of its own. The other circles in which people meet (work, school,
a meal) are cut in the same way out of the numbers in another order. So whoever lives with or meets whom is
found from their number alone, and is the same from both sides.
"""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from math import gcd
from typing import Final, Literal

from msgspec import Struct

from tocsin_simulation.town import town_numbers
from tocsin_simulation.town.named_random import NamedRandom, option_at
from tocsin_simulation.town.town_shares import TownShares, load_names, load_shares

SIZES: Final = (1, 2, 1, 4, 1, 2, 3, 1, 2, 1, 5, 2, 1, 3, 2, 4, 1, 2, 3, 1, 2, 4)
"""Households of a block: 36 % of one person, 32 % of two, 14 % of three, 14 % of four; chosen."""
BLOCK: Final = sum(SIZES)
CIRCLES: Final = (5, 8, 3, 12, 4, 8, 6, 9, 5)
CIRCLE_BLOCK: Final = sum(CIRCLES)


def _block_cuts(sizes: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Where a block is cut, whichever of its sizes comes first."""
    turned = (sizes[n:] + sizes[:n] for n in range(len(sizes)))
    return tuple((0, *accumulate(one)) for one in turned)


_HOUSEHOLD_CUTS: Final = _block_cuts(SIZES)
_CIRCLE_CUTS: Final = _block_cuts(CIRCLES)
DAY: Final = date(2021, 3, 4)
"""The day of the founding document."""
MINOR: Final = 18
"""Age from which somebody is written to themselves."""
TERRITORIES: Final = {"75": 4, "69": 3, "13": 3, "59": 3, "33": 2, "34": 2, "29": 1, "67": 1, "974": 1}
"""Départements in which the town lies, and how often."""
_TERRITORIES: Final = tuple(code for code, weight in TERRITORIES.items() for _ in range(weight))
Phone = Literal["mobile", "shared", "guardian", "landline", "foreign", "none"]


class TownPerson(Struct, frozen=True, kw_only=True):
    index: int
    given: str
    family: str
    birth_date: date
    age: int
    sex: Literal["female", "male"]
    lang: Literal["fr", "en"]
    household: int
    territory: str
    phone: Phone
    """Whether they have a mobile of their own, share one, are reached through a guardian, and so on."""
    number: str
    """E.164; empty where they have none."""
    guardian: int | None
    """For a minor, the number in the town of an adult of the household."""

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


class Town:
    """A town of so many people, on one day."""

    def __init__(
        self, people: int, seed: int = 1, day: date = DAY, figures: TownShares | None = None
    ) -> None:
        if not 1 <= people <= town_numbers.MOST:
            raise BadTownSize(people)
        self.people = people
        self.chance = NamedRandom(seed)
        self.day = day
        self.shares = figures or load_shares()
        self.big = people > town_numbers.FICTION
        """Whether numbers kept for fiction are too few."""
        self._stride = next(s for s in range(people * 5 // 8 | 1, 2 * people + 3) if gcd(s, people) == 1)
        self._back = pow(self._stride, -1, people) if people > 1 else 0
        self.person = lru_cache(maxsize=65_536)(self._make_person)
        """Somebody by their number in the town."""

    # ---- who is with whom

    def household_of(self, index: int) -> range:
        """Everybody under the same roof; the first is an adult."""
        block, at = divmod(index, BLOCK)
        starts = _HOUSEHOLD_CUTS[self.chance.draw_below(len(SIZES), "households", block)]
        place = bisect_right(starts, at)
        first = block * BLOCK
        return range(first + starts[place - 1], min(first + starts[place], self.people))

    def circle_of(self, index: int) -> list[int]:
        """Everybody whom they meet elsewhere, themselves among them."""
        block, at = divmod(index * self._stride % self.people, CIRCLE_BLOCK)
        starts = _CIRCLE_CUTS[self.chance.draw_below(len(CIRCLES), "circles", block)]
        place = bisect_right(starts, at)
        first = block * CIRCLE_BLOCK
        stretch = range(first + starts[place - 1], min(first + starts[place], self.people))
        return [position * self._back % self.people for position in stretch]

    def people_met_by(self, index: int) -> list[int]:
        """Whom they met in the days before, those of the household first. Whoever met you, you met."""
        home = [other for other in self.household_of(index) if other != index]
        out = [
            other
            for other in self.circle_of(index)
            if other != index
            and other not in home
            and self.chance.happens(0.6, "meet", min(index, other), max(index, other))
        ]
        return home + out

    # ---- one person

    def _make_person(self, index: int) -> TownPerson:
        home = self.household_of(index)
        own = self.chance.draw_fractions("person", index)
        first = own if index == home[0] else self.chance.draw_fractions("person", home[0])
        age = _draw_age(index, home, own, first)
        phone = self._phone_kind(index, home, age, own)
        female = own[2] < 0.5
        called = load_names()
        return TownPerson(
            index=index,
            given=option_at(called.female if female else called.male, own[3]),
            family=option_at(called.family, first[4]),
            birth_date=_birth_date(self.day, age, int(own[5] * 360)),
            age=age,
            sex="female" if female else "male",
            lang="en" if first[6] < self.shares.english.share else "fr",
            household=home[0],
            territory=option_at(_TERRITORIES, first[9]),
            phone=phone,
            number=self._phone_number(index, home, phone),
            guardian=None if age >= MINOR else home[0],
        )

    def _phone_kind(self, index: int, home: range, age: int, own: tuple[float, ...]) -> Phone:
        share = self.shares
        if age < MINOR:
            return "mobile" if age >= 13 and own[7] < 0.85 else "guardian"
        if index == home[0] + 1 and own[8] < share.shared_mobile.share:
            return "shared"
        old = 8.0 if age >= 80 else 1.0
        landline = share.landline_only.share * old
        none = landline + share.no_phone.share
        if own[7] < none:
            return "landline" if own[7] < landline else "none"
        return "foreign" if own[7] < none + share.foreign.share else "mobile"

    def _phone_number(self, index: int, home: range, phone: Phone) -> str:
        if phone == "mobile":
            return town_numbers.mobile_number(index, big=self.big)
        if phone == "foreign":
            return town_numbers.foreign_number(index)
        if phone == "landline":
            return town_numbers.landline_number(home[0])
        return self.person(home[0]).number if phone in ("shared", "guardian") else ""

    # ---- telephones

    def holder_of(self, number: str) -> TownPerson | None:
        """Whose mobile it is; None for every other number."""
        slot = town_numbers.slot_of_number(number)
        if slot is None or not 0 <= slot < self.people:
            return None
        person = self.person(slot)
        return person if person.number == number else None

    def sharers_of(self, number: str) -> list[TownPerson]:
        """Everybody who is reached on a mobile, its holder first."""
        holder = self.holder_of(number)
        if holder is None:
            return []
        home = [self.person(other) for other in self.household_of(holder.index) if other != holder.index]
        return [holder, *(person for person in home if person.number == number)]

    def find_named(self, name: str, number: str, listed: Mapping[str, TownPerson]) -> TownPerson | None:
        """Who is meant by a name and a number, else who is listed by the name; None for nobody of the town."""
        there, said = self.sharers_of(number), name.split()
        meant = next((person for person in there if person.given in said), None)
        return meant or (there[0] if there else listed.get(name))

    def find_number_of(self, person: TownPerson | None) -> str:
        """A number that an agent finds for somebody: their own, or of somebody they live with.

        Empty for nobody, and where an agent finds nothing: the same each time.
        """
        if person is None or not self.chance.happens(
            self.shares.number_found.share, "number found", person.index
        ):
            return ""
        home = (self.person(index).number for index in self.household_of(person.index))
        return person.number or next((number for number in home if number), "")


def _draw_age(index: int, home: range, own: tuple[float, ...], first: tuple[float, ...]) -> int:
    """An age: that of the first of a household from what was drawn for them, which the second may need."""
    youngest, span = (20, 75) if len(home) < 3 else (26, 30)
    head = youngest + int(first[0] * span)
    place = index - home[0]
    if place == 0:
        return head
    if place == 1 and own[1] < 0.75:
        return max(20, min(95, head - 4 + int(own[0] * 9)))
    return int(own[0] * 24)


def _birth_date(day: date, age: int, days: int) -> date:
    """The birth date of somebody whose birthday was so many days ago."""
    birthday = day - timedelta(days=days)
    return birthday.replace(year=birthday.year - age, day=min(birthday.day, 28))


class BadTownSize(ValueError):
    """A town has from 1 to 20 million people, not"""

    def __init__(self, people: int) -> None:
        super().__init__(f"{self.__doc__} {people}")
        self.people = people
