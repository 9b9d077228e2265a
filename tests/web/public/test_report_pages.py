"""Somebody reports a message that they checked, keeps the code, and asks weeks later what became of it."""

import html
import re
from pathlib import Path

import psycopg
import pytest
from django.test import Client

from tests.campaigns.reporting import NOW
from tests.web.checked_page import read_page
from tocsin.campaigns.report_grouping import group_waiting_reports
from tocsin.privacy.vault import Vault
from tocsin.web import rate_limits
from tocsin.web.sentences import page_sentences

FRAUD = "Bonjour Mme Petit, AMELI : votre carte vitale expire, payez 0,99 euro sur https://ameli-vitale.example/p?id=77"
SAID = {name: " ".join(text.split()) for name, text in page_sentences("outcome", "fr").items()}


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys of the service."""
    Vault.load(tmp_path / "keys.json", make=True)
    monkeypatch.setenv("TOCSIN_KEYS", str(tmp_path / "keys.json"))


def fields_of(response) -> dict[str, str]:
    """What the form of a report carries, as a browser sends it with the box ticked."""
    form = re.search(r'<form class="reporting".*?</form>', response.content.decode(), re.DOTALL)
    assert form
    assert "checked" not in form[0]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[0]))
    return {name: html.unescape(value) for name, value in hidden.items()}


def report(visitor: Client, text: str = FRAUD, **more: str):
    """Check a message, tick the box, send."""
    answer = visitor.post("/", {"text": text, "channel": "sms", "sender": "06 39 98 00 01"})
    return visitor.post("/signaler", {**fields_of(answer), "consent": "yes", **more})


def code_on(page) -> str:
    found = re.search(r"\b[2-9A-Z]{4}(?:-[2-9A-Z]{4}){2}\b", page.content.decode())
    assert found
    return found[0]


@pytest.mark.usefixtures("with_store", "keys")
def test_a_message_is_reported_and_asked_after(visitor: Client, db: psycopg.Connection) -> None:
    page = report(visitor, region="R53")
    said = read_page(page)
    assert "Bonjour Mme [NOM], AMELI : votre carte vitale expire, payez 0,99 euro" in said
    assert "p?id=[…]" in said
    assert "Bretagne" in said
    code = code_on(page)
    assert code.replace("-", "").encode() not in b"".join(
        bytes(row[0]) for row in db.execute("select digest from tracing_report")
    )
    assert SAID["waiting"] in read_page(visitor.post("/signalements", {"code": code.lower()}))

    report(visitor, FRAUD.replace("0,99", "1,95"))
    group_waiting_reports(db, NOW)
    asked = read_page(visitor.post("/signalements", {"code": code}))
    assert SAID["alike"] in asked
    assert "signalé 2 fois en tout" in asked

    db.execute("update tracing_campaign set state = 'confirmed', state_at = %s", (NOW,))
    db.execute(
        "insert into tracing_abusereport (campaign_id, kind, target, addressee, state, prepared_at, sent_at, down_at, by)"
        " values (1, 'host', 'ameli-vitale.example', '', 'down', %s, %s, %s, 'alix'),"
        " (1, 'registrar', 'ameli-vitale.example', '', 'prepared', %s, null, null, 'alix'),"
        " (1, 'operator', '06 39 98 00 01', '', 'sent', %s, %s, null, 'alix'),"
        " (1, 'host', 'elsewhere.example', '', 'sent', %s, %s, null, 'alix')",
        (NOW,) * 8,
    )
    told = read_page(visitor.post("/signalements", {"code": code}))
    assert SAID["confirmed"] in told
    assert (
        "L'hébergeur de ameli-vitale.example, le 29 novembre 2026. Hors service depuis le 29 novembre 2026"
        in told
    )
    assert "L'opérateur du 06 39 98 00 01, le 29 novembre 2026" in told  # who sent it
    assert "bureau d'enregistrement" not in told  # prepared, and told to nobody
    assert "elsewhere.example" not in told  # the report does not lead there


@pytest.mark.usefixtures("with_store", "keys")
def test_without_the_box_nothing_is_kept(visitor: Client, db: psycopg.Connection) -> None:
    answer = visitor.post("/", {"text": FRAUD, "channel": "sms"})
    refused = visitor.post("/signaler", fields_of(answer))
    assert refused.status_code == 422
    assert "Cochez la case pour accepter" in read_page(refused)
    assert db.execute("select count(*) from tracing_report").fetchone() == (0,)
    again = visitor.post("/signaler", {**fields_of(refused), "consent": "yes"})
    assert code_on(again)


@pytest.mark.usefixtures("with_store", "keys")
def test_a_page_that_is_loaded_again_is_no_second_report(visitor: Client, db: psycopg.Connection) -> None:
    answer = visitor.post("/", {"text": FRAUD, "channel": "sms"})
    form = {**fields_of(answer), "consent": "yes"}
    assert code_on(visitor.post("/signaler", form)) == code_on(visitor.post("/signaler", form))
    assert db.execute("select count(*) from tracing_report").fetchone() == (1,)


@pytest.mark.usefixtures("with_store", "keys")
def test_who_reported_takes_it_back(visitor: Client, db: psycopg.Connection) -> None:
    code = code_on(report(visitor))
    assert SAID["withdrawn"] in read_page(visitor.post("/signalements", {"code": code, "view": "withdraw"}))
    assert db.execute("select count(*) from tracing_report").fetchone() == (0,)
    assert "Aucun signalement n'a ce code" in read_page(visitor.post("/signalements", {"code": code}))


@pytest.mark.usefixtures("with_store", "keys")
def test_one_network_makes_no_campaign_alone(visitor: Client) -> None:
    most = rate_limits.BUCKETS["report_same"].most
    pages = [report(visitor, FRAUD.replace("0,99", f"{n},99")) for n in range(most + 1)]
    assert [page.status_code for page in pages] == [200] * most + [429]
    assert report(visitor, "Votre colis attend, payez sur https://relais.example vite").status_code == 200


@pytest.mark.usefixtures("with_store", "keys")
@pytest.mark.parametrize("code", ["", "K7QF-2M9D", "K7QF-2M9D-HJ4R"])
def test_a_code_that_is_none_or_nobodys_is_said(visitor: Client, code: str) -> None:
    page = visitor.post("/signalements", {"code": code})
    assert 'id="problem"' in page.content.decode()


@pytest.mark.usefixtures("with_store", "keys")
def test_what_is_proven_or_one_number_has_no_form(visitor: Client) -> None:
    assert 'class="reporting"' not in visitor.post("/", {"text": "ameli.fr"}).content.decode()
    assert visitor.post("/signaler", {"text": "06 39 98 12 34", "consent": "yes"}).status_code == 422


@pytest.mark.usefixtures("without_store")
def test_without_a_store_there_is_no_report(visitor: Client) -> None:
    assert 'class="reporting"' not in visitor.post("/", {"text": FRAUD}).content.decode()
    for page in (visitor.get("/signaler"), visitor.post("/signaler", {"text": FRAUD, "consent": "yes"})):
        assert "Ce site ne reçoit pas de signalements" in read_page(page)
    assert SAID["not_here"] in read_page(visitor.get("/signalements"))
