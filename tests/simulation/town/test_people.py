"""Who lives in the synthetic town."""

import os
import subprocess
import sys
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.phone_numbers.e164 import FICTION, to_e164
from tocsin_simulation.town import town_numbers
from tocsin_simulation.town.named_random import NamedRandom
from tocsin_simulation.town.people import DAY, BadTownSize, Town, TownPerson


@pytest.fixture(scope="module")
def town() -> Town:
    return Town(3_000, seed=5)


@pytest.fixture(scope="module")
def everybody(town: Town) -> list[TownPerson]:
    return [town.person(index) for index in range(town.people)]


def test_the_same_seed_gives_the_same_people_and_another_seed_others(everybody: list[TownPerson]) -> None:
    again = Town(3_000, seed=5)
    assert [again.person(i) for i in reversed(range(3_000))] == everybody[::-1]
    others = Town(3_000, seed=6)
    assert sum(others.person(i) == everybody[i] for i in range(3_000)) < 30


def test_every_person_belongs_to_one_household_and_its_first_is_an_adult(town: Town) -> None:
    seen: Counter[int] = Counter()
    for index in range(town.people):
        home = town.household_of(index)
        assert index in home
        assert all(town.household_of(other) == home for other in home)
        assert town.person(home[0]).age >= 18
        seen[home[0]] += 1
    assert sum(seen.values()) == town.people
    assert max(seen.values()) == 5
    assert 0.30 < sum(n == 1 for n in seen.values()) / len(seen) < 0.42


def test_whoever_met_you_you_met(town: Town) -> None:
    met = [set(town.people_met_by(index)) for index in range(town.people)]
    assert all(index in met[other] for index in range(town.people) for other in met[index])
    assert all(index not in others for index, others in enumerate(met))
    assert 4 < sum(map(len, met)) / town.people < 8


def test_a_minor_has_a_guardian_of_the_same_household(town: Town, everybody: list[TownPerson]) -> None:
    minors = [person for person in everybody if person.age < 18]
    assert len(minors) > 300
    for minor in minors:
        assert minor.guardian in town.household_of(minor.index)
        guardian = town.person(minor.guardian)
        assert guardian.age >= 18
        if minor.phone == "guardian":
            assert minor.number == guardian.number
    assert all(person.guardian is None for person in everybody if person.age >= 18)


def test_birthdays_and_ages_agree(everybody: list[TownPerson]) -> None:
    for person in everybody:
        had = (DAY.month, DAY.day) >= (person.birth_date.month, person.birth_date.day)
        assert DAY.year - person.birth_date.year - (not had) == person.age


def test_the_town_knows_every_way_of_having_a_telephone(town: Town, everybody: list[TownPerson]) -> None:
    ways = Counter(person.phone for person in everybody)
    assert set(ways) == {"mobile", "shared", "guardian", "landline", "foreign", "none"}
    assert ways["mobile"] > 0.65 * len(everybody)
    shared = [person for person in everybody if person.phone == "shared"]
    assert any(town.sharers_of(person.number)[0] != person for person in shared)


def test_every_number_is_one_of_fiction(everybody: list[TownPerson]) -> None:
    for person in everybody:
        if person.number.startswith("+33"):
            assert person.number[3:].startswith(FICTION)
            assert to_e164(person.number) == person.number
        elif person.number:
            assert person.number.startswith("+447700900")


def test_a_mobile_leads_back_to_its_holder_and_to_all_who_share_it(
    town: Town, everybody: list[TownPerson]
) -> None:
    by_number: dict[str, set[int]] = {}
    for person in everybody:
        if person.number.startswith("+336"):
            by_number.setdefault(person.number, set()).add(person.index)
    for number, people in by_number.items():
        assert {person.index for person in town.sharers_of(number)} == people
        assert town.holder_of(number) == town.sharers_of(number)[0]
    assert town.holder_of("+33199001234") is None
    assert town.sharers_of("+447700900001") == []


@given(slot=st.integers(0, town_numbers.FICTION - 1))
def test_a_slot_and_its_number_lead_to_each_other(slot: int) -> None:
    assert town_numbers.slot_of_number(town_numbers.mobile_number(slot)) == slot


@given(slot=st.integers(0, town_numbers.MOST - 1))
def test_in_a_big_town_too(slot: int) -> None:
    number = town_numbers.mobile_number(slot, big=True)
    assert town_numbers.slot_of_number(number) == slot
    assert len(number) == 12


@given(slot=st.integers(0, town_numbers.FICTION - 1), style=st.integers(0, 4))
def test_a_number_in_any_writing_is_the_number(slot: int, style: int) -> None:
    number = town_numbers.mobile_number(slot)
    assert to_e164(town_numbers.format_number(number, style)) == number


@settings(max_examples=25)
@given(people=st.integers(1, 400), seed=st.integers(0, 10))
def test_a_town_of_any_size_holds_together(people: int, seed: int) -> None:
    town = Town(people, seed)
    for index in range(people):
        assert index in town.circle_of(index)
        assert all(index in town.people_met_by(other) for other in town.people_met_by(index))
        assert town.person(index).household in range(people)


def test_a_town_of_a_million_answers_for_anybody_at_once() -> None:
    town = Town(1_500_000)
    person = town.person(1_234_567)
    assert town.holder_of(person.number) == person
    assert all(1_234_567 in town.people_met_by(other) for other in town.people_met_by(1_234_567))


@pytest.mark.parametrize("people", [0, -1, 20_000_001])
def test_a_town_that_cannot_be_says_how_many_can(people: int) -> None:
    with pytest.raises(BadTownSize, match=f"1 to 20 million people, not {people}"):
        Town(people)


def test_a_draw_is_known_by_its_name() -> None:
    chance = NamedRandom(3)
    draws = [chance.pick_weighted({"a": 1.0, "b": 3.0}, "letter", n) for n in range(2_000)]
    assert 0.2 < draws.count("a") / 2_000 < 0.3
    assert {chance.draw_below(6, "die", n) for n in range(200)} == set(range(6))
    assert (
        chance.make_generator("x").random()
        == chance.make_generator("x").random()
        != chance.make_generator("y").random()
    )


def test_the_day_is_the_one_of_the_founding_document() -> None:
    assert date(2021, 3, 4) == DAY


def test_numbers_beyond_those_of_fiction_are_real_only_where_a_simulation_asks_for_them() -> None:
    code = (
        "import tocsin.tracing; from tocsin.phone_numbers.e164 import to_e164; "
        "print(to_e164('07 10 00 00 01'))"
    )
    plain = {**os.environ, "TOCSIN_SIMULATED_NUMBERS": ""}
    said = [
        subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True).stdout
        for environment in (plain, plain | town_numbers.SIMULATED)
    ]
    assert said == ["None\n", "+33710000001\n"]
