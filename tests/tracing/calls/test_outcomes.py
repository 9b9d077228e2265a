"""What came of a call, and what follows from it: the life of a call task, told."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.tracing.calls.people import HOME, KARIM, LEA, NOON, People
from tocsin.tracing.calls import model, named_contacts
from tocsin.tracing.calls.model import GOES_ON
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.calls.task_queue import take_next_call
from tocsin.tracing.calls.task_sweep import sweep_tasks
from tocsin.tracing.inbox import BeginContact, BeginFollowUp, ConversationEnded, PlanOutdated

HOUR = timedelta(hours=1)


def test_a_case_who_is_reached_has_answered_and_the_sms_end(people: People) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    take_next_call(people.db, people.vault, "anne", NOON)
    people.end_call(task, "reached", note="très fatiguée", seconds=240, facts={"nobody": True})
    assert people.task_row(task)[2:] == ("reached", None, NOON)
    assert people.rows("select answered_at, reached_at, listed_at, closed_at, outcome from tracing_case") == [
        (NOON, NOON, NOON, None, "")
    ]
    assert people.events() == [ConversationEnded(f"case-{case}", "reached"), BeginFollowUp(case)]
    ((agent, seconds, what, sealed),) = people.rows(
        "select agent, seconds, outcome, int8send(id) || sealed from tracing_attempt"
    )
    assert (agent, seconds, what) == ("anne", 240, "reached")
    assert people.vault.open(sealed, "attempt.sealed").decode() == "très fatiguée"
    assert people.changes("case", case) == [
        "number_shown silent anne",
        "identity_confirmed true call anne",
        "instructions_given true call anne",
        "answered call silent anne",
        "listed call silent anne",
    ]
    assert people.changes("call", task) == ["outcome reached silent anne"]


def test_a_call_lasts_from_when_the_agent_took_it_where_nobody_says_how_long(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    take_next_call(people.db, people.vault, "anne", NOON)
    take_next_call(people.db, people.vault, "anne", NOON + HOUR / 30)  # the page again: the same call
    people.end_call(task, "no_answer", at=NOON + HOUR / 20)
    later = people.task(case=people.case("Karim", KARIM))
    people.end_call(later, "no_answer")  # written down by somebody who never took it
    assert people.rows("select task_id, seconds from tracing_attempt order by id") == [
        (task, 180),
        (later, None),
    ]


def test_contacts_typed_as_they_are_said_are_written_to_at_once(people: People) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    typed = "Tom 06 39 98 12 34, mon frère Karim 0639981202 et Mamie 01 99 00 12 34"
    people.end_call(task, "reached", contacts=[typed], facts={"help": False})
    assert people.one("select count(*) from tracing_contact where how = 'agent'") == 3
    assert people.rows("select listed_at from tracing_case") == [(NOON,)]
    events = people.events()
    assert [type(event) for event in events] == [
        BeginContact,
        BeginContact,
        ConversationEnded,
        BeginFollowUp,
    ]
    (mamie,) = people.rows("select contact_id, reason from tracing_calltask where id <> %s", task)
    assert mamie[1] == "no_mobile"
    assert people.one("select distinct by from tracing_change where subject = 'contact'") == "anne"


def test_a_call_that_asks_nothing_of_the_list_leaves_it_open(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    people.end_call(task, "reached")
    assert people.one("select listed_at from tracing_case") is None


@pytest.mark.parametrize("reason", ["stopped", "minor"])
def test_whoever_wants_or_gets_no_sms_is_not_followed_by_any(people: People, reason: str) -> None:
    case = people.case("Léa", LEA)
    people.end_call(people.task(case=case, reason=reason), "reached")
    assert people.events() == [ConversationEnded(f"case-{case}", "reached")]
    assert people.one("select outcome from tracing_case") == "reached"


@pytest.mark.parametrize("reason", ["help", "contacts", "gathering", "instructions"])
def test_a_call_beside_the_sms_lets_them_go_on(people: People, reason: str) -> None:
    task = people.task(case=people.case("Léa", LEA), reason=reason)
    people.end_call(task, "reached")
    assert people.events() == []
    assert people.rows("select answered_at, closed_at from tracing_case") == [(NOON, None)]


@pytest.mark.parametrize(("instructed", "reached"), [(True, NOON), (None, None)])
def test_whoever_was_not_told_the_instructions_is_not_reached_yet(
    people: People, instructed: bool | None, reached: datetime | None
) -> None:
    """A call about contacts beside the SMS: the instructions may still come by SMS."""
    task = people.task(case=people.case("Léa", LEA), reason="contacts")
    people.end_call(task, "reached", facts={"identity_confirmed": True, "instructions_given": instructed})
    assert people.rows("select answered_at, reached_at from tracing_case") == [(NOON, reached)]


def test_a_contact_on_a_landline_is_told_by_telephone_and_that_is_the_end(people: People) -> None:
    contact = people.contact(people.case("Léa", LEA), "Mamie", HOME)
    sheet = take_next_call(people.db, people.vault, "anne", NOON)
    assert sheet
    people.end_call(sheet.task_id, "reached")
    assert people.events() == []
    assert people.rows("select answered_at, closed_at, outcome from tracing_contact") == [
        (NOON, NOON, "reached")
    ]
    assert "answered call no_mobile anne" in people.changes("contact", contact)


def test_whoever_answered_before_keeps_the_first_moment(people: People) -> None:
    case = people.case("Léa", LEA)
    people.db.execute("update tracing_case set answered_at = %s", (NOON - HOUR,))
    people.end_call(people.task(case=case, reason="asked"), "reached")
    assert people.one("select answered_at from tracing_case") == NOON - HOUR
    assert not any(change.startswith("answered") for change in people.changes("case", case))


def test_nobody_answers_five_times_and_the_tries_keep_before_the_deadline(people: People) -> None:
    case = people.case("Mamie", HOME)
    task = people.task(
        case=case, reason="no_mobile", due=NOON + 23 * HOUR
    )  # noon in Paris, due tomorrow at 11
    at, tries = NOON, []
    for _ in range(5):
        assert take_next_call(people.db, people.vault, "anne", at)
        people.end_call(task, "voicemail" if tries else "no_answer", at=at)
        at = people.task_row(task)[0]
        tries.append(f"{at.astimezone(UTC):%d %H:%M}")
    # after 2 h; the next morning; an hour before the deadline; the afternoon
    assert tries == ["04 13:00", "05 07:00", "05 09:00", "05 13:00", "05 13:00"]
    assert people.task_row(task)[1:3] == (5, "no_answer")
    assert people.rows("select answered_at, closed_at, outcome from tracing_case") == [
        (None, at, "not_reached")
    ]
    assert take_next_call(people.db, people.vault, "anne", at) is None


def test_a_mobile_that_nobody_answers_still_has_its_sms(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    people.db.execute("update tracing_calltask set attempts = 4")
    people.end_call(task, "no_answer")
    assert people.task_row(task)[2] == "no_answer"
    assert people.one("select closed_at from tracing_case") is None


def test_a_refusal_is_an_answer_and_ends_it(people: People) -> None:
    case = people.case("Léa", LEA)
    people.end_call(people.task(case=case), "refused")
    assert people.events() == [
        ConversationEnded(f"case-{case}", "refused"),
        ConversationEnded(f"follow-{case}", "refused"),
    ]
    assert people.rows("select answered_at, reached_at, closed_at, outcome from tracing_case") == [
        (NOON, None, NOON, "refused")
    ]


@pytest.mark.parametrize(
    ("asked", "comes"),
    [
        (NOON + 3 * HOUR, NOON + 3 * HOUR),
        (NOON + 9 * HOUR, NOON.replace(day=5, hour=7)),  # at night: the next morning
        (None, NOON + 2 * HOUR),
    ],
)
def test_whoever_asks_to_be_rung_later_is(people: People, asked: datetime | None, comes: datetime) -> None:
    task = people.task(case=people.case("Léa", LEA))
    take_next_call(people.db, people.vault, "anne", NOON)
    people.end_call(task, "call_back", call_back_at=asked)
    assert people.task_row(task) == (comes, 0, "", None, None)
    assert people.one("select answered_at from tracing_case") is None


def test_whoever_is_told_that_nothing_is_to_be_done_any_more_was_not_reached_by_it(people: People) -> None:
    contact = people.contact(people.case("Léa", LEA), "Karim", KARIM)
    people.end_call(people.task(contact=contact, reason="withdrawn"), "reached")
    assert people.rows("select answered_at, reached_at from tracing_contact") == [(NOON, None)]


def test_what_a_contact_says_of_the_meeting_makes_the_plan_again(people: People) -> None:
    contact = people.contact(people.case("Léa", LEA), "Karim", KARIM)
    task = people.task(contact=contact, reason="question")
    people.end_call(task, "reached", facts={"last_contact": "2021-03-03", "household": True})
    assert people.rows("select last_contact, household from tracing_contact") == [(date(2021, 3, 3), True)]
    assert people.events()[1:] == [PlanOutdated(f"contact-{contact}")]


def test_what_is_heard_after_the_task_was_overtaken_still_counts(people: People) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    take_next_call(people.db, people.vault, "anne", NOON)
    people.db.execute("update tracing_calltask set done_at = %s, outcome = 'answered_by_sms'", (NOON,))
    people.end_call(task, "reached", at=NOON + HOUR / 6, contacts=["Karim 06 39 98 12 02"])
    assert people.one("select count(*) from tracing_contact") == 1
    assert people.task_row(task)[2] == "answered_by_sms"
    assert people.one("select count(*) from tracing_attempt") == 1


def test_one_agent_does_not_write_into_the_call_of_another(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    take_next_call(people.db, people.vault, "anne", NOON)
    with pytest.raises(model.TaskTakenByOther):
        people.end_call(task, "reached", agent="brice")
    people.end_call(task, "reached", agent="brice", at=NOON + HOUR)  # the lease of anne has ended
    with pytest.raises(model.TaskAlreadyDone):
        people.end_call(task, "reached", agent="anne", at=NOON + HOUR)
    assert people.one("select count(*) from tracing_attempt") == 1


@pytest.mark.parametrize(
    ("mistake", "error", "says"),
    [
        ({"outcome": "gone"}, model.BadCallOutcome, "reached, voicemail"),
        ({"facts": {"temperature": 39}}, model.BadCallFact, "temperature"),
        ({"facts": {"help": "maybe"}}, model.BadCallFact, "help"),
        ({"contacts": ["bonjour"]}, named_contacts.NoContactRead, "Nobody can be read"),
    ],
)
def test_a_mistake_is_named_and_writes_nothing(
    people: People, mistake: dict[str, Any], error: type[Exception], says: str
) -> None:
    task = people.task(case=people.case("Léa", LEA))
    with pytest.raises(error, match=says):
        people.end_call(task, mistake.pop("outcome", "reached"), **mistake)
    assert people.one("select count(*) from tracing_attempt") == 0
    with pytest.raises(model.NoSuchTask):
        people.end_call(task + 1, "reached")


def test_a_contact_names_nobody(people: People) -> None:
    contact = people.contact(people.case("Léa", LEA), "Karim", KARIM)
    task = people.task(contact=contact)
    for more in ({"contacts": ["Tom"]}, {"facts": {"gathering": "loto"}}, {"facts": {"nobody": True}}):
        with pytest.raises(model.NotForContacts):
            people.end_call(task, "reached", **more)
    assert people.one("select count(*) from tracing_attempt") == 0


def test_the_language_that_was_heard_is_kept(people: People) -> None:
    people.end_call(people.task(case=people.case("Léa", LEA)), "call_back", facts={"lang": "en"})
    assert people.one("select lang from tracing_person") == "en"


def test_nobody_is_reached_with_nothing_asked(people: People) -> None:
    """One key does not end a case: that it is them, and that they were told, are facts of the outcome."""
    task = people.task(case=people.case("Léa", LEA))
    for facts in ({}, {"identity_confirmed": True}, {"instructions_given": True},
                  {"identity_confirmed": False, "instructions_given": True}):  # fmt: skip
        with pytest.raises(model.IdentityNotConfirmed):
            record_outcome(people.db, people.vault, task, "anne", NOON, "reached", facts=facts)
    assert people.one("select count(*) from tracing_attempt") == 0
    people.end_call(task, "reached")
    asked = "select identity_confirmed, instructions_given from tracing_attempt"
    assert people.rows(asked) == [(True, True)]


@pytest.mark.parametrize("reason", sorted(GOES_ON))
def test_who_is_told_by_sms_need_not_be_told_again(people: People, reason: str) -> None:
    task = people.task(case=people.case("Léa", LEA), reason=reason)
    with pytest.raises(model.IdentityNotConfirmed):
        record_outcome(
            people.db, people.vault, task, "anne", NOON, "reached", facts={"instructions_given": True}
        )
    record_outcome(people.db, people.vault, task, "anne", NOON, "reached", facts={"identity_confirmed": True})
    assert people.rows("select identity_confirmed, instructions_given from tracing_attempt") == [(True, None)]


@pytest.mark.parametrize("what", ["hospital", "dead"])
def test_who_is_in_hospital_or_dead_is_neither_rung_nor_written_to(people: People, what: str) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    people.end_call(task, what, contacts=["Karim 06 39 98 12 02"])
    assert people.task_row(task)[2] == what
    assert people.rows("select answered_at, closed_at, outcome from tracing_case") == [(None, NOON, what)]
    assert people.events()[:1] != [], "whom the family named is written to"
    if what == "hospital":  # of the dead, the conversation ends in the same transaction: see test_death
        assert ConversationEnded(f"case-{case}", what) in people.events()
        assert ConversationEnded(f"follow-{case}", what) in people.events()
    sweep_tasks(people.db, NOON + 20 * HOUR)
    assert (
        people.one("select count(*) from tracing_calltask where case_id = %s and done_at is null", case) == 0
    )


def test_a_call_that_a_machine_filtered_is_tried_again_as_one_that_nobody_answered(people: People) -> None:
    task = people.task(case=people.case("Mamie", HOME))
    people.end_call(task, "filtered")
    assert people.task_row(task)[:3] == (NOON + 2 * HOUR, 1, "")
    people.db.execute("update tracing_calltask set attempts = 4")
    people.end_call(task, "filtered")
    assert people.task_row(task)[2] == "no_answer"
    assert people.rows("select outcome from tracing_attempt") == [("filtered",), ("filtered",)]


def test_an_interpreter_is_asked_for_with_the_language(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    for facts in ({}, {"interpreter": "klingon"}):
        with pytest.raises(model.BadCallFact, match="interpreter"):
            people.end_call(task, "interpreter", facts=facts)
    people.end_call(task, "interpreter", facts={"interpreter": "ar"}, call_back_at=NOON + 3 * HOUR)
    assert people.task_row(task)[:3] == (NOON + 3 * HOUR, 0, "")
    sheet = take_next_call(people.db, people.vault, "brice", NOON + 3 * HOUR)
    assert sheet
    assert sheet.interpreter == "ar"
    assert people.one("select answered_at from tracing_case") is None


def test_who_needs_help_is_a_task_that_somebody_sees(people: People) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    people.end_call(task, "reached", facts={"help": True})
    ((id, reason, due, territory),) = people.rows(
        "select id, reason, deadline, territory from tracing_calltask where done_at is null"
    )
    assert (reason, due, territory) == ("help", NOON + 24 * HOUR, "75")
    sheet = take_next_call(people.db, people.vault, "brice", NOON)
    assert sheet
    assert (sheet.task_id, sheet.reason, sheet.number) == (id, "help", LEA)
    people.end_call(id, "reached", agent="brice", facts={"help": True})
    assert people.one("select count(*) from tracing_calltask where done_at is null") == 0, "that call was it"


def test_when_somebody_is_rung_again_is_told_to_who_wrote_it(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    told = record_outcome(
        people.db, people.vault, task, "anne", NOON, "call_back", call_back_at=NOON + 9 * HOUR
    )
    assert told == NOON.replace(day=5, hour=7), "at night: the next morning, and not in silence"
    assert record_outcome(people.db, people.vault, task, "anne", NOON, "no_answer") == NOON + 2 * HOUR
    assert record_outcome(people.db, people.vault, task, "anne", NOON, "refused") is None


def test_two_contacts_of_one_phone_are_both_planned_anew(people: People) -> None:
    case = people.case("Léa", HOME)
    for name in ("Karim", "Nadia"):
        people.contact(case, name, KARIM)
    people.db.execute("update tracing_contact set household = true, same_as_id = null")
    people.end_call(people.task(case=case), "reached", facts={"onset_on": "2021-03-02"})
    replanned = [event for event in people.events() if isinstance(event, PlanOutdated)]
    assert len(replanned) == 2
