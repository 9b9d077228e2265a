"""What an agent notes of a file: each field by itself, checked, and never told by the rows of change."""

from datetime import date, timedelta

import psycopg
import pytest

from tests.privacy.leaks import assert_no_leak
from tests.privacy.test_erased_words import rows_of_everything
from tests.tracing.calls.people import HOME, LEA, NOON, TOLD, People
from tocsin.charter.errors import YamlDocumentError
from tocsin.charter.yaml_document import YamlDocument
from tocsin.privacy.noted_fields import check_noted_fields, list_noted_fields
from tocsin.privacy.vault import Vault
from tocsin.tracing.calls.model import BadCallFact
from tocsin.tracing.calls.outcome_reversal import reverse_outcome
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.people.noted_details import (
    DETAILS,
    BadFileDetail,
    NotedDetails,
    list_follow_up_days,
    note_details,
    note_follow_up_day,
    read_details,
)

TODAY = date(2021, 3, 4)
ADDRESS = "odette@martin.example"


@pytest.fixture
def people(db: psycopg.Connection, vault: Vault) -> People:
    db.autocommit = True
    return People(db, vault)


def note(people: People, case: int, **given: object) -> tuple[str, ...]:
    return note_details(people.db, people.vault, "case", case, given, "anne", NOON)


def test_what_is_noted_is_read_and_the_rest_stays(people: People) -> None:
    case = people.case("Odette", HOME)
    assert note(people, case, exposure_setting="work", vulnerable=True, email=ADDRESS)
    assert note(people, case, hospital_on=date(2021, 3, 2), vulnerable=True) == (
        "hospital_on",
        "hospitalised",
    )
    assert note(people, case, exposure_setting="") == ("exposure_setting",), "taken away"
    assert read_details(people.db, people.vault, "case", case) == NotedDetails(
        vulnerable=True, email=ADDRESS, hospitalised=True, hospital_on=date(2021, 3, 2)
    )
    assert people.changes("case", case)[:3] == [
        "exposure_setting given call anne", "vulnerable given call anne", "email given call anne",
    ]  # fmt: skip
    assert_no_leak(rows_of_everything(people.db)["public.tracing_epidetail"], (ADDRESS,))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"exposure_setting": "beach"}, "exposure_setting: found 'beach'; expected one of household, work"),
        (
            {"hospital_on": TODAY + timedelta(days=1)},
            "hospital_on: found 2021-03-05; expected a day that has come",
        ),
        ({"hospital_on": TODAY, "hospital_left_on": date(2021, 3, 1)}, "expected 2021-03-04 or later"),
        ({"email": "odette@martin"}, "email: expected an address such as"),
    ],
)
def test_what_cannot_be_is_refused_in_words(people: People, given: dict[str, object], said: str) -> None:
    with pytest.raises(BadFileDetail, match=said):
        note(people, people.case("Odette", HOME), **given)
    assert people.one("select count(*) from tracing_epidetail") == 0


def test_a_call_notes_them_too_and_says_what_is_wrong(people: People) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    with pytest.raises(BadCallFact, match="exposure_setting"):
        record_outcome(
            people.db, people.vault, task, "anne", NOON, "reached", facts=TOLD | {"exposure_setting": "beach"}
        )
    said = {"exposure_setting": "school", "care_worker": True, "day_outcome": "no_symptoms"}
    record_outcome(people.db, people.vault, task, "anne", NOON, "reached", facts=TOLD | said)
    noted = read_details(people.db, people.vault, "case", case)
    assert (noted.exposure_setting, noted.care_worker) == ("school", True)
    assert [(one.day, one.outcome) for one in list_follow_up_days(people.db, "case", case)] == [
        (TODAY, "no_symptoms")
    ]


def test_the_day_log_keeps_the_best_that_is_known_of_a_day(people: People) -> None:
    case = people.case("Léa", LEA)
    for hours, outcome in enumerate(("not_reached", "symptoms", "not_reached")):
        note_follow_up_day(people.db, "case", case, TODAY, outcome, "anne", NOON + timedelta(hours=hours))
    people.heard("ça va", NOON, case=case)
    people.heard("ça va", NOON - timedelta(days=1), case=case)
    found = list_follow_up_days(people.db, "case", case)
    assert [(one.day.day, one.outcome, one.noted_by) for one in found] == [
        (3, "reached", "person"),
        (4, "symptoms", "anne"),
    ]
    assert not any("symptoms" in change for change in people.changes("case", case)), (
        "the log says that, not what"
    )
    with pytest.raises(BadFileDetail, match="day_outcome: found 'fine'"):
        note_follow_up_day(people.db, "case", case, TODAY, "fine", "anne", NOON)


def test_a_call_that_is_taken_back_takes_its_day_and_its_hospital_with_it(people: People) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    people.db.execute(
        "update tracing_calltask set leased_by = 'anne', leased_until = %s", (NOON + timedelta(hours=1),)
    )
    record_outcome(people.db, people.vault, task, "anne", NOON, "hospital")
    assert read_details(people.db, people.vault, "case", case).hospitalised
    reverse_outcome(people.db, 1, "anne", NOON + timedelta(minutes=1))
    assert read_details(people.db, people.vault, "case", case).hospitalised is None
    assert list_follow_up_days(people.db, "case", case) == ()


def test_every_field_says_its_purpose_and_how_long_it_is_kept() -> None:
    fields = list_noted_fields()
    assert set(DETAILS) <= set(fields)
    for name, field in fields.items():
        assert all((field.purpose.fr, field.purpose.en, field.label.fr, field.label.en)), name
    assert {name for name, field in fields.items() if field.forgotten_early} == {
        "vulnerable",
        "care_worker",
        "email",
    }


def test_a_field_without_a_term_is_refused_with_its_line() -> None:
    text = """
fields:
  email:
    {table: t, column: c, of: [case], noted_by: [agent], kept: {until: closed},
     label: {fr: a, en: a}, purpose: {fr: a, en: a}}
"""
    with pytest.raises(
        YamlDocumentError, match=r"noted_fields.yaml, line \d+, fields.email.kept: 'closed' needs days"
    ):
        check_noted_fields(YamlDocument(text, "noted_fields.yaml"))
