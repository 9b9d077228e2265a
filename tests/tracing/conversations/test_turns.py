"""What engines do with the less ordinary things that happen to a phone."""

from datetime import timedelta

import pytest

from tests.tracing.conversations.office import KARIM, LEA
from tocsin.tracing.conversations import step_decision
from tocsin.tracing.conversations.engine import LEASE, LeaseLost
from tocsin.tracing.inbox import ConversationEnded, MessageUndelivered, ReplyReceived

ZOE = "+33639981203"


def why_rung(office, **whom):
    """Reasons of the calls to make for a case or a contact."""
    column, number = next(iter(whom.items()))
    return [row[0] for row in office.all(f"select reason from tracing_calltask where {column} = %s", number)]


def named(office, who, *answers):
    """A case who confirms, names somebody and lives with nobody."""
    office.step()
    for text in ("oui", *answers, "oui", "non"):
        office.write_replies(who, text)


def test_a_minor_is_rung_and_gets_no_sms(office):
    case = office.case("Tom", LEA, minor=True)
    office.step()
    assert office.texts(LEA) == []
    assert why_rung(office, case_id=case) == ["minor"]


def test_somebody_named_by_two_cases_has_one_conversation(office):
    first, second = office.case("Léa", LEA), office.case("Zoé", ZOE)
    named(office, LEA, "Karim 06 39 98 12 02")
    named(office, ZOE, "karim 0639981202")
    rows = office.all("select id, case_id, same_as_id, person_id from tracing_contact order by id")
    assert [row[1] for row in rows] == [first, second]
    assert rows[1][2] == rows[0][0]
    assert rows[0][3] == rows[1][3]
    assert len([text for text in office.texts(KARIM) if "bonjour" in text]) == 1


def test_stop_ends_the_sms_and_keeps_the_call(office):
    case = office.case("Léa", LEA)
    office.step()
    office.write_replies(LEA, "STOP")
    before = len(office.texts(LEA))
    assert "stopped" in why_rung(office, case_id=case)
    office.later(days=3)
    assert len(office.texts(LEA)) == before


def test_somebody_else_on_the_phone_is_no_answer_of_the_case(office):
    case = office.case("Léa", LEA)
    office.step()
    office.write_replies(LEA, "vous vous trompez de numéro")
    assert office.one("select answered_at from tracing_case where id = %s", case) is None
    assert "wrong_person" in why_rung(office, case_id=case)


def writes_before(office, number, text):
    """Somebody wrote an hour ago, and a gateway that found no store hands it over only now."""
    phone, shard = office.phone(number)
    at = office.now - timedelta(hours=1)
    office.post(phone, shard, f"sms:{text}", ReplyReceived(text), at)
    office.step()


def test_what_was_written_before_the_result_came_in_is_no_answer_of_the_case(office):
    """Karim answered as a contact; the store took his own result before it took what he wrote."""
    office.case("Léa", LEA)
    named(office, LEA, "Karim 06 39 98 12 02")
    office.later(hours=2)
    (contact,) = office.all("select id from tracing_contact")[0]
    case = office.case("Karim", KARIM)
    phone, shard = office.phone(KARIM)
    office.post(phone, shard, "became", ConversationEnded(f"contact-{contact}", "became_case"))
    office.step()
    writes_before(office, KARIM, "oui")
    assert office.one("select count(*) from tracing_heard where case_id = %s", case) == 1
    assert office.one("select answered_at from tracing_case where id = %s", case) is None
    office.write_replies(KARIM, "oui")
    assert office.one("select answered_at from tracing_case where id = %s", case) == office.now


def test_what_was_written_before_somebody_was_named_is_no_answer_of_the_contact(office):
    """Karim is done as a case and thanks; the store took that Zoé named him before it took his thanks."""
    office.case("Karim", KARIM)
    named(office, KARIM, "personne")
    office.write_replies(KARIM, "non")
    office.later(hours=2)
    office.case("Zoé", ZOE)
    named(office, ZOE, "Inès 06 39 98 12 02")
    assert "Inès" in office.texts(KARIM)[-1]
    writes_before(office, KARIM, "merci")
    assert office.one("select answered_at from tracing_contact") is None
    office.write_replies(KARIM, "oui")
    assert office.one("select answered_at from tracing_contact") == office.now


def test_an_sms_that_never_arrives_becomes_a_call(office):
    case = office.case("Léa", LEA)
    office.step()
    phone, shard = office.phone(LEA)
    office.post(phone, shard, "undelivered:1", MessageUndelivered(f"case-{case}.1"))
    office.step()
    assert why_rung(office, case_id=case) == ["undelivered"]


def test_an_agent_who_reached_somebody_ends_the_sms(office):
    case = office.case("Léa", LEA)
    office.step()
    phone, shard = office.phone(LEA)
    office.post(phone, shard, "ended:1", ConversationEnded(f"case-{case}", "reached"))
    office.step()
    office.later(hours=5)
    assert len(office.texts(LEA)) == 1
    assert office.one("select outcome from tracing_case where id = %s", case) == "reached"


def test_an_engine_that_lost_its_lease_undoes_its_step(office, db):
    office.case("Léa", LEA)
    db.execute("update tracing_shardlease set worker = 'somebody else'")
    with pytest.raises(LeaseLost):
        office.engine.take_step(db, office.now)
    assert office.one("select count(*) from tracing_inbox") == 1
    assert office.one("select count(*) from tracing_message") == 0


def test_an_engine_that_slept_past_its_lease_takes_no_step(office, db):
    office.case("Léa", LEA)
    office.now += LEASE + timedelta(seconds=1)
    with pytest.raises(LeaseLost):
        office.engine.take_step(db, office.now)


def test_what_a_conversation_cannot_take_goes_to_a_human_and_holds_nobody_up(office, monkeypatch):
    case, _other = office.case("Léa", LEA), office.case("Zoé", ZOE)
    office.step()
    apply_event = step_decision.apply_event

    def broken(flows, thread, event, session=""):
        if getattr(event, "text", "") == "boum":
            raise RuntimeError("Léa 06 39 98 12 01")
        return apply_event(flows, thread, event, session)

    monkeypatch.setattr(step_decision, "apply_event", broken)
    phone, shard = office.phone(LEA)
    office.post(phone, shard, "sms:boum", ReplyReceived("boum"))
    office.write_replies(ZOE, "oui")
    assert len(office.texts(ZOE)) == 2
    assert why_rung(office, case_id=case) == ["fault"]
    assert office.all("select after from tracing_change where what = 'fault'") == [("RuntimeError",)]


def test_a_code_that_is_taken_is_drawn_again_and_both_messages_leave(office, db, vault, monkeypatch):
    from tocsin.tracing.conversations import outbound_guard

    real = outbound_guard.make_code
    monkeypatch.setattr(
        outbound_guard, "make_code", lambda key, id, attempt=0: real(key, id if attempt else "same", attempt)
    )
    office.case("Léa", LEA)
    office.case("Zoé", ZOE)
    office.step()
    codes = [row[0] for row in office.all("select code from tracing_message order by id")]
    assert len(set(codes)) == 2
    assert office.one("select count(*) from tracing_outbox") == 2
    for number in (LEA, ZOE):
        (text,) = office.texts(number)
        assert sum(code in text for code in codes) == 1


def test_the_isolation_of_a_case_is_followed_to_its_last_day(office):
    case = office.case("Léa", LEA)
    named(office, LEA, "personne")
    office.write_replies(LEA, "non")
    office.step()
    for _ in range(12 * 4):
        office.later(hours=6)
    assert any("se termine aujourd'hui" in text for text in office.texts(LEA))
    assert office.one("select closed_at is not null from tracing_case where id = %s", case)
