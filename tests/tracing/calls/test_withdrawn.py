"""The call that takes instructions back: what the agent reads, and what it leaves behind."""

import pytest

from tests.tracing.calls.people import HOME, LEA, NOON, TOLD, People
from tocsin.tracing.calls import record_outcome, sheet_text, take_next_call


def called(people: People) -> int:
    contact = people.contact(people.case("Léa", LEA), "Odile", HOME)
    people.db.execute("update tracing_calltask set done_at = %s, outcome = 'void'", [NOON])
    people.db.execute("update tracing_contact set outcome = 'void', closed_at = %s", [NOON])
    return people.task(contact=contact, reason="withdrawn")


@pytest.mark.parametrize(
    ("lang", "says", "why"),
    [
        (
            "fr",
            "vous n'avez plus à vous isoler à cause de ce contact",
            "le résultat qui l'isolait a été annulé",
        ),
        ("en", "you need not isolate because of that contact any more", "the result behind the isolation"),
    ],
)
def test_the_sheet_takes_the_instructions_back_and_asks_nothing(
    people: People, lang: str, says: str, why: str
) -> None:
    called(people)
    sheet = take_next_call(people.db, people.vault, "anne", NOON)
    assert sheet is not None
    text = sheet_text.render_sheet(sheet, NOON, lang)
    assert says in text
    assert why in text
    for absent in ("Consignes du", "Instructions of", "À demander", "To ask", "Léa"):
        assert absent not in text


def test_what_comes_of_it_leaves_the_file_as_it_is(people: People) -> None:
    task = called(people)
    record_outcome(people.db, people.vault, task, "anne", NOON, "reached", facts=TOLD)
    assert people.one("select outcome from tracing_contact") == "void"
    assert people.one("select outcome from tracing_calltask where id = %s", task) == "reached"
