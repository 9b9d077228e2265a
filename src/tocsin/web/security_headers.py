"""What a browser is told about every page: load nothing from anywhere else, run nothing inline, tell
nobody."""

from collections.abc import Callable, MutableMapping
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

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


class SecurityHeadersMiddleware:
    """Middleware: adds the headers, and keeps pages out of every cache unless the page says otherwise."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._answer(request)
        for name, value in SECURITY.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        if request.is_secure():
            response.headers.setdefault("Strict-Transport-Security", STRICT)
        return response
