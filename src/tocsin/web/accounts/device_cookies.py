"""The browsers in which somebody has come in before.

Guesses at a login are counted for all strangers together. A browser that knows its owner is not a stranger:
it has a count of its own, so that nobody keeps a colleague out by guessing (the "device cookies" of OWASP).
The cookie is signed, holds keyed hashes of logins, and opens nothing.
"""

from typing import Final

from django.core import signing
from django.http import HttpRequest, HttpResponse

from tocsin.web import rate_limits

COOKIE: Final = "tocsin_familiar"
LASTS: Final = 90 * 24 * 3600
"""Seconds."""
_SALT: Final = "tocsin familiar"
_MOST: Final = 5


def is_known_device(request: HttpRequest, login: str) -> bool:
    """Whether this login has come in from this browser."""
    return rate_limits.login_pseudonym(login).hex() in _read_device_cookie(request)


def remember_device(request: HttpRequest, response: HttpResponse, login: str) -> None:
    """This login has come in from this browser."""
    mark = rate_limits.login_pseudonym(login).hex()
    held = [mark, *(one for one in _read_device_cookie(request) if one != mark)][:_MOST]
    response.set_cookie(
        COOKIE, signing.dumps(held, salt=_SALT), max_age=LASTS, httponly=True, secure=request.is_secure(),
        samesite="Strict", path="/",
    )  # fmt: skip


def _read_device_cookie(request: HttpRequest) -> list[str]:
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        return []
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
