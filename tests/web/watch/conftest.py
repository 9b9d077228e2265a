"""The fraud team's pages, on a store of reports."""

import psycopg
import pytest
from django.test import Client

from tests.campaigns.reporting import NOW, report
from tests.web.inside import signed_in
from tests.web.public import conftest as of_the_public
from tocsin.campaigns.report_grouping import group_waiting_reports

db, server, store, template = (
    of_the_public.db,
    of_the_public.server,
    of_the_public.store,
    of_the_public.template,
)
with_store = of_the_public.with_store

FINE = "AMELI : votre carte vitale expire, réglez 0,99 euro avant ce soir sur https://{}"
REWORDED = (
    "AMELI : dernier rappel, votre carte vitale expire demain, réglez les frais dès maintenant ici https://{}"
)
PARCEL = "Votre colis n'a pas pu être livré, choisissez un nouveau créneau de livraison : https://{}"


@pytest.fixture
def reported(with_store: str, db: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> psycopg.Connection:
    """Two campaigns: a fine in two variants (1), a parcel (2)."""
    monkeypatch.setenv("TOCSIN_STORY", "")
    for text in (
        FINE.format("a.example"),
        FINE.format("b.example"),
        REWORDED.format("b.example"),
        PARCEL.format("c.example"),
    ):
        report(db, text, region="R53", sender="38663")
    group_waiting_reports(db, NOW)
    return db


@pytest.fixture
def analyst(reported: psycopg.Connection, with_store: str) -> Client:
    """An analyst who has come in."""
    return signed_in(with_store, "analyst", login="anais")
