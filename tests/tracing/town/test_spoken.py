"""What is said when people of the town are rung, and how their agents write it down."""

from collections import Counter

import pytest

from tocsin.tracing.calls import OUTCOMES, read_contacts
from tocsin.tracing.calls.facts import read
from tocsin.tracing.town.agents import on_shift
from tocsin.tracing.town.contacts import named
from tocsin.tracing.town.people import Town
from tocsin.tracing.town.results import day, is_positive
from tocsin.tracing.town.spoken import Directory, Spoken, speak


@pytest.fixture(scope="module")
def town() -> Town:
    return Town(3_000, seed=2)


@pytest.fixture(scope="module")
def calls(town: Town) -> list[Spoken]:
    return [speak(town, town.person(index), case=True, attempt=0) for index in range(town.people)]


def test_calls_end_in_every_way_that_calls_end(calls: list[Spoken]) -> None:
    ends = Counter(call.outcome for call in calls)
    assert set(ends) <= set(OUTCOMES)
    assert {"reached", "voicemail", "no_answer", "wrong_person", "refused"} <= set(ends)
    assert 0.5 < ends["reached"] / len(calls) < 0.7


def test_whoever_does_not_pick_up_may_do_so_the_next_time(town: Town) -> None:
    silent = [p for p in map(town.person, range(600)) if speak(town, p, case=True, attempt=0).seconds == 40]
    again = [speak(town, person, case=True, attempt=1).outcome for person in silent if person.number]
    assert again.count("reached") > 0.4 * len(again)


def test_what_a_case_tells_an_agent_is_read_as_in_an_sms(town: Town) -> None:
    for index in range(300):
        call = speak(town, town.person(index), case=True, attempt=0)
        read(call.facts)
        if call.outcome == "reached" and not call.contacts:
            assert call.facts["nobody"] is True
        if call.contacts:
            numbers = {told.number for told in read_contacts(call.contacts)} - {None}
            assert numbers <= {naming.number for naming in named(town, index)}


def test_two_cases_of_one_circle_tell_of_the_same_gathering(town: Town, calls: list[Spoken]) -> None:
    told: dict[int, set[object]] = {}
    for index, call in enumerate(calls):
        if "gathering" in call.facts:
            told.setdefault(min(town.circle(index)), set()).add(call.facts["gathering"])
    assert len(told) > 50
    assert all(len(words) == 1 for words in told.values())


def test_a_contact_names_nobody(town: Town) -> None:
    calls = [speak(town, town.person(index), case=False, attempt=0) for index in range(200)]
    assert not any(call.contacts or "nobody" in call.facts for call in calls)


def test_nobody_answers_for_somebody_who_is_not_of_the_town(town: Town) -> None:
    assert speak(town, None, case=True, attempt=0).outcome == "no_answer"


def test_the_directory_finds_who_is_meant_on_a_shared_telephone(town: Town) -> None:
    directory = Directory(town)
    shared = next(p for p in map(town.person, range(town.people)) if p.phone == "shared")
    there = town.sharers(shared.number)
    if len({person.given for person in there}) == len(there):
        assert directory.find(shared.name, shared.number) == shared
    assert directory.find("Quelqu'un", shared.number) == there[0]


def test_the_directory_finds_a_case_without_a_mobile_by_name(town: Town) -> None:
    directory = Directory(town)
    cases = [town.person(i) for i in range(town.people) if is_positive(town, i)]
    landline = next(person for person in cases if person.phone == "landline")
    found = directory.find(landline.name, landline.number)
    assert found is not None
    assert found.name == landline.name
    assert directory.find("Personne Inconnue", "+33199009999") is None


def test_agents_ring_by_day(town: Town) -> None:
    hours = [result.resulted_at for result in day(town)]
    assert any(on_shift(hour) for hour in hours)
    assert not any(on_shift(hour.replace(hour=3)) for hour in hours)


def test_an_agent_looks_for_a_number_that_is_not_known(town: Town) -> None:
    directory = Directory(town)
    without = [p for p in map(town.person, range(town.people)) if p.phone == "none" and p.guardian is None]
    found = {person.index: directory.number_of(person.name) for person in without}
    assert any(found.values())
    assert not all(found.values())
    assert directory.number_of("Personne Inconnue") == ""
    for index, number in found.items():
        first = directory._everybody[town.person(index).name]
        home = {town.person(other).number for other in town.household(first.index)}
        assert number in {*home, ""}
    assert found == {person.index: directory.number_of(person.name) for person in without}


def test_somebody_without_a_number_is_reached_on_the_one_that_was_found(town: Town) -> None:
    person = next(p for p in map(town.person, range(town.people)) if p.phone == "none")
    silent = speak(town, person, case=True, attempt=0, number="")
    assert (silent.outcome, silent.seconds) == ("no_answer", 40)
    ends = {speak(town, person, case=True, attempt=n, number="+33199001234").outcome for n in range(12)}
    assert ends & {"reached", "refused", "wrong_person"}
