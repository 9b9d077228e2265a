"""A positive result is withdrawn: those who were told to isolate because of it hear that they need not."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.tracing.conversations.office import KARIM, LEA, MORNING
from tocsin.conversation.flow.load import load_flow
from tocsin.conversation.phone_thread import PhoneThread
from tocsin.conversation.session import RequestCall, SendSms
from tocsin.conversation.thread_step import start_conversation
from tocsin.store.postgres_register import PostgresRegister
from tocsin.tracing import inbox
from tocsin.tracing.contact_matching import ContactMention, name_contacts
from tocsin.tracing.conversations.starts import CaseBriefing, start_for_case
from tocsin.tracing.conversations.step_decision import BriefingsOfStep, decide_step
from tocsin.tracing.conversations.step_records import ActionTaken, PhoneEvent, PhoneWorkItem
from tocsin.tracing.inbox import MessageUndelivered
from tocsin.tracing.intake.withdrawals import tell_contacts

ZOE = "+33639981203"
HOME = "+33199001234"
WORDS = "a été annulé : vous n'avez plus à vous isoler à cause de ce contact"


def named(office, given="Léa", number=LEA, *people):
    """A case who named somebody, and whom the engine wrote to."""
    case = office.case(given, number)
    office.step()
    names(office, case, *(people or ((KARIM, "Karim"),)))
    return case


def names(office, case, *people):
    rows = [ContactMention(case_id=case, name=name, number=number) for number, name in people]
    with office.db.transaction():
        name_contacts(office.db, office.vault, rows, office.now)
    office.step()
    sent(office)


def sent(office):
    """A gateway hands over what waits."""
    office.db.execute(
        "update tracing_message set submitted_at = %s where submitted_at is null and failed_at is null"
        " and id in (select message_id from tracing_outbox)", (office.now,),
    )  # fmt: skip
    office.db.execute("delete from tracing_outbox")


def voided(office, *cases):
    """The results of these cases are withdrawn, as intake does it; then the engine takes its turn."""
    with office.db.transaction():
        office.db.execute(
            "update tracing_case set outcome = 'void', closed_at = %s where id = any(%s)",
            (office.now, list(cases)),
        )
        found = tell_contacts(office.db, cases, office.now)
        inbox.post_events(office.db, office.vault, found.events)
    office.step()
    return found


def contact(office):
    (row, *_) = office.all(
        "select outcome, closed_at is not null, same_as_id from tracing_contact order by id"
    )
    return row


def contact_of(office, case):
    return office.one("select id from tracing_contact where case_id = %s", case)


def rung(office):
    return office.all("select contact_id, reason from tracing_calltask where done_at is null order by id")


def test_who_was_written_to_is_told_by_sms(office):
    case = named(office)
    office.write_replies(KARIM, "oui")
    office.now += timedelta(days=1)
    voided(office, case)
    assert WORDS in office.texts(KARIM)[-1]
    assert "Léa" not in office.texts(KARIM)[-1]
    assert contact(office)[:2] == ("void", True)
    assert rung(office) == []


def test_it_is_guarded_and_registered_and_leaves_from_the_short_number(office):
    case = named(office)
    voided(office, case)
    code, template, sender = office.all(
        "select code, template, sender from tracing_message order by id desc limit 1"
    )[0]
    assert (template, sender) == ("contact.withdrawn", "38663")
    assert office.one("select count(*) from tracing_outbox where lane = '38663'") == 1
    assert PostgresRegister(office.db).find(code) is not None


def test_nothing_is_asked_or_said_after_it(office):
    case = named(office)
    office.write_replies(KARIM, "oui")
    voided(office, case)
    before = office.texts(KARIM)
    office.later(days=12)
    assert office.texts(KARIM) == before
    office.write_replies(KARIM, "merci")
    assert office.texts(KARIM) == before


def test_in_english_to_who_reads_english(office):
    case = named(office)
    office.write_replies(KARIM, "english please")
    office.write_replies(KARIM, "yes")
    voided(office, case)
    assert "you need not isolate because of that contact any more" in office.texts(KARIM)[-1]


def test_in_the_night_it_waits_for_the_morning(office):
    case = named(office)
    office.now = office.now.replace(hour=23)
    voided(office, case)
    hour = office.one(
        "select extract(hour from o.not_before at time zone 'Europe/Paris') from tracing_outbox o"
        " join tracing_message m on m.id = o.message_id where m.template = 'contact.withdrawn'"
    )
    assert hour == 8


def test_who_was_not_written_to_yet_is_told_nothing(office):
    case = office.case("Léa", LEA)
    office.step()
    with office.db.transaction():
        name_contacts(
            office.db, office.vault, [ContactMention(case_id=case, name="Karim", number=KARIM)], office.now
        )
    office.step()
    assert len(office.texts(KARIM)) == 1
    voided(office, case)
    assert len(office.texts(KARIM)) == 1
    failure = "select failure from tracing_message where contact_id is not null"
    assert office.one(failure) == "withdrawn"
    assert contact(office)[:2] == ("void", True)


def test_who_was_only_named_gets_no_first_sms(office):
    case = office.case("Léa", LEA)
    office.step()
    with office.db.transaction():
        name_contacts(
            office.db, office.vault, [ContactMention(case_id=case, name="Karim", number=KARIM)], office.now
        )
    voided(office, case)
    assert office.texts(KARIM) == []


def test_who_said_stop_is_rung(office):
    case = named(office)
    office.write_replies(KARIM, "STOP")
    before = office.texts(KARIM)
    found = voided(office, case)
    assert office.texts(KARIM) == before
    assert [reason for _, reason in rung(office)] == ["withdrawn"]
    assert ("call", 1, "outcome", "", "void", "corrected") in found.changes


@pytest.mark.parametrize("said", [("STOP",), ("oui", "STOP"), ("STOP", "merci")])
def test_a_stop_said_to_another_conversation_of_the_phone_holds_for_the_withdrawal(office, said):
    """A wish of whoever holds the phone: no conversation of it sends an SMS any more, whoever it is about."""
    case = named(office)
    own = office.case("Karim", KARIM)
    office.step()
    for text in said:
        office.write_replies(KARIM, text)
    before = office.texts(KARIM)
    sent(office)
    phone, shard = office.phone(KARIM)
    for number, session in enumerate((f"case-{own}", f"contact-{contact_of(office, case)}")):
        office.post(phone, shard, f"withdrawn:{number}", inbox.ResultWithdrawn(session))
    office.step()
    office.later(days=1)
    assert office.texts(KARIM) == before
    waiting = (
        "select m.phone_id, m.template from tracing_outbox o join tracing_message m on m.id = o.message_id"
    )
    assert office.all(waiting) == [(office.phone(LEA)[0], "case.notice.silence-1")], "hers goes on"
    assert {reason for _, reason in rung(office)} <= {"withdrawn", "stopped"}
    assert len(rung(office)) == 2


def test_a_conversation_that_was_over_before_the_stop_tells_nothing_after_it():
    """It was not stopped itself: nothing more was to be said in it."""
    case = CaseBriefing(
        id=1, person_id=1, disease="covid19", resulted_at=MORNING, deadline=MORNING + timedelta(hours=24),
        sample_on=MORNING.date(), closed=False, given_name="Léa", lang="fr", minor=False,
    )  # fmt: skip
    beginning = start_for_case(case, MORNING.date(), "Europe/Paris")
    begun = start_conversation(load_flow, PhoneThread(phone=LEA), beginning, MORNING).thread
    over = replace(begun.sessions[0], status="closed", outcome="done", timers=())
    for stopped in (False, True):
        phone = PhoneWorkItem(
            phone_id=1, shard=1, number=LEA, zone="Europe/Paris", collected_on=MORNING.date(),
            thread=replace(begun, sessions=(over,), floor="", stopped=stopped),
            arrivals=(PhoneEvent("withdrawn", MORNING, inbox.ResultWithdrawn("case-1")),),
        )  # fmt: skip
        done = decide_step(phone, BriefingsOfStep({}, {}), MORNING).effects
        actions = [effect.action.action for effect in done if isinstance(effect, ActionTaken)]
        assert any(isinstance(action, SendSms) for action in actions) is not stopped
        calls = [action.reason for action in actions if isinstance(action, RequestCall)]
        assert calls == (["withdrawn"] if stopped else [])


def test_somebody_else_on_the_phone_hears_nothing(office):
    case = named(office)
    office.write_replies(KARIM, "vous vous trompez de numéro")
    before = office.texts(KARIM)
    voided(office, case)
    assert office.texts(KARIM) == before
    assert rung(office) == []


def test_without_a_mobile_an_agent_who_reached_them_calls_again(office):
    case = named(office, "Léa", LEA, (HOME, "Odile"))
    office.db.execute("update tracing_contact set answered_at = %s, closed_at = %s, outcome = 'reached'",
                      (office.now, office.now))  # fmt: skip
    office.db.execute("update tracing_calltask set done_at = %s, outcome = 'reached'", (office.now,))
    voided(office, case)
    ((whom, reason),) = rung(office)
    assert reason == "withdrawn"
    assert office.one("select phone_id from tracing_calltask where done_at is null") == office.phone(HOME)[0]
    assert whom == office.one("select id from tracing_contact")


def test_who_was_not_rung_yet_is_not_rung_any_more(office):
    case = named(office, "Léa", LEA, (HOME, "Odile"))
    assert len(rung(office)) == 1
    voided(office, case)
    assert rung(office) == []


def test_an_urgent_call_is_made_all_the_same(office):
    case = named(office)
    office.write_replies(KARIM, "je n'arrive plus à respirer")
    voided(office, case)
    assert [reason for _, reason in rung(office)] == ["emergency"]


def test_whom_another_case_named_too_goes_on(office):
    first = named(office)
    named(office, "Zoé", ZOE, (KARIM, "Karim"))
    office.write_replies(KARIM, "oui")
    before = office.texts(KARIM)
    voided(office, first)
    assert not any(WORDS in text for text in office.texts(KARIM)[len(before) :])
    assert contact(office) == ("", False, None)


def test_and_is_told_once_the_other_is_withdrawn_too(office):
    first = named(office)
    second = named(office, "Zoé", ZOE, (KARIM, "Karim"))
    office.write_replies(KARIM, "oui")
    voided(office, first)
    voided(office, second)
    assert WORDS in office.texts(KARIM)[-1]
    assert {row[0] for row in office.all("select outcome from tracing_contact")} == {"void"}


def test_both_at_once_are_told_once(office):
    first = named(office)
    second = named(office, "Zoé", ZOE, (KARIM, "Karim"))
    voided(office, first, second)
    assert len([text for text in office.texts(KARIM) if WORDS in text]) == 1


def test_the_plan_of_who_goes_on_no_longer_counts_the_contact_that_was_withdrawn(office):
    first = named(office)
    office.db.execute("update tracing_contact set last_contact = %s, household = false", (office.day,))
    named(office, "Zoé", ZOE, (KARIM, "Karim"))
    office.db.execute(
        "update tracing_contact set last_contact = %s where same_as_id is not null",
        (office.day - timedelta(days=3),),
    )
    office.write_replies(KARIM, "oui")
    voided(office, first)
    assert office.one("select isolation_end from tracing_contact where same_as_id is null") == (
        office.day + timedelta(days=4)
    )


def test_who_is_a_case_by_now_isolates_for_their_own_result(office):
    case = named(office)
    own = office.case("Karim", ZOE)
    office.db.execute(
        "update tracing_contact set became_case_id = %s, outcome = 'became_case', closed_at = %s",
        (own, office.now),
    )
    before = office.texts(KARIM)
    voided(office, case)
    assert office.texts(KARIM) == before
    assert contact(office)[0] == "became_case"


@pytest.mark.parametrize("outcome", ["refused", "not_reached", "done"])
def test_who_does_not_isolate_because_of_it_is_left_alone(office, outcome):
    case = named(office)
    office.db.execute("update tracing_contact set outcome = %s, closed_at = %s", (outcome, office.now))
    before = office.texts(KARIM)
    voided(office, case)
    assert office.texts(KARIM) == before
    assert rung(office) == []


def test_a_naming_of_long_ago_is_over(office):
    case = named(office)
    before = office.texts(KARIM)
    office.now += timedelta(days=15)
    voided(office, case)
    assert not any(WORDS in text for text in office.texts(KARIM)[len(before) :])


@pytest.mark.parametrize(("ago", "told"), [(8, True), (13, True), (14, False)])
def test_whoever_was_named_less_than_fourteen_days_ago_is_told(office, ago, told):
    case = named(office)
    office.write_replies(KARIM, "oui")
    office.db.execute("update tracing_contact set named_at = %s", (office.now - timedelta(days=ago),))
    voided(office, case)
    assert any(WORDS in text for text in office.texts(KARIM)) is told


def test_an_sms_that_never_arrives_becomes_a_call(office):
    case = named(office)
    voided(office, case)
    key = office.one("select key from tracing_message where template = 'contact.withdrawn'")
    phone, shard = office.phone(KARIM)
    office.post(phone, shard, "undelivered:1", MessageUndelivered(key))
    office.step()
    assert [reason for _, reason in rung(office)] == ["withdrawn"]


def test_told_twice_is_told_once(office):
    case = named(office)
    voided(office, case)
    before = office.texts(KARIM)
    assert voided(office, case).events == []
    assert office.texts(KARIM) == before


def test_somebody_else_of_the_household_is_named_and_goes_on(office):
    """On a shared phone the SMS says whom it is for, and the other conversation is not touched."""
    first = named(office, "Léa", LEA, (KARIM, "Karim"))
    named(office, "Zoé", ZOE, (KARIM, "Inès"))
    office.write_replies(KARIM, "oui")
    voided(office, first)
    (told,) = [text for text in office.texts(KARIM) if WORDS in text]
    assert "Karim" in told
    assert office.one("select count(*) from tracing_contact where closed_at is null") == 1
