"""Which pages of other hosts may use the API from a browser: none, unless a setting names their origin.

Nothing here is known by a cookie, so that an answer never says ``Access-Control-Allow-Credentials``.
"""

from typing import Final

from tocsin.web.api.reply import TEXT, Headers, Reply
from tocsin.web.api.request import Environ

SENT: Final = "Authorization, Content-Type, Accept"
READ: Final = "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, Tocsin-Register"
_KEPT: Final = "600"


def allowed(environ: Environ, origins: frozenset[str]) -> str:
    """What ``Access-Control-Allow-Origin`` says; empty where the origin is closed."""
    origin = str(environ.get("HTTP_ORIGIN", ""))
    if not origin or not origins:
        return ""
    return "*" if "*" in origins else origin if origin in origins else ""


def headers(environ: Environ, origins: frozenset[str]) -> Headers:
    """What an answer says to a browser."""
    if not origins:
        return []
    found: Headers = [("Vary", "Origin")]
    if origin := allowed(environ, origins):
        found += [("Access-Control-Allow-Origin", origin), ("Access-Control-Expose-Headers", READ)]
    return found


def options(environ: Environ, origins: frozenset[str], allow: str) -> Reply:
    """The methods of an address; and for a browser that asks before, what a page may send."""
    found = [("Allow", allow)]
    if allowed(environ, origins) and environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD"):
        found += [
            ("Access-Control-Allow-Methods", allow),
            ("Access-Control-Allow-Headers", SENT),
            ("Access-Control-Max-Age", _KEPT),
        ]
    return Reply(b"", TEXT, 204, tuple(found))
