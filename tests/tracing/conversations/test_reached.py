"""Who is *reached*: it is the person, and the instructions are with them. Anything else is an answer at
most."""

from datetime import datetime, timedelta

import pytest

from tests.tracing.conversations.office import KARIM, LEA, Office
from tocsin.sms.gateway import DeliveryState
from tocsin.tracing.calls.task_sweep import sweep_tasks
from tocsin.tracing.outbound.batch_outcome import BatchOutcome, PartOutcome
from tocsin.tracing.outbound.lease_policy import GatewayPolicy
from tocsin.tracing.outbound.persistence import GatewayIdentity, persist_outcome

PLACE = GatewayIdentity(account="test", lane="38663", gateway="gateway-1", policy=GatewayPolicy())


def delivers(office: Office) -> datetime:
    """Everything that is on its way arrives, through what a gateway writes."""
    office.now += timedelta(minutes=1)
    waiting = office.all("select id, parts from tracing_message where delivered_at is null order by id")
    receipts = [
        PartOutcome(message, 0, parts, f"r{message}", DeliveryState.DELIVERED, office.now)
        for message, parts in waiting
    ]
    out = BatchOutcome(
        submitted={message: office.now for message, _ in waiting},
        completed=[message for message, _ in waiting],
        receipts=receipts,
    )
    with office.db.transaction():
        persist_outcome(office.db, office.vault, PLACE, out, office.now)
    return office.now


def stands(office: Office, table: str = "case") -> tuple[bool, datetime | None]:
    """Whether somebody answered, and when they were reached."""
    ((answered, reached),) = office.all(
        f"select answered_at, reached_at from tracing_{table} order by id limit 1"
    )
    return answered is not None, reached


@pytest.mark.parametrize("words", ["?", "allez vous faire voir", "c'est une arnaque", "plus tard"])
def test_words_that_confirm_nothing_are_an_answer_and_no_more(office, words):
    office.case("Léa", LEA)
    office.step()
    delivers(office)
    office.write_replies(LEA, words)
    delivers(office)
    office.write_replies(LEA, words)
    delivers(office)
    assert stands(office) == (True, None)


def test_a_case_is_reached_when_the_instructions_are_on_their_telephone(office):
    office.case("Léa", LEA)
    office.step()
    delivers(office)
    office.write_replies(LEA, "oui c'est moi")
    delivers(office)
    assert stands(office) == (True, None)
    for answer in ("personne", "oui", "non", "non"):
        office.write_replies(LEA, answer)
    assert office.one("select count(*) from tracing_message where template = 'case.plan'") == 1
    assert stands(office) == (True, None)  # written, and not there yet
    assert stands(office) == (True, None)
    at = delivers(office)
    assert stands(office) == (True, at)


def test_a_contact_is_reached_by_the_sms_or_by_saying_that_it_is_clear(office):
    office.case("Léa", LEA)
    office.step()
    for answer in ("oui", "Karim 06 39 98 12 02", "oui", "oui", "non"):
        office.write_replies(LEA, answer)
    office.write_replies(KARIM, "oui")
    assert any("voici vos consignes" in text for text in office.texts(KARIM))
    assert stands(office, "contact") == (True, None)  # no receipt has come
    office.write_replies(KARIM, "oui c'est clair")
    assert stands(office, "contact") == (True, office.now)
    read_back = office.now
    delivers(office)
    assert stands(office, "contact") == (True, read_back)


@pytest.mark.parametrize("words", ["NON", "vous vous trompez de numéro"])
def test_somebody_else_has_neither_answered_nor_been_reached(office, words):
    office.case("Léa", LEA)
    office.step()
    office.write_replies(LEA, words)
    delivers(office)
    assert stands(office) == (False, None)


def test_who_turns_out_to_be_somebody_else_was_never_reached(office):
    office.case("Léa", LEA)
    office.step()
    for answer in ("oui", "personne", "oui", "non", "non"):
        office.write_replies(LEA, answer)
    delivers(office)
    assert stands(office)[1] is not None
    office.write_replies(LEA, "vous vous trompez de numéro, je ne suis pas Léa")
    assert stands(office) == (True, None)
    delivers(office)
    assert stands(office) == (True, None)


def test_who_answered_and_gave_up_is_rung_before_the_deadline(office):
    case = office.case("Léa", LEA)
    office.step()
    office.write_replies(LEA, "oui")
    delivers(office)
    deadline = office.one("select deadline from tracing_case")
    office.db.execute("update tracing_calltask set done_at = %s, outcome = 'void'", (office.now,))
    assert sweep_tasks(office.db, deadline - timedelta(hours=7)).escalated == 0
    assert sweep_tasks(office.db, deadline - timedelta(hours=6)).escalated == 1
    assert office.all("select case_id, reason from tracing_calltask where done_at is null") == [
        (case, "deadline")
    ]
