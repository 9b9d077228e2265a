"""Somebody died: nothing more leaves for them, a human speaks to the household, and a supervisor can take it back."""

from datetime import date, timedelta

import psycopg
import pytest

from tests.tracing.calls.people import HOME, KARIM, LEA, NADIA, TOLD, People
from tests.tracing.conversations.office import Office
from tocsin.privacy import stored_threads
from tocsin.privacy.vault import Vault
from tocsin.tracing.calls.death import NoDeathNoted, list_deaths, record_death, take_back_death
from tocsin.tracing.calls.model import Outcome
from tocsin.tracing.calls.outcome_reversal import reverse_outcome
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.calls.task_queue import take_next_call
from tocsin.tracing.inbox import BeginCase, BeginContact, PlanOutdated, ResultWithdrawn
from tocsin.tracing.people.noted_details import BadFileDetail

FIRST_DAY = date(2021, 3, 4)
UNSENT = "select count(*) from tracing_outbox"
CALLS = "select case_id, contact_id, reason from tracing_calltask where done_at is null order by id"


@pytest.fixture
def office(db: psycopg.Connection, vault: Vault) -> Office:
    """Léa was written to; she lives with Karim, and met Nadia."""
    db.autocommit = True
    office = Office(db, vault)
    office.case("Léa", LEA)
    office.step()
    office.write_replies(LEA, "oui")
    people = People(db, vault, office.now)
    for name, number, home in (("Karim", KARIM, True), ("Nadia", NADIA, False)):
        contact = people.contact(1, name, number)
        db.execute("update tracing_contact set household = %s where id = %s", (home, contact))
    office.step()
    return office


def dies(office: Office, **said: object) -> None:
    office.now += timedelta(minutes=5)
    with office.db.transaction():
        record_death(office.db, office.vault, "case", 1, "anne", office.now, **said)  # type: ignore[arg-type]


def writes(office: Office, task: int, what: Outcome, **facts: object) -> None:
    """Anne takes the next call and writes down what came of it."""
    office.now += timedelta(minutes=1)
    assert take_next_call(office.db, office.vault, "anne", office.now)
    record_outcome(office.db, office.vault, task, "anne", office.now, what, facts=facts)


def takes_back(office: Office) -> None:
    """She takes back the call that she wrote down last."""
    office.now += timedelta(minutes=1)
    reverse_outcome(
        office.db,
        office.one("select max(id) from tracing_attempt where undone_at is null"),
        "anne",
        office.now,
    )


def ends(office: Office) -> dict[str, tuple[str, str]]:
    """How each conversation on Léa's telephone stands."""
    sealed = office.one("select int8send(id) || thread from tracing_phone where id = 1")
    thread = stored_threads.unpack_thread(office.vault.open(sealed, stored_threads.PLACE))
    return {one.id: (one.status, one.outcome) for one in thread.sessions}


def test_nothing_leaves_for_her_from_that_moment_on(office: Office) -> None:
    before = office.texts(LEA)
    assert before
    assert office.one(UNSENT + " where phone_id = 1")
    dies(office, died_on=FIRST_DAY)
    assert office.one(UNSENT + " where phone_id = 1") == 0
    assert office.one("select count(*) from tracing_message where failure = 'withdrawn' and case_id = 1")
    for days in (1, 3, 10):
        office.later(days=days)
    assert office.texts(LEA) == before
    assert office.one("select outcome from tracing_case") == "dead"


@pytest.mark.parametrize("event", [PlanOutdated("case-1"), ResultWithdrawn("case-1"), BeginCase(1)])
def test_nor_whatever_comes_later(office: Office, event: object) -> None:
    dies(office)
    before = office.texts(LEA)
    phone, shard = office.phone(LEA)
    office.post(phone, shard, "later", event)  # type: ignore[arg-type]
    office.step()
    assert office.texts(LEA) == before


def test_whoever_writes_from_her_telephone_is_rung_and_gets_no_sms(office: Office) -> None:
    dies(office)
    before = office.texts(LEA)
    for text in ("c'est son mari", "STOP", "pas moi", "je vous demande de m'appeler"):
        office.write_replies(LEA, text)
    assert office.texts(LEA) == before
    assert (
        office.one("select reason from tracing_calltask where case_id = 1 and done_at is null") == "bereaved"
    )
    assert office.one("select count(*) from tracing_heard where case_id = 1") == 5


def test_a_human_speaks_to_the_household_and_the_others_go_on_by_sms(office: Office) -> None:
    home, friend = office.texts(KARIM), office.texts(NADIA)
    dies(office)
    assert office.db.execute(CALLS).fetchall() == [(None, 1, "bereaved")]
    assert office.one(UNSENT + " where phone_id = (select phone_id from tracing_contact where id = 1)") == 0
    office.later(hours=3)
    office.write_replies(NADIA, "oui")
    assert office.texts(KARIM) == home
    assert len(office.texts(NADIA)) > len(friend), "she does not live there, and is told as anybody is"


def test_a_result_after_the_death_begins_no_sms(office: Office) -> None:
    dies(office)
    before = office.texts(LEA)
    office.db.execute(
        "insert into tracing_case (person_id, phone_id, disease, resulted_at, received_at, deadline, outcome, consent)"
        " select person_id, phone_id, disease, %s, %s, %s, '', false from tracing_case where id = 1",
        (office.now, office.now, office.now + timedelta(hours=24)),
    )
    office.post(*office.phone(LEA), "begin:case-2", BeginCase(2))
    office.step()
    assert office.texts(LEA) == before
    assert (2, None, "bereaved") in office.db.execute(CALLS).fetchall()


def test_somebody_who_is_named_later_and_lived_with_her_is_rung(office: Office) -> None:
    dies(office)
    number = "+33639981204"
    contact = People(office.db, office.vault, office.now).contact(1, "Hugo", number)
    office.db.execute("update tracing_contact set household = true where id = %s", (contact,))
    office.post(*office.phone(number), "begin:hugo", BeginContact(contact))
    office.step()
    assert office.texts(number) == []
    assert (None, contact, "bereaved") in office.db.execute(CALLS).fetchall()


def test_it_says_who_noted_it_and_never_what_was_said(office: Office) -> None:
    dies(office, died_on=FIRST_DAY)
    (noted,) = list_deaths(office.db, "case", 1)
    assert (noted.noted_by, noted.noted_at, noted.died_on) == ("anne", office.now, FIRST_DAY)
    changes = People(office.db, office.vault).changes("case", 1)
    assert "death given call anne" in changes
    assert "died_on given call anne" in changes
    assert not any("2021-03" in change for change in changes)


def test_a_day_that_has_not_come_is_refused_and_nothing_is_written(office: Office) -> None:
    with pytest.raises(BadFileDetail, match="died_on: found 2021-03-09; expected a day that has come"):
        dies(office, died_on=FIRST_DAY + timedelta(days=5))
    assert list_deaths(office.db, "case", 1) == ()


def test_a_supervisor_takes_it_back_and_she_is_rung(office: Office) -> None:
    dies(office)
    take_back_death(office.db, "case", 1, "sophie", office.now + timedelta(hours=1))
    assert list_deaths(office.db, "case", 1) == ()
    assert office.one("select closed_at from tracing_case") is None
    assert office.one("select died from tracing_person where id = 1") is False
    assert office.db.execute(CALLS).fetchall() == [(1, None, "not_dead")], "that of the household ends"
    with pytest.raises(NoDeathNoted):
        take_back_death(office.db, "case", 1, "sophie", office.now)


def test_an_agent_notes_it_in_a_call_and_takes_the_slip_back(office: Office) -> None:
    people = People(office.db, office.vault, office.now)
    task = people.task(case=1)
    assert take_next_call(office.db, office.vault, "anne", office.now)
    record_outcome(office.db, office.vault, task, "anne", office.now, "dead", facts={"died_on": FIRST_DAY})
    assert len(list_deaths(office.db, "case", 1)) == 1
    reverse_outcome(office.db, 1, "anne", office.now + timedelta(minutes=2))
    assert list_deaths(office.db, "case", 1) == ()
    assert office.db.execute(CALLS).fetchall() == [(1, None, "silent")], (
        "the call is hers again, and no second one"
    )


def test_the_follow_up_of_a_call_that_was_taken_back_ends_with_the_death_before_an_engine_looks(
    office: Office,
) -> None:
    people = People(office.db, office.vault, office.now)
    task = people.task(case=1)
    writes(office, task, "reached", **TOLD)
    office.step()
    assert ends(office)["follow-1"] == ("open", "")
    takes_back(office)
    office.step()
    before = office.texts(LEA)
    writes(office, task, "dead")
    assert {one: ends(office)[one] for one in ("case-1", "follow-1")} == {
        "case-1": ("closed", "dead"), "follow-1": ("closed", "dead"),
    }  # fmt: skip
    assert people.events() == [], "nothing is left for an engine to end"
    office.later(days=1)
    assert office.texts(LEA) == before


def test_a_follow_up_that_no_engine_began_yet_does_not_begin_after_a_death(office: Office) -> None:
    task = People(office.db, office.vault, office.now).task(case=1)
    writes(office, task, "reached", **TOLD)
    before = office.texts(LEA)
    dies(office)
    office.step()
    assert "follow-1" not in ends(office)
    assert office.texts(LEA) == before


def test_whoever_is_reached_after_a_death_that_was_taken_back_is_followed_up(office: Office) -> None:
    task = People(office.db, office.vault, office.now).task(case=1)
    writes(office, task, "dead")
    office.step()
    takes_back(office)
    writes(office, task, "reached", **TOLD)
    office.step()
    assert ends(office)["follow-1"] == ("open", "")
    assert office.one("select closed_at from tracing_case") is None


def moves_plan(office: Office, sample_on: str) -> int:
    """The day of her sample is corrected: how many SMS tell her."""
    before = len(office.texts(LEA))
    office.now += timedelta(minutes=1)
    office.db.execute("update tracing_case set sample_on = %s where id = 1", (sample_on,))
    office.post(*office.phone(LEA), f"replan:{sample_on}", PlanOutdated("case-1"))
    office.step()
    return len(office.texts(LEA)) - before


def test_a_follow_up_that_a_mistaken_death_ended_begins_anew_once_she_is_reached(office: Office) -> None:
    task = People(office.db, office.vault, office.now).task(case=1)
    writes(office, task, "reached", **TOLD)
    office.step()
    assert moves_plan(office, "2021-03-02") == 1
    dies(office)
    assert moves_plan(office, "2021-03-01") == 0
    take_back_death(office.db, "case", 1, "sophie", office.now)
    not_dead = office.one("select id from tracing_calltask where done_at is null and reason = 'not_dead'")
    writes(office, not_dead, "reached", **TOLD)
    office.step()
    assert {one: ends(office)[one] for one in ("case-1", "follow-1")} == {
        "case-1": ("closed", "reached"), "follow-1": ("open", ""),
    }  # fmt: skip
    assert moves_plan(office, "2021-03-03") == 1, "the second SMS of her follow-up, beside the first"
    office.later(days=20)
    assert office.one("select outcome from tracing_case") == "done"
    office.write_replies(LEA, "je vous demande de m'appeler")
    reasons = [reason for case, _, reason in office.db.execute(CALLS).fetchall() if case == 1]
    assert reasons == ["asked"], "her own wish, and not that of whoever she would have left behind"


def test_of_a_person_without_a_mobile_it_is_noted_the_same(office: Office) -> None:
    people = People(office.db, office.vault, office.now)
    case = people.case("Odette", HOME, family="Martin")
    with office.db.transaction():
        record_death(office.db, office.vault, "case", case, "anne", office.now)
    assert office.one("select outcome from tracing_case where id = %s", case) == "dead"
