"""What stands around every page: bounds of a request, cookies, headers, forms of other sites, one line of the log."""

import logging
import sys
import traceback
from collections.abc import Callable, MutableMapping
from pathlib import PurePath
from time import perf_counter
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, UnreadablePostError
from django.http.response import HttpResponseBase

from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.privacy.vault import UNOPENABLE
from tocsin.runtime.logs import log_event
from tocsin.web import error_pages, language, page_rendering
from tocsin.web.incoming_body import TooManyBodies
from tocsin.web.store_pool import StoreUnavailable

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY: Final = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}
"""Name of a header -> its value, for pages and static files alike."""
STRICT: Final = "max-age=63072000; includeSubDomains"
"""Two years of nothing but TLS; only said over TLS, as RFC 6797 wants it."""


RECOGNISER: Final = "picture-worker."
"""How the name of the worker that reads pictures begins. It alone may compile WebAssembly; no page may."""


def add_security_headers(headers: MutableMapping[str, str], _path: str, url: str) -> None:
    """What a browser is told of a static file, for WhiteNoise."""
    for name, value in SECURITY.items():
        headers[name] = value
    if url.rpartition("/")[2].startswith(RECOGNISER):
        headers["Content-Security-Policy"] = POLICY.replace(
            "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"
        )


class SiteMiddleware:
    """Middleware that by itself lets every request and answer through."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._answer(request)


class SecurityHeadersMiddleware(SiteMiddleware):
    """Middleware: adds the headers, and keeps pages out of every cache unless the page says otherwise."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._answer(request)
        for name, value in SECURITY.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        if request.is_secure():
            response.headers.setdefault("Strict-Transport-Security", STRICT)
        return response


PREFIX: Final = "__Host-"
NAMED: Final = "tocsin_"


class HostCookiesMiddleware(SiteMiddleware):
    """Middleware: pages read and set cookies by their plain names, and browsers hold them by the others."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.is_secure():
            return self._answer(request)
        given = request.COOKIES
        for name in [name for name in given if name.startswith(NAMED)]:
            del given[name]  # without the prefix anybody may have set it
        for name in [name for name in given if name.startswith(PREFIX + NAMED)]:
            given[name.removeprefix(PREFIX)] = given.pop(name)
        response = self._answer(request)
        for name in [name for name in response.cookies if name.startswith(NAMED)]:
            plain = response.cookies.pop(name)
            response.cookies[PREFIX + name] = plain.value
            named = response.cookies[PREFIX + name]
            named.update(plain)
            named["secure"], named["domain"], named["path"] = True, "", "/"
        return response


# A form that another site sends in a visitor's browser is refused.
#
# There is nothing here that such a form could take or change: no page knows who its visitor is. But it would
# use a visitor's browser, and the share of answers that it may ask for, without the visitor's will. Every
# browser since 2023 says ``Sec-Fetch-Site``; ``Origin`` is no use, as a page that sends no referrer sends
# ``Origin: null`` with its own forms.


class CrossSiteRequestMiddleware(SiteMiddleware):
    """Middleware: 403 for a form that comes from elsewhere."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        elsewhere = request.headers.get("Sec-Fetch-Site", "") in ("cross-site", "same-site")
        if request.method == "POST" and elsewhere:
            return error_pages.render_error_page(request, 403)
        return self._answer(request)


MOST: Final = MESSAGE_BYTES + 500_000
"""Bytes of a request: a message of the longest kind, and the form around it."""


class RequestSizeMiddleware(SiteMiddleware):
    """Middleware: refuses what says that it is too long, and what turns out to be."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdecimal() and int(said) > MOST:
            return error_pages.render_error_page(request, 413)
        return self._answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Django reads a form when a page asks for it, and refuses it then."""
        if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
            return error_pages.render_error_page(request, 413)
        if isinstance(exception, UnreadablePostError):  # it was cut off, or came too slowly
            if isinstance(exception.__cause__, TooManyBodies):
                return error_pages.render_error_page(request, 429, retry=1)
            return error_pages.render_error_page(request, 400)
        return None


class StoreFailureMiddleware(SiteMiddleware):
    """Middleware: a page whose store is away says so, and when to come back; one of a file that does not open says whom to
    tell."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if isinstance(exception, StoreUnavailable):
            return error_pages.render_error_page(request, 503)
        if isinstance(exception, UNOPENABLE):
            log_page_failure(request)
            return page_rendering.render_page(request, "desk.sealed", tells=True, status_code=409)
        return None


# What the site says of itself: one line for an answer, with the name of the page and nothing of its visitor.
#
# No address, no query, no agent, and of an exception only its type and the lines where it arose: what an
# exception says may quote what was sent.

LOG: Final = logging.getLogger("tocsin.web")
_DEEPEST: Final = 8


class RequestLogMiddleware(SiteMiddleware):
    """Middleware: says which page was answered, how, and in how many milliseconds."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = perf_counter()
        response = self._answer(request)
        found = request.resolver_match
        log_event(
            LOG,
            "answered",
            page=(found.url_name or "").partition(".")[2] if found else "",
            lang=language.request_language(request),
            method=request.method if request.method in ("GET", "HEAD", "POST", "OPTIONS") else "other",
            status=response.status_code,
            ms=round((perf_counter() - began) * 1000, 1),
        )
        return response


def log_page_failure(sender: Any, **_: Any) -> None:
    """Write down that a page failed: type and places, never the words of the exception."""
    kind, _error, trace = sys.exc_info()
    frames = traceback.extract_tb(trace)[-_DEEPEST:]
    places = [f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in frames]
    log_event(LOG, "failed", level=logging.ERROR, error=kind.__name__ if kind else "", at=places)
