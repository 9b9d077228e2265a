"""Who makes a request: somebody with a key, or a client known by its address alone."""

from base64 import b64decode
from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

from tocsin.web import client_pseudonyms
from tocsin.web.api.api_keys import PREFIX, ApiKeyCache, ApiKeyGrant, Scope
from tocsin.web.api.problem import ApiProblem
from tocsin.web.api.request_body import Environ
from tocsin.web.api.settings import ApiSettings
from tocsin.web.client_pseudonyms import ClientPseudonyms
from tocsin.web.rate_limits import RateLimiter, limit_per_minute
from tocsin.web.store_pool import StorePool

Door = Literal["open", "limited", "key", "signed", "here"]
"""``open``: anybody, uncounted; ``limited``: anybody within a limit; ``key``: a key with the scope only;
``signed``: the handler checks a signature; ``here``: with a key of the scope, or from this machine
where that was opened."""


class ApiCaller(Struct, frozen=True):
    """Who asks."""

    subject: bytes
    """Of the limit."""
    limit: int
    """Checks a minute."""
    key: ApiKeyGrant | None = None

    @property
    def max_concurrent(self) -> int:
        """Requests that may be under way at the same time in one worker."""
        return 64 if self.key else 4


NOBODY: Final = ApiCaller(b"", 0)
TRIES: Final = 60
"""Keys that a worker does not know yet, of one address in a minute: who tries keys out is soon stopped."""


class CallerAuthenticator:
    """The callers of one worker."""

    def __init__(
        self, settings: ApiSettings, limits: RateLimiter, clients: ClientPseudonyms, store: StorePool
    ) -> None:
        self._settings = settings
        self._limits = limits
        self._clients = clients
        self._store = store
        self.keys = ApiKeyCache(store)

    def authenticate(self, environ: Environ, door: Door, scope: Scope, now: datetime) -> ApiCaller:
        """Who makes a request. Raises ApiProblem, StoreUnavailable."""
        if door == "open":
            return NOBODY
        given = environ.get("HTTP_AUTHORIZATION", "")
        if given and door != "signed":
            key = self._authenticate_key(environ, given, now)
            if scope not in key.scopes:
                raise ApiProblem("scope", f"the scope {scope} is needed")
            return ApiCaller(key.rate_limit_subject(), key.per_minute, key)
        if door == "key":
            raise _missing_key_problem(f"of the scope {scope}")
        here = self._settings.metrics_here and client_pseudonyms.is_local_request(environ)
        if door == "here" and not here:
            raise ApiProblem("not_here", f"a key of the scope {scope} is needed")
        if door == "limited" and not self._settings.anonymous:
            raise _missing_key_problem("this service answers nobody without one")
        return ApiCaller(self.network_pseudonym(environ, now), self._settings.anonymous)

    def _authenticate_key(self, environ: Environ, given: str, now: datetime) -> ApiKeyGrant:
        store = self._store.is_configured()
        word = _read_key(given)
        if not store or not word:
            expected = "expected: Bearer KEY" if store else "this service has no store, and knows none"
            raise _unknown_key_problem(expected)
        if not self.keys.is_cached(word):
            left = self._limits.take_tokens(
                "api-keys", self.network_pseudonym(environ, now), limit_per_minute(TRIES), now
            )
            if not left.allowed:
                raise ApiProblem(
                    "limit", "too many keys that are not known", headers=(("Retry-After", str(left.retry)),)
                )
        key = self.keys.find_key(word, now)
        if key is None:
            raise _unknown_key_problem("")
        return key

    def network_pseudonym(self, environ: Environ, now: datetime) -> bytes:
        """Where a request comes from: a keyed hash that changes every day."""
        address = client_pseudonyms.client_address(environ, self._settings.proxies)
        return self._clients.pseudonym_of(address, now.date())


def _read_key(given: str) -> str:
    """The key in an ``Authorization`` header: after ``Bearer``, or as the password of ``Basic`` (RFC 7617), which TAXII
    asks for, whatever the name of the user. Empty where it is neither.

    >>> _read_key("Bearer tocsin_x"), _read_key("Basic YW55Ym9keTp0b2NzaW5feA=="), _read_key("Digest x")
    ('tocsin_x', 'tocsin_x', '')
    """
    scheme, _, word = given[:1_000].partition(" ")
    if scheme.lower() == "bearer":
        return word.strip()[:200]
    if scheme.lower() != "basic":
        return ""
    try:
        password = b64decode(word, validate=True).decode().partition(":")[2][:200]
    except ValueError:
        return ""
    return password if password.startswith(PREFIX) else ""


def _missing_key_problem(detail: str) -> ApiProblem:
    return ApiProblem("no_key", detail, field="Authorization", headers=(("WWW-Authenticate", "Bearer"),))


def _unknown_key_problem(detail: str) -> ApiProblem:
    asked = (("WWW-Authenticate", 'Bearer error="invalid_token"'),)
    return ApiProblem("unknown_key", detail, field="Authorization", headers=asked)
