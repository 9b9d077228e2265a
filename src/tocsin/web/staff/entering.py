"""The way in by a password, and the way out."""

from datetime import datetime
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token

from tocsin.tracing.clock import from_environment
from tocsin.web import addresses, failures, language, limits, render, store, words
from tocsin.web.limits import Retry
from tocsin.web.security_events import tell
from tocsin.web.staff import accounts, arrivals, audit, familiar, log, moment, second, sessions
from tocsin.web.staff.arrivals import Arrival
from tocsin.web.staff.model import Staff
from tocsin.web.staff.oidc.settings import provider


def enter(request: HttpRequest) -> HttpResponse:
    """The form with login and password, and what follows from it."""
    if request.method in ("GET", "HEAD"):
        return form(request)
    if request.method != "POST":
        return failures.refused(request, 405, allow="GET, HEAD, POST")
    now = moment.now()
    login = request.POST.get("login", "").strip().lower()[:64]
    if wait := _too_often(request, login, now):
        tell("sign_in_limited", request, login=login)
        return failures.refused(request, 429, retry=wait.seconds)
    try:
        with store.connection() as connection:
            who = accounts.known(connection, login, request.POST.get("password", ""), now)
            if who is None:
                tell("sign_in_failed", request, login=login)
                return form(request, login=login, problem="unknown", status=403)
            return arrived(request, connection, who, now)
    except store.Away:
        return failures.refused(request, 503)


def form(request: HttpRequest, *, login: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    """The form; ``problem`` is a sentence of its words."""
    t = words.of("inside.enter", language.of(request))
    response = render.page(
        request, "inside.enter", login=login, problem=t[problem] if problem else "", next=wanted(request),
        provided=provider() is not None,
    )  # fmt: skip
    response.status_code = status
    return response


def arrived(request: HttpRequest, connection: sessions.Connection, who: Staff, now: datetime) -> HttpResponse:
    """The password is proved: a session, or the page on which the rest is."""
    token = arrivals.begin(connection, who.account_id, wanted(request), now)
    arrival = arrivals.find(connection, token, now)
    assert arrival is not None
    step = next_step(arrival)
    if not step:
        arrivals.end(connection, token)
        return came_in(request, connection, who, now)
    response = HttpResponseRedirect(addresses.of(step, language.of(request)))
    response.set_cookie(
        arrivals.COOKIE, token, max_age=int(arrivals.LASTS.total_seconds()), httponly=True,
        secure=request.is_secure(), samesite="Strict", path="/",
    )  # fmt: skip
    return response


def next_step(arrival: Arrival) -> str:
    """The page on which what is missing is proved; empty where nothing is."""
    if not arrival.proved and arrival.telephone:
        return "inside.code"
    if not arrival.proved and second.required():
        return "inside.phone"
    return "inside.renew" if arrival.temporary else ""


def came_in(
    request: HttpRequest, connection: sessions.Connection, who: Staff, now: datetime, next: str = ""
) -> HttpResponse:
    """Begin a session for somebody whose name is proved, and show where they wanted to go."""
    home = addresses.of("inside.home", who.lang)
    response = HttpResponseRedirect(next or wanted(request) or home)
    return begun(request, response, connection, who, now)


def begun(
    request: HttpRequest, response: HttpResponse, connection: sessions.Connection, who: Staff, now: datetime
) -> HttpResponse:
    """The response, with a new session in it; whatever session the browser had is over."""
    with connection.transaction():
        sessions.end(connection, request.COOKIES.get(sessions.COOKIE, ""), now)
        arrivals.end(connection, request.COOKIES.get(arrivals.COOKIE, ""))
        token = sessions.begin(connection, who.account_id, now, request.headers.get("User-Agent", ""))
        log.write(
            connection, who, "inside.home", now=from_environment().now(), subject="account",
            subject_id=who.account_id, why="came in",
        )  # fmt: skip
    tell("signed_in", request, login=who.login, account=who.account_id)
    rotate_token(request)
    put(request, response, token)
    response.delete_cookie(arrivals.COOKIE, samesite="Strict", path="/")
    familiar.remember(request, response, who.login)
    audit.anchored()
    return response


def put(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """The cookie of a session."""
    response.set_cookie(
        sessions.COOKIE, token, httponly=True, secure=request.is_secure(), samesite="Strict", path="/"
    )


def leave(request: HttpRequest) -> HttpResponse:
    """The end of a session."""
    if request.method != "POST":
        return failures.refused(request, 405, allow="POST")
    try:
        with store.connection() as connection:
            token, now = request.COOKIES.get(sessions.COOKIE, ""), moment.now()
            who = sessions.find(connection, token, now)
            sessions.end(connection, token, now)
            if who is not None:
                tell("signed_out", request, login=who.login, account=who.account_id)
    except store.Away:
        return failures.refused(request, 503)
    response = HttpResponseRedirect(addresses.of("inside.enter", language.of(request)))
    response.delete_cookie(sessions.COOKIE, samesite="Strict", path="/")
    return response


def wanted(request: HttpRequest) -> str:
    """Where somebody wanted to go: an address of ours, or nothing."""
    return safe(request.POST.get("next") or request.GET.get("next") or "")


def safe(asked: str) -> str:
    """An address if it is one of ours; else nothing.

    >>> safe("/poste?x=1"), safe("//autre.example"), safe("https://autre.example")
    ('/poste?x=1', '', '')
    """
    try:
        parts = urlsplit(asked)
    except ValueError:
        return ""
    ours = asked.startswith("/") and not asked.startswith(("//", "/\\")) and not parts.netloc
    return asked if ours and len(asked) < 500 and asked.isprintable() else ""


def _too_often(request: HttpRequest, login: str, now: datetime) -> Retry | None:
    if wait := limits.allowed("enter", limits.client_of(request, now), now):
        return wait
    subject = limits.subject_of(login)
    if familiar.knows(request, login):
        return limits.allowed("enter_known", subject, now)
    return limits.allowed("enter_here", limits.subject_from(login, request, now), now) or limits.allowed(
        "enter_as", subject, now
    )
