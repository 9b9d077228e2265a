"""Cookies over TLS: a neighbour under the same domain plants none, and those of before open nothing."""

import pytest
from django.test import Client

from tests.web.inside import PASSWORD, account
from tocsin.web.accounts import sessions
from tocsin.web.staff.staff_member import RoleGrant


@pytest.fixture
def browser(with_store, monkeypatch):
    """Somebody's, over TLS; a password is enough."""
    monkeypatch.setenv("TOCSIN_STAFF_SECOND_FACTOR", "off")
    account(with_store, RoleGrant("agent", "75"), login="anne.petit")
    return Client(SERVER_NAME="localhost", enforce_csrf_checks=True)


def signs_in(browser):
    page = browser.get("/entrer", secure=True).content.decode()
    form = {"login": "anne.petit", "password": PASSWORD}
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    headers = {"HTTP_ORIGIN": "https://localhost", "HTTP_SEC_FETCH_SITE": "same-origin"}
    return browser.post("/entrer", form | {"csrfmiddlewaretoken": token}, secure=True, **headers)


def test_every_cookie_of_a_sign_in_is_of_this_host_alone(browser):
    assert signs_in(browser).status_code == 302
    assert set(browser.cookies) >= {"__Host-tocsin_session", "__Host-tocsin_form"}
    for name, cookie in browser.cookies.items():
        assert name.startswith("__Host-tocsin_")
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
        assert cookie["httponly"] or not cookie.value  # none where it is taken away
    assert browser.get("/service", secure=True).status_code == 200


def test_a_session_that_a_neighbour_could_have_planted_opens_nothing(browser):
    signs_in(browser)
    token = browser.cookies[f"__Host-{sessions.COOKIE}"].value
    other = Client(SERVER_NAME="localhost")
    other.cookies[sessions.COOKIE] = token
    assert other.get("/service", secure=True).status_code == 302


def test_without_tls_names_are_plain(browser):
    """A browser takes the prefix over TLS only; this machine's demonstration has none."""
    page = Client(SERVER_NAME="localhost").get("/entrer")
    assert not any(name.startswith("__Host-") for name in page.cookies)
