"""A passkey stands in the place of the telephone's code, and answers to nobody but this site."""

import hashlib
import html
import json
import re

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from tests.web.inside import signed_in
from tocsin.web.accounts import mfa, passkeys, sessions, staff_accounts
from tocsin.web.audit import audit_log

ADD = "/compte/cle-d-acces"


class Stick:
    """A security key, as the browser hands on what it says (WebAuthn level 2, 6 and 7)."""

    def __init__(self, origin="http://localhost", host="localhost"):
        self.origin, self.host = origin, host
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = hashlib.sha256(str(id(self)).encode()).digest()
        self.counter = 0

    def says(self, kind, challenge, data=b""):
        """Client data and authenticator data, with the key itself where one is made."""
        self.counter += 1
        client = {"type": f"webauthn.{kind}", "challenge": challenge, "origin": self.origin}
        host = hashlib.sha256(self.host.encode()).digest()
        flags = AuthenticatorData.FLAG.UP | (AuthenticatorData.FLAG.AT if data else 0)
        return json.dumps(client).encode(), AuthenticatorData.create(host, flags, self.counter, data)

    def answers(self, **response):
        coded = {name: websafe_encode(value) for name, value in response.items()}
        id = websafe_encode(self.id)
        return json.dumps({"id": id, "rawId": id, "type": "public-key", "response": coded})

    def makes(self, options):
        cose = ES256.from_cryptography_key(self.key.public_key())
        made = AttestedCredentialData.create(Aaguid.NONE, self.id, cose)
        client, data = self.says("create", options["challenge"], made)
        return self.answers(
            clientDataJSON=client, attestationObject=bytes(AttestationObject.create("none", data, {}))
        )

    def signs(self, options, key=None):
        client, data = self.says("get", options["challenge"])
        signed = (key or self.key).sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self.answers(clientDataJSON=client, authenticatorData=bytes(data), signature=signed)


def options(answer):
    return json.loads(html.unescape(re.search(r'data-options="([^"]+)"', answer.content.decode())[1]))


def offered(answer):
    return re.search(r'name="offered" value="([^"]+)"', answer.content.decode())[1]


def adds(anne, stick, **fields):
    """Make a passkey on the page of one's own account."""
    page = anne.browser.get(ADD)
    form = {"offered": offered(page), "passkey": stick.makes(options(page)), "present": anne.shows()}
    return anne.browser.post(ADD, form | {"name": "clé verte"} | fields)


@pytest.fixture
def keyed(bound):
    """Anne has bound a passkey, and is out again."""
    bound.types_password()
    bound.types_code(bound.shows())
    bound.clock.passes(minutes=1)
    bound.stick = Stick()
    assert adds(bound, bound.stick).headers["Location"] == "/compte?done=passkey"
    bound.goes_out()
    bound.clock.passes(minutes=1)
    return bound


def arrives(anne, **fields):
    """The page that asks for the second factor."""
    assert anne.types_password(**fields).headers["Location"] == "/entrer/code"
    return anne.browser.get("/entrer/code")


def shows_key(anne, answer):
    return anne.browser.post("/entrer/code", {"passkey": answer})


def test_a_passkey_opens_in_the_place_of_the_code(keyed):
    page = arrives(keyed, next="/compte")
    assert options(page)["rpId"] == "localhost"
    assert "passkey." in page.content.decode()
    came = shows_key(keyed, keyed.stick.signs(options(page)))
    assert (came.status_code, came.headers["Location"]) == (302, "/compte")
    account = keyed.browser.get("/compte").content.decode()
    assert "clé verte" in html.unescape(account)
    assert "Vue pour la dernière fois" in html.unescape(account)


def test_the_telephone_goes_on_working_beside_it(keyed):
    arrives(keyed)
    assert keyed.types_code(keyed.shows()).status_code == 302
    assert keyed.is_in()


def test_who_has_no_passkey_is_not_asked_for_one_and_gets_no_script(bound):
    page = arrives(bound).content.decode()
    assert "passkey" not in page


def test_what_was_signed_for_one_sign_in_opens_no_other(keyed):
    said = keyed.stick.signs(options(arrives(keyed)))
    assert shows_key(keyed, said).status_code == 302
    keyed.goes_out()
    arrives(keyed)
    assert shows_key(keyed, said).status_code == 422
    assert not keyed.is_in()


@pytest.mark.parametrize(
    "other",
    [
        {"origin": "http://localhost.example"}, {"origin": "https://localhost"}, {"host": "example.org"},
        {"origin": "http://localhost:8001"},
    ],
)  # fmt: skip
def test_what_was_signed_for_another_site_opens_nothing(keyed, other):
    for name, value in other.items():
        setattr(keyed.stick, name, value)
    assert shows_key(keyed, keyed.stick.signs(options(arrives(keyed)))).status_code == 422
    assert not keyed.is_in()


def test_another_key_opens_nothing(keyed):
    asked = options(arrives(keyed))
    for said in (
        Stick().signs(asked), keyed.stick.signs(asked, key=Stick().key), keyed.stick.makes(asked)
    ):  # fmt: skip
        assert shows_key(keyed, said).status_code == 422
    assert not keyed.is_in()


@pytest.mark.parametrize(
    "said",
    [
        "x", "{}", "[]", "null", '{"id": 1}', '{"id": "a", "rawId": "a"}',
        '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {}}',
        '{"id": "YQ", "rawId": "YQ", "response": {"clientDataJSON": "YQ", "authenticatorData": "YQ", '
        '"signature": "YQ"}}',
        '{"id": "YQ", "rawId": "YQ", "response": {"clientDataJSON": "e30", "authenticatorData": "", '
        '"signature": 7}}',
    ],
)  # fmt: skip
def test_what_no_browser_says_is_refused(keyed, said):
    arrives(keyed)
    answer = shows_key(keyed, said)
    assert answer.status_code == 422
    assert "n&#x27;a pas répondu" in answer.content.decode()


def test_a_key_that_was_copied_opens_nothing(keyed):
    copied = keyed.stick.counter
    assert shows_key(keyed, keyed.stick.signs(options(arrives(keyed)))).status_code == 302
    keyed.goes_out()
    keyed.stick.counter = copied
    assert shows_key(keyed, keyed.stick.signs(options(arrives(keyed)))).status_code == 422


def test_a_key_that_does_not_count_opens_each_time(keyed, db):
    db.execute("update staff_passkey set counter = 0")
    for _ in range(2):
        keyed.stick.counter = -1
        assert shows_key(keyed, keyed.stick.signs(options(arrives(keyed)))).status_code == 302
        keyed.goes_out()


def test_tries_with_a_passkey_count_as_those_with_a_code(keyed):
    keyed.clock.passes(minutes=30)
    arrives(keyed)
    assert [shows_key(keyed, "x").status_code for _ in range(6)] == [422] * 5 + [429]


def test_the_telephone_must_open_before_a_passkey_is_added(keyed, db):
    keyed.clock.passes(minutes=30)
    keyed.types_password()
    keyed.types_code(keyed.shows())
    other = Stick()
    assert adds(keyed, other, present="000000").status_code == 422
    assert adds(keyed, other, present=keyed.shows()).status_code == 422  # it opened the door, once
    keyed.clock.passes(minutes=1)
    assert adds(keyed, other).status_code == 302
    assert adds(keyed, other, present=keyed.codes[0]).status_code == 422  # bound already
    assert db.execute("select count(*) from staff_passkey").fetchone()[0] == 2


def test_a_passkey_that_another_site_or_page_made_is_not_bound(keyed):
    keyed.clock.passes(minutes=30)
    keyed.types_password()
    keyed.types_code(keyed.shows())
    keyed.clock.passes(minutes=1)
    page = keyed.browser.get(ADD)
    assert adds(keyed, Stick(origin="https://false.example")).status_code == 422
    assert adds(keyed, Stick(), offered=offered(page)).status_code == 422  # another page's challenge
    assert adds(keyed, Stick(), offered="x").status_code == 422
    assert adds(keyed, Stick(), passkey="{}").status_code == 422


def test_what_was_offered_to_a_colleague_is_not_taken(keyed, with_store):
    keyed.types_password()
    keyed.types_code(keyed.shows())
    keyed.clock.passes(minutes=1)
    page = keyed.browser.get(ADD)
    with pytest.raises(passkeys.InvalidPasskey, match="another account"):
        passkeys.read_registration(
            page.wsgi_request, 999, offered(page), Stick().makes(options(page))
        )  # fmt: skip


def test_other_sessions_end_when_a_passkey_is_added(keyed):
    other = Client(SERVER_NAME="localhost")
    keyed.types_password()
    keyed.types_code(keyed.shows())
    other.cookies[sessions.COOKIE] = keyed.browser.cookies[sessions.COOKIE].value
    keyed.browser.cookies.pop(sessions.COOKIE)
    keyed.clock.passes(minutes=30)
    arrives(keyed)
    keyed.types_code(keyed.shows())
    assert other.get("/service").status_code == 200
    keyed.clock.passes(minutes=1)
    assert adds(keyed, Stick()).status_code == 302
    assert other.get("/service").status_code == 302
    assert keyed.is_in()


def test_a_passkey_is_removed_by_its_owner_alone(keyed, with_store, db):
    number = db.execute("select id from staff_passkey").fetchone()[0]
    other = signed_in(with_store, login="lou.petit")
    other.post("/compte", {"do": "passkey", "passkey": str(number)})
    assert db.execute("select count(*) from staff_passkey").fetchone()[0] == 1
    keyed.types_password()
    keyed.types_code(keyed.shows())
    assert keyed.browser.post("/compte", {"do": "passkey", "passkey": "x"}).status_code == 400
    keyed.browser.post("/compte", {"do": "passkey", "passkey": str(number)})
    assert "Aucune clé d'accès" in html.unescape(keyed.browser.get("/compte").content.decode())
    whys = [entry.why for entry in audit_log.iterate_entries(db)]
    assert (whys.count("passkey added"), whys.count("passkey removed")) == (1, 1)


def test_an_administrator_who_resets_the_second_factor_takes_the_passkeys_as_well(keyed, db):
    who = staff_accounts.find_account(db, keyed.login)
    mfa.reset_mfa(db, who.account_id, now=keyed.clock.at, by="chef")
    assert passkeys.list_passkeys(db, who.account_id) == []
    assert keyed.types_password().headers["Location"] == "/entrer/telephone"


def test_a_telephone_comes_first(with_store):
    client = signed_in(with_store)
    assert client.get(ADD).headers["Location"] == "/compte/telephone"
    assert "passkey" not in client.get("/compte").content.decode()


def test_nobody_has_more_than_ten(keyed, db):
    who = staff_accounts.find_account(db, keyed.login)
    db.execute(
        "insert into staff_passkey (account_id, credential_id, credential, counter, name, made_at) "
        "select %s, n::text::bytea, '', 0, '', now() from generate_series(1, 9) n",
        (who.account_id,),
    )
    db.execute("update staff_passkey set credential = (select max(credential) from staff_passkey)")
    keyed.types_password()
    keyed.types_code(keyed.shows())
    keyed.clock.passes(minutes=1)
    assert adds(keyed, Stick()).status_code == 422
