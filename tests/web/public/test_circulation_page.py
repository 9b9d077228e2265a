"""Everybody sees the frauds that an analyst confirmed, and no other, however often it was reported."""

import json
from datetime import date, timedelta
from xml.etree import ElementTree

import psycopg
import pytest
from django.test import Client
from msgspec.structs import replace

from tests.campaigns.reporting import report
from tests.web.checked_page import read_page
from tocsin.campaigns.campaign_desk import decide_campaign
from tocsin.campaigns.circulation import CirculatingText, CirculatingTexts
from tocsin.campaigns.report_grouping import group_waiting_reports
from tocsin.evidence.model import Evidence, KnownCampaign
from tocsin.message.plain_text import message_from_text
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.verdict.check import judge
from tocsin.web import circulation_lookup

FRAUD = "AMELI : votre carte vitale expire, réglez 0,99 euro avant ce soir sur https://a.example"
OURS = "Rendez-vous demain devant la mairie pour la réunion du club de lecture, à vingt heures précises"


@pytest.mark.usefixtures("with_store")
def test_only_what_was_confirmed_is_shown(visitor: Client, db: psycopg.Connection) -> None:
    now = read_clock_from_environment().now()
    for text in (FRAUD, FRAUD, *[OURS] * 20):
        report(db, text, day=now.date(), now=now)
    group_waiting_reports(db, now)
    assert "Rien ici pour l'instant" in read_page(visitor.get("/circule"))  # however many reported it

    decide_campaign(db, 1, "confirmed", "AMELI : votre carte vitale expire", "anais", now)
    said = read_page(visitor.get("/circule"))
    assert "AMELI : votre carte vitale expire" in said
    assert "SMS au nom de l'Assurance Maladie : circule depuis le" in said
    assert "Signalements : 2" in said
    assert "club de lecture" not in said
    assert "a.example" not in said
    assert "circulates since" in read_page(visitor.get("/en/circulates"))

    (one,) = json.loads(visitor.get("/circule.json").content)["campaigns"]
    assert (one["id"], one["reports"], one["institutions"]) == (1, 2, ["assurance_maladie"])
    feed = ElementTree.fromstring(visitor.get("/circule.atom").content)
    atom = "{http://www.w3.org/2005/Atom}"
    assert [entry.findtext(f"{atom}id") for entry in feed.iter(f"{atom}entry")] == [
        "tag:localhost,2026:campaign/1/fr"
    ]
    assert json.loads(visitor.get("/circule.json?institution=antai").content)["campaigns"] == []

    db.execute("update tracing_campaigntext set claims = '{edf,uk_nhs}' where text like 'AMELI%'")
    assert "SMS au nom d'EDF, du NHS : circule depuis le" in read_page(visitor.get("/circule"))

    report(
        db,
        FRAUD + " puis rappelez vite ce numéro pour confirmer toute votre identité complète",
        day=now.date(),
        now=now,
    )
    group_waiting_reports(db, now)
    (one,) = json.loads(visitor.get("/circule.json").content)["campaigns"]
    assert one["reports"] == 2  # the new variant was read by nobody yet

    decide_campaign(db, 1, "harmless", "", "anais", now)
    assert "carte vitale" not in read_page(visitor.get("/circule"))


@pytest.mark.usefixtures("with_store")
def test_what_was_not_seen_for_a_month_circulates_no_more(visitor: Client, db: psycopg.Connection) -> None:
    now = read_clock_from_environment().now()
    report(db, FRAUD, day=now.date() - timedelta(days=31), now=now)
    group_waiting_reports(db, now)
    decide_campaign(db, 1, "confirmed", FRAUD, "anais", now)
    assert json.loads(visitor.get("/circule.json").content)["campaigns"] == []


@pytest.mark.usefixtures("without_store")
def test_without_a_store_the_page_says_so(visitor: Client) -> None:
    assert "La liste n'est pas là pour l'instant" in read_page(visitor.get("/circule"))
    assert json.loads(visitor.get("/circule.json").content)["campaigns"] == []


@pytest.mark.usefixtures("with_store")
def test_the_check_says_that_a_text_circulates(visitor: Client, db: psycopg.Connection) -> None:
    now = read_clock_from_environment().now()
    report(db, OURS, day=now.date(), now=now)
    report(db, OURS.replace("vingt", "20"), day=now.date(), now=now)
    group_waiting_reports(db, now)
    asked = {"text": OURS.replace("demain", "DEMAIN"), "channel": "sms"}
    assert "fraude qui circule" not in read_page(
        visitor.post("/", asked)
    )  # reported, and confirmed by nobody
    decide_campaign(db, 1, "confirmed", "", "anais", now)
    circulation_lookup.OF_THE_PAGES.forget_texts()
    said = read_page(visitor.post("/", asked))
    assert "Ce texte est celui d'une fraude qui circule" in said
    assert "2 signalements (campagne n° 1)" in said
    other = {
        **asked,
        "text": "Réunion du club de lecture reportée à mardi, la mairie est fermée demain, à bientôt",
    }
    assert "fraude qui circule" not in read_page(visitor.post("/", other))


LED = CirculatingText(
    1,
    7,
    "Votre relevé annuel est prêt, consultez-le sur votre espace a.example",
    ("a.example",),
    date(2026, 11, 3),
    5,
)
GENUINE = "Votre relevé annuel est prêt, consultez-le sur votre espace ameli.fr"


def test_a_genuine_text_whose_words_a_fraud_took_is_not_that_fraud() -> None:
    texts = CirculatingTexts([LED])
    genuine = message_from_text(GENUINE, "sms", received=date(2026, 11, 5))
    assert texts.find_evidence(genuine) == ()
    (found,) = texts.find_evidence(replace(genuine, text=GENUINE.replace("ameli.fr", "b.example")))
    assert found.kind == "circulates"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Bonjour, à demain pour le café !", "suspicious"),
        ("AMELI : votre carte vitale expire, réglez 0,99 euro sur https://ameli-vitale.example", "imposture"),
    ],
)
def test_it_warns_and_no_more(text: str, level: str) -> None:
    message = message_from_text(text, "sms", received=date(2026, 11, 5))
    known = Evidence("circulates", "7", 0, 0, "", about=KnownCampaign(7, date(2026, 11, 3), 5))
    verdict = judge(message, known=(known,))
    assert verdict.level == level
    assert [r.weight for r in verdict.reasons if r.kind == "circulates"] == ["warns"]
    without = {r.clause for r in judge(message).reasons}
    assert {r.clause for r in verdict.reasons} - without == {"sign.circulates"}
