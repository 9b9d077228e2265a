"""Accounts: who comes in, and as what. For administrators of the nation."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import Http404

from tocsin.runtime.clock import read_clock_from_environment
from tocsin.tracing.supervision.territory import NoSuchTerritory, find_territory_name, load_regions
from tocsin.web import error_pages, language, page_rendering, page_urls, store_pool
from tocsin.web.accounts import mfa, password_policy, staff_accounts
from tocsin.web.accounts.oidc import account_linking
from tocsin.web.accounts.oidc.provider_settings import load_identity_provider
from tocsin.web.accounts.staff_accounts import AccountSummary, Connection
from tocsin.web.language import INSIDE, Lang
from tocsin.web.sentences import page_sentences
from tocsin.web.staff import time_zone
from tocsin.web.staff.current_user import require_staff
from tocsin.web.staff.staff_member import ROLES, RoleGrant, load_permission_matrix

_DONE = ("given", "taken", "factor", "closed", "unchanged", "bound")


class ImpossibleChange(Exception):
    """What was asked for cannot be done; holds the name of the sentence that says why."""


@error_pages.allow_methods("GET", "HEAD", "POST")
def show_accounts(request: HttpRequest) -> HttpResponse:
    with store_pool.store_connection() as connection:
        return (
            _create_account(request, connection)
            if request.method == "POST"
            else _render_list(request, connection)
        )


@error_pages.allow_methods("GET", "HEAD", "POST")
def show_account(request: HttpRequest, account: int) -> HttpResponse:
    """One account: its roles, its password, its telephone, its end."""
    with store_pool.store_connection() as connection:
        found = staff_accounts.find_account_summary(connection, account)
        if found is None:
            raise Http404
        if request.method != "POST":
            return _render_account(request, connection, account)
        change = _CHANGES.get(request.POST.get("do", ""))
        if change is None or found.closed is not None:
            return error_pages.render_error_page(request, 400)
        try:
            return change(request, connection, found, read_clock_from_environment().now())
        except ImpossibleChange as error:
            return _render_account(request, connection, account, problem=str(error), at=request.POST["do"])


# ---- the list


def _render_list(
    request: HttpRequest, connection: Connection, problem: str = "", typed: dict[str, str] | None = None
) -> HttpResponse:
    lang = language.request_language(request)
    t = page_sentences("accounts.list", lang)
    part, closed = request.GET.get("q", "")[:64], request.GET.get("closed") == "1"
    found = staff_accounts.list_accounts(connection, part, closed=closed, limit=staff_accounts.MOST + 1)
    shown = {
        "rows": [(one, _label_roles(one, lang, t["nation"])) for one in found[: staff_accounts.MOST]],
        "more": len(found) > staff_accounts.MOST,
        "part": part,
        "closed": closed,
        "most": staff_accounts.MOST,
        "typed": typed or {"login": "", "name": "", "lang": lang, "role": "agent", "territory": ""},
        "problem": t[problem] if problem else "",
        **_list_choices(lang),
    }
    return page_rendering.render_page(request, "accounts.list", **shown, status_code=422 if problem else 200)


def _create_account(request: HttpRequest, connection: Connection) -> HttpResponse:
    names = ("login", "name", "lang", "role", "territory")
    typed = {name: request.POST.get(name, "").strip()[:100] for name in names}
    typed["login"] = typed["login"].lower()
    if typed["lang"] not in INSIDE:
        return error_pages.render_error_page(request, 400)
    password = password_policy.generate_password()
    try:
        grant = _read_grant(request)
        account = staff_accounts.create_account(
            connection, typed["login"], typed["name"], now=read_clock_from_environment().now(), by=require_staff(request).login,
            password=password, temporary_until=time_zone.real_now() + staff_accounts.TEMPORARY,
            lang=typed["lang"], grants=(grant,),
        )  # fmt: skip
    except ImpossibleChange as error:
        return _render_list(request, connection, str(error), typed)
    except staff_accounts.StaffAccountError as error:
        return _render_list(request, connection, _name_problem(error), typed)
    return _show_password_once(request, account, typed["login"], password, made=True)


def _name_problem(error: staff_accounts.StaffAccountError) -> str:
    """The name of the sentence that says what is wrong."""
    kinds = {staff_accounts.LoginTaken: "taken_login", staff_accounts.InvalidDisplayName: "bad_name"}
    return kinds.get(type(error), "bad_login")


# ---- one account


def _render_account(
    request: HttpRequest, connection: Connection, account: int, problem: str = "", at: str = ""
) -> HttpResponse:
    lang = language.request_language(request)
    t = page_sentences("accounts.one", lang)
    found = staff_accounts.find_account_summary(connection, account)
    done = request.GET.get("done", "")
    shown: dict[str, Any] = {
        "account": found,
        "grants": _label_roles(found, lang, t["nation"]) if found else [],
        "problem": t[problem] if problem else "",
        "at": at,
        "done": t[f"done_{done}"] if done in _DONE and not problem else "",
        "given": load_identity_provider(),
        **_list_choices(lang),
    }
    return page_rendering.render_page(request, "accounts.one", **shown, status_code=422 if problem else 200)


def _grant_role(
    request: HttpRequest, connection: Connection, found: AccountSummary, now: datetime
) -> HttpResponse:
    new = staff_accounts.grant_role(
        connection, found.who.account_id, _read_grant(request), now=now, by=require_staff(request).login
    )
    return _redirect_done(request, found, "given" if new else "unchanged")


def _revoke_role(
    request: HttpRequest, connection: Connection, found: AccountSummary, now: datetime
) -> HttpResponse:
    try:
        gone = staff_accounts.revoke_role(
            connection, found.who.account_id, _read_grant(request), now=now, by=require_staff(request).login
        )
    except staff_accounts.LastAdministrator:
        raise ImpossibleChange("last") from None
    return _redirect_done(request, found, "taken" if gone else "unchanged")


def _reset_password(
    request: HttpRequest, connection: Connection, found: AccountSummary, now: datetime
) -> HttpResponse:
    password = password_policy.generate_password()
    staff_accounts.set_password(
        connection,
        found.who.account_id,
        password,
        now=now,
        by=require_staff(request).login,
        temporary_until=time_zone.real_now() + staff_accounts.TEMPORARY,
    )
    return _show_password_once(request, found.who.account_id, found.who.login, password, made=False)


def _reset_mfa(
    request: HttpRequest, connection: Connection, found: AccountSummary, now: datetime
) -> HttpResponse:
    mfa.reset_mfa(connection, found.who.account_id, now=now, by=require_staff(request).login)
    return _redirect_done(request, found, "factor")


def _close_account(
    request: HttpRequest, connection: Connection, found: AccountSummary, now: datetime
) -> HttpResponse:
    if request.POST.get("sure") != "1":
        raise ImpossibleChange("not_sure")
    try:
        staff_accounts.close_account(
            connection, found.who.account_id, now=now, by=require_staff(request).login
        )
    except staff_accounts.LastAdministrator:
        raise ImpossibleChange("last") from None
    return _redirect_done(request, found, "closed")


def _link_subject(
    request: HttpRequest, connection: Connection, found: AccountSummary, now: datetime
) -> HttpResponse:
    given, subject = load_identity_provider(), request.POST.get("subject", "").strip()
    if given is None or len(subject) > 200 or not subject.isprintable():
        raise ImpossibleChange("bad_subject")
    try:
        account_linking.link_account(
            connection,
            found.who.account_id,
            given.issuer if subject else "",
            subject,
            now=now,
            by=require_staff(request).login,
        )
    except staff_accounts.StaffAccountError:
        raise ImpossibleChange("taken_subject") from None
    return _redirect_done(request, found, "bound")


_CHANGES: dict[str, Callable[[HttpRequest, Connection, AccountSummary, datetime], HttpResponse]] = {
    "give": _grant_role,
    "take": _revoke_role,
    "password": _reset_password,
    "factor": _reset_mfa,
    "close": _close_account,
    "bind": _link_subject,
}


# ---- shared


def _read_grant(request: HttpRequest) -> RoleGrant:
    role, territory = request.POST.get("role", ""), request.POST.get("territory", "")
    if role not in ROLES:
        raise ImpossibleChange("bad_role")
    try:
        find_territory_name(territory)
    except NoSuchTerritory:
        raise ImpossibleChange("bad_territory") from None
    return RoleGrant(role, territory)


def _show_password_once(
    request: HttpRequest, account: int, login: str, password: str, *, made: bool
) -> HttpResponse:
    """The one page that shows a password: answered to the form itself, and never again."""
    days = staff_accounts.TEMPORARY.days
    return page_rendering.render_page(
        request, "accounts.given", account=account, login=login, password=password, made=made, days=days
    )


def _redirect_done(request: HttpRequest, found: AccountSummary, what: str) -> HttpResponse:
    return page_urls.redirect_to_page(
        request, "accounts.one", query=f"done={what}", account=found.who.account_id
    )


def _label_roles(found: AccountSummary, lang: Lang, nation: str) -> list[tuple[str, str, RoleGrant]]:
    named = load_permission_matrix().roles
    return [
        (named[grant.role].in_language(lang), find_territory_name(grant.territory) or nation, grant)
        for grant in found.who.grants
    ]


def _list_choices(lang: Lang) -> dict[str, Any]:
    return {
        "roles": [(role, load_permission_matrix().roles[role].in_language(lang)) for role in ROLES],
        "regions": [
            (code, region.name, region.departments.items()) for code, region in load_regions().items()
        ],
    }
