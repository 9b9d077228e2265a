"""An administrator sees what will be erased, tries it, erases it, checks the proof; an auditor only looks."""

import json
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.web.inside import signed_in
from tests.web.supervision.test_supervision_pages import text
from tocsin.privacy import retention
from tocsin.privacy.vault import Vault

HERE = ZoneInfo("Europe/Paris")


@pytest.fixture
def keys(tmp_path):
    """Keys of each test's own: an erasure destroys some."""
    tmp_path.chmod(0o700)
    Vault.load(tmp_path / "keys.json", make=True)
    return tmp_path / "keys.json"


@pytest.fixture
def administrator(inside, db):
    return signed_in(inside, "administrator", "", name="Ada Lemoine")


@pytest.fixture
def old(people):
    """Somebody who was tested three months ago, and somebody who was a week later."""
    due = retention.find_last_due_day(people.now.astimezone(HERE).date())
    for days, number in ((0, "+33639981201"), (7, "+33639981202")):
        people.now = people.now.replace(year=due.year, month=due.month, day=due.day) + timedelta(days=days)
        people.case("Léa" if not days else "Tom", number)
        people.now -= timedelta(days=days)
    return due


def test_what_goes_today_and_what_goes_later(administrator, old):
    page = text(administrator.get("/effacement"))
    rows = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    assert len(rows) == 2
    assert '<span class="mark">aujourd\'hui</span>' in rows[0]
    assert '<td class="number">1</td>' in rows[0]
    assert "Léa" not in page
    assert "Aucun effacement n'a encore eu lieu" in page


def test_a_dry_run_counts_and_changes_nothing(administrator, old, people):
    page = text(administrator.post("/effacement/essai"))
    assert "<b>1</b> personnes vidées" in page
    assert "<b>1</b> clés détruites" in page
    assert people.one("select count(*) from tracing_person where sealed is not null") == 2


def test_nobody_erases_by_a_click_alone(administrator, old, people):
    for typed in ("", "oui", "01/01/2020"):
        answer = administrator.post("/effacement/effacer", {"date": typed})
        assert answer.status_code == 422
        assert "rien n'est effacé" in text(answer)
    assert people.one("select count(*) from tracing_person where sealed is not null") == 2


def test_it_is_erased_and_the_statement_is_signed_checked_and_taken_along(inside, administrator, old, people):
    done = administrator.post("/effacement/effacer", {"date": f"{old:%d/%m/%Y}"})
    assert done.headers["Location"] == "/effacement?fait=1"
    page = text(administrator.get("/effacement?fait=1"))
    assert "Le relevé 1 est signé" in page
    assert "Relevés vérifiés : 1. Chacun est signé, aucun ne manque" in page
    assert "Ada Lemoine" in page
    assert people.one("select count(*) from tracing_person where sealed is not null") == 1
    id = people.one("select max(id) from tracing_erasure")
    file = administrator.get(f"/effacement/releve/{id}")
    assert file.headers["Content-Disposition"].endswith(f'tocsin-erasure-{id}.json"')
    said = json.loads(file.content)
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(said["public_key"]))
    key.verify(bytes.fromhex(said["signature"]), said["statement"].encode())
    assert json.loads(said["statement"])["number"] == 1
    assert administrator.get("/effacement/releve/999").status_code == 404
    # Somebody changes a statement afterwards.
    people.db.execute(
        "update tracing_erasure set statement = replace(statement, '\"number\":1', '\"number\":2')"
    )
    page = text(administrator.get("/effacement"))
    assert "La vérification échoue" in page
    why = people.rows("select why from staff_entry where action = 'erasure.run' order by id desc limit 1")
    assert why == [(f"run, up to {old}",)]


def test_an_auditor_looks_and_starts_nothing(inside, old, people):
    client = signed_in(inside, "auditor", "")
    page = text(client.get("/en/erasure"))
    assert "Erase for good" not in page
    assert client.post("/effacement/essai").status_code == 403
    assert client.post("/effacement/effacer", {"date": f"{old:%d/%m/%Y}"}).status_code == 403
    assert people.one("select count(*) from tracing_person where sealed is not null") == 2


@pytest.mark.parametrize(("role", "territory"), [("supervisor", ""), ("administrator", "R53"), ("agent", "")])
def test_it_is_for_those_who_answer_for_the_nation(inside, role, territory):
    assert signed_in(inside, role, territory).get("/effacement").status_code == 403
