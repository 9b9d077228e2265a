"""Who makes a request: somebody with a key, or a client known by its address alone."""

from datetime import datetime
from typing import Final, Literal

from tocsin.web.api import client
from tocsin.web.api.asked import Caller
from tocsin.web.api.client import Clients
from tocsin.web.api.keys import Key, Keys, Scope
from tocsin.web.api.problem import Problem
from tocsin.web.api.request import Request
from tocsin.web.api.settings import Settings
from tocsin.web.limits import Limits, a_minute
from tocsin.web.store import Store

Door = Literal["open", "limited", "key", "signed", "here"]
"""``open``: anybody, uncounted; ``limited``: anybody within a limit; ``key``: a key with the scope only;
``signed``: the handler checks a signature; ``here``: with a key of the scope, or from this machine
where that was opened."""

NOBODY: Final = Caller(b"", 0)
TRIES: Final = 60
"""Keys that a worker does not know yet, of one address in a minute: who tries keys out is soon stopped."""


class Callers:
    """The callers of one worker."""

    def __init__(self, settings: Settings, limits: Limits, clients: Clients, store: Store) -> None:
        self._settings = settings
        self._limits = limits
        self._clients = clients
        self._store = store
        self.keys = Keys(store)

    def of(self, request: Request, door: Door, scope: Scope, now: datetime) -> Caller:
        """Who makes a request. Raises Problem, Away."""
        if door == "open":
            return NOBODY
        given = request.environ.get("HTTP_AUTHORIZATION", "")
        if given and door != "signed":
            key = self._key(request, given, now)
            if scope not in key.scopes:
                raise Problem("scope", f"the scope {scope} is needed")
            return Caller(key.subject(), key.per_minute, key)
        if door == "key":
            raise _no_key(f"of the scope {scope}")
        here = self._settings.metrics_here and client.is_this_machine(request.environ)
        if door == "here" and not here:
            raise Problem("not_here", f"a key of the scope {scope} is needed")
        if door == "limited" and not self._settings.anonymous:
            raise _no_key("this service answers nobody without one")
        return Caller(self.network(request, now), self._settings.anonymous)

    def _key(self, request: Request, given: str, now: datetime) -> Key:
        scheme, _, word = given.partition(" ")
        store = self._store.there()
        if not store or scheme.lower() != "bearer":
            expected = "expected: Bearer KEY" if store else "this service has no store, and knows none"
            raise _unknown_key(expected)
        word = word.strip()[:200]
        if not self.keys.known(word):
            left = self._limits.take("api-keys", self.network(request, now), a_minute(TRIES), now)
            if not left.allowed:
                raise Problem(
                    "limit", "too many keys that are not known", headers=(("Retry-After", str(left.retry)),)
                )
        key = self.keys.find(word, now)
        if key is None:
            raise _unknown_key("")
        return key

    def network(self, request: Request, now: datetime) -> bytes:
        """Where a request comes from: a keyed hash that changes every day."""
        address = client.address(request.environ, self._settings.proxies)
        return self._clients.subject(address, now.date())


def _no_key(detail: str) -> Problem:
    return Problem("no_key", detail, field="Authorization", headers=(("WWW-Authenticate", "Bearer"),))


def _unknown_key(detail: str) -> Problem:
    asked = (("WWW-Authenticate", 'Bearer error="invalid_token"'),)
    return Problem("unknown_key", detail, field="Authorization", headers=asked)
