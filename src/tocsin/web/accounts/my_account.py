"""One's own account: its password, telephone, passkeys, language, and where somebody has come in."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.privacy.vault import NotSealedHere
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.store.statements import execute_statement, fetch_row
from tocsin.web import error_pages, language, page_rendering, page_urls, rate_limits, store_pool
from tocsin.web.accounts import browser_session, login_steps, mfa, passkeys, sessions, staff_accounts
from tocsin.web.accounts.sessions import Connection
from tocsin.web.audit.audit_log import log_account_change
from tocsin.web.language import INSIDE
from tocsin.web.security_events import log_security_event
from tocsin.web.sentences import page_sentences
from tocsin.web.staff import time_zone
from tocsin.web.staff.current_user import require_staff
from tocsin.web.staff.staff_member import StaffMember

_DONE = ("password", "telephone", "passkey", "no_passkey", "language", "session", "sessions")


@error_pages.allow_methods("GET", "HEAD", "POST")
def show_my_account(request: HttpRequest) -> HttpResponse:
    """The account of whoever looks, and what they change of it."""
    with store_pool.store_connection() as connection:
        if request.method != "POST":
            return _render_page(request, connection)
        how = {
            "password": _change_password,
            "passkey": _remove_passkey,
            "language": _change_language,
            "session": _end_session,
            "sessions": _end_sessions_but_this,
        }
        done = how.get(request.POST.get("do", ""))
        return (
            done(request, connection, require_staff(request))
            if done
            else error_pages.render_error_page(request, 400)
        )


@error_pages.allow_methods("GET", "HEAD", "POST")
def change_telephone(request: HttpRequest) -> HttpResponse:
    """Another telephone, or other codes for its loss; the one that is bound must open first."""
    who, now = require_staff(request), time_zone.real_now()
    with store_pool.store_connection() as connection:
        if not _has_own_password(connection, who):
            return error_pages.render_error_page(request, 404)
        bound = mfa.has_authenticator(connection, who.account_id)
        if request.method != "POST":
            return _render_telephone_page(request, who, bound)
        if wait := rate_limits.take_page_quota(
            "factor", rate_limits.login_pseudonym(f"factor {who.account_id}"), now
        ):
            log_security_event("code_limited", request, login=who.login, account=who.account_id)
            return error_pages.render_error_page(request, 429, retry=wait.seconds)
        return _enrol_telephone(request, connection, who, bound, now)


def _enrol_telephone(
    request: HttpRequest, connection: Connection, who: StaffMember, bound: bool, now: datetime
) -> HttpResponse:
    try:
        secret = mfa.open_proposed_secret(request.POST.get("proposed", ""), who.account_id)
    except NotSealedHere:
        return _render_telephone_page(request, who, bound, problem="old")
    given = {"secret": secret, "token": request.POST["proposed"]}
    if mfa.match_totp_step(secret, request.POST.get("code", ""), now, 0) is None:
        return _render_telephone_page(request, who, bound, problem="wrong", **given)
    with connection.transaction():
        if bound and not mfa.verify_code(connection, who.account_id, request.POST.get("present", ""), now):
            log_security_event("code_failed", request, login=who.login, account=who.account_id)
            return _render_telephone_page(request, who, bound, problem="present_wrong", **given)
        codes = mfa.enrol_authenticator(
            connection, who.account_id, secret, request.POST.get("code", ""), now=now, by=who.login,
            at=read_clock_from_environment().now(),
        )  # fmt: skip
        _end_other_sessions(request, connection, who)
    onward = page_urls.page_url("account.own", language.request_language(request))
    return page_rendering.render_page(request, "inside.codes", codes=codes, onward=onward)


def _render_telephone_page(
    request: HttpRequest,
    who: StaffMember,
    bound: bool,
    *,
    problem: str = "",
    secret: str = "",
    token: str = "",
) -> HttpResponse:
    t = page_sentences("account.phone", language.request_language(request))
    shown = login_steps.build_enrolment_offer(request, who.account_id, who.login, secret, token)
    said = t[problem] if problem else ""
    return page_rendering.render_page(
        request,
        "account.phone",
        bound=bound,
        problem=said,
        kind=problem,
        **shown,
        status_code=422 if problem else 200,
    )


@error_pages.allow_methods("GET", "HEAD", "POST")
def add_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey beside the telephone, which must open first."""
    who, now = require_staff(request), time_zone.real_now()
    with store_pool.store_connection() as connection:
        if not _has_own_password(connection, who):
            return error_pages.render_error_page(request, 404)
        if not mfa.has_authenticator(connection, who.account_id):
            return page_urls.redirect_to_page(request, "account.phone")
        if request.method != "POST":
            return _render_passkey_page(request, connection, who)
        if wait := rate_limits.take_page_quota(
            "factor", rate_limits.login_pseudonym(f"factor {who.account_id}"), now
        ):
            log_security_event("code_limited", request, login=who.login, account=who.account_id)
            return error_pages.render_error_page(request, 429, retry=wait.seconds)
        return _bind_passkey(request, connection, who, now)


def _bind_passkey(
    request: HttpRequest, connection: Connection, who: StaffMember, now: datetime
) -> HttpResponse:
    form = request.POST
    try:
        made = passkeys.read_registration(
            request, who.account_id, form.get("offered", ""), form.get("passkey", "")
        )
    except passkeys.InvalidPasskey:
        return _render_passkey_page(request, connection, who, "wrong")
    with connection.transaction():
        if not mfa.verify_code(connection, who.account_id, form.get("present", ""), now):
            log_security_event("code_failed", request, login=who.login, account=who.account_id)
            return _render_passkey_page(request, connection, who, "present_wrong")
        at = read_clock_from_environment().now()
        if not passkeys.add_passkey(
            connection, who.account_id, made, form.get("name", ""), now=now, at=at, by=who.login
        ):
            return _render_passkey_page(request, connection, who, "too_many")
        _end_other_sessions(request, connection, who)
    return _redirect_done(request, "passkey")


def _render_passkey_page(
    request: HttpRequest, connection: Connection, who: StaffMember, problem: str = ""
) -> HttpResponse:
    t = page_sentences("account.passkey", language.request_language(request))
    options, offered = passkeys.build_registration_options(request, connection, who)
    return page_rendering.render_page(
        request, "account.passkey", options=options, offered=offered, problem=t[problem] if problem else "",
        kind=problem, typed=request.POST.get("name", ""),
        status_code=422 if problem else 200,
    )  # fmt: skip


def _remove_passkey(request: HttpRequest, connection: Connection, who: StaffMember) -> HttpResponse:
    number = request.POST.get("passkey", "")
    if not number.isdecimal() or len(number) > 18:
        return error_pages.render_error_page(request, 400)
    at = read_clock_from_environment().now()
    passkeys.remove_passkey(connection, who.account_id, int(number), at=at, by=who.login)
    return _redirect_done(request, "no_passkey")


def _change_password(request: HttpRequest, connection: Connection, who: StaffMember) -> HttpResponse:
    now = time_zone.real_now()
    if wait := rate_limits.take_page_quota(
        "factor", rate_limits.login_pseudonym(f"password {who.account_id}"), now
    ):
        return error_pages.render_error_page(request, 429, retry=wait.seconds)
    present, password = request.POST.get("present", ""), request.POST.get("password", "")
    if staff_accounts.authenticate(connection, who.login, present, now) is None:
        log_security_event("password_failed", request, login=who.login, account=who.account_id)
        return _render_page(request, connection, "present_wrong")
    if password != request.POST.get("again", ""):
        return _render_page(request, connection, "differ")
    if password == present:
        return _render_page(request, connection, "same")
    at = read_clock_from_environment().now()
    try:
        with connection.transaction():
            staff_accounts.set_password(
                connection, who.account_id, password, now=at, by=who.login, action="account.own"
            )
    except staff_accounts.RejectedPassword as error:
        return _render_page(request, connection, f"weak_{error.kind}")
    response = _redirect_done(request, "password")
    token = sessions.begin_session(connection, who.account_id, now, request.headers.get("User-Agent", ""))
    browser_session.set_session_cookie(request, response, token)
    return response


def _change_language(request: HttpRequest, connection: Connection, who: StaffMember) -> HttpResponse:
    lang = request.POST.get("lang", "")
    if lang not in INSIDE:
        return error_pages.render_error_page(request, 400)
    execute_statement(connection, "accounts.set_language", account=who.account_id, lang=lang)
    return HttpResponseRedirect(f"{page_urls.page_url('account.own', lang)}?done=language")


def _end_session(request: HttpRequest, connection: Connection, who: StaffMember) -> HttpResponse:
    sessions.end_session_by_mark(connection, who.account_id, request.POST.get("mark", "")[:16])
    return _redirect_done(request, "session")


def _end_sessions_but_this(request: HttpRequest, connection: Connection, who: StaffMember) -> HttpResponse:
    _end_other_sessions(request, connection, who)
    with connection.transaction():
        now = read_clock_from_environment().now()
        log_account_change(connection, who, who.account_id, "sessions ended", now, "account.own")
    return _redirect_done(request, "sessions")


def _end_other_sessions(request: HttpRequest, connection: Connection, who: StaffMember) -> None:
    for one in _list_sessions(request, connection, who):
        if not one.own:
            sessions.end_session_by_mark(connection, who.account_id, one.mark)
    execute_statement(connection, "sessions.end_arrivals", account=who.account_id)


def _redirect_done(request: HttpRequest, what: str) -> HttpResponse:
    return page_urls.redirect_to_page(request, "account.own", query=f"done={what}")


def _render_page(request: HttpRequest, connection: Connection, problem: str = "") -> HttpResponse:
    who = require_staff(request)
    t = page_sentences("account.own", language.request_language(request))
    done = request.GET.get("done", "")
    shown: dict[str, Any] = {
        "local": _has_own_password(connection, who),
        "bound": mfa.has_authenticator(connection, who.account_id),
        "left": mfa.count_recovery_codes(connection, who.account_id),
        "passkeys": passkeys.list_passkeys(connection, who.account_id),
        "sessions": _list_sessions(request, connection, who),
        "problem": t[problem] if problem else "",
        "at": "present" if problem == "present_wrong" else "password",
        "done": t[f"done_{done}"] if done in _DONE and not problem else "",
    }
    return page_rendering.render_page(request, "account.own", **shown, status_code=422 if problem else 200)


def _list_sessions(
    request: HttpRequest, connection: Connection, who: StaffMember
) -> list[sessions.OpenSession]:
    token = request.COOKIES.get(sessions.COOKIE, "")
    return sessions.list_open_sessions(connection, who.account_id, token, time_zone.real_now())


def _has_own_password(connection: Connection, who: StaffMember) -> bool:
    """Whether the account has a password of its own; else an identity provider proves who they are."""
    row = fetch_row(connection, "accounts.is_local", account=who.account_id)
    return bool(row and row.local)
