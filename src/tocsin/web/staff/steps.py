"""What is proved after the password: a telephone, bound before or now; then a password of one's own."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.tracing.clock import from_environment
from tocsin.tracing.vault import NotOurs
from tocsin.web import addresses, failures, language, limits, render, store, words
from tocsin.web.security_events import tell
from tocsin.web.staff import accounts, arrivals, entering, moment, second
from tocsin.web.staff.arrivals import Arrival
from tocsin.web.staff.sessions import Connection

_Step = Callable[[HttpRequest, Connection, Arrival, datetime], HttpResponse]


def code(request: HttpRequest) -> HttpResponse:
    """The code that the telephone shows, or one kept for its loss."""
    return _step(request, "inside.code", _code)


def phone(request: HttpRequest) -> HttpResponse:
    """A telephone is bound to the account, at the first sign-in."""
    return _step(request, "inside.phone", _phone)


def renew(request: HttpRequest) -> HttpResponse:
    """A password that was given by somebody else is replaced."""
    return _step(request, "inside.renew", _renew)


def _step(request: HttpRequest, page: str, answer: _Step) -> HttpResponse:
    if request.method not in ("GET", "HEAD", "POST"):
        return failures.refused(request, 405, allow="GET, HEAD, POST")
    now = moment.now()
    try:
        with store.connection() as connection:
            arrival = arrivals.find(connection, request.COOKIES.get(arrivals.COOKIE, ""), now)
            if arrival is None:
                return HttpResponseRedirect(addresses.of("inside.enter", language.of(request)))
            if (step := entering.next_step(arrival)) != page:
                return _onward(request, connection, arrival, now, step)
            return answer(request, connection, arrival, now)
    except store.Away:
        return failures.refused(request, 503)


def _code(request: HttpRequest, connection: Connection, arrival: Arrival, now: datetime) -> HttpResponse:
    if request.method != "POST":
        return _page(request, "inside.code")
    account = arrival.who.account_id
    login = arrival.who.login
    if wait := limits.allowed("factor", limits.subject_of(f"factor {account}"), now):
        tell("code_limited", request, login=login, account=account)
        return failures.refused(request, 429, retry=wait.seconds)
    if not second.opens(connection, account, request.POST.get("code", ""), now):
        tell("code_failed", request, login=login, account=account)
        return _page(request, "inside.code", "wrong")
    return _proved(request, connection, now)


def _phone(request: HttpRequest, connection: Connection, arrival: Arrival, now: datetime) -> HttpResponse:
    who = arrival.who
    if request.method != "POST":
        return _page(request, "inside.phone", **offer(request, who.account_id, who.login))
    try:
        secret = second.handed_back(request.POST.get("proposed", ""), who.account_id)
    except NotOurs:
        return _page(request, "inside.phone", "old", **offer(request, who.account_id, who.login))
    at = from_environment().now()
    with connection.transaction():
        codes = second.enrol(
            connection, who.account_id, secret, request.POST.get("code", ""), now=now, by=who.login, at=at
        )
    if not codes:
        tell("code_failed", request, login=who.login, account=who.account_id)
        shown = offer(request, who.account_id, who.login, secret, request.POST["proposed"])
        return _page(request, "inside.phone", "wrong", **shown)
    response = _proved(request, connection, now)
    onward = response.headers["Location"]
    page = render.page(request, "inside.codes", codes=codes, onward=onward)
    page.cookies = response.cookies
    return page


def _renew(request: HttpRequest, connection: Connection, arrival: Arrival, now: datetime) -> HttpResponse:
    if request.method != "POST":
        return _page(request, "inside.renew")
    who, password = arrival.who, request.POST.get("password", "")
    if password != request.POST.get("again", ""):
        return _page(request, "inside.renew", "differ")
    if accounts.known(connection, who.login, password, now) is not None:
        return _page(request, "inside.renew", "same")
    try:
        accounts.set_password(
            connection, who.account_id, password, now=from_environment().now(), by=who.login,
            action="account.own",
        )  # fmt: skip
    except accounts.BadPassword as error:
        return _page(request, "inside.renew", f"weak_{error.kind}")
    return entering.came_in(request, connection, who, now, arrival.next)


def offer(
    request: HttpRequest, account: int, login: str, secret: str = "", token: str = ""
) -> dict[str, str]:
    """What a telephone is bound with: a picture, the same as text, and what comes back with the code."""
    if not secret:
        secret, token = second.proposed(account)
    address = second.address(secret, login, request.get_host())
    return {
        "picture": second.picture(address), "secret": second.grouped(secret), "proposed": token,
        "address": address, "login": login,
    }  # fmt: skip


def _proved(request: HttpRequest, connection: Connection, now: datetime) -> HttpResponse:
    token = request.COOKIES.get(arrivals.COOKIE, "")
    arrivals.prove(connection, token)
    arrival = arrivals.find(connection, token, now)
    assert arrival is not None
    return _onward(request, connection, arrival, now, entering.next_step(arrival))


def _onward(
    request: HttpRequest, connection: Connection, arrival: Arrival, now: datetime, step: str
) -> HttpResponse:
    if step:
        return HttpResponseRedirect(addresses.of(step, language.of(request)))
    return entering.came_in(request, connection, arrival.who, now, arrival.next)


def _page(request: HttpRequest, name: str, problem: str = "", **shown: str) -> HttpResponse:
    t = words.of(name, language.of(request))
    response = render.page(request, name, problem=t[problem] if problem else "", **shown)
    response.status_code = 422 if problem else 200
    return response
