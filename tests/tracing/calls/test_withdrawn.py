"""The call that takes instructions back: what the agent reads, and what it leaves behind."""

from tests.tracing.calls.people import HOME, LEA, NOON, TOLD, People
from tocsin.tracing.calls.agent_calls import AgentCall
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.calls.task_queue import take_next_call
from tocsin.web.calls.call_view import describe_call


def called(people: People) -> int:
    contact = people.contact(people.case("Léa", LEA), "Odile", HOME)
    people.db.execute("update tracing_calltask set done_at = %s, outcome = 'void'", [NOON])
    people.db.execute("update tracing_contact set outcome = 'void', closed_at = %s", [NOON])
    return people.task(contact=contact, reason="withdrawn")


def test_the_sheet_takes_the_instructions_back_and_asks_nothing(people: People) -> None:
    called(people)
    sheet = take_next_call(people.db, people.vault, "anne", NOON)
    assert sheet is not None
    assert sheet.withdrawn
    view = describe_call(AgentCall(sheet=sheet, seen=False), NOON, "fr")
    assert any("vous n'avez plus à vous isoler à cause de ce contact" in line for line in view["to_say"])
    assert (view["plans"], view["questions"]) == ([], ())


def test_what_comes_of_it_leaves_the_file_as_it_is(people: People) -> None:
    task = called(people)
    record_outcome(people.db, people.vault, task, "anne", NOON, "reached", facts=TOLD)
    assert people.one("select outcome from tracing_contact") == "void"
    assert people.one("select outcome from tracing_calltask where id = %s", task) == "reached"
