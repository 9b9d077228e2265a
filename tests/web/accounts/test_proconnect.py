"""ProConnect: a provider that refuses what its documentation does not name, and says who somebody is in a
signed userinfo alone."""

import html
import json
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import structs

from tests.web.accounts.conftest import START
from tests.web.accounts.test_oidc import BACK, Browser, client, comes_in, script, text  # noqa: F401
from tests.web.accounts.test_oidc_tokens import GIVEN, KEY, SAID, published, signed  # noqa: F401
from tests.web.inside import account, signed_in
from tocsin.web.accounts import sessions, staff_accounts
from tocsin.web.accounts.oidc import provider_client, provider_settings
from tocsin.web.accounts.oidc.id_token import InvalidIdToken, verify_userinfo
from tocsin.web.accounts.oidc.provider_settings import PROCONNECT, BadProviderSettings, read_provider_settings
from tocsin.web.staff.staff_member import RoleGrant

OUT = "http://localhost/entrer"
ROLES = "claim: roles\nroles: {agent_public: [agent]}\n"


@pytest.fixture(scope="module")
def issuer(script) -> Iterator[str]:  # noqa: F811
    """Where a provider as strict as ProConnect runs."""
    process = subprocess.Popen(
        ["node", script, BACK, OUT], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=script.parent
    )
    assert process.stdout
    yield json.loads(process.stdout.readline())["issuer"]
    process.kill()
    process.wait()


@pytest.fixture
def provided(with_store, issuer, monkeypatch, tmp_path):
    """The site knows the provider, and that it is ProConnect."""
    (tmp_path / "secret").write_text("a secret of the tests\n")
    (tmp_path / "secret").chmod(0o600)
    monkeypatch.setenv("TOCSIN_OIDC_ISSUER", issuer)
    monkeypatch.setenv("TOCSIN_OIDC_CLIENT_ID", "tocsin")
    monkeypatch.setenv("TOCSIN_OIDC_CLIENT_SECRET_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv("TOCSIN_OIDC_PROFILE", "proconnect")
    provider_settings.load_identity_provider.cache_clear()
    provider_client.clear_provider_cache()
    yield issuer
    provider_settings.load_identity_provider.cache_clear()


@pytest.fixture
def anne(provided, with_store):
    """Her account is bound to who she is there."""
    login = account(with_store, RoleGrant("agent", "75"), name="Anne Petit", login="anne.p")
    chief = signed_in(with_store, "administrator", login="chef")
    chief.post("/comptes/1", {"do": "bind", "subject": "anne"})
    return login


def query_of(answer):
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def test_nothing_is_asked_that_is_not_documented(provided):
    asked = query_of(client().get("/entrer/fournisseur"))
    assert set(asked) == {
        "response_type", "client_id", "redirect_uri", "scope", "claims", "state", "nonce"
    }  # fmt: skip
    assert asked["scope"] == "openid given_name usual_name email uid siret"
    assert min(len(asked["state"]), len(asked["nonce"])) >= 32
    acr = {"essential": True, "values": ["eidas0-mfa", "eidas1-mfa", "eidas2", "eidas3"]}
    assert json.loads(asked["claims"]) == {"id_token": {"acr": acr}}


def test_what_the_standard_asks_would_be_refused_there(provided, monkeypatch):
    """The provider of these tests refuses as ProConnect does."""
    monkeypatch.delenv("TOCSIN_OIDC_PROFILE")
    provider_settings.load_identity_provider.cache_clear()
    where = client().get("/entrer/fournisseur").headers["Location"]
    with pytest.raises(urllib.error.HTTPError, match="400") as refused:
        Browser().follow(where)
    assert b"Y000400" in refused.value.read()


def test_somebody_comes_in(anne):
    site = client()
    page = comes_in(site, "anne", "/entrer/fournisseur?next=/compte")
    assert page.status_code == 200
    assert "anne.p" in text(site.get("/compte"))


def test_who_proved_one_factor_is_refused_and_told_why(provided, with_store, db):
    account(with_store, RoleGrant("agent", "75"))
    db.execute("update staff_account set issuer = %s, subject = 'zoe'", (provided,))
    page = comes_in(client(), "zoe")
    assert page.status_code == 403
    assert "double authentification" in text(page)
    assert sessions.COOKIE not in page.cookies


def test_a_level_that_the_operator_names_is_asked_for_instead(anne, monkeypatch):
    monkeypatch.setenv("TOCSIN_OIDC_ACR", "eidas2 eidas3")
    provider_settings.load_identity_provider.cache_clear()
    site = client()
    acr = json.loads(query_of(site.get("/entrer/fournisseur"))["claims"])["id_token"]["acr"]
    assert acr["values"] == ["eidas2", "eidas3"]
    assert comes_in(site, "anne").status_code == 403


def test_roles_come_from_the_signed_userinfo(provided, monkeypatch, tmp_path, db):
    (tmp_path / "roles.yaml").write_text(ROLES)
    monkeypatch.setenv("TOCSIN_OIDC_ROLES", str(tmp_path / "roles.yaml"))
    provider_settings.load_identity_provider.cache_clear()
    site = client()
    assert query_of(site.get("/entrer/fournisseur"))["scope"].split()[-1] == "roles"
    assert comes_in(site, "anne").status_code == 200
    who = staff_accounts.find_account(db, "anne.petit")
    assert (who.name, who.grants) == ("Anne Petit", (RoleGrant("agent"),))
    assert comes_in(client(), "zoe").status_code == 403


def test_whoever_signs_out_here_is_signed_out_there(anne, provided, db):
    site = client()
    comes_in(site, "anne")
    (kept,) = db.execute(
        "select provider_token from staff_session s join staff_account a on a.id = s.account_id "
        "where a.login = 'anne.p'"
    ).fetchone()
    assert b"eyJ" not in bytes(kept)  # sealed
    page = site.post("/sortir")
    assert page.status_code == 200  # not a redirect: form-action lets a form lead to no other host
    where = html.unescape(re.search(r'content="0;url=([^"]+)"', page.content.decode())[1])
    said = {name: values[0] for name, values in parse_qs(urlsplit(where).query).items()}
    assert where.startswith(f"{provided}/session/end?")
    assert said["post_logout_redirect_uri"] == OUT
    assert len(said["state"]) >= 32
    assert jwt.decode(said["id_token_hint"], options={"verify_signature": False})["sub"] == "anne"
    assert site.get("/service").status_code == 302
    assert leaves(where) == f"{OUT}?state={said['state']}"


def leaves(where):
    """What a browser does there; the address to which it is sent back."""
    browser = Browser()
    place, page = browser.follow(where)
    action = html.unescape(re.search(r'action="([^"]+)"', page)[1])
    xsrf = re.search(r'name="xsrf" value="([^"]+)"', page)[1]
    request = urllib.request.Request(
        urljoin(place, action), urlencode({"xsrf": xsrf, "logout": "yes"}).encode()
    )
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(browser.jar), Stay)
    with pytest.raises(urllib.error.HTTPError) as sent:
        opener.open(request)
    return sent.value.headers["Location"]


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def test_a_provider_that_is_away_keeps_nobody_in(anne, monkeypatch):
    site = client()
    comes_in(site, "anne")
    provider_client.clear_provider_cache()
    monkeypatch.setattr(provider_client, "_send_request", unanswered)
    assert site.post("/sortir").headers["Location"] == "/entrer"
    assert site.get("/service").status_code == 302


def unanswered(*_, **__):
    raise provider_client.IdentityProviderError("away")


def test_who_came_in_with_a_password_is_not_sent_to_the_provider(provided, with_store):
    site = signed_in(with_store)
    assert site.post("/sortir").headers["Location"] == "/entrer"


# ---- a userinfo that is not believed

USERINFO = {"iss": SAID["iss"], "aud": "tocsin", "sub": "anne", "email": "anne.petit@service.example"}
THEIRS = structs.replace(GIVEN, profile=PROCONNECT)


def test_a_signed_userinfo_is_believed_without_times(published):  # noqa: F811
    assert verify_userinfo(THEIRS, signed(USERINFO), "anne", START)["email"] == USERINFO["email"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"sub": "zoe"}, {"sub": None}, {"iss": "https://other.example"}, {"aud": "another"}, {"exp": 1},
        {"exp": "soon"},
    ],
)  # fmt: skip
def test_a_userinfo_of_somebody_else_or_for_another_is_not(published, wrong):  # noqa: F811
    with pytest.raises(InvalidIdToken):
        verify_userinfo(THEIRS, signed(USERINFO | wrong), "anne", START)


def test_a_userinfo_that_nobody_signed_is_not(published):  # noqa: F811
    other = ec.generate_private_key(ec.SECP256R1())
    plain = jwt.encode(USERINFO, None, algorithm="none", headers={"kid": "1"})
    for token in (json.dumps(USERINFO), plain, signed(USERINFO, other), signed(USERINFO, KEY)[:-4] + "AAAA"):
        with pytest.raises(InvalidIdToken):
            verify_userinfo(THEIRS, token, "anne", START)


# ---- what the operator says


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"TOCSIN_OIDC_PROFILE": "franceconnect"}, "one of proconnect is expected"),
        ({"TOCSIN_OIDC_PROFILE": "proconnect"}, "knows no client without a secret"),
    ],
)
def test_what_is_wrong_with_the_profile_is_said(given, told):
    environ = {"TOCSIN_OIDC_ISSUER": "https://identity.example", "TOCSIN_OIDC_CLIENT_ID": "tocsin"}
    with pytest.raises(BadProviderSettings, match=told):
        read_provider_settings(environ | given)
