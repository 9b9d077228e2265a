"""An administrator opens accounts, gives and takes roles, and helps who is locked out."""

import html
import re
import threading

import pytest
from django.test import Client

from tests.web.inside import account, come_in, signed_in
from tocsin.store import database as stores
from tocsin.web.accounts import mfa, staff_accounts
from tocsin.web.audit import audit_log
from tocsin.web.staff.staff_member import RoleGrant

NEW = {"login": "Max.Noir", "name": "Max Noir", "lang": "fr", "role": "agent", "territory": "R11"}


@pytest.fixture
def chief(with_store):
    return signed_in(with_store, "administrator", login="chef", name="Claude Chef")


def text(answer):
    return html.unescape(answer.content.decode())


def drawn(answer):
    return re.search(r"<dd class=\"id\">([a-z0-9]{4}(?:-[a-z0-9]{4}){3})</dd>", text(answer))[1]


def test_an_account_is_opened_and_its_password_shown_once(chief, db):
    made = chief.post("/comptes", NEW)
    password = drawn(made)
    assert made.headers["Cache-Control"] == "no-store"
    assert password not in text(chief.get("/comptes"))
    who = staff_accounts.find_account(db, "max.noir")
    assert who.grants == (RoleGrant("agent", "R11"),)
    stranger = Client(SERVER_NAME="localhost")
    come_in(stranger, "max.noir", password)
    assert stranger.get("/entrer/code").headers["Location"] == "/entrer/mot-de-passe"
    assert [entry.why for entry in audit_log.iterate_entries(db)][-3:] == ["made", "given agent", "telephone"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"login": "é"}, "3 à 64 lettres"), ({"login": "chef"}, "déjà été donné"),
        ({"name": ""}, "prénom et le nom"), ({"role": "roi"}, "rôle de la liste"),
        ({"territory": "99"}, "territoire de la liste"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(chief, db, wrong, said):
    answer = chief.post("/comptes", NEW | wrong)
    assert answer.status_code == 422
    assert said in text(answer)
    assert 'value="Max Noir"' in text(answer) or "name" in wrong
    assert staff_accounts.find_account(db, "max.noir") is None


def test_a_role_is_given_and_taken(chief, with_store, db):
    other = signed_in(with_store, "agent", "75", login="lou.petit")
    number = staff_accounts.find_account(db, "lou.petit").account_id
    page = f"/comptes/{number}"
    given = chief.post(page, {"do": "give", "role": "auditor", "territory": ""})
    assert "Le rôle est donné" in text(chief.get(given.headers["Location"]))
    assert "Auditeur" in text(other.get("/service"))
    again = chief.post(page, {"do": "give", "role": "auditor", "territory": ""})
    assert again.headers["Location"].endswith("?done=unchanged")
    chief.post(page, {"do": "take", "role": "auditor", "territory": ""})
    assert "Auditeur" not in text(other.get("/service"))
    assert chief.post(page, {"do": "give", "role": "auditor", "territory": "0"}).status_code == 422
    assert chief.post(page, {"do": "something"}).status_code == 400


def test_whose_password_is_lost_gets_another_and_is_out(chief, with_store, db):
    other = signed_in(with_store, login="lou.petit")
    number = staff_accounts.find_account(db, "lou.petit").account_id
    password = drawn(chief.post(f"/comptes/{number}", {"do": "password"}))
    assert other.get("/service").status_code == 302
    assert staff_accounts.authenticate(
        db, "lou.petit", password, staff_accounts.find_account_summary(db, number).made
    )
    assert "mot de passe provisoire a été donné" in text(chief.get(f"/comptes/{number}"))


def test_whose_telephone_is_lost_binds_another(chief, with_store, db):
    login = account(with_store, RoleGrant("agent"))
    come_in(Client(SERVER_NAME="localhost"), login)
    number = staff_accounts.find_account(db, login).account_id
    assert mfa.has_authenticator(db, number)
    done = chief.post(f"/comptes/{number}", {"do": "factor"})
    assert "Le téléphone est délié" in text(chief.get(done.headers["Location"]))
    assert not mfa.has_authenticator(db, number)


def test_an_account_is_closed_for_ever(chief, with_store, db):
    other = signed_in(with_store, login="lou.petit")
    page = f"/comptes/{staff_accounts.find_account(db, 'lou.petit').account_id}"
    assert "Cochez la case" in text(chief.post(page, {"do": "close"}))
    chief.post(page, {"do": "close", "sure": "1"})
    assert other.get("/service").status_code == 302
    assert "Lou" not in text(chief.get("/comptes"))
    assert "fermé" in text(chief.get("/comptes?closed=1"))
    assert chief.post(page, {"do": "password"}).status_code == 400
    assert chief.post("/comptes", NEW | {"login": "lou.petit"}).status_code == 422


def test_the_last_administrator_stays(chief, db):
    page = f"/comptes/{staff_accounts.find_account(db, 'chef').account_id}"
    for change in ({"do": "close", "sure": "1"}, {"do": "take", "role": "administrator", "territory": ""}):
        assert "dernier administrateur" in text(chief.post(page, change))
    assert chief.get("/comptes").status_code == 200


def test_two_administrators_do_not_close_each_other_at_once(with_store, db):
    logins = [account(with_store, RoleGrant("administrator")) for _ in range(2)]
    numbers = [staff_accounts.find_account(db, login).account_id for login in logins]
    refused = []

    def close(number):
        with stores.open_connection(with_store) as connection:
            try:
                staff_accounts.close_account(
                    connection, number, now=staff_accounts.find_account_summary(db, number).made, by="test"
                )
            except staff_accounts.LastAdministrator:
                refused.append(number)

    threads = [threading.Thread(target=close, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert len(staff_accounts.list_accounts(db)) == 1


def test_an_administrator_of_a_region_makes_no_accounts(with_store):
    client = signed_in(with_store, "administrator", "R11")
    assert client.get("/comptes").status_code == 403
    assert client.post("/comptes", NEW).status_code == 403
    assert client.get("/comptes/1").status_code == 403


def test_one_is_found_by_login_or_name(chief, with_store):
    account(with_store, login="lou.petit", name="Lou Petit")
    assert "Lou Petit" in text(chief.get("/comptes?q=PETIT"))
    assert "Lou Petit" in text(chief.get("/comptes?q=lou."))
    assert "Aucun compte" in text(chief.get("/comptes?q=%25_%5C"))
    assert chief.get("/comptes/999").status_code == 404


def test_nobody_reads_a_hash_or_a_secret_on_any_page(chief, with_store, db):
    come_in(Client(SERVER_NAME="localhost"), account(with_store, RoleGrant("agent")))
    kept = [row[0] for row in db.execute("select password from staff_account")]
    pages = "".join(text(chief.get(where)) for where in ("/comptes", "/comptes/1", "/comptes/2", "/compte"))
    assert not any(one in pages for one in kept)
    assert "argon2" not in pages
