"""A token of a provider is believed only where everything in it holds."""

import json

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from msgspec import structs

from tests.web.accounts.conftest import START
from tocsin.web.accounts.oidc import provider_client as asked
from tocsin.web.accounts.oidc.id_token import InvalidIdToken, verify_id_token
from tocsin.web.accounts.oidc.provider_settings import (
    IdentityProvider,
)

KEY, OTHER = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
GIVEN = IdentityProvider("https://identity.example", "tocsin", "")


SAID = {
    "iss": GIVEN.issuer, "sub": "anne", "aud": "tocsin", "nonce": "n",
    "iat": int(START.timestamp()), "exp": int(START.timestamp()) + 300,
}  # fmt: skip


@pytest.fixture
def published(monkeypatch):
    public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(KEY.public_key())) | {"kid": "1"}
    monkeypatch.setattr(asked, "fetch_signing_keys", lambda provider, id: [public])


def signed(said, key=KEY, alg="ES256", **head):
    return jwt.encode(said, key, algorithm=alg, headers={"kid": "1"} | head)


def test_a_token_as_it_should_be_is_believed(published):
    assert verify_id_token(GIVEN, signed(SAID), "n", START)["sub"] == "anne"
    assert verify_id_token(GIVEN, signed(SAID | {"aud": ["tocsin", "x"], "azp": "tocsin"}), "n", START)


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other.example"}, {"aud": "another"}, {"aud": ["tocsin", "x"]}, {"azp": "another"},
        {"nonce": "m"}, {"nonce": None}, {"exp": 1}, {"exp": "soon"}, {"iat": SAID["iat"] + 3600},
        {"iat": SAID["iat"] - 3600}, {"nbf": SAID["iat"] + 120}, {"nbf": "now"},
        {"sub": ""}, {"sub": 7}, {"sub": "x" * 201},
    ],
)  # fmt: skip
def test_a_token_that_says_something_else_is_not(published, wrong):
    with pytest.raises(InvalidIdToken):
        verify_id_token(GIVEN, signed(SAID | wrong), "n", START)


def test_a_token_that_another_key_signed_or_none_is_not(published):
    public = KEY.public_key()
    forged = [
        signed(SAID, OTHER), signed(SAID, kid="2"), signed(SAID, "x" * 64, "HS256"),
        jwt.encode(SAID, None, algorithm="none", headers={"kid": "1"}), "x", "", signed(SAID)[:-4] + "AAAA",
    ]  # fmt: skip
    assert public
    for token in forged:
        with pytest.raises(InvalidIdToken):
            verify_id_token(GIVEN, token, "n", START)


def test_a_token_that_is_valid_already_is_believed(published):
    assert verify_id_token(GIVEN, signed(SAID | {"nbf": SAID["iat"] + 30}), "n", START)["sub"] == "anne"


def test_who_proved_less_than_is_asked_for_is_not_believed(published):
    strict = structs.replace(GIVEN, acr=("eidas2", "eidas3"))
    assert verify_id_token(strict, signed(SAID | {"acr": "eidas2"}), "n", START)["sub"] == "anne"
    for less in ({}, {"acr": "eidas1"}, {"acr": None}):
        with pytest.raises(InvalidIdToken, match="proved who they are"):
            verify_id_token(strict, signed(SAID | less), "n", START)


@pytest.mark.parametrize(("bits", "believed"), [(1024, False), (2048, True)])
def test_a_short_key_is_not_believed(monkeypatch, bits, believed):
    key = rsa.generate_private_key(65537, bits)
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())) | {"kid": "1"}
    monkeypatch.setattr(asked, "fetch_signing_keys", lambda provider, id: [public])
    token = signed(SAID, key, "RS256")
    if believed:
        assert verify_id_token(GIVEN, token, "n", START)
    else:
        with pytest.raises(InvalidIdToken, match=r"fewer than 2048 bits"):
            verify_id_token(GIVEN, token, "n", START)
