"""The real engine on a real store: what it says follows what was decided, without being started again."""

from datetime import timedelta
from queue import Queue
from threading import Thread

import pytest

from tests.message_templates.people import ALICE, BRUNO, CHLOE, DAVID, HELD, NOTICE, SCAM
from tests.tracing.conversations.office import KARIM, LEA, Office
from tocsin.charter.schema import Wording
from tocsin.message_templates import approval_workflow
from tocsin.message_templates import rewording_records as rewordings
from tocsin.message_templates.rewording import OWN
from tocsin.register.verify import verify_message_code
from tocsin.store.database import open_connection
from tocsin.store.postgres_register import PostgresRegister

PAUL, ZOE = "+33639981203", "+33639981204"
ASKED = Wording(
    "Assurance Maladie{to} : merci. Avec qui avez-vous passé du temps depuis le {since} ? "
    "Un nom et un numéro par personne, ou PERSONNE. Réf. {code}",
    "Assurance Maladie{to}: thank you. With whom have you spent time since {since}? "
    "A name and a phone number for each, or NOBODY. Réf. {code}",
)


@pytest.fixture
def office(db, vault):
    return Office(db, vault)


def activated(office, id, words, starts_at=None):
    number = approval_workflow.propose_rewording(office.db, id, words, "Plus clair", ALICE, office.now)
    for person in (BRUNO, CHLOE):
        approval_workflow.approve_rewording(office.db, number, person, office.now)
    approval_workflow.activate_rewording(office.db, number, starts_at, ALICE, office.now)
    office.db.commit()
    return number


def handed_over(office, other):
    """All the shards go to another engine, at the same moment."""
    office.engine.release_shards(office.db)
    other.now = office.now
    other.step()
    return other


def greeting(office, given, number):
    """The first SMS that a new case gets."""
    office.case(given, number)
    office.step()
    return office.texts(number)[0]


def test_the_next_sms_says_the_new_words_on_every_engine_and_the_one_before_the_old(office, vault):
    assert "dans les 24 heures" in greeting(office, "Léa", LEA)
    other = handed_over(office, Office(office.db, vault, "engine-2"))
    assert "dans les 24 heures" in greeting(other, "Karim", KARIM)
    number = activated(other, "case.notice", NOTICE)
    found = greeting(other, "Paul", PAUL)
    assert found.startswith("Assurance Maladie : bonjour Paul. Un conseiller va vous appeler au sujet du")
    assert "Réf. " in found
    rows = office.all("select template, version, text from tracing_wording where text = %s", NOTICE.fr)
    assert rows == [("case.notice", f"3.{number}", NOTICE.fr)]
    assert "au sujet du Covid-19" in greeting(handed_over(other, office), "Zoé", ZOE)


def test_what_two_let_pass_is_sent(office):
    activated(office, "case.notice", HELD)
    assert "Murmurez la rangée du milieu" in greeting(office, "Léa", LEA)


def test_words_begin_at_their_moment_and_not_before(office):
    begins = office.now + timedelta(hours=2)
    activated(office, "case.notice", NOTICE, begins)
    assert "dans les 24 heures" in greeting(office, "Léa", LEA)
    office.now = begins - timedelta(seconds=1)
    assert "dans les 24 heures" in greeting(office, "Karim", KARIM)
    office.now = begins
    assert "au sujet du Covid-19" in greeting(office, "Paul", PAUL)


def test_a_conversation_under_way_goes_on_in_the_new_words_and_reads_answers_as_before(office):
    case = office.case("Léa", LEA)
    office.step()
    activated(office, "case.contacts", ASKED)
    office.write_replies(LEA, "ouii c moi")
    assert "passé du temps" in office.texts(LEA)[-1]
    office.write_replies(LEA, "Karim 06 39 98 12 02")
    assert "nous avons noté Karim (fin 12 02)" in office.texts(LEA)[-1]
    office.write_replies(LEA, "oui")
    assert office.one("select count(*) from tracing_contact where case_id = %s", case) == 1
    counted = office.all("select state, answered from tracing_stepcount where answered > 0 order by state")
    assert ("notice", 1) in counted
    assert ("contacts", 1) in counted
    assert office.one("select count(distinct version) from tracing_stepcount") == 1


def test_words_that_are_taken_back_are_not_said_any_more(office):
    activated(office, "case.notice", NOTICE)
    assert "au sujet du Covid-19" in greeting(office, "Léa", LEA)
    approval_workflow.roll_back_text(office.db, "case.notice", OWN, "Peu clair", DAVID, office.now)
    office.db.commit()
    assert "dans les 24 heures" in greeting(office, "Karim", KARIM)


def test_words_that_the_guard_blocks_by_now_are_set_aside_and_somebody_can_see_it(office):
    """They stand in the store as if the charter had allowed them once: the engine reads them again itself."""
    number = activated(office, "case.notice", NOTICE)
    office.db.execute("update tracing_rewording set fr = %s where id = %s", (SCAM.fr, number))
    assert "dans les 24 heures" in greeting(office, "Léa", LEA)
    assert "dans les 24 heures" in greeting(office, "Karim", KARIM)
    last = [step for step in rewordings.load_rewording(office.db, number).steps if step.what == "set_aside"]
    assert [(step.by_id, step.ruling) for step in last] == [(None, "block")]
    assert office.one("select count(*) from tracing_calltask where reason = 'guard'") == 0


def test_a_text_that_lost_a_blank_since_is_set_aside_too(office):
    number = activated(office, "case.notice", NOTICE)
    lost = "Assurance Maladie : bonjour. Un conseiller va vous appeler. Réf. {code}"
    office.db.execute("update tracing_rewording set fr = %s where id = %s", (lost, number))
    assert "dans les 24 heures" in greeting(office, "Léa", LEA)


def test_what_was_sent_in_new_words_can_be_verified(office):
    activated(office, "case.notice", NOTICE)
    sent = greeting(office, "Léa", LEA)
    answer = verify_message_code(PostgresRegister(office.db), sent[-9:], text=sent, now=office.now)
    assert answer.outcome == "matches"


def test_of_two_who_decide_at_once_the_second_sees_what_the_first_did(office, store):
    """Approvals from two machines: one waits for the other, and nobody counts twice."""
    number = approval_workflow.propose_rewording(
        office.db, "case.notice", NOTICE, "Plus clair", ALICE, office.now
    )
    office.db.commit()
    told = Queue()

    def approve():
        with open_connection(store) as other:
            try:
                told.put(approval_workflow.approve_rewording(other, number, BRUNO, office.now))
            except approval_workflow.AlreadyApproved as error:
                told.put(error)

    second = Thread(target=approve)
    with open_connection(store) as first:
        with first.transaction():
            assert approval_workflow.approve_rewording(first, number, BRUNO, office.now) == 1
            second.start()
            while second.is_alive() and not waiting(office):
                office.db.rollback()
        second.join(timeout=60)
    assert isinstance(told.get(timeout=60), approval_workflow.AlreadyApproved)
    office.db.rollback()
    assert len(rewordings.load_rewording(office.db, number).approvals) == 1


def waiting(office):
    """Whether somebody waits for somebody else's lock."""
    return office.one("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
