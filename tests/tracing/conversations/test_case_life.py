"""A case from the result to the end of isolation, step by step, on a real store."""

from datetime import timedelta

import pytest

from tests.tracing.conversations.office import KARIM, LEA, Office


def test_the_first_sms_is_registered_and_queued_in_one_step(office):
    case = office.case("Léa", LEA)
    done = office.step()
    assert done.messages == 1
    (text,) = office.texts(LEA)
    assert text.startswith("Assurance Maladie : bonjour Léa.")
    code = office.one("select code from tracing_message where key = %s", f"case-{case}.1")
    assert text.endswith(f"Réf. {code}")
    lane, priority, deadline = office.all("select lane, priority, deadline from tracing_outbox")[0]
    assert (lane, priority) == ("38663", 1)
    assert deadline == office.one("select deadline from tracing_case")
    assert office.one("select text from tracing_wording").startswith(
        "Assurance Maladie : bonjour {given_name}."
    )
    assert office.one("select count(*) from tracing_inbox") == 0


def test_a_conversation_with_contacts_from_the_first_answer_to_the_instructions(office):
    case = office.case("Léa", LEA)
    office.step()
    office.write_replies(LEA, "oui c'est moi")
    assert office.one("select answered_at from tracing_case") == office.now
    office.write_replies(LEA, "Karim 06 39 98 12 02 et ma mère")
    for answer in ("je ne l'ai pas", "oui", "non", "non"):
        office.write_replies(LEA, answer)
    assert office.one("select listed_at is not null from tracing_case")
    named = office.all("select phone_id is not null, how, household from tracing_contact order by 1")
    assert named == [(False, "sms", False), (True, "sms", False)]
    assert any("bonjour Karim" in text for text in office.texts(KARIM))
    calls = "select reason from tracing_calltask where contact_id is not null and done_at is null"
    assert office.all(calls) == [("no_phone",)]
    assert office.one("select outcome from tracing_case where id = %s", case) == "done"
    asked = dict(office.all("select state, asked from tracing_stepcount where flow = 'case'"))
    assert asked["notice"] == 1
    assert asked["contacts"] == 1


@pytest.mark.parametrize(("left", "worth"), [(23, 23), (13, 13), (12, 12), (11, 12), (0, 12), (-48, 12)])
def test_a_text_is_worth_sending_to_its_deadline_and_a_late_one_for_twelve_hours(office, left, worth):
    """Whoever got their result late is told late, rather than never: nothing leaves that is over already."""
    case = office.case("Léa", LEA)
    due = office.now + timedelta(hours=left)
    office.db.execute("update tracing_case set deadline = %s where id = %s", (due, case))
    office.step()
    deadline, until, leaves = office.all("select deadline, valid_until, not_before from tracing_outbox")[0]
    assert (deadline, leaves) == (due, office.now)
    assert until == office.now + timedelta(hours=worth)


def test_who_does_not_answer_is_reminded_and_then_rung(office):
    office.case("Léa", LEA)
    office.step()
    office.later(hours=2, minutes=1)
    assert len(office.texts(LEA)) == 2
    office.later(hours=2, minutes=1)
    reason, deadline = office.all("select reason, deadline from tracing_calltask")[0]
    assert reason == "silent"
    assert deadline == office.one("select deadline from tracing_case")


def test_the_same_event_twice_is_one(office):
    office.case("Léa", LEA)
    office.step()
    office.write_replies(LEA, "oui", key="sms:the-same")
    before = office.texts(LEA)
    phone, shard = office.phone(LEA)
    from tocsin.tracing.inbox import ReplyReceived

    office.post(phone, shard, "sms:the-same", ReplyReceived("oui"))
    office.step()
    assert office.texts(LEA) == before


def test_nobody_else_takes_the_shards_of_an_engine_that_lives(office, db, vault):
    other = Office(db, vault, "engine-2")
    assert other.engine.shards == []
    office.now += timedelta(seconds=1)
    office.engine.lease_shards(db)
    assert len(office.engine.shards) == 128
    other.now += timedelta(seconds=2)
    other.engine.lease_shards(db)
    assert not set(office.engine.shards) & set(other.engine.shards)
    assert len(other.engine.shards) == 128
