"""The API of one worker: from a request as WSGI has it to an answer."""

import logging
import secrets
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import PurePath
from time import perf_counter
from typing import Any, Final

from tocsin.tracing.clock import Clock, RealClock
from tocsin.tracing.keyfile import KeysDamaged, KeysExposed, NoKeys
from tocsin.tracing.logs import event
from tocsin.tracing.vault import Vault
from tocsin.tracing.wording.doubts import Doubts
from tocsin.web import limits
from tocsin.web import store as stores
from tocsin.web.api import client, cors
from tocsin.web.api.asked import Asked, Caller
from tocsin.web.api.callers import Callers
from tocsin.web.api.desk import Lately
from tocsin.web.api.judges import Judges
from tocsin.web.api.measures import Measures
from tocsin.web.api.problem import MEDIA_TYPE, Problem
from tocsin.web.api.reply import LINES, Headers, Reply, Streamed, json
from tocsin.web.api.request import Environ, Request, accepts
from tocsin.web.api.routes import Endpoint, Route, find, is_ours
from tocsin.web.api.settings import Settings, from_environment
from tocsin.web.api.shelf import Shelf
from tocsin.web.limits import Left, Limits
from tocsin.web.security_events import tell
from tocsin.web.store import AWAY, Away, Store

StartResponse = Callable[..., Any]
LOG: Final = logging.getLogger("tocsin.web.api")
SAFE: Final[Headers] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
    ("Strict-Transport-Security", "max-age=31536000"),
]
_NOT_KEPT: Final = ("Cache-Control", "no-store")
REFUSED: Final = ("unknown_key", "no_signature", "bad_signature", "stale_call", "scope", "not_here")
"""Kinds of problem that are events of security."""
_METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
_DEEPEST: Final = 8


class Api:
    """Answers requests; one for a worker, shared by its threads."""

    def __init__(
        self, settings: Settings | None = None, *, clock: Clock | None = None, store: Store | None = None
    ) -> None:
        self.settings = from_environment() if settings is None else settings
        self.clock = clock or RealClock()
        of_the_pages = store is None and self.settings.store is None
        self.store = stores.OURS if of_the_pages else store or Store(self.settings.store)
        self.shelf = Shelf(self.store)
        self.judges = Judges(self.shelf)
        self.doubts = Doubts(self.store.connection, (Away,))
        self.limits = limits.OURS if of_the_pages else Limits(self.store)
        clients = client.OURS if of_the_pages else client.Clients(self.store)
        self.callers = Callers(self.settings, self.limits, clients, self.store)
        self.metrics = Measures()
        self.lately = Lately()
        self._busy: Counter[bytes] = Counter()
        self._lock = threading.Lock()
        self._tidied: datetime | None = None
        self._vault: Vault | None = None

    def vault(self) -> Vault:
        """The keys of personal data. Raises Problem."""
        with self._lock:
            if self._vault is None:
                try:
                    self._vault = Vault.load(serves=True)
                except (NoKeys, KeysDamaged, KeysExposed):
                    raise Problem("no_store", "its keys are not there") from None
            return self._vault

    def handle(self, environ: Environ, start: StartResponse) -> Iterable[bytes] | None:
        """Answer a request; None where its address is not of the API."""
        return self(environ, start) if is_ours(environ.get("PATH_INFO", "")) else None

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        began = perf_counter()
        request = Request(environ)
        route, parts = find(request.path)
        asked: list[Asked] = []
        try:
            reply = self._answered(request, route, parts, asked)
        except Exception as error:
            reply = self._failed(error, route, request)
        return self._written(request, route, reply, asked, began, start)

    # ---- from a request to a reply

    def _answered(
        self, request: Request, route: Route | None, parts: tuple[str, ...], out: list[Asked]
    ) -> Reply:
        if route is None:
            raise Problem("no_route")
        if request.method == "OPTIONS":
            return cors.options(request.environ, self.settings.origins, route.allow)
        endpoint = route.methods.get("GET" if request.method == "HEAD" else request.method)
        if endpoint is None:
            raise Problem("method", f"one of {route.allow} is expected", headers=(("Allow", route.allow),))
        if not accepts(request.environ, endpoint.gives):
            raise Problem("not_acceptable", f"{endpoint.gives.partition(';')[0]} is given", field="Accept")
        now = self.clock.now()
        caller = self.callers.of(request, endpoint.door, endpoint.scope, now)
        asked = Asked(request, caller, self.limits, self.clock.now, now, parts)
        out.append(asked)
        if endpoint.door in ("limited", "key"):
            asked.spend()
            self._tidy(now)
        return self._in_turn(endpoint, asked)

    def _in_turn(self, endpoint: Endpoint, asked: Asked) -> Reply:
        """Run a handler, unless its caller has too many under way."""
        caller = asked.caller
        if endpoint.door == "open":
            return endpoint.handler(self, asked)
        with self._lock:
            if self._busy[caller.subject] >= caller.at_once:
                raise Problem("at_once", f"{caller.at_once} at most", headers=(("Retry-After", "1"),))
            self._busy[caller.subject] += 1
        held = True
        try:
            reply = endpoint.handler(self, asked)
            if not isinstance(reply.body, bytes):
                reply.body = Streamed(reply.body, lambda: self._done(caller))
                held = False
            return reply
        finally:
            if held:
                self._done(caller)

    def _done(self, caller: Caller) -> None:
        with self._lock:
            self._busy[caller.subject] -= 1
            if self._busy[caller.subject] <= 0:
                del self._busy[caller.subject]

    # ---- now and then

    def _tidy(self, now: datetime) -> None:
        """Once in a while, take out what is over."""
        if self._tidied and (now - self._tidied).total_seconds() < 300:
            return
        self._tidied = now
        with suppress(Away):
            self.limits.tidy(now)

    # ---- what fails

    def _failed(self, error: Exception, route: Route | None, request: Request) -> Reply:
        instance = ""
        if isinstance(error, Away):
            problem = Problem("no_store", "try again later", headers=(("Retry-After", str(int(AWAY))),))
        elif isinstance(error, Problem):
            problem = error
            if problem.kind in REFUSED:
                name, network = route.name if route else "", self.callers.network(request, self.clock.now())
                tell("api_refused", kind=problem.kind, route=name, network=network)
        else:
            problem, instance = (
                Problem("internal", "it was written down under this name"),
                secrets.token_hex(8),
            )
            self._write_down(error, route, instance)
        reply = json(
            problem.body(f"urn:tocsin:request:{instance}" if instance else ""), problem.status, MEDIA_TYPE
        )
        reply.headers = problem.headers
        return reply

    @staticmethod
    def _write_down(error: Exception, route: Route | None, instance: str) -> None:
        """Its type and its places, never its words, which may quote what was sent."""
        frames = traceback.extract_tb(error.__traceback__)[-_DEEPEST:]
        places = [f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in frames]
        event(
            LOG, "api_failed", level=logging.ERROR, route=route.name if route else "", request=instance,
            error=type(error).__name__, at=places,
        )  # fmt: skip

    # ---- from a reply to bytes

    def _written(
        self,
        request: Request,
        route: Route | None,
        reply: Reply,
        asked: list[Asked],
        began: float,
        start: StartResponse,
    ) -> Iterable[bytes]:
        headers: Headers = [*SAFE, *reply.headers]
        if reply.status != 204:  # which has no content to speak of
            headers.append(("Content-Type", reply.media_type))
        left = asked[0].left if asked else None
        if left is not None:
            headers += _limit(left)
        if not any(name == "Cache-Control" for name, _ in reply.headers):
            headers.append(_NOT_KEPT)
        headers += cors.headers(request.environ, self.settings.origins)
        body: Iterable[bytes]
        if isinstance(reply.body, bytes):
            if reply.status != 204:
                headers.append(("Content-Length", str(len(reply.body))))
            body = [b"" if request.method == "HEAD" else reply.body]
        else:
            body = reply.body
        start(LINES[reply.status], headers)
        name = route.name if route else "none"
        seconds = perf_counter() - began
        self.metrics.answered(name, reply.status, seconds)
        if self.settings.log_all or reply.status >= 500:
            method = request.method if request.method in _METHODS else "other"
            event(
                LOG, "api_answered", route=name, method=method, status=reply.status,
                ms=round(seconds * 1000, 1),
            )  # fmt: skip
        return body


def _limit(left: Left) -> Headers:
    return [
        ("RateLimit-Limit", str(left.limit)),
        ("RateLimit-Remaining", str(left.remaining)),
        ("RateLimit-Reset", str(left.reset)),
    ]
