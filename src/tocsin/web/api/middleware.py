"""Middleware: what is of the API is answered here, and goes no further into the middleware of the pages.

That would compress its answers, give them a page's headers and ask for a host by its name; and cost more than
a check does.
"""

import logging
import secrets
import traceback
from collections.abc import Callable
from pathlib import PurePath
from time import perf_counter
from typing import Final, cast

import msgspec
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, get_resolver

from tocsin.runtime.logs import log_event
from tocsin.web.api import cors
from tocsin.web.api.call import ApiCall, ApiRequest
from tocsin.web.api.problem import MEDIA_TYPE, ApiProblem
from tocsin.web.api.service import ApiService, get_api_service
from tocsin.web.security_events import log_security_event
from tocsin.web.store_pool import AWAY, StoreUnavailable

LOG: Final = logging.getLogger("tocsin.web.api")
URLS: Final = "tocsin.web.api.urls"
SAFE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Strict-Transport-Security": "max-age=31536000",
}
REFUSED: Final = ("unknown_key", "no_signature", "bad_signature", "stale_call", "scope", "not_here")
"""Kinds of problem that are events of security."""
_METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
_DEEPEST: Final = 8
_encode: Final = msgspec.json.Encoder().encode


def is_api_path(path: str) -> bool:
    """Whether an address belongs to the API, known or not."""
    return path.startswith(("/api/", "/en/api/", "/taxii2/")) or path in ("/healthz", "/readyz", "/metrics")


class ApiMiddleware:
    """Answers what is of the API by its views, every error as a refusal of one shape."""

    def __init__(
        self, answer_page: Callable[[HttpRequest], HttpResponseBase], service: ApiService | None = None
    ) -> None:
        self._answer_page = answer_page
        self.service = service

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_api_path(request.path_info):
            return self._answer_page(request)
        if self.service is None:
            self.service = get_api_service()
        return self._answer_call(cast(ApiRequest, request), self.service)

    def _answer_call(self, request: ApiRequest, service: ApiService) -> HttpResponseBase:
        began = perf_counter()
        call = request.api_call = ApiCall(service, request.environ)
        name = "none"
        try:
            match = _find_view(request.path_info)
            name = match.url_name or ""
            response: HttpResponseBase = match.func(request, **match.kwargs)
        except Exception as error:
            response = _refuse_call(error, name, call)
        _finish_response(response, request)
        seconds = perf_counter() - began
        service.metrics.count_answer(name, response.status_code, seconds)
        if service.settings.log_all or response.status_code >= 500:
            method = request.method if request.method in _METHODS else "other"
            log_event(
                LOG, "api_answered", route=name, method=method, status=response.status_code,
                ms=round(seconds * 1000, 1),
            )  # fmt: skip
        return response


def _find_view(path: str) -> ResolverMatch:
    try:
        return get_resolver(URLS).resolve(path)
    except Resolver404:
        raise ApiProblem("no_route") from None


def _finish_response(response: HttpResponseBase, request: ApiRequest) -> None:
    """Write the headers that every answer has."""
    call, headers = request.api_call, response.headers
    for name, value in SAFE.items():
        headers[name] = value
    if call.left is not None:
        headers["RateLimit-Limit"] = str(call.left.limit)
        headers["RateLimit-Remaining"] = str(call.left.remaining)
        headers["RateLimit-Reset"] = str(call.left.reset)
    headers.setdefault("Cache-Control", "no-store")
    for name, value in cors.cors_headers(request.environ, call.service.settings.origins).items():
        headers[name] = value
    if response.status_code == 204:  # which has no content to speak of
        del headers["Content-Type"]
    elif isinstance(response, HttpResponse):
        headers["Content-Length"] = str(len(response.content))
        if request.method == "HEAD":
            response.content = b""


# ---- what fails


def _refuse_call(error: Exception, route: str, call: ApiCall) -> HttpResponse:
    instance = ""
    if isinstance(error, StoreUnavailable):
        problem = ApiProblem("no_store", "try again later", headers=(("Retry-After", str(int(AWAY))),))
    elif isinstance(error, ApiProblem):
        problem = error
        if problem.kind in REFUSED:
            network = call.service.callers.network_pseudonym(call.environ, call.service.clock.now())
            log_security_event("api_refused", kind=problem.kind, route=route, network=network)
    else:
        problem = ApiProblem("internal", "it was written down under this name")
        instance = secrets.token_hex(8)
        _log_failure(error, route, instance)
    details = problem.to_details(f"urn:tocsin:request:{instance}" if instance else "")
    return HttpResponse(_encode(details), MEDIA_TYPE, problem.status, headers=dict(problem.headers))


def _log_failure(error: Exception, route: str, instance: str) -> None:
    """Its type and its places, never its words, which may quote what was sent."""
    frames = traceback.extract_tb(error.__traceback__)[-_DEEPEST:]
    places = [f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in frames]
    log_event(
        LOG, "api_failed", level=logging.ERROR, route=route, request=instance,
        error=type(error).__name__, at=places,
    )  # fmt: skip
