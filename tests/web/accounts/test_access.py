"""Nobody opens a page of the inside but through the door."""

import re
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import argon2
import pytest
from argon2 import PasswordHasher
from django.test import Client

from tests.web.inside import PASSWORD, account, come_in, signed_in
from tocsin.store import database as stores
from tocsin.web.accounts import sessions, staff_accounts
from tocsin.web.staff.staff_member import RoleGrant
from tocsin.web.urls import INSIDE, PUBLIC

WAY_IN = [
    "inside.enter", "inside.code", "inside.phone", "inside.renew", "inside.provider", "inside.back",
]  # fmt: skip


def visitor(**more):
    return Client(raise_request_exception=False, SERVER_NAME="localhost", **more)


def leads_to(answer):
    """Where the page with the recovery codes leads."""
    return re.search(r'class="button" href="([^"]+)"', answer.content.decode())[1]


def test_every_page_of_the_inside_has_a_door_but_the_way_in_and_the_way_out():
    assert [page.name for page in INSIDE if not page.action] == [*WAY_IN, "inside.leave"]
    assert not any(page.action for page in PUBLIC)


def test_who_has_not_come_in_is_shown_the_way_in_and_comes_back_to_where_they_wanted(with_store):
    client = visitor()
    away = client.get("/service?x=1")
    assert (away.status_code, away.headers["Location"]) == (302, "/entrer?next=%2Fservice%3Fx%3D1")
    form = client.get(away.headers["Location"]).content.decode()
    assert '<input type="hidden" name="next" value="/service?x=1">' in form
    came = come_in(client, account(with_store, RoleGrant("agent", "75")), next="/service?x=1")
    assert (came.status_code, leads_to(came)) == (200, "/service?x=1")
    page = client.get("/service").content.decode()
    assert "Bonjour Alix Martin" in page
    assert "Paris" in page


@pytest.mark.parametrize("elsewhere", ["https://autre.example/", "//autre.example", "/\\autre.example", "x"])
def test_the_way_in_leads_nowhere_else(with_store, elsewhere):
    came = come_in(visitor(), account(with_store, RoleGrant("agent")), next=elsewhere)
    assert leads_to(came) == "/service"


def test_the_cookie_is_drawn_here_and_tells_nothing(with_store, db):
    client = visitor()
    client.cookies[sessions.COOKIE] = "planted"
    came = come_in(client, account(with_store, RoleGrant("agent")))
    cookie = came.cookies[sessions.COOKIE]
    assert cookie.value != "planted"
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    kept = db.execute("select digest from staff_session").fetchall()
    assert cookie.value.encode() not in [bytes(row[0]) for row in kept]
    other = visitor()
    other.cookies[sessions.COOKIE] = "planted"
    assert other.get("/service").status_code == 302


def test_the_public_pages_still_have_no_cookie(with_store):
    assert not visitor().get("/").cookies
    assert not visitor().get("/verifier").cookies


def test_a_wrong_password_and_an_unknown_login_are_told_the_same(with_store):
    login = account(with_store, RoleGrant("agent"))
    told = []
    for who, password in ((login, "une autre phrase"), ("personne.ici", PASSWORD), (login, "")):
        answer = come_in(visitor(), who, password)
        told.append((answer.status_code, re.sub(r'value="[^"]*"', "", answer.content.decode())))
    assert {status for status, _ in told} == {403}
    assert len({text for _, text in told}) == 1


def test_an_unknown_login_costs_as_much_as_a_known_one(with_store, db, monkeypatch):
    class CountingHasher(PasswordHasher):
        costs: ClassVar[list[object]] = []

        def verify(self, kept, password):
            self.costs.append(argon2.extract_parameters(kept))
            return super().verify(kept, password)

    monkeypatch.setattr(staff_accounts, "_HASHER", CountingHasher(1, 8, 1))
    known = account(with_store, RoleGrant("agent"))
    for login in (known, "nobody.at.all"):
        assert staff_accounts.authenticate(db, login, "not the password", datetime.now(UTC)) is None
    of_known, of_unknown = CountingHasher.costs
    assert of_known == of_unknown


def test_what_is_given_or_taken_holds_with_the_next_page(with_store, db):
    client = signed_in(with_store, "agent", "75", login="lou.petit")
    with stores.open_connection(with_store) as connection:
        who = staff_accounts.find_account(connection, "lou.petit")
        assert "Paris" in client.get("/service").content.decode()
        staff_accounts.grant_role(
            connection, who.account_id, RoleGrant("supervisor", "R11"), now=datetime.now(UTC), by="test"
        )
        staff_accounts.revoke_role(
            connection, who.account_id, RoleGrant("agent", "75"), now=datetime.now(UTC), by="test"
        )
        connection.commit()
    page = client.get("/service").content.decode()
    assert "Encadrant" in page
    assert "Île-de-France" in page
    assert "Agent" not in page
    with stores.open_connection(with_store) as connection:
        staff_accounts.close_account(connection, who.account_id, now=datetime.now(UTC), by="test")
    assert client.get("/service").status_code == 302


def test_a_session_ends_when_it_is_left_idle_or_has_lasted_a_day(with_store, db):
    login = account(with_store, RoleGrant("agent"))
    with stores.open_connection(with_store) as connection:
        who = staff_accounts.find_account(connection, login)
        now = datetime.now(UTC)
        token = sessions.begin_session(connection, who.account_id, now)
        assert (
            sessions.find_session_staff(connection, token, now + sessions.IDLE - timedelta(seconds=1)) == who
        )
        assert sessions.find_session_staff(connection, token, now + sessions.IDLE * 2) is None
        at = now
        while at < now + sessions.LONGEST:
            assert sessions.find_session_staff(connection, token, at) == who
            at += sessions.IDLE / 2
        assert sessions.find_session_staff(connection, token, now + sessions.LONGEST) is None


def test_who_goes_out_is_out_and_gives_back_what_they_held(with_store, monkeypatch):
    left = []
    monkeypatch.setattr(staff_accounts, "_callbacks", [lambda connection, who, now: left.append(who.login)])
    client = signed_in(with_store, login="lou.petit")
    kept = client.cookies[sessions.COOKIE].value
    assert client.post("/sortir").headers["Location"] == "/entrer"
    assert left == ["lou.petit"]
    again = visitor()
    again.cookies[sessions.COOKIE] = kept
    assert again.get("/service").status_code == 302


def test_who_is_put_out_gives_back_what_they_held(with_store, db, monkeypatch):
    left = []
    monkeypatch.setattr(staff_accounts, "_callbacks", [lambda connection, who, now: left.append(who.login)])
    signed_in(with_store, login="lou.petit")
    signed_in(with_store, "administrator", login="chef")
    account(with_store, login="max.noir")  # is not in
    for login in ("lou.petit", "max.noir"):
        staff_accounts.close_account(
            db, staff_accounts.find_account(db, login).account_id, now=datetime.now(UTC), by="chef"
        )
    assert left == ["lou.petit"]


def test_a_form_without_the_token_of_our_page_is_refused(with_store):
    client = signed_in(with_store, csrf=True)
    assert client.post("/sortir").status_code == 403
    page = client.get("/service").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    assert client.post("/sortir", {"csrfmiddlewaretoken": token}).status_code == 302


def test_a_part_of_a_page_whose_session_is_over_sends_the_whole_page_to_the_way_in(with_store):
    away = visitor().get("/service", headers={"HX-Request": "true"})
    assert (away.status_code, away.headers["HX-Redirect"]) == (401, "/entrer")


def test_without_a_store_the_inside_is_away_and_the_site_is_not(tmp_path, monkeypatch):
    from tocsin.web import store_pool

    monkeypatch.delenv("TOCSIN_DATABASE_URL", raising=False)
    monkeypatch.setenv("TOCSIN_HOME", str(tmp_path))
    store_pool.STORE_POOL.forget_failure()
    assert visitor().get("/service").status_code == 503
    assert visitor().get("/").status_code == 200
