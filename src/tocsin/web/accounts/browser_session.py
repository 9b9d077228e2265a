"""A session as a browser gets it, whatever proved the name; and where it goes from there."""

from datetime import datetime
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token

from tocsin.runtime.clock import read_clock_from_environment
from tocsin.web.accounts import device_cookies, pending_login, sessions
from tocsin.web.audit import audit_log, audit_pages
from tocsin.web.security_events import log_security_event
from tocsin.web.staff.staff_member import StaffMember


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
        pending_login.end_pending_login(connection, request.COOKIES.get(pending_login.COOKIE, ""))
        browser = request.headers.get("User-Agent", "")
        token = sessions.begin_session(connection, who.account_id, now, browser, provider_token)
        audit_log.write_audit_entry(
            connection, who, "inside.home", now=read_clock_from_environment().now(), subject="account",
            subject_id=who.account_id, why="came in",
        )  # fmt: skip
    log_security_event("signed_in", request, login=who.login, account=who.account_id)
    rotate_token(request)
    set_session_cookie(request, response, token)
    response.delete_cookie(pending_login.COOKIE, samesite="Strict", path="/")
    device_cookies.remember_device(request, response, who.login)
    audit_pages.anchor_log_if_due()
    return response


def set_session_cookie(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """The cookie of a session."""
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
