"""Two files that are one are joined, one that is two is parted; undone, everything is as it was."""

from datetime import timedelta
from typing import Any, Final

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.tracing.calls.people import HOME, KARIM, LEA, NADIA, NOON, People
from tocsin.privacy.encrypted_payloads import PersonDetails
from tocsin.tracing.calls.task_queue import take_next_call
from tocsin.tracing.cases import corrections
from tocsin.tracing.cases.corrections import (
    CaseRecordErased,
    CorrectionAlreadyUndone,
    DeathNotSettled,
    DifferentDiseases,
    NoSuchCaseRecord,
    NothingToSplit,
    SameCaseRecord,
    undo_correction,
)
from tocsin.tracing.cases.file_views import list_split_candidates
from tocsin.tracing.cases.merge import merge_cases, merge_people
from tocsin.tracing.cases.search import parse_query, search_files
from tocsin.tracing.cases.split import split_person
from tocsin.tracing.cases.value_moves import ConcurrentChange
from tocsin.tracing.contact_matching import ContactMention, name_contacts
from tocsin.tracing.inbox import ConversationEnded

TABLES: Final = "attendance calltask case contact gathering holding person result".split()
LATER: Final = NOON + timedelta(minutes=5)
NUMBERS: Final = (LEA, KARIM, NADIA, HOME)


def snapshot(people: People) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that a correction may touch."""
    return {
        table: people.rows(f"select * from tracing_{table} order by id")  # type: ignore[misc]
        for table in TABLES
    }


def person_of(people: People, case: int) -> int:
    """Whose case it is."""
    return people.one("select person_id from tracing_case where id = %s", case)


def found(people: People, typed: str) -> list[tuple[str, int]]:
    """What the desk finds."""
    return [(one.kind, one.id) for one in search_files(people.db, people.vault, parse_query(typed), NOON)]


def twice(people: People) -> tuple[int, int]:
    """Zoé, of whom two laboratories told, one of them with a slip in her name; both have her number."""
    one = people.case("Zoé", LEA, family="Le Goff")
    return one, people.case("Zoe", LEA, family="Le Gof", at=NOON + timedelta(hours=1))


def test_two_people_who_are_one_have_one_file(people: People) -> None:
    one, two = twice(people)
    kept, other = person_of(people, one), person_of(people, two)
    merge_people(people.db, kept, other, "typo", "anne", LATER)
    assert person_of(people, one) == person_of(people, two) == kept
    assert found(people, "Zoé Le Gof") == found(people, "Zoé Le Goff") == [("case", two), ("case", one)]
    held = people.rows("select person_id, until is null from tracing_holding order by person_id")
    assert held == [(kept, True), (other, False)], "one phone, held once"
    assert people.changes("case", two) == [f"person {kept} same_person.typo anne"]


def test_two_cases_that_are_one_are_rung_once(people: People) -> None:
    one, two = twice(people)
    first, second = people.task(case=one), people.task(case=two)
    contact = people.contact(two, "Karim", KARIM)
    before = len(people.events())
    merge_cases(people.db, people.vault, one, two, "twice", "anne", LATER)
    assert people.rows(
        "select id from tracing_calltask where done_at is null and case_id is not null and contact_id is null"
    ) == [(first,)]
    assert people.one("select outcome from tracing_calltask where id = %s", second) == "void"
    assert people.one("select case_id from tracing_contact where id = %s", contact) == one
    assert people.one("select outcome from tracing_case where id = %s", two) == "void"
    ended = people.events()[before:]
    assert ended == [ConversationEnded(f"follow-{two}", "void"), ConversationEnded(f"case-{two}", "void")], (
        "nobody writes twice"
    )


def test_what_one_of_two_cases_answered_is_not_asked_again(people: People) -> None:
    one, two = twice(people)
    people.db.execute(
        "update tracing_case set answered_at = %s, listed_at = %s where id = %s", (NOON, NOON, two)
    )
    merge_cases(people.db, people.vault, one, two, "twice", "anne", LATER)
    assert people.rows("select answered_at, listed_at from tracing_case where id = %s", one) == [(NOON, NOON)]


def test_somebody_whom_both_cases_named_stays_once_in_the_joined_case(people: People) -> None:
    one, two = twice(people)
    mine, theirs = people.contact(one, "Karim", KARIM), people.contact(two, "Karim", KARIM)
    only = people.contact(two, "Nadia", NADIA)
    merge_cases(people.db, people.vault, one, two, "twice", "anne", LATER)
    assert people.rows("select id from tracing_contact where case_id = %s order by id", one) == [
        (mine,),
        (only,),
    ]
    assert people.one("select case_id from tracing_contact where id = %s", theirs) == two


def test_father_and_son_in_one_file_are_parted(people: People) -> None:
    father = people.case("Jean", HOME, family="Martin")
    person = person_of(people, father)
    son = people.insert(
        "case", person_id=person, phone_id=people.phone(KARIM), disease="covid19", resulted_at=NOON,
        received_at=LATER, deadline=NOON + timedelta(hours=24), outcome="", consent=False,
    )  # fmt: skip
    people.insert("holding", person_id=person, phone_id=people.phone(KARIM), since=NOON, why="result")
    phone = people.one("select max(id) from tracing_holding")
    details = PersonDetails("Martin", "Jean", "2010-05-06", "male")
    split_person(
        people.db,
        people.vault,
        person,
        details,
        "mistake",
        "anne",
        LATER,
        territories=None,
        cases=[son],
        holdings=[phone],
    )
    assert found(people, "Jean Martin 06/05/2010") == [("case", son)]
    assert found(people, "Jean Martin 01/02/1990") == [("case", father)]
    assert found(people, KARIM) == [("case", son)]


def test_what_belongs_to_somebody_known_goes_to_them(people: People) -> None:
    paul = people.case("Paul", NADIA, family="Martin")
    jean = people.case("Jean", HOME, family="Martin")
    wrong = people.contact(paul, "Karim", KARIM)
    jeans = person_of(people, jean)
    people.db.execute("update tracing_contact set person_id = %s where id = %s", (jeans, wrong))
    details = PersonDetails("Martin", "Paul", "1990-02-01")
    split_person(
        people.db, people.vault, jeans, details, "mistake", "anne", LATER, territories=None, contacts=[wrong]
    )
    assert people.one("select person_id from tracing_contact where id = %s", wrong) == person_of(people, paul)
    assert people.one("select count(*) from tracing_person where sealed is not null") == 3, "nobody was made"


# ---- undoing


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
@given(data=st.data())
def test_undone_everything_is_as_it_was(people: People, data: st.DataObject) -> None:
    """Whoever they are, whatever phones and people they share, in whatever order it is undone."""
    with people.db.transaction(force_rollback=True):
        cases = [
            people.case(f"Cas{'abcd'[n]}", data.draw(st.sampled_from((*NUMBERS, None))), family="Petit")
            for n in range(4)
        ]
        for _ in range(data.draw(st.integers(0, 4))):
            name, number = (
                data.draw(st.sampled_from(("Ida", "Max", ""))),
                data.draw(st.sampled_from(NUMBERS)),
            )
            row = ContactMention(case_id=data.draw(st.sampled_from(cases)), name=name, number=number)
            name_contacts(people.db, people.vault, [row], NOON)
        for case in cases:
            if data.draw(st.booleans()):
                people.task(case=case)
        take_next_call(people.db, people.vault, "brice", NOON)
        seen, made = [snapshot(people)], []
        for kept, other in data.draw(st.lists(st.permutations(cases), min_size=1, max_size=3).map(_pairs)):
            try:
                made.append(_correction(people, data, kept, other))
            except (SameCaseRecord, NothingToSplit):
                continue
            seen.append(snapshot(people))
        for correction in reversed(made):
            assert snapshot(people) == seen.pop()
            undo_correction(people.db, correction, "anne", LATER)
        assert snapshot(people) == seen.pop()


def _pairs(orders: list[list[int]]) -> list[tuple[int, int]]:
    return [(order[0], order[1]) for order in orders]


def _correction(people: People, data: st.DataObject, kept: int, other: int) -> int:
    match data.draw(st.sampled_from(("people", "cases", "part"))):
        case "people":
            one, two = person_of(people, kept), person_of(people, other)
            return merge_people(people.db, one, two, "typo", "anne", LATER)
        case "cases":
            return merge_cases(people.db, people.vault, kept, other, "twice", "anne", LATER)
    details = PersonDetails("Autre", "Toute")
    person = person_of(people, kept)
    return split_person(
        people.db, people.vault, person, details, "mistake", "anne", LATER, territories=None, cases=[kept]
    ).correction


def test_nothing_is_undone_over_what_somebody_changed_since(people: People) -> None:
    one, two = twice(people)
    correction = merge_cases(people.db, people.vault, one, two, "twice", "anne", LATER)
    contact = people.contact(one, "Karim", KARIM)
    people.db.execute("update tracing_case set outcome = 'done' where id = %s", (two,))
    people.db.commit()
    before = snapshot(people)
    with pytest.raises(ConcurrentChange, match=r"case\.outcome"):
        undo_correction(people.db, correction, "anne", LATER)
    assert snapshot(people) == before
    assert people.one("select case_id from tracing_contact where id = %s", contact) == one


def test_somebody_who_was_parted_and_named_since_stays(people: People) -> None:
    jean, paul = people.case("Jean", HOME, family="Martin"), people.case("Paul", NADIA, family="Martin")
    person = person_of(people, jean)
    people.db.execute("update tracing_case set person_id = %s where id = %s", (person, paul))
    details = PersonDetails("Martin", "Paulo")
    correction = split_person(
        people.db, people.vault, person, details, "mistake", "anne", LATER, territories=None, cases=[paul]
    ).correction
    people.db.execute(
        "insert into tracing_holding (person_id, phone_id, since, why)"
        " select person_id, phone_id, received_at, 'agent' from tracing_case where id = %s",
        (paul,),
    )
    people.db.commit()
    with pytest.raises(ConcurrentChange, match="person"):
        undo_correction(people.db, correction, "anne", LATER)


def test_what_is_undone_is_not_undone_again(people: People) -> None:
    one, two = twice(people)
    kept, other = person_of(people, one), person_of(people, two)
    correction = merge_people(people.db, kept, other, "typo", "anne", LATER)
    assert undo_correction(people.db, correction, "brice", LATER).undone_by == "brice"
    with pytest.raises(CorrectionAlreadyUndone):
        undo_correction(people.db, correction, "brice", LATER)
    (told,) = corrections.list_corrections(people.db, kept)
    assert (told.kind, told.by, told.undone_by) == ("same_person", "anne", "brice")
    assert people.changes("case", two)[-1] == f"person {other} same_person.undone brice"


# ---- what is refused


def test_what_cannot_be_joined_or_parted_is_refused_and_nothing_moves(people: People) -> None:
    one, two = twice(people)
    kept, other = person_of(people, one), person_of(people, two)
    measles = people.case("Ida", NADIA)
    people.db.execute("update tracing_case set disease = 'measles' where id = %s", (measles,))
    gone = people.person("Max")
    people.db.execute("update tracing_person set erased_at = now() where id = %s", (gone,))
    people.db.commit()
    before, db, vault = snapshot(people), people.db, people.vault
    refused: list[tuple[type[Exception], Any]] = [
        (SameCaseRecord, lambda: merge_people(db, kept, kept, "typo", "anne", LATER)),
        (NoSuchCaseRecord, lambda: merge_people(db, kept, 999_999, "typo", "anne", LATER)),
        (CaseRecordErased, lambda: merge_people(db, kept, gone, "typo", "anne", LATER)),
        (SameCaseRecord, lambda: merge_cases(db, vault, one, one, "twice", "anne", LATER)),
        (NoSuchCaseRecord, lambda: merge_cases(db, vault, one, 999_999, "twice", "anne", LATER)),
        (DifferentDiseases, lambda: merge_cases(db, vault, one, measles, "twice", "anne", LATER)),
        (
            NothingToSplit,
            lambda: split_person(
                db, vault, kept, PersonDetails("A", "B"), "typo", "anne", LATER, territories=None
            ),
        ),
        (
            NothingToSplit,
            lambda: split_person(
                db, vault, kept, PersonDetails("A", "B"), "x", "anne", LATER, territories=None, cases=[one]
            ),
        ),
        (NoSuchCaseRecord, lambda: undo_correction(db, 999_999, "anne", LATER)),
    ]
    for error, act in refused:
        with pytest.raises(error):
            act()
    assert snapshot(people) == before
    assert other
    assert corrections.list_corrections(db, kept, one) == []


def test_only_identifiers_and_moments_are_kept_of_a_correction(
    people: People, db: psycopg.Connection
) -> None:
    one, two = twice(people)
    people.task(case=two)
    people.contact(two, "Karim", KARIM)
    merge_cases(db, people.vault, one, two, "twice", "anne", LATER)
    kept = people.one("select moves::text from tracing_correction")
    assert not any(word in kept for word in ("Goff", "Karim", LEA, KARIM, "1990"))


# ---- people of another territory


def test_who_is_known_elsewhere_is_neither_written_to_nor_told(people: People) -> None:
    """Parting by a name and a birth date must not ask the whole nation whether somebody is known."""
    elsewhere = person_of(people, people.case("Ana", NADIA, family="Silva", territory="35"))
    jean, other = people.case("Jean", HOME, family="Martin"), people.case("Rui", LEA, family="Martin")
    person = person_of(people, jean)
    people.db.execute("update tracing_case set person_id = %s where id = %s", (person, other))
    details = PersonDetails("Silva", "Ana", "1990-02-01")
    by = (people.db, people.vault, person, details, "mistake", "anne", LATER)
    made = split_person(*by, territories=("75",), cases=[other])
    assert made.kept_apart_from == (elsewhere, "35")
    assert person_of(people, other) == made.other != elsewhere
    assert people.rows("select territory, identity_index from tracing_person where id = %s", made.other) == [
        ("75", None)
    ], "the other person stands where the first does"
    undo_correction(people.db, made.correction, "anne", LATER)
    made = split_person(*by, territories=None, cases=[other])
    assert (made.other, made.kept_apart_from) == (elsewhere, None), "who may write there, does"


def test_how_a_case_elsewhere_named_somebody_is_not_chosen_here(people: People) -> None:
    jean = people.case("Jean", HOME, family="Martin")
    away = people.case("Ana", NADIA, family="Silva", territory="35")
    named = people.contact(away, "Rui", KARIM)
    person = person_of(people, jean)
    people.db.execute("update tracing_contact set person_id = %s where id = %s", (person, named))
    assert [one.kind for one in list_split_candidates(people.db, people.vault, person, ("75",))] == [
        "case",
        "phone",
    ]
    assert len(list_split_candidates(people.db, people.vault, person, None)) == 3
    details = PersonDetails("Silva", "Rui")
    with pytest.raises(NothingToSplit):
        split_person(
            people.db, people.vault, person, details, "mistake", "anne", LATER, territories=("75",),
            contacts=[named],
        )  # fmt: skip
    assert people.one("select person_id from tracing_contact where id = %s", named) == person


def test_a_dead_person_is_joined_with_nobody_who_is_still_written_to(people: People) -> None:
    one, two = twice(people)
    kept, other = person_of(people, one), person_of(people, two)
    people.db.execute("update tracing_person set died = true where id = %s", (other,))
    with pytest.raises(DeathNotSettled):
        merge_people(people.db, kept, other, "typo", "anne", LATER)
    assert person_of(people, two) == other
    people.db.execute("update tracing_person set died = true where id = %s", (kept,))
    merge_people(people.db, kept, other, "typo", "anne", LATER)
    assert person_of(people, two) == kept
