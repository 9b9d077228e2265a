"""What is asked of the identity provider: where it is, its keys, and a code exchanged for a token.

No other page of the site asks anybody for anything. Answers are bounded in time and size, no redirect is
followed, and nothing is asked without TLS but on this machine.
"""

import base64
import threading
import time
import urllib.error
import urllib.request
from email.message import Message
from typing import IO, Any, Final
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Struct

from tocsin.web.accounts.oidc.provider_settings import IdentityProvider, is_secure_address

SECONDS: Final = 5.0
MOST: Final = 262_144
"""Bytes of an answer."""
FRESH: Final = 3_600.0
"""Seconds for which the provider's description and keys are kept."""
AGAIN: Final = 60.0
"""Seconds between two looks for a key that is not known."""


class IdentityProviderError(Exception):
    """The identity provider does not answer as it should."""


class ProviderMetadata(Struct, frozen=True):
    """What a provider publishes of itself (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    end_session_endpoint: str = ""
    authorization_response_iss_parameter_supported: bool = False


class TokenResponse(Struct):
    id_token: str
    access_token: str = ""


class _ProviderCacheEntry(Struct):
    at: float
    described: ProviderMetadata
    keys: list[dict[str, Any]]
    keys_at: float


_known: dict[str, _ProviderCacheEntry] = {}
_lock = threading.Lock()


def fetch_metadata(provider: IdentityProvider) -> ProviderMetadata:
    """What the provider says of itself. Raises IdentityProviderError."""
    return _load_provider(provider).described


def fetch_signing_keys(provider: IdentityProvider, id: str | None) -> list[dict[str, Any]]:
    """Its public keys; asked for again where it is not known under this id. Raises IdentityProviderError."""
    found = _load_provider(provider)
    here = any(key.get("kid") == id for key in found.keys)
    if not here and time.monotonic() > found.keys_at + AGAIN:
        found.keys = _fetch_keys(found.described)
        found.keys_at = time.monotonic()
    return found.keys


def exchange_code(provider: IdentityProvider, code: str, verifier: str, back: str) -> TokenResponse:
    """The tokens for a code. Raises IdentityProviderError."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back}
    if provider.profile.sends_pkce:
        form["code_verifier"] = verifier
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if not provider.secret or provider.profile.secret_in_body:
        form["client_id"] = provider.client
    if provider.secret and provider.profile.secret_in_body:
        form["client_secret"] = provider.secret
    elif provider.secret:
        pair = f"{quote(provider.client, safe='')}:{quote(provider.secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    answer = _send_request(fetch_metadata(provider).token_endpoint, urlencode(form).encode(), headers)
    return _decode_answer(answer, TokenResponse)


def fetch_userinfo(provider: IdentityProvider, access_token: str) -> str:
    """What the provider says of somebody, as a token that it signed. Raises IdentityProviderError."""
    headers = {"Authorization": f"Bearer {access_token}", "Accept": "application/jwt"}
    answer = _send_request(fetch_metadata(provider).userinfo_endpoint, headers=headers)
    try:
        return answer.decode("ascii").strip()
    except UnicodeDecodeError:
        raise IdentityProviderError("what it says of somebody is no token") from None


def clear_provider_cache() -> None:
    with _lock:
        _known.clear()


def _load_provider(provider: IdentityProvider) -> _ProviderCacheEntry:
    with _lock:
        found = _known.get(provider.issuer)
        if found is not None and time.monotonic() < found.at + FRESH:
            return found
    where = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
    described = _decode_answer(_send_request(where), ProviderMetadata)
    if described.issuer != provider.issuer:
        raise IdentityProviderError(f"it calls itself {described.issuer!r}")
    made = _ProviderCacheEntry(time.monotonic(), described, _fetch_keys(described), time.monotonic())
    with _lock:
        _known[provider.issuer] = made
    return made


def _fetch_keys(described: ProviderMetadata) -> list[dict[str, Any]]:
    return _decode_answer(_send_request(described.jwks_uri), dict[str, list[dict[str, Any]]]).get("keys", [])


def _decode_answer[T](data: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise IdentityProviderError(f"its answer is not what it should be: {error}") from None


class _NoRedirectHandler(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: Any, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        return None


_OPENER: Final = urllib.request.build_opener(_NoRedirectHandler)


def _send_request(where: str, form: bytes | None = None, headers: dict[str, str] | None = None) -> bytes:
    if not is_secure_address(where):
        raise IdentityProviderError(f"{where!r} is not an address under TLS")
    request = urllib.request.Request(where, form, {"Accept": "application/json", **(headers or {})})
    try:
        with _OPENER.open(request, timeout=SECONDS) as answer:
            data: bytes = answer.read(MOST + 1)
    except urllib.error.HTTPError as error:
        raise IdentityProviderError(f"it answers {error.code}") from None
    except (OSError, ValueError) as error:
        raise IdentityProviderError(type(error).__name__) from None
    if len(data) > MOST:
        raise IdentityProviderError("its answer is too long")
    return data
