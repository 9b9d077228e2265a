"""A person reports a message by mail: one word above it, a receipt in the answer, and nothing of the person."""

import re

import pytest

from tests.answering.mails import CAMILLE, FRAUD_SMS, attached, mail, original, parts, words
from tests.answering.peers import NOON, Hours, answerer
from tocsin.answering.mail.mail_responder import RegisterUnreachable
from tocsin.answering.mail.stored_reports import StoredReports
from tocsin.campaigns.report_receipts import ReceiptKeys, parse_receipt_code
from tocsin.campaigns.report_store import find_report
from tocsin.charter.loading import load_charter
from tocsin.charter.view import view_as_of
from tocsin.guard import guard_draft
from tocsin.guard.model import MessageDraft
from tocsin.locale.catalogues import translate


@pytest.fixture
def keys(vault):
    return ReceiptKeys.derive(vault.lasting_key)


@pytest.fixture
def desk(office, tmp_path, store, keys):
    """A desk that takes reports."""
    reports = StoredReports(store, keys, lambda: NOON)
    answers, ledger = answerer(tmp_path / "mail", office[1], clock=Hours(), reports=reports)
    yield answers
    ledger.close()


def text_of(office, at=0):
    body = office[0].mails[at].get_body(("plain",)).get_content()
    return " ".join(body.replace("\u00a0", " ").split())


def test_a_forwarded_message_is_offered_to_be_reported_and_not_kept(desk, office, db):
    desk.handle_mail(parts(words("Bonjour, est-ce vrai ?\n"), attached(original())), CAMILLE)

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
def test_the_word_above_it_makes_a_report_whose_receipt_stands_in_the_answer(raw, desk, office, db, keys):
    assert desk.handle_mail(raw, CAMILLE) == "answered"

    said = text_of(office)
    receipt = re.search(r"Reçu : ([A-Z0-9-]{14})\.", said)[1]
    report = find_report(db, keys.digest_code(parse_receipt_code(receipt)))
    kept = str(db.execute("select r::text from tracing_report r").fetchall()).lower()
    assert report.hosts in (["ameli-sante.example"], ["ameli-vitale.example"])
    assert "SIGNALER" not in report.text.upper()
    assert not {name for name in ("martin", "camille") if name in kept}
    assert said.index("Votre signalement") < said.index("Pourquoi")


def test_the_same_words_of_one_sender_are_one_report(desk, office, db):
    for number in range(3):
        desk.handle_mail(
            mail(f"SIGNALER\n{FRAUD_SMS}/{number}\n", Message_ID=f"<{number}@a.example>"), CAMILLE
        )

    assert desk.counts == {"answered": 1, "already": 2}
    assert db.execute("select count(*) from tracing_report").fetchone()[0] == 1


def test_where_the_answer_does_not_leave_no_report_is_left(desk, office, db):
    office[0].write_replies = "451 4.3.0 later"
    assert desk.handle_mail(mail(f"SIGNALER\n{FRAUD_SMS}\n"), CAMILLE) == "later"
    assert db.execute("select count(*) from tracing_report").fetchone()[0] == 0

    office[0].write_replies = "250 2.0.0 OK"
    assert desk.handle_mail(mail(f"SIGNALER\n{FRAUD_SMS}\n"), CAMILLE) == "answered"
    assert db.execute("select count(*) from tracing_report").fetchone()[0] == 1


def test_while_the_store_is_away_the_mail_comes_again(office, tmp_path, keys):
    away = StoredReports("postgresql://127.0.0.1:1/none", keys, lambda: NOON)
    answers, ledger = answerer(tmp_path / "away", office[1], clock=Hours(), reports=away)

    assert answers.handle_mail(mail(f"SIGNALER\n{FRAUD_SMS}\n"), CAMILLE) == "later"
    with pytest.raises(RegisterUnreachable):
        away.withdraw_report("K7QF-2M9D-HJ4R")
    ledger.close()


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", ["how_to_report", "receipt"])
def test_the_guard_lets_what_is_said_of_reports_out(name, lang):
    said = {"fr": "Assurance Maladie : c'est une fraude.", "en": "Assurance Maladie: this is a fraud."}[lang]
    said += f" {translate('mail', name, lang, months=12, receipt='K7QF-2M9D-HJ4R')} Réf. {{code}}"
    draft = MessageDraft(sender="38700", flow="other", text=said, lang=lang)
    assert guard_draft(draft, view_as_of(load_charter("assurance_maladie"), NOON.date())).result != "block"
