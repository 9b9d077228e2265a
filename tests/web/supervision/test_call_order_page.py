"""Who is rung first: every supervisor sees it, those of the nation change it, and the log says so."""

import psycopg
import pytest

from tests.web.inside import signed_in
from tocsin.tracing.calls.call_order import read_call_order

WHERE = "/encadrement/ordre"


def test_what_holds_is_seen_and_changed_for_everybody(inside: str, db: psycopg.Connection) -> None:
    client = signed_in(inside, "supervisor")
    assert "Personne n'a encore choisi" in client.get(WHERE).content.decode().replace("&#x27;", "'")
    assert client.post(WHERE, {"hours": "12"}).headers["Location"] == f"{WHERE}?fait"
    assert read_call_order(db).hours == 12
    page = client.get(f"{WHERE}?fait").content.decode().replace("&#x27;", "'")
    assert 'value="12" required checked' in page
    assert "C'est changé pour tous les agents" in page
    assert client.post(WHERE, {"hours": "never"}).status_code == 302
    assert read_call_order(db).hours is None
    (why,) = db.execute(
        "select why from staff_entry where action = 'lead.order' order by id desc limit 1"
    ).fetchone()
    assert why == "hours: never"


@pytest.mark.parametrize("hours", ["", "5", "-1", "x"])
def test_what_cannot_be_chosen_is_refused(inside: str, db: psycopg.Connection, hours: str) -> None:
    before = read_call_order(db)
    assert signed_in(inside, "supervisor").post(WHERE, {"hours": hours}).status_code == 400
    assert read_call_order(db) == before


def test_a_supervisor_of_a_departement_sees_it_and_cannot_change_it(
    inside: str, db: psycopg.Connection
) -> None:
    client = signed_in(inside, "supervisor", "75")
    page = client.get(WHERE).content.decode()
    assert "Seul un encadrant national" in page
    assert "<fieldset disabled>" in page
    before = read_call_order(db)
    assert client.post(WHERE, {"hours": "0"}).status_code == 403
    assert read_call_order(db) == before
