"""Accounts: who comes in, and as what. For administrators of the nation."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import Http404

from tocsin.tracing.clock import from_environment
from tocsin.web import addresses, failures, language, render, store, words
from tocsin.web.language import LANGUAGES, Lang
from tocsin.web.staff import accounts, moment, passwords, roster, second
from tocsin.web.staff.door import staff
from tocsin.web.staff.matrix import ROLES, matrix
from tocsin.web.staff.model import Grant
from tocsin.web.staff.oidc import people
from tocsin.web.staff.oidc.settings import provider
from tocsin.web.staff.roster import Connection, Listed
from tocsin.web.staff.territory import NoSuchTerritory, name_of, regions

_DONE = ("given", "taken", "factor", "closed", "unchanged", "bound")


class Change(Exception):
    """What was asked for cannot be done; holds the name of the sentence that says why."""


def listing(request: HttpRequest) -> HttpResponse:
    """Every account, and the form that makes one."""
    if request.method not in ("GET", "HEAD", "POST"):
        return failures.refused(request, 405, allow="GET, HEAD, POST")
    with store.connection() as connection:
        return _make(request, connection) if request.method == "POST" else _list(request, connection)


def one(request: HttpRequest, account: int) -> HttpResponse:
    """One account: its roles, its password, its telephone, its end."""
    if request.method not in ("GET", "HEAD", "POST"):
        return failures.refused(request, 405, allow="GET, HEAD, POST")
    with store.connection() as connection:
        found = roster.one(connection, account)
        if found is None:
            raise Http404
        if request.method != "POST":
            return _one(request, connection, account)
        change = _CHANGES.get(request.POST.get("do", ""))
        if change is None or found.closed is not None:
            return failures.refused(request, 400)
        try:
            return change(request, connection, found, from_environment().now())
        except Change as error:
            return _one(request, connection, account, problem=str(error), at=request.POST["do"])


# ---- the list


def _list(
    request: HttpRequest, connection: Connection, problem: str = "", typed: dict[str, str] | None = None
) -> HttpResponse:
    lang = language.of(request)
    t = words.of("accounts.list", lang)
    part, closed = request.GET.get("q", "")[:64], request.GET.get("closed") == "1"
    found = roster.listed(connection, part, closed=closed, limit=roster.MOST + 1)
    shown = {
        "rows": [(one, _roles(one, lang, t["nation"])) for one in found[: roster.MOST]],
        "more": len(found) > roster.MOST, "part": part, "closed": closed, "most": roster.MOST,
        "typed": typed or {"login": "", "name": "", "lang": lang, "role": "agent", "territory": ""},
        "problem": t[problem] if problem else "", **_choices(lang),
    }  # fmt: skip
    response = render.page(request, "accounts.list", **shown)
    response.status_code = 422 if problem else 200
    return response


def _make(request: HttpRequest, connection: Connection) -> HttpResponse:
    names = ("login", "name", "lang", "role", "territory")
    typed = {name: request.POST.get(name, "").strip()[:100] for name in names}
    typed["login"] = typed["login"].lower()
    if typed["lang"] not in LANGUAGES:
        return failures.refused(request, 400)
    password = passwords.drawn()
    try:
        grant = _grant(request)
        account = accounts.make(
            connection, typed["login"], typed["name"], now=from_environment().now(), by=staff(request).login,
            password=password, temporary_until=moment.now() + accounts.TEMPORARY,
            lang="en" if typed["lang"] == "en" else "fr", grants=(grant,),
        )  # fmt: skip
    except Change as error:
        return _list(request, connection, str(error), typed)
    except accounts.BadAccount as error:
        return _list(request, connection, _kind(error), typed)
    return _given(request, account, typed["login"], password, made=True)


def _kind(error: accounts.BadAccount) -> str:
    """The name of the sentence that says what is wrong."""
    kinds = {accounts.LoginTaken: "taken_login", accounts.BadName: "bad_name"}
    return kinds.get(type(error), "bad_login")


# ---- one account


def _one(
    request: HttpRequest, connection: Connection, account: int, problem: str = "", at: str = ""
) -> HttpResponse:
    lang = language.of(request)
    t = words.of("accounts.one", lang)
    found = roster.one(connection, account)
    done = request.GET.get("done", "")
    shown: dict[str, Any] = {
        "account": found, "grants": _roles(found, lang, t["nation"]) if found else [],
        "problem": t[problem] if problem else "", "at": at,
        "done": t[f"done_{done}"] if done in _DONE and not problem else "", "given": provider(),
        **_choices(lang),
    }  # fmt: skip
    response = render.page(request, "accounts.one", **shown)
    response.status_code = 422 if problem else 200
    return response


def _give(request: HttpRequest, connection: Connection, found: Listed, now: datetime) -> HttpResponse:
    new = accounts.give(connection, found.who.account_id, _grant(request), now=now, by=staff(request).login)
    return _done(request, found, "given" if new else "unchanged")


def _take(request: HttpRequest, connection: Connection, found: Listed, now: datetime) -> HttpResponse:
    try:
        gone = accounts.take(
            connection, found.who.account_id, _grant(request), now=now, by=staff(request).login
        )
    except accounts.LastAdministrator:
        raise Change("last") from None
    return _done(request, found, "taken" if gone else "unchanged")


def _password(request: HttpRequest, connection: Connection, found: Listed, now: datetime) -> HttpResponse:
    password = passwords.drawn()
    accounts.set_password(
        connection, found.who.account_id, password, now=now, by=staff(request).login,
        temporary_until=moment.now() + accounts.TEMPORARY,
    )  # fmt: skip
    return _given(request, found.who.account_id, found.who.login, password, made=False)


def _factor(request: HttpRequest, connection: Connection, found: Listed, now: datetime) -> HttpResponse:
    second.reset(connection, found.who.account_id, now=now, by=staff(request).login)
    return _done(request, found, "factor")


def _close(request: HttpRequest, connection: Connection, found: Listed, now: datetime) -> HttpResponse:
    if request.POST.get("sure") != "1":
        raise Change("not_sure")
    try:
        accounts.close(connection, found.who.account_id, now=now, by=staff(request).login)
    except accounts.LastAdministrator:
        raise Change("last") from None
    return _done(request, found, "closed")


def _bind(request: HttpRequest, connection: Connection, found: Listed, now: datetime) -> HttpResponse:
    given, subject = provider(), request.POST.get("subject", "").strip()
    if given is None or len(subject) > 200 or not subject.isprintable():
        raise Change("bad_subject")
    try:
        people.bind(
            connection, found.who.account_id, given.issuer if subject else "", subject, now=now,
            by=staff(request).login,
        )  # fmt: skip
    except accounts.BadAccount:
        raise Change("taken_subject") from None
    return _done(request, found, "bound")


_CHANGES: dict[str, Callable[[HttpRequest, Connection, Listed, datetime], HttpResponse]] = {
    "give": _give, "take": _take, "password": _password, "factor": _factor, "close": _close, "bind": _bind,
}  # fmt: skip


# ---- shared


def _grant(request: HttpRequest) -> Grant:
    role, territory = request.POST.get("role", ""), request.POST.get("territory", "")
    if role not in ROLES:
        raise Change("bad_role")
    try:
        name_of(territory)
    except NoSuchTerritory:
        raise Change("bad_territory") from None
    return Grant(role, territory)


def _given(request: HttpRequest, account: int, login: str, password: str, *, made: bool) -> HttpResponse:
    """The one page that shows a password: answered to the form itself, and never again."""
    days = accounts.TEMPORARY.days
    return render.page(
        request, "accounts.given", account=account, login=login, password=password, made=made, days=days
    )


def _done(request: HttpRequest, found: Listed, what: str) -> HttpResponse:
    where = addresses.of("accounts.one", language.of(request), account=found.who.account_id)
    return HttpResponseRedirect(f"{where}?done={what}")


def _roles(found: Listed, lang: Lang, nation: str) -> list[tuple[str, str, Grant]]:
    named = matrix().roles
    return [
        (named[grant.role].in_(lang), name_of(grant.territory) or nation, grant) for grant in found.who.grants
    ]


def _choices(lang: Lang) -> dict[str, Any]:
    """Roles and territories to choose from."""
    return {
        "roles": [(role, matrix().roles[role].in_(lang)) for role in ROLES],
        "regions": [(code, region.name, region.departments.items()) for code, region in regions().items()],
    }
