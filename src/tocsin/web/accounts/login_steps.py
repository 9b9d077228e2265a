"""What is proved after the password: a telephone, bound before or now; then a password of one's own."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from tocsin.privacy.vault import NotSealedHere
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.web import error_pages, language, page_rendering, page_urls, qr_code, rate_limits, store_pool
from tocsin.web.accounts import mfa, passkeys, password_login, sessions, staff_accounts
from tocsin.web.accounts.sessions import Connection, PendingLogin
from tocsin.web.security_events import log_security_event
from tocsin.web.sentences import page_sentences
from tocsin.web.staff import time_zone

_Step = Callable[[HttpRequest, Connection, PendingLogin, datetime], HttpResponse]


def ask_for_code(request: HttpRequest) -> HttpResponse:
    """The code that the telephone shows, one kept for its loss, or a passkey."""
    return _answer_step(request, "inside.code", _verify_code)


def ask_for_telephone(request: HttpRequest) -> HttpResponse:
    """A telephone is bound to the account, at the first sign-in."""
    return _answer_step(request, "inside.phone", _enrol_telephone)


def ask_for_new_password(request: HttpRequest) -> HttpResponse:
    """A password that was given by somebody else is replaced."""
    return _answer_step(request, "inside.renew", _replace_password)


@error_pages.allow_methods("GET", "HEAD", "POST")
def _answer_step(request: HttpRequest, page: str, answer: _Step) -> HttpResponse:
    now = time_zone.real_now()
    with store_pool.store_connection() as connection:
        arrival = sessions.find_pending_login(
            connection, request.COOKIES.get(sessions.PENDING_COOKIE, ""), now
        )
        if arrival is None:
            return page_urls.redirect_to_page(request, "inside.enter")
        if (step := password_login.find_next_step(arrival)) != page:
            return _redirect_onward(request, connection, arrival, now, step)
        return answer(request, connection, arrival, now)


def _verify_code(
    request: HttpRequest, connection: Connection, arrival: PendingLogin, now: datetime
) -> HttpResponse:
    account = arrival.who.account_id
    login = arrival.who.login
    token = request.COOKIES.get(sessions.PENDING_COOKIE, "")
    options = passkeys.build_login_options(request, connection, account, token)
    if request.method != "POST":
        return _render_page(request, "inside.code", options=options)
    if wait := rate_limits.take_page_quota("factor", rate_limits.login_pseudonym(f"factor {account}"), now):
        log_security_event("code_limited", request, login=login, account=account)
        return error_pages.render_error_page(request, 429, retry=wait.seconds)
    signed = request.POST.get("passkey", "")
    proved = (
        passkeys.verify_passkey(request, connection, account, token, signed, now)
        if signed
        else mfa.verify_code(connection, account, request.POST.get("code", ""), now)
    )
    if not proved:
        log_security_event("code_failed", request, login=login, account=account)
        problem = "passkey_wrong" if signed else "wrong"
        return _render_page(request, "inside.code", problem, options=options, kind=problem)
    return _continue_after_mfa(request, connection, now)


def _enrol_telephone(
    request: HttpRequest, connection: Connection, arrival: PendingLogin, now: datetime
) -> HttpResponse:
    who = arrival.who
    if request.method != "POST":
        return _render_page(
            request, "inside.phone", **build_enrolment_offer(request, who.account_id, who.login)
        )
    try:
        secret = mfa.open_proposed_secret(request.POST.get("proposed", ""), who.account_id)
    except NotSealedHere:
        return _render_page(
            request, "inside.phone", "old", **build_enrolment_offer(request, who.account_id, who.login)
        )
    at = read_clock_from_environment().now()
    with connection.transaction():
        codes = mfa.enrol_authenticator(
            connection, who.account_id, secret, request.POST.get("code", ""), now=now, by=who.login, at=at
        )
    if not codes:
        log_security_event("code_failed", request, login=who.login, account=who.account_id)
        shown = build_enrolment_offer(request, who.account_id, who.login, secret, request.POST["proposed"])
        return _render_page(request, "inside.phone", "wrong", **shown)
    response = _continue_after_mfa(request, connection, now)
    onward = response.headers["Location"]
    page = page_rendering.render_page(request, "inside.codes", codes=codes, onward=onward)
    page.cookies = response.cookies
    return page


def _replace_password(
    request: HttpRequest, connection: Connection, arrival: PendingLogin, now: datetime
) -> HttpResponse:
    if request.method != "POST":
        return _render_page(request, "inside.renew")
    who, password = arrival.who, request.POST.get("password", "")
    if password != request.POST.get("again", ""):
        return _render_page(request, "inside.renew", "differ")
    if staff_accounts.authenticate(connection, who.login, password, now) is not None:
        return _render_page(request, "inside.renew", "same")
    try:
        staff_accounts.set_password(
            connection, who.account_id, password, now=read_clock_from_environment().now(), by=who.login,
            action="account.own",
        )  # fmt: skip
    except staff_accounts.RejectedPassword as error:
        return _render_page(request, "inside.renew", f"weak_{error.kind}")
    return password_login.complete_login(request, connection, who, now, arrival.next)


def build_enrolment_offer(
    request: HttpRequest, account: int, login: str, secret: str = "", token: str = ""
) -> dict[str, str]:
    """What a telephone is bound with: a picture, the same as text, and what comes back with the code."""
    if not secret:
        secret, token = mfa.propose_secret(account)
    address = mfa.build_otpauth_address(secret, login, request.get_host())
    return {
        "picture": qr_code.render_qr_code(address), "secret": mfa.group_letters(secret), "proposed": token,
        "address": address, "login": login,
    }  # fmt: skip


def _continue_after_mfa(request: HttpRequest, connection: Connection, now: datetime) -> HttpResponse:
    token = request.COOKIES.get(sessions.PENDING_COOKIE, "")
    sessions.mark_mfa_verified(connection, token)
    arrival = sessions.find_pending_login(connection, token, now)
    assert arrival is not None
    return _redirect_onward(request, connection, arrival, now, password_login.find_next_step(arrival))


def _redirect_onward(
    request: HttpRequest, connection: Connection, arrival: PendingLogin, now: datetime, step: str
) -> HttpResponse:
    if step:
        return page_urls.redirect_to_page(request, step)
    return password_login.complete_login(request, connection, arrival.who, now, arrival.next)


def _render_page(request: HttpRequest, name: str, problem: str = "", **shown: str) -> HttpResponse:
    t = page_sentences(name, language.request_language(request))
    return page_rendering.render_page(
        request, name, problem=t[problem] if problem else "", **shown, status_code=422 if problem else 200
    )
