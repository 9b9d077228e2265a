"""A session as a browser gets it, whatever proved the name; and where it goes from there."""

from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token

from tocsin.runtime.clock import read_clock_from_environment
from tocsin.web import rate_limits
from tocsin.web.accounts import sessions
from tocsin.web.audit import audit_log, audit_pages
from tocsin.web.security_events import log_security_event
from tocsin.web.staff.staff_member import StaffMember

# The browsers in which somebody has come in before.
#
# Guesses at a login are counted for all strangers together. A browser that knows its owner is not a stranger:
# it has a count of its own, so that nobody keeps a colleague out by guessing (the "device cookies" of OWASP).
# The cookie is signed, holds keyed hashes of logins, and opens nothing.

COOKIE: Final = "tocsin_familiar"
LASTS: Final = 90 * 24 * 3600
"""Seconds."""
_SALT: Final = "tocsin familiar"
_MOST: Final = 5


def is_known_device(request: HttpRequest, login: str) -> bool:
    return rate_limits.login_pseudonym(login).hex() in _read_device_cookie(request)


def remember_device(request: HttpRequest, response: HttpResponse, login: str) -> None:
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


def start_session(
    request: HttpRequest,
    response: HttpResponse,
    connection: sessions.Connection,
    who: StaffMember,
    now: datetime,
    provider_token: str = "",
) -> HttpResponse:
    """The response, with a new session in it; whatever session the browser had is over.

    ``provider_token`` is what the identity provider wants back at the sign-out.
    """
    with connection.transaction():
        sessions.end_session(connection, request.COOKIES.get(sessions.COOKIE, ""), now)
        sessions.end_pending_login(connection, request.COOKIES.get(sessions.PENDING_COOKIE, ""))
        browser = request.headers.get("User-Agent", "")
        token = sessions.begin_session(connection, who.account_id, now, browser, provider_token)
        audit_log.write_audit_entry(
            connection, who, "inside.home", now=read_clock_from_environment().now(), subject="account",
            subject_id=who.account_id, why="came in",
        )  # fmt: skip
    log_security_event("signed_in", request, login=who.login, account=who.account_id)
    rotate_token(request)
    set_session_cookie(request, response, token)
    response.delete_cookie(sessions.PENDING_COOKIE, samesite="Strict", path="/")
    remember_device(request, response, who.login)
    audit_pages.anchor_log_if_due()
    return response


def set_session_cookie(request: HttpRequest, response: HttpResponse, token: str) -> None:
    response.set_cookie(
        sessions.COOKIE, token, httponly=True, secure=request.is_secure(), samesite="Strict", path="/"
    )


def read_next_address(request: HttpRequest) -> str:
    """Where somebody wanted to go: an address of ours, or nothing."""
    return keep_own_address(request.POST.get("next") or request.GET.get("next") or "")


def keep_own_address(asked: str) -> str:
    """An address if it is one of ours; else nothing.

    >>> (keep_own_address("/poste?x=1"), keep_own_address("//autre.example"),
    ...  keep_own_address("https://autre.example"))
    ('/poste?x=1', '', '')
    """
    try:
        parts = urlsplit(asked)
    except ValueError:
        return ""
    ours = asked.startswith("/") and not asked.startswith(("//", "/\\")) and not parts.netloc
    return asked if ours and len(asked) < 500 and asked.isprintable() else ""
