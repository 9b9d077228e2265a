"""People come in by an identity provider that we did not write: the npm package ``oidc-provider``."""

import html
import json
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest
from django.test import Client

from tests.npm_packages import install_script
from tests.web.accounts.conftest import START
from tests.web.inside import account, signed_in
from tocsin.web.accounts import sessions, staff_accounts
from tocsin.web.accounts.oidc import provider_client as asked
from tocsin.web.accounts.oidc import provider_settings
from tocsin.web.accounts.oidc.provider_settings import (
    BadProviderSettings,
    read_provider_settings,
)
from tocsin.web.audit import audit_log
from tocsin.web.staff.staff_member import RoleGrant

HERE = Path(__file__).parent / "provider"
BACK = "http://localhost/entrer/retour"
RULES = """\
claim: groups
roles:
  agents-75: [agent:75, agent:R94]
  admins: [administrator]
"""


@pytest.fixture(scope="module")
def script() -> Path:
    return install_script(HERE, "provider.mjs", "oidc-provider", "npm-provider")


@pytest.fixture(scope="module")
def issuer(script) -> Iterator[str]:
    """Where the provider runs."""
    process = subprocess.Popen(
        ["node", script, BACK], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=script.parent
    )
    assert process.stdout
    yield json.loads(process.stdout.readline())["issuer"]
    process.kill()
    process.wait()


@pytest.fixture
def provided(with_store, issuer, monkeypatch, tmp_path):
    """The site knows the provider."""
    secret = tmp_path / "secret"
    secret.write_text("a secret of the tests\n")
    secret.chmod(0o600)
    monkeypatch.setenv("TOCSIN_OIDC_ISSUER", issuer)
    monkeypatch.setenv("TOCSIN_OIDC_CLIENT_ID", "tocsin")
    monkeypatch.setenv("TOCSIN_OIDC_CLIENT_SECRET_FILE", str(secret))
    provider_settings.load_identity_provider.cache_clear()
    asked.clear_provider_cache()
    yield issuer
    provider_settings.load_identity_provider.cache_clear()


@pytest.fixture
def ruled(provided, monkeypatch, tmp_path):
    """And its groups give roles."""
    (tmp_path / "roles.yaml").write_text(RULES)
    monkeypatch.setenv("TOCSIN_OIDC_ROLES", str(tmp_path / "roles.yaml"))
    provider_settings.load_identity_provider.cache_clear()


class Browser:
    """What somebody's browser does at the provider, which is another site."""

    def __init__(self):
        self.jar = CookieJar()
        self.seen = []

    def follow(self, where, form=None):
        """The first page that is one, or the address on our site to which it all leads."""
        while not where.startswith(BACK):
            request = urllib.request.Request(where, urlencode(form).encode() if form else None)
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), Stay)
            try:
                with opener.open(request) as answer:
                    return where, answer.read().decode()
            except urllib.error.HTTPError as error:
                if error.code not in (302, 303):
                    raise
                where, form = urljoin(where, error.headers["Location"]), None
        return where, ""

    def sign_in(self, where, name):
        """Through the provider's own pages: who they are, and that we may know it."""
        place, page = self.follow(where)
        while page:
            action = html.unescape(re.search(r'action="([^"]+)"', page)[1])
            prompt = re.search(r'name="prompt" value="(\w+)"', page)[1]
            fields = {"prompt": prompt} | ({"login": name, "password": "x"} if prompt == "login" else {})
            place, page = self.follow(urljoin(place, action), fields)
        return place.removeprefix("http://localhost")


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def client():
    return Client(raise_request_exception=False, SERVER_NAME="localhost")


def comes_in(site, name, start="/entrer/fournisseur"):
    """Go to the provider, and back."""
    return site.get(Browser().sign_in(site.get(start).headers["Location"], name))


def text(answer):
    return html.unescape(answer.content.decode())


def test_the_way_in_offers_the_provider_only_where_there_is_one(with_store, provided):
    page = text(client().get("/entrer?next=/compte"))
    assert 'href="/entrer/fournisseur?next=%2Fcompte"' in page
    provider_settings.load_identity_provider.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TOCSIN_OIDC_ISSUER")
        assert "fournisseur" not in text(client().get("/entrer"))
        for page in ("/entrer/fournisseur", "/entrer/retour"):
            assert client().get(page).headers["Location"] == "/entrer"


def test_what_is_asked_is_a_code_with_pkce_state_and_nonce(provided):
    site = client()
    there = site.get("/entrer/fournisseur")
    query = parse_qs(urlsplit(there.headers["Location"]).query)
    asked_for = {name: values[0] for name, values in query.items()}
    assert there.headers["Location"].startswith(provided)
    assert asked_for["response_type"] == "code"
    assert asked_for["code_challenge_method"] == "S256"
    assert len({asked_for[name] for name in ("state", "nonce", "code_challenge")}) == 3
    assert asked_for["redirect_uri"] == BACK
    cookie = there.cookies["tocsin_provider"]
    assert (cookie["samesite"], cookie["httponly"], cookie["max-age"]) == ("Lax", True, 600)


def test_somebody_whose_account_is_bound_comes_in(provided, with_store, db):
    login = account(with_store, RoleGrant("supervisor", "R11"), name="Anne Petit")
    chief = signed_in(with_store, "administrator", login="chef")
    bound = chief.post("/comptes/1", {"do": "bind", "subject": "anne"})
    assert "C'est gardé" in text(chief.get(bound.headers["Location"]))
    site = client()
    page = comes_in(site, "anne", "/entrer/fournisseur?next=/compte")
    # Not a redirect: a browser that comes from another site would send no Strict cookie after it.
    assert page.status_code == 200
    assert '<meta http-equiv="refresh" content="0;url=/compte">' in text(page)
    assert page.cookies[sessions.COOKIE]["samesite"] == "Strict"
    assert page.cookies["tocsin_provider"]["max-age"] == 0
    account_page = text(site.get("/compte"))
    assert login in account_page
    assert "Anne Petit" in text(site.get("/service"))
    assert site.get("/compte").status_code == 200


def test_nobody_is_bound_twice(provided, with_store, db):
    for _ in range(2):
        account(with_store)
    chief = signed_in(with_store, "administrator", login="chef")
    chief.post("/comptes/1", {"do": "bind", "subject": "anne"})
    assert "Un autre compte a déjà" in text(chief.post("/comptes/2", {"do": "bind", "subject": "anne"}))
    assert [one.subject for one in staff_accounts.list_accounts(db)].count("anne") == 1


def test_who_has_no_account_is_refused_and_told_what_to_say(provided, with_store, db):
    account(with_store, RoleGrant("agent"), login="anne")  # the same name proves nothing
    page = comes_in(client(), "anne")
    assert page.status_code == 403
    assert re.search(r'class="id key">anne<', text(page))
    assert sessions.COOKIE not in page.cookies


def test_whose_account_is_closed_stays_out(provided, with_store, db):
    account(with_store, RoleGrant("agent"))
    db.execute("update staff_account set issuer = %s, subject = 'anne'", (provided,))
    staff_accounts.close_account(db, 1, now=START, by="chef")
    assert comes_in(client(), "anne").status_code == 403


def test_groups_give_roles_and_take_them(ruled, with_store, db):
    site = client()
    assert comes_in(site, "anne").status_code == 200
    who = staff_accounts.find_account(db, "anne.petit")
    assert who.name == "Anne Petit"
    assert who.grants == (RoleGrant("agent", "75"), RoleGrant("agent", "R94"))
    staff_accounts.grant_role(db, who.account_id, RoleGrant("auditor"), now=START, by="chef")
    staff_accounts.revoke_role(db, who.account_id, RoleGrant("agent", "75"), now=START, by="chef")
    comes_in(site, "anne")
    assert staff_accounts.find_account(db, "anne.petit").grants == who.grants
    assert {entry.login for entry in audit_log.iterate_entries(db)} == {"provider", "chef", "anne.petit"}
    assert "C'est le fournisseur d'identité" in text(site.get("/compte"))
    assert site.get("/compte/telephone").status_code == 404


def test_whose_groups_give_nothing_stays_out_and_gets_no_account(ruled, db):
    assert comes_in(client(), "zoe").status_code == 403
    assert staff_accounts.list_accounts(db) == []


def test_a_login_that_is_taken_is_not_taken_over(ruled, with_store, db):
    account(with_store, login="claude.chef", name="Somebody Else")
    comes_in(client(), "chef")
    assert [one.who.name for one in staff_accounts.list_accounts(db)] == ["Claude Chef", "Somebody Else"]
    assert staff_accounts.find_account(db, "claude.chef.2").grants[0] == RoleGrant("administrator")


def test_an_answer_that_did_not_begin_here_is_refused(provided, with_store, db):
    site = client()
    back = Browser().sign_in(site.get("/entrer/fournisseur").headers["Location"], "anne")
    assert client().get(back).status_code == 403  # another browser: somebody's answer pushed upon it
    assert site.get(back.replace("state=", "state=x")).status_code == 403
    site.get("/entrer/fournisseur")
    assert site.get(back).status_code == 403  # another sign-in of the same browser
    assert staff_accounts.list_accounts(db) == []


def test_a_code_is_exchanged_once(ruled):
    site = client()
    there = site.get("/entrer/fournisseur")
    kept = site.cookies["tocsin_provider"].value
    back = Browser().sign_in(there.headers["Location"], "anne")
    assert site.get(back).status_code == 200
    again = client()
    again.cookies["tocsin_provider"] = kept
    assert again.get(back).status_code == 503


def test_an_answer_of_another_provider_is_refused(ruled):
    site = client()
    back = Browser().sign_in(site.get("/entrer/fournisseur").headers["Location"], "anne")
    other = re.sub(r"iss=[^&]+", "iss=https%3A%2F%2Fother.example", back)
    assert other != back
    assert site.get(other).status_code == 403


def test_who_declines_there_is_told_so_here(provided):
    site = client()
    there = site.get("/entrer/fournisseur").headers["Location"]
    state = parse_qs(urlsplit(there).query)["state"][0]
    page = site.get(f"/entrer/retour?error=access_denied&state={state}")
    assert page.status_code == 403
    assert "n'a pas confirmé" in text(page)


def test_a_provider_that_is_away_is_said_to_be(provided, monkeypatch):
    monkeypatch.setenv("TOCSIN_OIDC_ISSUER", "http://127.0.0.1:1")
    provider_settings.load_identity_provider.cache_clear()
    assert client().get("/entrer/fournisseur").status_code == 503


def test_nobody_else_is_asked_for_anything(ruled, issuer, monkeypatch):
    """The only requests that the site makes to anybody: the provider's description, keys, and token."""
    made, real = [], asked._OPENER.open

    def opened(request, **more):
        made.append((request.get_method(), request.full_url.removeprefix(issuer)))
        return real(request, **more)

    monkeypatch.setattr(asked._OPENER, "open", opened)
    comes_in(client(), "anne")
    assert made == [("GET", "/.well-known/openid-configuration"), ("GET", "/jwks"), ("POST", "/token")]
    comes_in(client(), "anne")
    assert made[3:] == [("POST", "/token")]


# ---- what the operator says


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"TOCSIN_OIDC_ISSUER": "http://identity.example"}, "an address such as https://"),
        ({"TOCSIN_OIDC_CLIENT_ID": ""}, "TOCSIN_OIDC_CLIENT_ID is not set"),
        ({"TOCSIN_OIDC_CLIENT_SECRET_FILE": "/nowhere"}, "a file with one line is expected"),
        ({"TOCSIN_OIDC_ROLES": "/nowhere"}, "expected claim, and roles by its values"),
    ],
)
def test_what_is_wrong_with_the_settings_is_said(given, told):
    with pytest.raises(BadProviderSettings, match=told):
        read_provider_settings(
            {"TOCSIN_OIDC_ISSUER": "https://identity.example", "TOCSIN_OIDC_CLIENT_ID": "tocsin"} | given
        )


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ("roles: {}", "missing required field `claim`"), ("claim: [", "expected claim"),
        ("claim: groups\nroles: {a: [king]}", "no role 'king'"),
        ("claim: groups\nroles: {a: ['agent:0']}", "expected such as agent:75"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_rules_is_said(tmp_path, rules, told):
    (tmp_path / "roles.yaml").write_text(rules)
    environ = {"TOCSIN_OIDC_ISSUER": "https://identity.example", "TOCSIN_OIDC_CLIENT_ID": "tocsin"}
    with pytest.raises(BadProviderSettings, match=told):
        read_provider_settings(environ | {"TOCSIN_OIDC_ROLES": str(tmp_path / "roles.yaml")})


def test_a_secret_that_others_can_read_is_refused(tmp_path):
    (tmp_path / "secret").write_text("x")
    (tmp_path / "secret").chmod(0o644)
    environ = {"TOCSIN_OIDC_ISSUER": "https://identity.example", "TOCSIN_OIDC_CLIENT_ID": "tocsin"}
    with pytest.raises(BadProviderSettings, match="chmod 600"):
        read_provider_settings(environ | {"TOCSIN_OIDC_CLIENT_SECRET_FILE": str(tmp_path / "secret")})


def test_without_an_issuer_there_is_no_provider():
    assert read_provider_settings({}) is None
