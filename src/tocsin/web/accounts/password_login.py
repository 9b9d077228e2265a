"""The way in by a password, and the way out."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.web import error_pages, language, page_rendering, page_urls, rate_limits, store_pool
from tocsin.web.accounts import browser_session, mfa, sessions, staff_accounts
from tocsin.web.accounts.browser_session import read_next_address, start_session
from tocsin.web.accounts.oidc import provider_login
from tocsin.web.accounts.oidc.provider_settings import load_identity_provider
from tocsin.web.accounts.sessions import PendingLogin
from tocsin.web.rate_limits import RetryAfter
from tocsin.web.security_events import log_security_event
from tocsin.web.sentences import page_sentences
from tocsin.web.staff import time_zone
from tocsin.web.staff.staff_member import StaffMember


def sign_in(request: HttpRequest) -> HttpResponse:
    """The form with login and password, and what follows from it."""
    if request.method in ("GET", "HEAD"):
        return render_login_form(request)
    if request.method != "POST":
        return error_pages.render_error_page(request, 405, allow="GET, HEAD, POST")
    now = time_zone.real_now()
    login = request.POST.get("login", "").strip().lower()[:64]
    if wait := _check_login_limits(request, login, now):
        log_security_event("sign_in_limited", request, login=login)
        return error_pages.render_error_page(request, 429, retry=wait.seconds)
    with store_pool.store_connection() as connection:
        who = staff_accounts.authenticate(connection, login, request.POST.get("password", ""), now)
        if who is None:
            log_security_event("sign_in_failed", request, login=login)
            return render_login_form(request, login=login, problem="unknown", status=403)
        return continue_after_password(request, connection, who, now)


def render_login_form(
    request: HttpRequest, *, login: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    """The form; ``problem`` is a sentence of its words."""
    t = page_sentences("inside.enter", language.request_language(request))
    return page_rendering.render_page(
        request, "inside.enter", login=login, problem=t[problem] if problem else "", next=read_next_address(request),
        provided=load_identity_provider() is not None,
        status_code=status,
    )  # fmt: skip


def continue_after_password(
    request: HttpRequest, connection: sessions.Connection, who: StaffMember, now: datetime
) -> HttpResponse:
    """The password is proved: a session, or the page on which the rest is."""
    token = sessions.begin_pending_login(connection, who.account_id, read_next_address(request), now)
    arrival = sessions.find_pending_login(connection, token, now)
    assert arrival is not None
    step = find_next_step(arrival)
    if not step:
        sessions.end_pending_login(connection, token)
        return complete_login(request, connection, who, now)
    response = page_urls.redirect_to_page(request, step)
    response.set_cookie(
        sessions.PENDING_COOKIE, token, max_age=int(sessions.PENDING_LASTS.total_seconds()), httponly=True,
        secure=request.is_secure(), samesite="Strict", path="/",
    )  # fmt: skip
    return response


def find_next_step(arrival: PendingLogin) -> str:
    """The page on which what is missing is proved; empty where nothing is."""
    if not arrival.proved and arrival.telephone:
        return "inside.code"
    if not arrival.proved and mfa.is_mfa_required():
        return "inside.phone"
    return "inside.renew" if arrival.temporary else ""


def complete_login(
    request: HttpRequest, connection: sessions.Connection, who: StaffMember, now: datetime, next: str = ""
) -> HttpResponse:
    """Begin a session for somebody whose name is proved, and show where they wanted to go."""
    home = page_urls.page_url("inside.home", who.lang)
    response = HttpResponseRedirect(next or read_next_address(request) or home)
    return start_session(request, response, connection, who, now)


@error_pages.allow_methods("POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    with store_pool.store_connection() as connection:
        token, now = request.COOKIES.get(sessions.COOKIE, ""), time_zone.real_now()
        who = sessions.find_session_staff(connection, token, now)
        there = provider_login.build_logout_address(request, connection, token) if who else ""
        sessions.end_session(connection, token, now)
        if who is not None:
            log_security_event("signed_out", request, login=who.login, account=who.account_id)
    # A form may lead to no other host (form-action); a page may.
    response = (
        page_rendering.render_page(request, "inside.out", onward=there)
        if there
        else page_urls.redirect_to_page(request, "inside.enter")
    )
    response.delete_cookie(sessions.COOKIE, samesite="Strict", path="/")
    return response


def _check_login_limits(request: HttpRequest, login: str, now: datetime) -> RetryAfter | None:
    if wait := rate_limits.take_page_quota("enter", rate_limits.client_pseudonym(request, now), now):
        return wait
    subject = rate_limits.login_pseudonym(login)
    if browser_session.is_known_device(request, login):
        return rate_limits.take_page_quota("enter_known", subject, now)
    return rate_limits.take_page_quota(
        "enter_here", rate_limits.login_pseudonym_on_network(login, request, now), now
    ) or rate_limits.take_page_quota("enter_as", subject, now)
