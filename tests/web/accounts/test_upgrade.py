"""Whoever has an account as version 0.1.0 wrote it comes in with what they had: password, telephone, recovery code.

That a store of then has today's tables once it is migrated is held in ``tests/store/test_backup.py``.
"""

import json

import pyotp
import pytest

from tests.store import databases
from tests.web.accounts.conftest import Anne
from tests.web.inside import PASSWORD
from tests.web.live_site import having_store
from tocsin.store import database

KEYS = {
    "index": "",
    "source": "QGr2RP6lQy8YdNpNKTVb4RPNV9Nf2HwcvTMlOAlrQJg=",
    "register": "880KuTgkTLYnTTsU656ME9xt9CZuq2nWTMleRFnEIsc=",
    "signing": "QyuzR+vGIggwbhOLsEqiZYZKmKfqJrkPvMWYKUjdGt8=",
    "binds": "row",
    "format": 2,
}
"""Of the store of that day; secret from nobody."""
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ACCOUNT = """
insert into staff_account (id, login, name, lang, password, totp, totp_last, made_at, made_by)
values (1, 'anne.petit', 'Anne Petit', 'fr',
  '$argon2id$v=19$m=8,t=1,p=1$v+ftbBIht7t46S90yJWqqQ$zEUz8JIwyM7L2Ps9uJ6YCyp5GWn111VEZ4UTBIcmJcI',
  decode('01053f5f99e0400b77dfe59d2241135e1d2c7f6535cf64669e244a537ec5d3e9'
    '97f19f1661d69f8ce7ef89cc3bf547789305d653499738fcbd276da7e6', 'hex'),
  55000000, now(), 'test');
insert into staff_grant (account_id, role, territory, given_at, given_by, taken_by)
values (1, 'agent', '75', now(), 'test', '');
insert into staff_recovery (account_id, digest)
values (1, decode('36cd39ce5a64030ee1ab1a6f4e414807395d1f907c81965e8c69414fdfad4f3a', 'hex'));
"""
"""As version 0.1.0 wrote it: SECRET on the telephone, and the recovery code abcd-efgh-jkmn."""


@pytest.fixture
def anne(server, template, clock, monkeypatch, tmp_path):
    """Her account was made by the version of before."""
    made = databases.made(server, template)
    url = next(made)
    with database.open_connection(url, autocommit=True) as connection:
        connection.execute(ACCOUNT)
    (tmp_path / "keys.json").write_text(json.dumps(KEYS))
    (tmp_path / "keys.json").chmod(0o600)
    monkeypatch.setenv("TOCSIN_KEYS", str(tmp_path / "keys.json"))
    with having_store(url):
        yield Anne("", clock)
    next(made, None)


def test_the_telephone_of_before_opens(anne):
    assert anne.types_password(PASSWORD).headers["Location"] == "/entrer/code"
    assert anne.types_code(pyotp.TOTP(SECRET).at(anne.clock.at)).status_code == 302
    assert anne.is_in()


def test_a_recovery_code_of_before_opens_once(anne):
    for opens in (302, 422):
        anne.types_password(PASSWORD)
        assert anne.types_code("abcd-efgh-jkmn").status_code == opens
        anne.browser.cookies.clear()
