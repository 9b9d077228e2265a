"""The inside, with a store and its keys behind it."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from django.test import Client

from tests.web.inside import PASSWORD, account, telephone
from tests.web.public.conftest import db, with_store  # noqa: F401
from tocsin.privacy.vault import Vault
from tocsin.web.staff import time_zone
from tocsin.web.staff.staff_member import RoleGrant

START = datetime.now(UTC)


@pytest.fixture(scope="session")
def key_file(tmp_path_factory):
    """The keys of the store of these tests."""
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    Vault.load(path, make=True)
    return path


@pytest.fixture(autouse=True)
def keys(key_file, monkeypatch):
    """The site finds them."""
    monkeypatch.setenv("TOCSIN_KEYS", str(key_file))


@pytest.fixture
def clock(monkeypatch):
    """Time that passes when a test says so."""

    class Clock:
        at = START

        def passes(self, **span):
            self.at += timedelta(**span)

    clock = Clock()
    monkeypatch.setattr(time_zone, "real_now", lambda: clock.at)
    return clock


class Anne:
    """Somebody with a browser and a telephone."""

    def __init__(self, store, clock, **more):
        if store:
            account(store, RoleGrant("agent", "75"), name="Anne Petit", login="anne.petit", **more)
        self.login = "anne.petit"
        self.clock = clock
        self.browser = Client(raise_request_exception=False, SERVER_NAME="localhost")
        self.secret = ""

    def types_password(self, password=PASSWORD, **fields):
        return self.browser.post("/entrer", {"login": self.login, "password": password, **fields})

    def binds(self, page="/entrer/telephone", **fields):
        secret, form = telephone(self.browser.get(page).content.decode())
        done = self.browser.post(page, {**form, "code": pyotp.TOTP(secret).at(self.clock.at), **fields})
        if done.status_code == 200:
            self.secret = secret
        return done

    def shows(self):
        """What her telephone shows."""
        return pyotp.TOTP(self.secret).at(self.clock.at)

    def types_code(self, code):
        return self.browser.post("/entrer/code", {"code": code})

    def is_in(self):
        return self.browser.get("/service").status_code == 200

    def goes_out(self):
        self.browser.post("/sortir")


@pytest.fixture
def anne(with_store, clock):  # noqa: F811
    return Anne(with_store, clock)


@pytest.fixture
def bound(anne):
    """Her telephone is bound, and she is out again; a minute has passed."""
    assert anne.types_password().headers["Location"] == "/entrer/telephone"
    page = anne.binds().content.decode()
    anne.codes = re.findall(r'<li class="id">([a-z0-9-]+)</li>', page)
    anne.goes_out()
    anne.clock.passes(minutes=1)
    return anne
