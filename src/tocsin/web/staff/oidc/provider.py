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

from tocsin.web.staff.oidc.settings import Provider, is_safe

SECONDS: Final = 5.0
MOST: Final = 262_144
"""Bytes of an answer."""
FRESH: Final = 3_600.0
"""Seconds for which the provider's description and keys are kept."""
AGAIN: Final = 60.0
"""Seconds between two looks for a key that is not known."""


class Unanswered(Exception):
    """The identity provider does not answer as it should."""


class Described(Struct, frozen=True):
    """What a provider publishes of itself (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    authorization_response_iss_parameter_supported: bool = False


class _Tokens(Struct):
    id_token: str


class _Known(Struct):
    at: float
    described: Described
    keys: list[dict[str, Any]]
    keys_at: float


_known: dict[str, _Known] = {}
_lock = threading.Lock()


def described(provider: Provider) -> Described:
    """What the provider says of itself. Raises Unanswered."""
    return _of(provider).described


def keys(provider: Provider, id: str | None) -> list[dict[str, Any]]:
    """Its public keys; asked for again where it is not known under this id. Raises Unanswered."""
    found = _of(provider)
    here = any(key.get("kid") == id for key in found.keys)
    if not here and time.monotonic() > found.keys_at + AGAIN:
        found.keys = _keys(found.described)
        found.keys_at = time.monotonic()
    return found.keys


def exchanged(provider: Provider, code: str, verifier: str, back: str) -> str:
    """The ID token for a code. Raises Unanswered."""
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier,
        "client_id": provider.client,
    }  # fmt: skip
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if provider.secret:
        del form["client_id"]
        pair = f"{quote(provider.client, safe='')}:{quote(provider.secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    answer = _asked(described(provider).token_endpoint, urlencode(form).encode(), headers)
    return _read(answer, _Tokens).id_token


def forget() -> None:
    """Ask anew."""
    with _lock:
        _known.clear()


def _of(provider: Provider) -> _Known:
    with _lock:
        found = _known.get(provider.issuer)
        if found is not None and time.monotonic() < found.at + FRESH:
            return found
    where = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
    described = _read(_asked(where), Described)
    if described.issuer != provider.issuer:
        raise Unanswered(f"it calls itself {described.issuer!r}")
    made = _Known(time.monotonic(), described, _keys(described), time.monotonic())
    with _lock:
        _known[provider.issuer] = made
    return made


def _keys(described: Described) -> list[dict[str, Any]]:
    return _read(_asked(described.jwks_uri), dict[str, list[dict[str, Any]]]).get("keys", [])


def _read[T](data: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise Unanswered(f"its answer is not what it should be: {error}") from None


class _Nowhere(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(
        self, req: Any, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        return None


_OPENER: Final = urllib.request.build_opener(_Nowhere)


def _asked(where: str, form: bytes | None = None, headers: dict[str, str] | None = None) -> bytes:
    if not is_safe(where):
        raise Unanswered(f"{where!r} is not an address under TLS")
    request = urllib.request.Request(where, form, {"Accept": "application/json", **(headers or {})})
    try:
        with _OPENER.open(request, timeout=SECONDS) as answer:
            data: bytes = answer.read(MOST + 1)
    except urllib.error.HTTPError as error:
        raise Unanswered(f"it answers {error.code}") from None
    except (OSError, ValueError) as error:
        raise Unanswered(type(error).__name__) from None
    if len(data) > MOST:
        raise Unanswered("its answer is too long")
    return data
