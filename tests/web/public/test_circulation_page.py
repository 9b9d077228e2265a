"""Everybody sees the frauds that an analyst confirmed, and no other, however often it was reported."""

import html
import json
import re
from datetime import timedelta
from xml.etree import ElementTree

import psycopg
import pytest
from django.test import Client

from tests.campaigns.reporting import report
from tocsin.campaigns.campaign_desk import decide_campaign
from tocsin.campaigns.report_grouping import group_waiting_reports
from tocsin.runtime.clock import read_clock_from_environment

FRAUD = "AMELI : votre carte vitale expire, réglez 0,99 euro avant ce soir sur https://a.example"
OURS = "Rendez-vous demain devant la mairie pour la réunion du club de lecture, à vingt heures précises"


def read_page(response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


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
    assert "2 signalements" in said
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
