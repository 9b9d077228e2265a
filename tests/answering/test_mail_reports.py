"""A person reports a message by mail: one word above it, a receipt in the answer, and nothing of the person."""

import re
from datetime import date

import pytest

from tests.answering.mails import CAMILLE, DESK, FRAUD_SMS, attached, mail, original, parts, words
from tests.answering.peers import NOON, Hours, answerer
from tocsin.answering.mail.mail_responder import RegisterUnreachable
from tocsin.answering.mail.outcome_letters import build_outcome_body, find_objections, send_due_letters
from tocsin.answering.mail.stored_reports import StoredReports
from tocsin.answering.mail.submission import parse_server_url
from tocsin.campaigns.abuse_report import advance_abuse_report, prepare_abuse_report
from tocsin.campaigns.campaign_desk import decide_campaign, read_campaign
from tocsin.campaigns.report_grouping import group_waiting_reports
from tocsin.campaigns.report_outcome import CampaignOutcome, ReportOutcome, ToldRequest
from tocsin.campaigns.report_receipts import ReceiptKeys, parse_receipt_code
from tocsin.campaigns.report_store import KeptReport, erase_old_reports, find_report, withdraw_report
from tocsin.charter.loading import load_charter
from tocsin.charter.view import view_as_of
from tocsin.guard import guard_draft
from tocsin.guard.model import MessageDraft
from tocsin.locale.catalogues import translate

CHARTER = load_charter("assurance_maladie")


@pytest.fixture
def keys(vault):
    return ReceiptKeys.derive(vault.lasting_key)


@pytest.fixture
def responder(office, tmp_path, store, vault):
    """A responder that takes reports."""
    reports = StoredReports(store, vault, lambda: NOON)
    answers, ledger = answerer(tmp_path / "mail", office[1], clock=Hours(), reports=reports)
    yield answers
    ledger.close()


def text_of(office, at=0):
    body = office[0].mails[at].get_body(("plain",)).get_content()
    return " ".join(body.replace("\u00a0", " ").split())


def test_a_forwarded_message_is_offered_to_be_reported_and_not_kept(responder, office, db):
    responder.handle_mail(parts(words("Bonjour, est-ce vrai ?\n"), attached(original())), CAMILLE)

    assert "avec le mot SIGNALER seul sur sa première ligne" in text_of(office)
    assert db.execute("select count(*) from tracing_report").fetchone()[0] == 0


@pytest.mark.parametrize(
    "raw",
    [
        parts(
            words("SIGNALER\n\nCamille Martin\n"),
            attached(original("Mme MARTIN, donnez votre RIB : ameli-sante.example")),
        ),
        mail(f"Signaler\n\n{FRAUD_SMS}\n"),
    ],
    ids=["attached", "pasted"],
)
def test_the_word_above_it_makes_a_report_whose_receipt_stands_in_the_answer(
    raw, responder, office, db, keys
):
    assert responder.handle_mail(raw, CAMILLE) == "answered"

    said = text_of(office)
    receipt = re.search(r"Reçu : ([A-Z0-9-]{14})\.", said)[1]
    report = find_report(db, keys.digest_code(parse_receipt_code(receipt)))
    kept = str(db.execute("select r::text from tracing_report r").fetchall()).lower()
    assert report.hosts in (["ameli-sante.example"], ["ameli-vitale.example"])
    assert "SIGNALER" not in report.text.upper()
    assert report.text == report.text.strip()
    assert not {name for name in ("martin", "camille") if name in kept}
    assert said.index("Votre signalement") < said.index("Pourquoi")
    assert "Votre courriel n'a pas été gardé" not in said


def test_the_same_words_of_one_sender_are_one_report(responder, office, db):
    for number in range(3):
        responder.handle_mail(
            mail(f"SIGNALER\n{FRAUD_SMS}/{number}\n", Message_ID=f"<{number}@a.example>"), CAMILLE
        )

    assert responder.counts == {"answered": 1, "already": 2}
    assert db.execute("select count(*) from tracing_report").fetchone()[0] == 1


def test_where_the_answer_does_not_leave_no_report_is_left(responder, office, db):
    office[0].write_replies = "451 4.3.0 later"
    assert responder.handle_mail(mail(f"SIGNALER\n{FRAUD_SMS}\n"), CAMILLE) == "later"
    assert db.execute("select count(*) from tracing_report").fetchone()[0] == 0

    office[0].write_replies = "250 2.0.0 OK"
    assert responder.handle_mail(mail(f"SIGNALER\n{FRAUD_SMS}\n"), CAMILLE) == "answered"
    assert db.execute("select count(*) from tracing_report").fetchone()[0] == 1


def test_while_the_store_is_away_the_mail_comes_again(office, tmp_path, vault):
    away = StoredReports("postgresql://127.0.0.1:1/none", vault, lambda: NOON)
    answers, ledger = answerer(tmp_path / "away", office[1], clock=Hours(), reports=away)

    assert answers.handle_mail(mail(f"SIGNALER\n{FRAUD_SMS}\n"), CAMILLE) == "later"
    with pytest.raises(RegisterUnreachable):
        away.withdraw_report("K7QF-2M9D-HJ4R")
    ledger.close()


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", ["how_to_report", "how_to_follow", "receipt", "follows"])
def test_the_guard_lets_what_is_said_of_reports_out(name, lang):
    said = {"fr": "Assurance Maladie : c'est une fraude.", "en": "Assurance Maladie: this is a fraud."}[lang]
    said += f" {translate('mail', name, lang, months=12, weeks=4, receipt='K7QF-2M9D-HJ4R')} Réf. {{code}}"
    draft = MessageDraft(sender="38700", flow="other", text=said, lang=lang)
    assert guard_draft(draft, view_as_of(load_charter("assurance_maladie"), NOON.date())).result != "block"


# ---- what became of it


@pytest.fixture
def followed(responder, office, db):
    """Somebody reported, and wants to know; nobody else does."""
    responder.handle_mail(mail(f"SIGNALER ET SUIVRE\n{FRAUD_SMS}\n"), CAMILLE)
    responder.handle_mail(
        mail(f"SIGNALER\n{FRAUD_SMS}\n", From="anais@exemple.example", Message_ID="<2@a.example>"), CAMILLE
    )
    group_waiting_reports(db, NOON)
    db.commit()
    office[0].taken.clear()
    return db


def send_due(db, vault, office):
    db.commit()
    db.autocommit = True
    return send_due_letters(db, vault, parse_server_url(f"smtp://127.0.0.1:{office[1]}"), DESK, NOON, CHARTER)


def test_who_chose_it_is_written_to_once_when_an_analyst_decided(followed, office, vault):
    assert send_due(followed, vault, office) == {}  # nobody decided yet
    decide_campaign(followed, 1, "confirmed", "", "anais", NOON)

    assert send_due(followed, vault, office) == {"sent": 1}
    (letter,) = office[0].mails
    assert (letter["To"], letter["Subject"]) == (CAMILLE, "Votre signalement : ce qu'il est devenu")
    assert "est une fraude qui circule depuis le 19 mars 2025 : 2 signalements." in text_of(office)
    assert "vitale" not in text_of(office)
    assert send_due(followed, vault, office) == {}
    assert followed.execute("select count(*) from tracing_reportletter").fetchone() == (0,)


def test_the_letter_tells_who_was_told_of_the_site_and_since_when_it_is_down(followed, office, vault):
    decide_campaign(followed, 1, "confirmed", "", "anais", NOON)
    record = read_campaign(followed, 1)
    prepare_abuse_report(followed, record, "host", "ameli-vitale.example", "", "anais", NOON)
    for state in ("sent", "down"):
        advance_abuse_report(followed, 1, 1, state, "anais", NOON)
    send_due(followed, vault, office)

    assert "L'hébergeur du site est prévenu depuis le 20 mars 2025." in text_of(office)
    assert "Hors service depuis le 20 mars 2025." in text_of(office)


def test_the_address_stands_sealed_and_goes_with_the_report_or_after_four_weeks(
    followed, keys, office, vault
):
    stored = bytes(followed.execute("select sealed from tracing_reportletter").fetchone()[0])
    assert b"exemple" not in stored
    assert erase_old_reports(followed, date(2025, 4, 16))["letters"] == 0
    assert erase_old_reports(followed, date(2025, 4, 17))["letters"] == 1


def test_a_report_that_is_taken_back_takes_the_address_with_it(responder, office, db, keys):
    responder.handle_mail(mail(f"SIGNALER ET SUIVRE\n{FRAUD_SMS}\n"), CAMILLE)
    receipt = re.search(r"Reçu : ([A-Z0-9-]{14})\.", text_of(office))[1]
    withdraw_report(db, keys.digest_code(parse_receipt_code(receipt)))
    assert db.execute("select count(*) from tracing_reportletter").fetchone() == (0,)


def test_a_letter_that_the_server_does_not_take_yet_is_written_later(followed, office, vault):
    decide_campaign(followed, 1, "harmless", "", "anais", NOON)
    office[0].write_replies = "451 4.3.0 later"
    assert send_due(followed, vault, office) == {"later": 1}
    office[0].write_replies = "250 2.0.0 OK"
    assert send_due(followed, vault, office) == {"sent": 1}
    assert "Ce n'est pas une fraude qui circule." in text_of(office)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("state", ["confirmed", "harmless"])
def test_the_guard_lets_every_letter_out(state, lang):
    day = NOON.date()
    report = KeptReport(
        id=1,
        reported_on=day,
        day=day,
        channel="sms",
        text="",
        sender="",
        hosts=[],
        numbers=[],
        region="",
        campaign_id=1,
    )
    campaign = CampaignOutcome(state=state, state_at=NOON, reports=12, first_seen=day, last_seen=day)
    told = [
        ToldRequest(kind=kind, target="a.example", sent_at=NOON, answered_at=None, down_at=NOON)
        for kind in ("host", "registrar", "operator")
    ]
    for requests in ((), *((one,) for one in told), tuple(told)):
        found = ReportOutcome(report=report, campaign=campaign, requests=requests)
        assert find_objections(build_outcome_body(found, CHARTER, lang), CHARTER, NOON) == ()
