"""One's own account: its password, its telephone, its language, and where somebody has come in with it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.tracing.clock import from_environment
from tocsin.tracing.vault import NotOurs
from tocsin.web import addresses, failures, language, limits, render, store, words
from tocsin.web.language import LANGUAGES
from tocsin.web.security_events import tell
from tocsin.web.staff import accounts, entering, log, moment, second, sessions, sql, steps
from tocsin.web.staff.door import staff
from tocsin.web.staff.model import Staff
from tocsin.web.staff.sessions import Connection

_DONE = ("password", "telephone", "language", "session", "sessions")


def show(request: HttpRequest) -> HttpResponse:
    """The account of whoever looks, and what they change of it."""
    if request.method not in ("GET", "HEAD", "POST"):
        return failures.refused(request, 405, allow="GET, HEAD, POST")
    with store.connection() as connection:
        if request.method != "POST":
            return _page(request, connection)
        how = {"password": _password, "language": _language, "session": _session, "sessions": _sessions}
        done = how.get(request.POST.get("do", ""))
        return done(request, connection, staff(request)) if done else failures.refused(request, 400)


def phone(request: HttpRequest) -> HttpResponse:
    """Another telephone, or other codes for its loss; the one that is bound must open first."""
    if request.method not in ("GET", "HEAD", "POST"):
        return failures.refused(request, 405, allow="GET, HEAD, POST")
    who, now = staff(request), moment.now()
    with store.connection() as connection:
        if not _is_local(connection, who):
            return failures.refused(request, 404)
        bound = second.has(connection, who.account_id)
        if request.method != "POST":
            return _telephone(request, who, bound)
        if wait := limits.allowed("factor", limits.subject_of(f"factor {who.account_id}"), now):
            tell("code_limited", request, login=who.login, account=who.account_id)
            return failures.refused(request, 429, retry=wait.seconds)
        return _bind(request, connection, who, bound, now)


def _bind(
    request: HttpRequest, connection: Connection, who: Staff, bound: bool, now: datetime
) -> HttpResponse:
    try:
        secret = second.handed_back(request.POST.get("proposed", ""), who.account_id)
    except NotOurs:
        return _telephone(request, who, bound, problem="old")
    given = {"secret": secret, "token": request.POST["proposed"]}
    if second.step_of(secret, request.POST.get("code", ""), now, 0) is None:
        return _telephone(request, who, bound, problem="wrong", **given)
    with connection.transaction():
        if bound and not second.opens(connection, who.account_id, request.POST.get("present", ""), now):
            tell("code_failed", request, login=who.login, account=who.account_id)
            return _telephone(request, who, bound, problem="present_wrong", **given)
        codes = second.enrol(
            connection, who.account_id, secret, request.POST.get("code", ""), now=now, by=who.login,
            at=from_environment().now(),
        )  # fmt: skip
        _end_others(request, connection, who)
    onward = addresses.of("account.own", language.of(request))
    return render.page(request, "inside.codes", codes=codes, onward=onward)


def _telephone(
    request: HttpRequest, who: Staff, bound: bool, *, problem: str = "", secret: str = "", token: str = ""
) -> HttpResponse:
    t = words.of("account.phone", language.of(request))
    shown = steps.offer(request, who.account_id, who.login, secret, token)
    said = t[problem] if problem else ""
    response = render.page(request, "account.phone", bound=bound, problem=said, kind=problem, **shown)
    response.status_code = 422 if problem else 200
    return response


def _password(request: HttpRequest, connection: Connection, who: Staff) -> HttpResponse:
    now = moment.now()
    if wait := limits.allowed("factor", limits.subject_of(f"password {who.account_id}"), now):
        return failures.refused(request, 429, retry=wait.seconds)
    present, password = request.POST.get("present", ""), request.POST.get("password", "")
    if accounts.known(connection, who.login, present, now) is None:
        tell("password_failed", request, login=who.login, account=who.account_id)
        return _page(request, connection, "present_wrong")
    if password != request.POST.get("again", ""):
        return _page(request, connection, "differ")
    if password == present:
        return _page(request, connection, "same")
    at = from_environment().now()
    try:
        with connection.transaction():
            accounts.set_password(
                connection, who.account_id, password, now=at, by=who.login, action="account.own"
            )
    except accounts.BadPassword as error:
        return _page(request, connection, f"weak_{error.kind}")
    response = _done(request, "password")
    token = sessions.begin(connection, who.account_id, now, request.headers.get("User-Agent", ""))
    entering.put(request, response, token)
    return response


def _language(request: HttpRequest, connection: Connection, who: Staff) -> HttpResponse:
    lang = request.POST.get("lang", "")
    if lang not in LANGUAGES:
        return failures.refused(request, 400)
    connection.execute(sql.LANG, {"account": who.account_id, "lang": lang})
    return HttpResponseRedirect(f"{addresses.of('account.own', lang)}?done=language")


def _session(request: HttpRequest, connection: Connection, who: Staff) -> HttpResponse:
    sessions.end_one(connection, who.account_id, request.POST.get("mark", "")[:16])
    return _done(request, "session")


def _sessions(request: HttpRequest, connection: Connection, who: Staff) -> HttpResponse:
    """Every session but the one that asks for it."""
    _end_others(request, connection, who)
    with connection.transaction():
        log.write(
            connection, who, "account.own", now=from_environment().now(), subject="account",
            subject_id=who.account_id, why="sessions ended",
        )  # fmt: skip
    return _done(request, "sessions")


def _end_others(request: HttpRequest, connection: Connection, who: Staff) -> None:
    for one in _listed(request, connection, who):
        if not one.own:
            sessions.end_one(connection, who.account_id, one.mark)
    connection.execute(sql.END_ARRIVALS, {"account": who.account_id})


def _done(request: HttpRequest, what: str) -> HttpResponse:
    return HttpResponseRedirect(f"{addresses.of('account.own', language.of(request))}?done={what}")


def _page(request: HttpRequest, connection: Connection, problem: str = "") -> HttpResponse:
    who = staff(request)
    t = words.of("account.own", language.of(request))
    done = request.GET.get("done", "")
    shown: dict[str, Any] = {
        "local": _is_local(connection, who),
        "bound": second.has(connection, who.account_id),
        "left": second.left(connection, who.account_id),
        "sessions": _listed(request, connection, who),
        "problem": t[problem] if problem else "",
        "at": "present" if problem == "present_wrong" else "password",
        "done": t[f"done_{done}"] if done in _DONE and not problem else "",
    }
    response = render.page(request, "account.own", **shown)
    response.status_code = 422 if problem else 200
    return response


def _listed(request: HttpRequest, connection: Connection, who: Staff) -> list[sessions.Open]:
    token = request.COOKIES.get(sessions.COOKIE, "")
    return sessions.listed(connection, who.account_id, token, moment.now())


def _is_local(connection: Connection, who: Staff) -> bool:
    """Whether the account has a password of its own; else an identity provider proves who they are."""
    row = connection.execute(sql.IS_LOCAL, {"account": who.account_id}).fetchone()
    return bool(row and row[0])
