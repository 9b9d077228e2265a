"""Somebody forwards a strange SMS, and is told what it is: a real store, real SMPP, a simulated network."""

import asyncio
import logging
import re
from datetime import UTC, datetime

import psycopg
import pytest

from tests.answering.sms.conftest import ALICE, BOB, FRAUD, LANE, NOON, Service, happens
from tocsin.answering.sms.sms_responder import (
    DAY,
    HOUR,
    LaneBlocked,
    RegisteredAnswer,
    SmsResponder,
    check_lane,
)
from tocsin.campaigns.report_receipts import ReceiptKeys, parse_receipt_code
from tocsin.campaigns.report_store import find_report
from tocsin.charter.loading import load_charter
from tocsin.message import gsm7
from tocsin.register.verify import verify_message_code
from tocsin.sms.gateway import IncomingSms
from tocsin.store.postgres_register import PostgresRegister
from tocsin_simulation.sms.handset import ComputedReplies, Handset, ScriptedReplies
from tocsin_simulation.sms.network_profile import NetworkFaults


def code_of(text):
    return text[-9:]


def test_a_person_forwards_a_fraud_and_is_told_what_it_is_and_what_to_do(told, db):
    async def story(service):
        service.write(FRAUD)
        return await service.answers(1)

    (said,) = told(story)

    assert said.startswith("Assurance Maladie : c'est une fraude. Nous ne demandons jamais d'argent par SMS.")
    assert "Ne cliquez pas, ne répondez pas. Signalez-le au 33700 (gratuit)." in said
    assert gsm7.measure_sms_cost(said).parts == 1
    found = verify_message_code(PostgresRegister(db), code_of(said), text=said, sender=LANE, now=NOON)
    assert (found.outcome, found.misuse) == ("matches", ())


def test_it_answers_in_english_whoever_asks_for_it(told):
    async def story(service):
        service.write(f"EN\n{FRAUD}")
        return await service.answers(1)

    assert told(story)[0].startswith("Assurance Maladie: this is a fraud.")


def test_a_long_sms_in_several_parts_is_one_question_and_one_answer(told):
    async def story(service):
        service.write("AMELI : " + "votre dossier est en attente, " * 8 + "donnez votre RIB complet")
        return await service.answers(1)

    (said,) = told(story)
    assert "vos données bancaires" in said


def test_a_genuine_sms_of_ours_is_recognised_by_its_code(told, db, vault):
    """What the lane of the conversations sent is asked about at the lane of the answers."""
    from tocsin.register.entry import PublishedTemplate
    from tocsin.register.issue import issue_message
    from tocsin.register.register_keys import hash_recipient

    register, keys = PostgresRegister(db), vault.register_keys
    words = "Assurance Maladie : votre test est positif. Nous ne demandons aucune donnée. Réf. {code}"
    sent = issue_message(
        register, keys.codes, message_id="case-1.1", template=PublishedTemplate("case.notice", "1", "fr", words),
        values={}, sender="38663", channel="sms", recipient=hash_recipient(keys.recipients, ALICE), now=NOON,
    )  # fmt: skip
    db.commit()

    async def story(service):
        service.write(sent.text)
        return await service.answers(1)

    assert "ce texte est bien de nous" in told(story)[0]


def test_who_sends_nothing_that_can_be_checked_is_told_how_once(told):
    async def story(service):
        service.write("ok")
        said = await service.answers(1)
        service.write("merci bien")
        await service.decided(2)
        return said, service.inbox(), service.line.counts

    said, inbox, counts = told(story)
    assert "recopiez ici le SMS douteux" in said[0]
    assert (len(inbox), counts["too_many"]) == (1, 1)


def test_stop_is_met_with_silence(told):
    async def story(service):
        service.write("STOP")
        await service.decided(1)
        return service.inbox(), service.line.counts

    assert told(story) == ([], {"stop": 1})


def test_the_same_sms_within_the_hour_is_answered_once(told):
    async def story(service):
        service.write(FRAUD)
        await service.answers(1)
        service.write(FRAUD)
        await service.decided(2)
        service.clock.pass_by(hours=1, seconds=1)
        service.write(FRAUD)
        return await service.answers(2), service.line.counts

    said, counts = told(story)
    assert len(said) == 2
    assert counts == {"answered": 2, "already": 1}


def test_two_people_who_forward_the_same_are_both_answered(told):
    async def story(service):
        service.write(FRAUD, ALICE)
        service.write(FRAUD, BOB)
        return await service.answers(1, ALICE), await service.answers(1, BOB)

    one, other = told(story)
    assert code_of(one[0]) != code_of(other[0])


def test_a_number_gets_so_many_answers_within_the_hour_and_the_day(told):
    async def story(service):
        for n in range(HOUR + 2):
            service.write(f"{FRAUD}/{n}")
        await service.decided(HOUR + 2)
        first = dict(service.line.counts)
        for hours in range(1, 6):
            service.clock.pass_by(hours=1, minutes=1)
            for n in range(HOUR):
                service.write(f"{FRAUD}/{hours}{n}")
            await service.decided(HOUR + 2 + hours * HOUR)
        return first, service.line.counts

    first, counts = told(story)
    assert first == {"answered": HOUR, "too_many": 2}
    assert counts["answered"] == DAY


# ---- reports


def test_a_person_reports_an_sms_by_a_word_and_asks_by_the_receipt_what_became_of_it(told, db, vault):
    async def story(service):
        service.write(f"SIGNALER De : 06 39 98 00 07\n{FRAUD}, Mme Camille MARTIN")
        service.write(f"Signaler\n{FRAUD}/2, Mme Camille MARTIN")  # the same words within the day
        await service.decided(2)
        return await service.answers(1), service.line.counts

    (said,), counts = told(story)
    keys = ReceiptKeys.derive(vault.lasting_key)
    receipt = re.search(r"Suivi : ([A-Z0-9-]{14})", said)[1]
    report = find_report(db, keys.digest_code(parse_receipt_code(receipt)))
    assert said.startswith(
        "Assurance Maladie : c'est une fraude. Signalement gardé sans nom ni numéro. Suivi : "
    )
    assert (report.text, report.sender) == (f"{FRAUD}, Mme [NOM]", "+33639980007")
    assert counts == {"answered": 1, "already": 1}


def test_nobody_can_tell_from_the_store_who_reported(told, db, vault):
    async def story(service):
        service.write(f"SIGNALER {FRAUD}")
        return await service.answers(1)

    (said,) = told(story)
    kept = str(db.execute("select r::text from tracing_report r").fetchall())
    assert "39980001" not in kept
    assert db.execute(
        "select recipient from tracing_message where code = %s", (code_of(said),)
    ).fetchone() == ("",)


def test_without_the_word_nothing_is_kept_and_what_is_genuine_never_is(told, db):
    async def story(service):
        service.write(FRAUD)
        service.write("SIGNALER 0899033646")
        return await service.answers(2)

    told(story)
    assert db.execute("select count(*) from tracing_report").fetchone()[0] == 0


# ---- machines


def test_an_answer_of_ours_that_comes_back_is_not_answered(store, vault, told):
    """A telephone that sends on whatever it gets."""
    echo = Handset(ALICE, ComputedReplies(lambda text: f"TR : {text}", after=0.01))

    async def story(service):
        service.write(FRAUD)
        await service.decided(2)
        return service.inbox(), service.line.counts

    inbox, counts = told(story, Service(store, vault, [echo]))
    assert (len(inbox), counts) == (1, {"answered": 1, "ourselves": 1})


def test_a_machine_that_says_the_same_to_everything_falls_silent(store, vault, told):
    away = Handset(
        ALICE, ScriptedReplies(("Je suis absent jusqu'à lundi, je vous rappelle.",) * 50, after=0.01)
    )

    async def story(service):
        service.write(FRAUD)
        await service.decided(3)
        return service.inbox(), service.line.counts

    inbox, counts = told(story, Service(store, vault, [away]))
    assert (len(inbox), counts) == (2, {"answered": 2, "already": 1})


def test_a_machine_that_always_says_something_new_is_cut_off(store, vault, told):
    texts = tuple(f"Votre message numéro {n} a été reçu, merci de patienter." for n in range(50))
    bot = Handset(ALICE, ScriptedReplies(texts, after=0.01))

    async def story(service):
        service.write(FRAUD)
        await service.decided(HOUR + 1)
        return service.inbox(), service.line.counts

    inbox, counts = told(story, Service(store, vault, [bot]))
    assert (len(inbox), counts) == (HOUR, {"answered": HOUR, "too_many": 1})


@pytest.mark.parametrize("sender", ["38663", "AMELI", "", "0", "3639"])
def test_a_sender_that_is_no_telephone_gets_nothing(store, vault, db, sender):
    db.autocommit = True
    responder = SmsResponder(load_charter("assurance_maladie"), vault, LANE)
    said = IncomingSms(sender, LANE, FRAUD, datetime.now(UTC))
    assert responder.answer_sms(db, said, NOON) == "no_phone"


def test_what_cannot_be_read_asks_for_words(store, vault, db):
    db.autocommit = True
    responder = SmsResponder(load_charter("assurance_maladie"), vault, LANE)
    found = responder.answer_sms(db, IncomingSms(ALICE, LANE, "", NOON, readable=False), NOON)
    assert isinstance(found, RegisteredAnswer)
    assert "recopiez ici" in found.outgoing.text


def test_a_reply_to_the_conversations_that_comes_in_here_is_not_answered_and_not_lost(told, db):
    """One account for both numbers is not what the page says; a reply is a reply all the same."""

    async def story(service):
        service.network_pseudonym.send_from(ALICE, "38663", "oui, depuis mardi")
        await service.decided(1)
        return service.inbox(), service.line.counts

    assert told(story) == ([], {"elsewhere": 1})
    assert db.execute("select count(*) from tracing_stray").fetchone()[0] == 1
    assert db.execute("select count(*) from reception_asked").fetchone()[0] == 0


# ---- what breaks


def test_what_the_network_hands_over_twice_is_answered_once(store, vault, told):
    async def story(service):
        service.write(FRAUD)
        await service.decided(2)
        return await service.answers(1), service.line.counts

    twice = Service(store, vault, [Handset(ALICE)], faults=NetworkFaults(answer_twice=True))
    inbox, counts = told(story, twice)
    assert (len(inbox), counts) == (1, {"answered": 1, "already": 1})


def test_a_line_that_drops_comes_up_again(told):
    async def story(service):
        service.write(FRAUD)
        await service.answers(1)
        for line in list(service.network_pseudonym.lines):
            line.drop()
        service.write(f"{FRAUD}/2")
        return await service.answers(2)

    assert len(told(story)) == 2


def test_while_the_store_is_away_the_network_waits_and_then_all_are_answered(told, store, server):
    async def story(service):
        service.write(FRAUD)
        await service.answers(1)
        with psycopg.connect(server, autocommit=True) as admin:
            name = store.rpartition("/")[2]
            admin.execute(f'alter database "{name}" allow_connections false')
            admin.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (name,)
            )
            service.write(f"{FRAUD}/2")
            await happens(lambda: service.line._db is None)
            admin.execute(f'alter database "{name}" allow_connections true')
        return await service.answers(2)

    assert len(told(story)) == 2


def test_after_a_restart_it_knows_whom_it_answered(store, vault, told):
    async def first(service):
        service.write(FRAUD)
        return await service.answers(1)

    async def again(service):
        service.write(FRAUD)
        await service.decided(1)
        return service.inbox(), service.line.counts

    assert len(told(first, Service(store, vault, [Handset(ALICE)]))) == 1
    assert told(again, Service(store, vault, [Handset(ALICE)])) == ([], {"already": 1})


def test_two_processes_answer_one_sms_once(store, vault):
    responder = SmsResponder(load_charter("assurance_maladie"), vault, LANE)

    async def both():
        said = IncomingSms(ALICE, LANE, FRAUD, NOON)
        with psycopg.connect(store, autocommit=True) as one, psycopg.connect(store, autocommit=True) as other:
            return await asyncio.gather(
                *(asyncio.to_thread(responder.answer_sms, each, said, NOON) for each in (one, other))
            )

    found = asyncio.run(both())
    assert sorted(isinstance(one, RegisteredAnswer) for one in found) == [False, True]


def test_what_became_of_an_answer_stands_in_the_register(told, db):
    async def story(service):
        service.write(FRAUD)
        await service.answers(1)
        await happens(lambda: db.execute("select delivered_at from tracing_message").fetchone()[0])

    db.autocommit = True
    told(story)
    ((submitted, failed),) = db.execute("select submitted_at, failed_at from tracing_message").fetchall()
    assert (submitted, failed) == (NOON, None)


# ---- the guard, and what is kept


def test_from_a_lane_that_the_guard_refuses_nothing_leaves():
    charter = load_charter("assurance_maladie")
    with pytest.raises(LaneBlocked, match=r"0639980009 \(sender_not_allowed\)"):
        check_lane(charter, "0639980009", NOON)
    check_lane(charter, LANE, NOON)


def test_nothing_of_what_was_forwarded_is_kept_or_logged(told, db, caplog):
    caplog.set_level(logging.DEBUG)

    async def story(service):
        service.write(f"{FRAUD} marqueur-zq7 de Camille")
        return await service.answers(1)

    told(story)
    kept = ""
    for (name,) in db.execute("select tablename from pg_tables where schemaname = 'public'").fetchall():
        kept += str(db.execute(f'select t::text from "{name}" t'.encode()).fetchall())
    logged = caplog.text + str([record.__dict__ for record in caplog.records if "tocsin" in record.name])
    for trace in ("zq7", "Camille", "33639980001", "39980001", "vitale"):
        assert trace not in kept
        assert trace not in logged
    assert db.execute("select count(*) from reception_asked").fetchone()[0] == 1


def test_after_a_day_it_is_not_known_that_somebody_asked(told, db):
    async def story(service):
        service.write(FRAUD)
        await service.decided(1)
        service.clock.pass_by(hours=23)
        service.write(FRAUD, BOB)
        await service.decided(2)
        service.clock.pass_by(hours=1, minutes=1)
        await asyncio.to_thread(service.line.forget_old)

    told(story)
    assert db.execute("select count(*) from reception_asked").fetchone()[0] == 1
