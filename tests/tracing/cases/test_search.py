"""Somebody rings the desk, says a name or a number, and their file is found: theirs, and nobody else's."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracing.calls.people import HOME, KARIM, LEA, NADIA, NOON, People
from tocsin.privacy.encrypted_payloads import PersonDetails
from tocsin.privacy.identity import list_name_keys, make_name_key
from tocsin.privacy.reindex import move_all_indexes
from tocsin.tracing.calls.model import Territories
from tocsin.tracing.cases.search import SearchHit, UnreadableQuery, parse_query, search_files


def found(people: People, typed: str, territories: Territories = None) -> list[SearchHit]:
    """What the desk finds."""
    return search_files(people.db, people.vault, parse_query(typed), NOON, territories)


def ids(people: People, typed: str, territories: Territories = None) -> list[tuple[str, int]]:
    """The same, in short."""
    return [(one.kind, one.id) for one in found(people, typed, territories)]


def test_a_number_finds_whoever_is_reached_on_it_however_it_is_written(people: People) -> None:
    case = people.case("Léa", LEA)
    people.case("Karim", KARIM)
    for typed in (LEA, "0639981201", "06 39 98 12 01", "06.39.98.12.01", "0033 6 39 98 12 01"):
        assert ids(people, typed) == [("case", case)], typed
    assert ids(people, NADIA) == []


def test_a_number_finds_a_case_and_the_namings_of_the_same_phone(people: People) -> None:
    first = people.case("Léa", LEA)
    contact = people.contact(first, "Nadia", NADIA)
    own = people.case("Nadia", NADIA, at=NOON + timedelta(minutes=1))
    assert sorted(ids(people, NADIA)) == [("case", own), ("contact", contact)]


@pytest.mark.parametrize(
    "typed",
    [
        "Zoë Le Goff",
        "le goff zoe",
        "LE GOFF ZOÉ",
        "Zoe LeGoff",
        "zoe le-goff",
        "Le Goff, Zoë",
        "Zoë  Le Goff ",
    ],
)
def test_a_name_finds_its_person_in_either_order_and_without_its_accents(people: People, typed: str) -> None:
    case = people.case("Zoë Marie", LEA, family="Le Goff")
    people.case("Zoë", KARIM, family="Le Gall")
    people.case("Anne", NADIA, family="Le Goff")
    (one,) = found(people, typed)
    assert (one.kind, one.id, one.name, one.born) == ("case", case, "Zoë Marie Le Goff", "1990-02-01")


@pytest.mark.parametrize("typed", ["Zoë", "Le Goff", "Zoé Le", "oë Le Goff", "Zoë Le Gof", "Zoë Le Goffe"])
def test_a_name_is_not_guessed(people: People, typed: str) -> None:
    people.case("Zoë", LEA, family="Le Goff")
    assert ids(people, typed) == []


def test_a_birth_date_tells_namesakes_apart(people: People) -> None:
    older = people.person("Jean", "Martin", "1950-03-02")
    younger = people.person("Jean", "Martin", "1980-07-09")
    moment = {"resulted_at": NOON, "received_at": NOON, "deadline": NOON, "outcome": "", "consent": False}
    father, son = (
        people.insert("case", person_id=one, disease="covid19", **moment) for one in (older, younger)
    )
    assert sorted(ids(people, "Jean Martin")) == [("case", father), ("case", son)]
    assert ids(people, "Jean Martin 09/07/1980") == [("case", son)]
    assert ids(people, "Martin Jean 1950-03-02") == [("case", father)]
    assert ids(people, "Jean Martin 01/01/2000") == []


def test_a_contact_is_found_by_the_name_that_was_said(people: People) -> None:
    case = people.case("Léa", LEA)
    contact = people.contact(case, "Karim Benali", KARIM)
    (one,) = found(people, "karim benali")
    assert (one.kind, one.id, one.case_id, one.name) == ("contact", contact, case, "Karim Benali")


def test_somebody_whose_number_was_unknown_is_found_by_name_once_it_is_said(people: People) -> None:
    case = people.case("Léa", LEA)
    people.contact(case, "", HOME)
    assert ids(people, "Mamie Jeanne") == []
    contact = people.contact(case, "Mamie Jeanne", HOME)
    assert ids(people, "mamie jeanne") == [("contact", contact)]


def test_nobody_of_another_territory_is_found(people: People) -> None:
    paris = people.case("Zoë", LEA, family="Petit", territory="75")
    contact = people.contact(paris, "Karim Benali", KARIM)
    nowhere = people.case("Zoë Anne", NADIA, family="Petit", territory="", at=NOON - timedelta(days=1))
    assert ids(people, KARIM, ("35",)) == ids(people, "karim benali", ("35",)) == []
    assert ids(people, KARIM, ("35", "75")) == [("contact", contact)]
    for territories, seen in ((("35",), [nowhere]), ((), [nowhere]), (None, [paris, nowhere])):
        assert [id for _, id in ids(people, "Zoë Petit", territories)] == seen, territories


def test_people_of_before_are_found_once_the_indexes_have_moved(people: People) -> None:
    case = people.case("Zoë", LEA, family="Le Goff")
    people.db.execute("update tracing_person set name_index = null")
    people.db.commit()
    assert ids(people, "Zoë Le Goff") == []
    assert ids(people, "Zoë Le Goff 01/02/1990") == [("case", case)], "by who they are, as before"
    people.db.commit()
    move_all_indexes(people.db, people.vault, NOON)
    assert ids(people, "Zoë Le Goff") == [("case", case)]


@pytest.mark.parametrize("typed", ["", "   ", "?", "12", "0639", "01/02/1990", "- - -", "😀"])
def test_what_is_neither_a_name_nor_a_number_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(UnreadableQuery, match="06 39 98 12 34"):
        parse_query(typed)


def test_a_day_that_does_not_exist_is_no_birth_date() -> None:
    assert parse_query("Zoë Durand 31/02/1990").born is None
    assert parse_query("Zoë Durand 01.02.1990").born == date(1990, 2, 1)


NAMES = st.text("abcdeéèçïœ'’ -ABCÉ", min_size=1, max_size=12).filter(lambda name: make_name_key("", name))


@given(NAMES, NAMES)
def test_whoever_has_two_names_is_found_by_both_in_either_order(family: str, given_names: str) -> None:
    first = next(word for word in given_names.replace("-", " ").split() if make_name_key("", word))
    indexed = make_name_key(family, given_names)
    if len(family.replace("-", " ").split()) < 4:
        assert indexed in list_name_keys(f"{first} {family}")
        assert indexed in list_name_keys(f"{family} {first}")


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        sought = parse_query(typed)
    except UnreadableQuery:
        return
    assert sought.number or sought.names
    assert len(sought.names) <= 15


def test_who_was_erased_is_not_found(people: People) -> None:
    people.case("Zoë", LEA, family="Le Goff")
    details = msgspec.json.decode(
        people.vault.open(people.one("select int8send(id) || sealed from tracing_person"), "person.sealed"),
        type=PersonDetails,
    )
    assert details.family_name == "Le Goff"
    people.db.execute("update tracing_person set sealed = null, identity_index = null, name_index = null")
    people.db.execute("update tracing_phone set sealed = null, number_index = null")
    assert ids(people, "Zoë Le Goff 01/02/1990") == ids(people, LEA) == []
