"""Every route of the inside, by all who may not: made from ``urls.INSIDE``, so that none is left out."""

import re

import pyotp
import pytest
from django.test import Client

from tests.store import databases
from tests.web.inside import PASSWORD, account, signed_in, telephone
from tests.web.inside_objects import FORMS, HELD, MAKERS, NAME, OPEN
from tests.web.live_site import having_store
from tocsin.privacy.vault import Vault
from tocsin.store import database as stores
from tocsin.web import page_urls
from tocsin.web.audit import audit_log
from tocsin.web.staff.staff_member import ROLES, list_staff_actions
from tocsin.web.urls import INSIDE

GUARDED = [page for page in INSIDE if page.action]
WITH_PARTS = [page for page in GUARDED if "<" in page.fr]
OF_A_PLACE = [page for page in WITH_PARTS if page.name in MAKERS]
THERE, ELSEWHERE = "35", "75"
NONE = 999_999_999


@pytest.fixture(scope="module")
def store(server, template):
    """One store for all routes."""
    yield from databases.made(server, template)


@pytest.fixture(autouse=True)
def inside(store, key_file):
    with having_store(store):
        yield store


@pytest.fixture(scope="module")
def people(store):
    """A client of each role and territory, made once."""
    made = {}

    def client(role, territory="", csrf=False):
        key = role, territory, csrf
        if key not in made:
            made[key] = signed_in(store, role, territory, csrf=csrf)
        return made[key]

    return client


def parts_of(page):
    """Parts of an address behind which there is nothing."""
    return OPEN.get(page.name) or dict.fromkeys(re.findall(r"<\w+:(\w+)>", page.fr), NONE)


def where(page, lang="fr", **parts):
    return page_urls.page_url(page.name, lang, **(parts or parts_of(page)))


def told(answer, *numbers):
    """Status and words of an answer, without what differs with every page: tokens and numbers."""
    text = answer.content.decode()
    text = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"\w+"', "", text)
    leads = answer.headers.get("Location", "")
    for number in numbers:
        text, leads = (one.replace(f"/{number}", "/n") for one in (text, leads))
    return answer.status_code, leads, text


def asked(client, page, parts):
    """GET, or POST where a page is only sent to."""
    address = where(page, **parts)
    answer = client.get(address)
    return client.post(address, FORMS.get(page.name, {})) if answer.status_code == 405 else answer


def test_every_address_that_names_something_says_how_it_is_made():
    assert {page.name for page in WITH_PARTS} == {*MAKERS, *OPEN}
    named = {page.name: list_staff_actions()[page.action] for page in WITH_PARTS}
    files = [name for name in OPEN if named[name].file != "none" and named[name].scope == "territory"]
    assert files == [], "a person's file is somewhere"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_without_a_session_every_route_leads_to_the_way_in(lang):
    stranger = Client(raise_request_exception=False, SERVER_NAME="localhost")
    for page in GUARDED:
        for answer in (stranger.get(where(page, lang)), stranger.post(where(page, lang))):
            assert answer.status_code == 302, page.name
            assert answer.headers["Location"].startswith(page_urls.page_url("inside.enter", lang)), page.name
            assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("role", ROLES)
def test_without_the_right_every_route_is_refused(people, role):
    client, answers = people(role), set()
    for page in GUARDED:
        if role not in list_staff_actions()[page.action].roles:
            for answer in (client.get(where(page)), client.post(where(page))):
                assert answer.status_code == 403, page.name
                answers.add(re.sub(r'href="[^"]*" lang="en"', "", told(answer)[2]))
    assert len(answers) <= 1, "a refusal tells nothing of what it refuses"


@pytest.mark.parametrize("role", ROLES)
def test_a_role_of_a_region_opens_no_route_of_the_nation(people, role):
    client = people(role, "R53")
    for page in GUARDED:
        if list_staff_actions()[page.action].scope == "nation":
            assert client.get(where(page)).status_code == 403, page.name
            assert client.post(where(page)).status_code == 403, page.name


@pytest.mark.parametrize("role", ROLES)
def test_without_the_token_of_our_page_nothing_is_taken(people, role):
    client = people(role, csrf=True)
    for page in GUARDED:
        if role in list_staff_actions()[page.action].roles:
            answer = client.post(where(page), {"do": "anything"}, headers={"Origin": "https://other.example"})
            assert answer.status_code == 403, page.name


@pytest.mark.parametrize("page", OF_A_PLACE, ids=lambda page: page.name)
def test_a_file_of_another_territory_answers_as_one_that_does_not_exist(people, store, key_file, page):
    with stores.open_connection(store, autocommit=True) as db:
        parts = MAKERS[page.name](db, Vault.load(key_file), THERE)
    nothing = dict.fromkeys(parts, NONE)
    for role in list_staff_actions()[page.action].roles:
        answers = []
        for said in (parts, nothing):
            answer = asked(people(role, ELSEWHERE), page, said)
            answers.append(told(answer, *said.values()))
        assert answers[0] == answers[1], role
        assert answers[0][0] == 403 or (page.name in HELD and answers[0][0] in (200, 302, 409)), role
        assert NAME not in answers[0][2], role
        ours = asked(people(role, THERE), page, parts)
        assert ours.status_code != 403 or page.name in HELD, role
    with stores.open_connection(store, autocommit=True) as db:
        subjects = "select count(*) from staff_entry where territory = %s and subject <> 'account'"
        assert db.execute(subjects, (ELSEWHERE,)).fetchone() == (0,), "no look was logged that was not had"
        list(audit_log.iterate_verified_entries(db))


def test_every_cookie_of_ours_is_secure_over_tls_and_closed_to_scripts_and_other_sites(store):
    client = Client(SERVER_NAME="localhost")
    login = account(store)
    secure = {"secure": True, "headers": {"Referer": "https://localhost/entrer"}}
    client.get("/entrer", **secure)
    client.post("/entrer", {"login": login, "password": PASSWORD}, **secure)
    secret, form = telephone(client.get("/entrer/telephone", **secure).content.decode())
    client.post("/entrer/telephone", {**form, "code": pyotp.TOTP(secret).now()}, **secure)
    names = {f"__Host-tocsin_{name}" for name in ("session", "arrival", "familiar", "form")}
    assert names <= set(client.cookies)
    for name in names - {"__Host-tocsin_arrival"}:
        cookie = client.cookies[name]
        assert cookie["secure"], name
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Strict", name
        assert not cookie["domain"], name
