"""What was said and has not left does not leave once it is not to be said any more."""

from datetime import UTC, datetime

import pytest

from tests.tracing.conversations.office import LEA, Office
from tocsin.tracing.inbox import ConversationEnded, ReplyReceived

NIGHT = datetime(2021, 3, 4, 22, 30, tzinfo=UTC)
"""Half past eleven in Paris: a notice waits for the morning."""


@pytest.fixture
def office(db, vault):
    office = Office(db, vault)
    office.now = NIGHT
    return office


def queued(office):
    rows = office.all(
        "select m.template from tracing_outbox o join tracing_message m on m.id = o.message_id order by 1"
    )
    return [template for (template,) in rows]


def withdrawn(office):
    rows = office.all(
        "select key from tracing_message where failed_at is not null and failure = 'withdrawn' order by 1"
    )
    return [key for (key,) in rows]


def post(office, key, event):
    phone, shard = office.phone(LEA)
    office.post(phone, shard, key, event)


def test_a_result_withdrawn_in_the_night_is_told_to_nobody_in_the_morning(office):
    case = office.case("Léa", LEA)
    office.step()
    assert queued(office) == ["case.notice"]
    post(office, "void", ConversationEnded(f"case-{case}", "void"))
    office.step()
    assert queued(office) == []
    assert withdrawn(office) == [f"case-{case}.1"]


def test_both_in_one_step_are_the_same(office):
    case = office.case("Léa", LEA)
    post(office, "void", ConversationEnded(f"case-{case}", "void"))
    office.step()
    assert queued(office) == []
    assert withdrawn(office) == [f"case-{case}.1"]


def test_who_says_stop_in_the_night_gets_the_confirmation_and_nothing_else(office):
    """The notice of somebody else of the household waits as well."""
    first, second = office.case("Léa", LEA), office.case("Marc", LEA)
    office.step()
    office.write_replies(LEA, "STOP")
    assert queued(office) == ["common.stop"]
    assert f"case-{first}.1" in withdrawn(office)
    office.later(hours=12)
    assert queued(office) == ["common.stop"]
    assert office.all("select case_id, reason from tracing_calltask order by 1") == [
        (first, "stopped"),
        (second, "stopped"),
    ]


def test_a_conversation_that_waits_for_its_turn_does_not_begin_once_it_is_over(office):
    office.now = NIGHT.replace(hour=9)
    office.case("Léa", LEA)
    second = office.case("Marc", LEA)
    office.step()
    post(office, "void", ConversationEnded(f"case-{second}", "void"))
    office.step()
    office.write_replies(LEA, "ce n'est pas moi")
    office.later(hours=3)
    assert not [text for text in office.texts(LEA) if "Marc" in text]


def test_what_a_gateway_has_in_its_hand_is_left_to_it(office):
    office.case("Léa", LEA)
    office.step()
    office.db.execute("update tracing_outbox set leased_by = 'gateway-1', leased_until = %s", (office.now,))
    office.write_replies(LEA, "STOP")
    assert queued(office) == ["case.notice", "common.stop"]
    assert withdrawn(office) == []


def test_what_may_have_been_sent_is_not_sent_again_after_a_stop(office):
    """Whoever answers has it."""
    office.case("Léa", LEA)
    office.step()
    office.db.execute("update tracing_outbox set leased_by = 'gateway-1', leased_until = %s", (office.now,))
    office.db.execute("update tracing_message set uncertain_at = %s", (office.now,))
    post(office, "stop", ReplyReceived("STOP"))
    office.step()
    assert queued(office) == ["common.stop"]


def test_an_ordinary_end_withdraws_nothing(office):
    office.now = NIGHT.replace(hour=9)
    office.case("Léa", LEA)
    office.step()
    for answer in ("oui", "personne", "oui", "non", "non", "non"):
        office.write_replies(LEA, answer)
    assert office.one("select outcome from tracing_case") == "done"
    assert withdrawn(office) == []
