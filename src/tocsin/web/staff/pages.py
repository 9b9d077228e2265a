"""The pages of the door: the way in, the way out, the front page, one's own account, and who may do what."""

from datetime import UTC, datetime
from typing import Final

from django.http import HttpRequest, HttpResponse

from tocsin.web import addresses, failures, language, limits, render, store, words
from tocsin.web import language, render, words
from tocsin.web.page import Page
from tocsin.web.staff import entering, own, steps
from tocsin.web.staff.door import own_form, staff
from tocsin.web.staff.matrix import matrix
from tocsin.web.staff.territory import name_of


def enter(request: HttpRequest) -> HttpResponse:
    """The form with login and password, and the session that it begins."""
    if request.method in ("GET", "HEAD"):
        return render.page(request, "inside.enter", login="", problem="", next=_next(request))
    if request.method != "POST":
        return failures.refused(request, 405, allow="GET, HEAD, POST")
    now = datetime.now(UTC)
    login = request.POST.get("login", "").strip().lower()[:64]
    if wait := limits.allowed("enter", limits.client_of(request, now), now):
        return failures.refused(request, 429, retry=wait.seconds)
    if wait := limits.allowed("enter_as", limits.subject_of(login), now):
        return failures.refused(request, 429, retry=wait.seconds)
    try:
        with store.connection() as connection:
            who = accounts.known(connection, login, request.POST.get("password", ""))
            if who is None:
                t = words.of("inside.enter", language.of(request))
                response = render.page(
                    request, "inside.enter", login=login, problem=t["unknown"], next=_next(request)
                )
                response.status_code = 403
                return response
            return came_in(request, connection, who, now)
    except store.Away:
        return failures.refused(request, 503)


def came_in(request: HttpRequest, connection: sessions.Connection, who: Staff, now: datetime) -> HttpResponse:
    """Begin a session for somebody whose name is proved; whatever session the browser had is over."""
    with connection.transaction():
        sessions.end(connection, request.COOKIES.get(sessions.COOKIE, ""), now)
        token = sessions.begin(connection, who.account_id, now)
        log.write(
            connection, who, "inside.home", now=now, subject="account", subject_id=who.account_id,
            why="came in",
        )  # fmt: skip
    rotate_token(request)
    response = HttpResponseRedirect(_next(request) or addresses.of("inside.home", language.of(request)))
    response.set_cookie(
        sessions.COOKIE, token, httponly=True, secure=request.is_secure(), samesite="Strict", path="/"
    )
    return response


def leave(request: HttpRequest) -> HttpResponse:
    """The end of a session."""
    if request.method != "POST":
        return failures.refused(request, 405, allow="POST")
    try:
        with store.connection() as connection:
            sessions.end(connection, request.COOKIES.get(sessions.COOKIE, ""), datetime.now(UTC))
    except store.Away:
        return failures.refused(request, 503)
    response = HttpResponseRedirect(addresses.of("inside.enter", language.of(request)))
    response.delete_cookie(sessions.COOKIE, samesite="Strict", path="/")
    return response


def home(request: HttpRequest) -> HttpResponse:
    """What somebody may do here, and as what."""
    lang = language.of(request)
    t = words.of("inside.home", lang)
    roles = [
        (matrix().roles[grant.role].in_(lang), name_of(grant.territory) or t["nation"])
        for grant in staff(request).grants
    ]
    return render.page(request, "inside.home", roles=roles)


PAGES: Final = (
    Page("inside.enter", "entrer", "sign-in", own_form(entering.enter)),
    Page("inside.code", "entrer/code", "sign-in/code", own_form(steps.code)),
    Page("inside.phone", "entrer/telephone", "sign-in/telephone", own_form(steps.phone)),
    Page("inside.renew", "entrer/mot-de-passe", "sign-in/password", own_form(steps.renew)),
    Page("inside.leave", "sortir", "sign-out", own_form(entering.leave)),
    Page("inside.home", "service", "service", home, "inside.home"),
    Page("account.own", "compte", "account", own.show, "account.own"),
    Page("account.phone", "compte/telephone", "account/telephone", own.phone, "account.own"),
)
