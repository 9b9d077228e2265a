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

from tocsin.message_templates.doubt_counts import DoubtCounter
from tocsin.privacy.keyfile import KeyFileDamaged, KeysExposed, NoKeyFile
from tocsin.privacy.vault import Vault
from tocsin.runtime.clock import MachineClock, ServiceClock
from tocsin.runtime.logs import log_event
from tocsin.web import rate_limits
from tocsin.web import store_pool as stores
from tocsin.web.api import client_pseudonyms, cors
from tocsin.web.api.authentication import CallerAuthenticator
from tocsin.web.api.context import ApiCaller, ApiContext
from tocsin.web.api.health import TimedCache
from tocsin.web.api.message_judges import MessageJudges
from tocsin.web.api.problem import MEDIA_TYPE, ApiProblem
from tocsin.web.api.register_access import PooledRegister
from tocsin.web.api.reply import LINES, ApiReply, Headers, StreamedBody, json_reply
from tocsin.web.api.request import ApiRequest, Environ, accepts_media_type
from tocsin.web.api.routes import ApiEndpoint, ApiRoute, find_route, is_api_path
from tocsin.web.api.settings import ApiSettings, read_api_settings
from tocsin.web.api.worker_metrics import WorkerMetrics
from tocsin.web.rate_limits import RateLimitDecision, RateLimiter
from tocsin.web.security_events import log_security_event
from tocsin.web.store_pool import AWAY, StorePool, StoreUnavailable

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


class ApiApplication:
    """Answers requests; one for a worker, shared by its threads."""

    def __init__(
        self,
        settings: ApiSettings | None = None,
        *,
        clock: ServiceClock | None = None,
        store: StorePool | None = None,
    ) -> None:
        self.settings = read_api_settings() if settings is None else settings
        self.clock = clock or MachineClock()
        of_the_pages = store is None and self.settings.store is None
        self.store = stores.OURS if of_the_pages else store or StorePool(self.settings.store)
        self.shelf = PooledRegister(self.store)
        self.judges = MessageJudges(self.shelf)
        self.doubts = DoubtCounter(self.store.connection, (StoreUnavailable,))
        self.limits = rate_limits.OURS if of_the_pages else RateLimiter(self.store)
        clients = client_pseudonyms.OURS if of_the_pages else client_pseudonyms.ClientPseudonyms(self.store)
        self.callers = CallerAuthenticator(self.settings, self.limits, clients, self.store)
        self.metrics = WorkerMetrics()
        self.lately = TimedCache()
        self._busy: Counter[bytes] = Counter()
        self._lock = threading.Lock()
        self._tidied: datetime | None = None
        self._vault: Vault | None = None

    def load_vault(self) -> Vault:
        """The keys of personal data. Raises Problem."""
        with self._lock:
            if self._vault is None:
                try:
                    self._vault = Vault.load(serves=True)
                except (NoKeyFile, KeyFileDamaged, KeysExposed):
                    raise ApiProblem("no_store", "its keys are not there") from None
            return self._vault

    def handle(self, environ: Environ, start: StartResponse) -> Iterable[bytes] | None:
        """Answer a request; None where its address is not of the API."""
        return self(environ, start) if is_api_path(environ.get("PATH_INFO", "")) else None

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        began = perf_counter()
        request = ApiRequest(environ)
        route, parts = find_route(request.path)
        asked: list[ApiContext] = []
        try:
            reply = self._dispatch(request, route, parts, asked)
        except Exception as error:
            reply = self._problem_reply(error, route, request)
        return self._send_reply(request, route, reply, asked, began, start)

    # ---- from a request to a reply

    def _dispatch(
        self, request: ApiRequest, route: ApiRoute | None, parts: tuple[str, ...], out: list[ApiContext]
    ) -> ApiReply:
        if route is None:
            raise ApiProblem("no_route")
        if request.method == "OPTIONS":
            return cors.reply_to_options(request.environ, self.settings.origins, route.allowed_methods)
        endpoint = route.methods.get("GET" if request.method == "HEAD" else request.method)
        if endpoint is None:
            raise ApiProblem(
                "method",
                f"one of {route.allowed_methods} is expected",
                headers=(("Allow", route.allowed_methods),),
            )
        if not accepts_media_type(request.environ, endpoint.gives):
            raise ApiProblem("not_acceptable", f"{endpoint.gives.partition(';')[0]} is given", field="Accept")
        now = self.clock.now()
        caller = self.callers.authenticate(request, endpoint.door, endpoint.scope, now)
        asked = ApiContext(request, caller, self.limits, self.clock.now, now, parts)
        out.append(asked)
        if endpoint.door in ("limited", "key"):
            asked.spend_quota()
            self._delete_expired_limits(now)
        return self._run_within_concurrency(endpoint, asked)

    def _run_within_concurrency(self, endpoint: ApiEndpoint, asked: ApiContext) -> ApiReply:
        """Run a handler, unless its caller has too many under way."""
        caller = asked.caller
        if endpoint.door == "open":
            return endpoint.handler(self, asked)
        with self._lock:
            if self._busy[caller.subject] >= caller.max_concurrent:
                raise ApiProblem(
                    "at_once", f"{caller.max_concurrent} at most", headers=(("Retry-After", "1"),)
                )
            self._busy[caller.subject] += 1
        held = True
        try:
            reply = endpoint.handler(self, asked)
            if not isinstance(reply.body, bytes):
                reply.body = StreamedBody(reply.body, lambda: self._release_slot(caller))
                held = False
            return reply
        finally:
            if held:
                self._release_slot(caller)

    def _release_slot(self, caller: ApiCaller) -> None:
        with self._lock:
            self._busy[caller.subject] -= 1
            if self._busy[caller.subject] <= 0:
                del self._busy[caller.subject]

    # ---- now and then

    def _delete_expired_limits(self, now: datetime) -> None:
        """Once in a while, take out what is over."""
        if self._tidied and (now - self._tidied).total_seconds() < 300:
            return
        self._tidied = now
        with suppress(StoreUnavailable):
            self.limits.delete_expired(now)

    # ---- what fails

    def _problem_reply(self, error: Exception, route: ApiRoute | None, request: ApiRequest) -> ApiReply:
        instance = ""
        if isinstance(error, StoreUnavailable):
            problem = ApiProblem("no_store", "try again later", headers=(("Retry-After", str(int(AWAY))),))
        elif isinstance(error, ApiProblem):
            problem = error
            if problem.kind in REFUSED:
                name, network = (
                    route.name if route else "",
                    self.callers.network_pseudonym(request, self.clock.now()),
                )
                log_security_event("api_refused", kind=problem.kind, route=name, network=network)
        else:
            problem, instance = (
                ApiProblem("internal", "it was written down under this name"),
                secrets.token_hex(8),
            )
            self._log_failure(error, route, instance)
        reply = json_reply(
            problem.to_details(f"urn:tocsin:request:{instance}" if instance else ""),
            problem.status,
            MEDIA_TYPE,
        )
        reply.headers = problem.headers
        return reply

    @staticmethod
    def _log_failure(error: Exception, route: ApiRoute | None, instance: str) -> None:
        """Its type and its places, never its words, which may quote what was sent."""
        frames = traceback.extract_tb(error.__traceback__)[-_DEEPEST:]
        places = [f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in frames]
        log_event(
            LOG, "api_failed", level=logging.ERROR, route=route.name if route else "", request=instance,
            error=type(error).__name__, at=places,
        )  # fmt: skip

    # ---- from a reply to bytes

    def _send_reply(
        self,
        request: ApiRequest,
        route: ApiRoute | None,
        reply: ApiReply,
        asked: list[ApiContext],
        began: float,
        start: StartResponse,
    ) -> Iterable[bytes]:
        headers: Headers = [*SAFE, *reply.headers]
        if reply.status != 204:  # which has no content to speak of
            headers.append(("Content-Type", reply.media_type))
        left = asked[0].left if asked else None
        if left is not None:
            headers += _rate_limit_headers(left)
        if not any(name == "Cache-Control" for name, _ in reply.headers):
            headers.append(_NOT_KEPT)
        headers += cors.cors_headers(request.environ, self.settings.origins)
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
        self.metrics.count_answer(name, reply.status, seconds)
        if self.settings.log_all or reply.status >= 500:
            method = request.method if request.method in _METHODS else "other"
            log_event(
                LOG, "api_answered", route=name, method=method, status=reply.status,
                ms=round(seconds * 1000, 1),
            )  # fmt: skip
        return body


def _rate_limit_headers(left: RateLimitDecision) -> Headers:
    return [
        ("RateLimit-Limit", str(left.limit)),
        ("RateLimit-Remaining", str(left.remaining)),
        ("RateLimit-Reset", str(left.reset)),
    ]
