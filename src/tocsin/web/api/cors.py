"""Which pages of other hosts may use the API from a browser: none, unless a setting names their origin.

Nothing here is known by a cookie, so that an answer never says ``Access-Control-Allow-Credentials``.
"""

from typing import Final

from django.http import HttpResponse

from tocsin.web.api.request_body import Environ

SENT: Final = "Authorization, Content-Type, Accept"
READ: Final = "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, Tocsin-Register"
_KEPT: Final = "600"


def allowed_origin(environ: Environ, origins: frozenset[str]) -> str:
    """What ``Access-Control-Allow-Origin`` says; empty where the origin is closed."""
    origin = str(environ.get("HTTP_ORIGIN", ""))
    if not origin or not origins:
        return ""
    return "*" if "*" in origins else origin if origin in origins else ""


def cors_headers(environ: Environ, origins: frozenset[str]) -> dict[str, str]:
    """What an answer says to a browser."""
    if not origins:
        return {}
    found = {"Vary": "Origin"}
    if origin := allowed_origin(environ, origins):
        found |= {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": READ}
    return found


def reply_to_options(environ: Environ, origins: frozenset[str], allow: str) -> HttpResponse:
    """The methods of an address; and for a browser that asks before, what a page may send."""
    found = {"Allow": allow}
    if allowed_origin(environ, origins) and environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD"):
        found |= {
            "Access-Control-Allow-Methods": allow,
            "Access-Control-Allow-Headers": SENT,
            "Access-Control-Max-Age": _KEPT,
        }
    return HttpResponse(status=204, headers=found)
