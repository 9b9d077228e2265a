"""What is said when people of the town are rung, and how their agents write it down."""

from collections import Counter

import pytest

from tocsin.tracing.calls.call_facts import parse_call_facts
from tocsin.tracing.calls.model import OUTCOMES
from tocsin.tracing.calls.named_contacts import parse_contacts
from tocsin_simulation.town.lab_results import infected_by, is_positive, results_of_day
from tocsin_simulation.town.people import Town
from tocsin_simulation.town.simulated_agents import is_on_shift
from tocsin_simulation.town.simulated_calls import (
    PhoneDirectory,
    SimulatedCall,
    find_onset,
    simulate_call,
)
from tocsin_simulation.town.simulated_contacts import contacts_named_by


@pytest.fixture(scope="module")
def town() -> Town:
    return Town(3_000, seed=2)


@pytest.fixture(scope="module")
def calls(town: Town) -> list[SimulatedCall]:
    return [simulate_call(town, town.person(index), case=True, attempt=0) for index in range(town.people)]


def test_calls_end_in_every_way_that_calls_end(calls: list[SimulatedCall]) -> None:
    ends = Counter(call.outcome for call in calls)
    assert set(ends) <= set(OUTCOMES)
    assert {"reached", "voicemail", "no_answer", "wrong_person", "refused"} <= set(ends)
    assert 0.5 < ends["reached"] / len(calls) < 0.7


def test_whoever_does_not_pick_up_may_do_so_the_next_time(town: Town) -> None:
    silent = [
        p for p in map(town.person, range(600)) if simulate_call(town, p, case=True, attempt=0).seconds == 40
    ]
    again = [simulate_call(town, person, case=True, attempt=1).outcome for person in silent if person.number]
    assert again.count("reached") > 0.4 * len(again)


def test_what_a_case_tells_an_agent_is_read_as_in_an_sms(town: Town) -> None:
    for index in range(300):
        call = simulate_call(town, town.person(index), case=True, attempt=0)
        parse_call_facts(call.facts)
        if call.outcome == "reached" and not call.contacts:
            assert call.facts["nobody"] is True
        if call.contacts:
            numbers = {told.number for told in parse_contacts(call.contacts)} - {None}
            assert numbers <= {naming.number for naming in contacts_named_by(town, index)}


def test_two_cases_of_one_circle_tell_of_the_same_gathering(town: Town, calls: list[SimulatedCall]) -> None:
    told: dict[int, set[object]] = {}
    for index, call in enumerate(calls):
        if "gathering" in call.facts:
            told.setdefault(min(town.circle_of(index)), set()).add(call.facts["gathering"])
    assert len(told) > 50
    assert all(len(words) == 1 for words in told.values())


def test_a_contact_names_nobody(town: Town) -> None:
    calls = [simulate_call(town, town.person(index), case=False, attempt=0) for index in range(200)]
    assert not any(call.contacts or "nobody" in call.facts for call in calls)


def test_nobody_answers_for_somebody_who_is_not_of_the_town(town: Town) -> None:
    assert simulate_call(town, None, case=True, attempt=0).outcome == "no_answer"


def test_the_directory_finds_who_is_meant_on_a_shared_telephone(town: Town) -> None:
    directory = PhoneDirectory(town)
    shared = next(p for p in map(town.person, range(town.people)) if p.phone == "shared")
    there = town.sharers_of(shared.number)
    if len({person.given for person in there}) == len(there):
        assert directory.find_person(shared.name, shared.number) == shared
    assert directory.find_person("Quelqu'un", shared.number) == there[0]


def test_the_directory_finds_a_case_without_a_mobile_by_name(town: Town) -> None:
    directory = PhoneDirectory(town)
    cases = [town.person(i) for i in range(town.people) if is_positive(town, i)]
    landline = next(person for person in cases if person.phone == "landline")
    found = directory.find_person(landline.name, landline.number)
    assert found is not None
    assert found.name == landline.name
    assert directory.find_person("Personne Inconnue", "+33199009999") is None


def test_agents_ring_by_day(town: Town) -> None:
    hours = [result.resulted_at for result in results_of_day(town)]
    assert any(is_on_shift(hour) for hour in hours)
    assert not any(is_on_shift(hour.replace(hour=3)) for hour in hours)


def test_an_agent_looks_for_a_number_that_is_not_known(town: Town) -> None:
    directory = PhoneDirectory(town)
    without = [p for p in map(town.person, range(town.people)) if p.phone == "none" and p.guardian is None]
    found = {person.index: directory.find_number(person.name) for person in without}
    assert any(found.values())
    assert not all(found.values())
    assert directory.find_number("Personne Inconnue") == ""
    for index, number in found.items():
        first = directory._people_by_name[town.person(index).name]
        home = {town.person(other).number for other in town.household_of(first.index)}
        assert number in {*home, ""}
    assert found == {person.index: directory.find_number(person.name) for person in without}


def test_somebody_without_a_number_is_reached_on_the_one_that_was_found(town: Town) -> None:
    person = next(p for p in map(town.person, range(town.people)) if p.phone == "none")
    silent = simulate_call(town, person, case=True, attempt=0, number="")
    assert (silent.outcome, silent.seconds) == ("no_answer", 40)
    ends = {
        simulate_call(town, person, case=True, attempt=n, number="+33199001234").outcome for n in range(12)
    }
    assert ends & {"reached", "refused", "wrong_person"}


def test_a_case_falls_ill_days_after_whoever_infected_them(town: Town, calls: list[SimulatedCall]) -> None:
    """So that the curve by first symptoms and the serial interval have something to show."""
    told = [
        index for index, call in enumerate(calls) if "onset_on" in call.facts and is_positive(town, index)
    ]
    pairs = [(index, source) for index in told if (source := infected_by(town, index)) is not None]
    assert len(pairs) > 10
    assert {(find_onset(town, index) - find_onset(town, source)).days for index, source in pairs} <= {2, 3, 4}
    assert max(find_onset(town, index) for index in told) <= town.day
    settings = {call.facts.get("exposure_setting") for call in calls}
    assert settings >= {None, "household", "work", "school", "event"}
