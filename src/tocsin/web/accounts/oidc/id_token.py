"""Whether an ID token, or a signed userinfo, may be believed (OpenID Connect Core 1.0, 3.1.3.7 and 5.3.2)."""

import hmac
from datetime import datetime
from typing import Any, Final

import jwt

from tocsin.web.accounts.oidc import provider_client
from tocsin.web.accounts.oidc.provider_settings import IdentityProvider

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Signatures by a key that the provider publishes; ``none`` is not taken, nor is the client's secret."""
RSA_BITS: Final = 2_048
"""Of a key, at least (NIST SP 800-131A, ANSSI's guide on cryptography)."""
LEEWAY: Final = 60
"""Seconds by which clocks may differ."""
OLDEST: Final = 600
"""Seconds since the token was made."""


class InvalidIdToken(Exception):
    """What the identity provider is said to say is not believed."""


class InsufficientAcr(InvalidIdToken):
    """They did not prove who they are as is asked for, such as by two factors."""


def verify_id_token(provider: IdentityProvider, token: str, nonce: str, now: datetime) -> dict[str, Any]:
    """What the token says of somebody. Raises InvalidIdToken, IdentityProviderError."""
    said = _decode_token(provider, token, ("iss", "sub", "aud", "exp", "iat"))
    at = now.timestamp()
    if not _is_number(said["exp"]) or not _is_number(said["iat"]):
        raise InvalidIdToken("its times are none")
    if said["exp"] + LEEWAY < at or said["iat"] - LEEWAY > at or said["iat"] + OLDEST < at:
        raise InvalidIdToken("it is over, or not yet")
    if "nbf" in said and not (_is_number(said["nbf"]) and said["nbf"] - LEEWAY <= at):
        raise InvalidIdToken("it is not valid yet")
    if provider.acr and said.get("acr") not in provider.acr:
        raise InsufficientAcr("it does not say that they proved who they are as is asked for")
    if not hmac.compare_digest(str(said.get("nonce", "")).encode(), nonce.encode()):
        raise InvalidIdToken("it is not for this sign-in")
    several = isinstance(said["aud"], list) and len(said["aud"]) > 1
    if (several or "azp" in said) and said.get("azp") != provider.client:
        raise InvalidIdToken("it is for another site")
    if not isinstance(said["sub"], str) or not 0 < len(said["sub"]) <= 200:
        raise InvalidIdToken("it names nobody")
    return said


def verify_userinfo(provider: IdentityProvider, token: str, subject: str, now: datetime) -> dict[str, Any]:
    """What a signed userinfo says of the subject of an ID token; it needs no times, which hold where it has
    them. Raises InvalidIdToken, IdentityProviderError."""
    said = _decode_token(provider, token, ("iss", "sub", "aud"))
    if not hmac.compare_digest(str(said["sub"]).encode(), subject.encode()):
        raise InvalidIdToken("it is of somebody else")
    if "exp" in said and not (_is_number(said["exp"]) and said["exp"] + LEEWAY >= now.timestamp()):
        raise InvalidIdToken("it is over")
    return said


def _decode_token(provider: IdentityProvider, token: str, required: tuple[str, ...]) -> dict[str, Any]:
    """What is said in a token that the provider signed for us; its times are the caller's to look at."""
    try:
        head = jwt.get_unverified_header(token)
        key = _find_signing_key(provider, head)
        said: dict[str, Any] = jwt.decode(
            token, key, algorithms=[key.algorithm_name or head["alg"]], audience=provider.client,
            issuer=provider.issuer,
            options={"require": list(required), "verify_exp": False, "verify_iat": False,
                     "verify_nbf": False},
        )  # fmt: skip
    except (jwt.PyJWTError, KeyError, ValueError) as error:
        raise InvalidIdToken(f"its signature, issuer or audience: {type(error).__name__}") from None
    return said


def _find_signing_key(provider: IdentityProvider, head: dict[str, Any]) -> jwt.PyJWK:
    if head.get("alg") not in ALGORITHMS:
        raise InvalidIdToken(f"it is signed by {head.get('alg')!r}")
    found = [
        key for key in provider_client.fetch_signing_keys(provider, head.get("kid"))
        if key.get("use", "sig") == "sig" and (head.get("kid") is None or key.get("kid") == head["kid"])
        and key.get("kty") in ("RSA", "EC", "OKP") and key.get("alg", head["alg"]) == head["alg"]
    ]  # fmt: skip
    if len(found) != 1:
        raise InvalidIdToken("it is signed with a key that the provider does not publish")
    key = jwt.PyJWK(found[0], algorithm=head["alg"])
    if found[0]["kty"] == "RSA" and key.key.key_size < RSA_BITS:
        raise InvalidIdToken(f"its RSA key has fewer than {RSA_BITS} bits")
    return key


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
