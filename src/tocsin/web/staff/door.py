"""The door: nobody opens a page of the inside but through it.

``of(page)`` is what the addresses call. A page with an action asks for a session, and for somebody whom the
matrix lets do it; forms must come from our own pages. What a page does with one person's file it asks for
with :func:`need`, by the territory of the file.
"""

from contextlib import suppress
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import Http404
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_protect

from tocsin.tracing.clock import from_environment
from tocsin.web import addresses, failures, language, render, store
from tocsin.web.page import Page, View
from tocsin.web.security_events import tell
from tocsin.web.staff import clock, log, moment, sessions
from tocsin.web.staff.here import here, put
from tocsin.web.staff.matrix import actions
from tocsin.web.staff.model import Staff

REFERRER: Final = "same-origin"
"""A page without any referrer sends ``Origin: null`` with its own forms, which cannot be told from others."""


SUBJECTS: Final = {
    "case": "case",
    "contact": "contact",
    "task": "call",
    "reply": "reply",
    "account": "account",
}
"""Part of an address -> whose number it is, in the log."""


class NotAllowed(Exception):
    """Whoever is here may not do this, or not there."""

    def __init__(self, action: str, territory: str = "") -> None:
        super().__init__(action)
        self.action = action
        self.territory = territory
        """Where it was asked for; empty where no file was."""


def of(page: Page) -> View:
    """What answers at a page's addresses."""
    return guarded(page) if page.action else page.show


def staff(request: HttpRequest) -> Staff:
    """Who is here; only on a page with an action."""
    found = here(request)
    assert found is not None, "a page of the inside has an action"
    return found


def need(request: HttpRequest, action: str, territory: str | None = None) -> Staff:
    """Who is here, if they may do this there. Raises NotAllowed, which the door answers."""
    who = staff(request)
    if not who.may(action, territory):
        raise NotAllowed(action, territory or "")
    return who


def guarded(page: Page) -> View:
    """A page behind the door."""

    @wraps(page.show)
    def show(request: HttpRequest, **parts: Any) -> HttpResponse:
        response = _opened(page, request, parts)
        if response.status_code == 404 and parts and actions()[page.action].scope == "territory":
            response = refused(request)  # there is none, or it is another's: nobody learns which
            _write_refusal(request, NotAllowed(page.action), parts)
        _secured(request, response)
        response.headers["Referrer-Policy"] = REFERRER
        patch_vary_headers(response, ("Cookie",))
        return response

    return show


def own_form(show: View) -> View:
    """A page whose forms are taken from our own pages alone."""

    @wraps(show)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        response: HttpResponse = csrf_protect(show)(request, **parts)
        _secured(request, response)
        response.headers["Referrer-Policy"] = REFERRER
        return response

    return answer


def _secured(request: HttpRequest, response: HttpResponse) -> None:
    """Over TLS the cookie of the forms goes nowhere else; Django's setting knows no request."""
    if request.is_secure() and settings.CSRF_COOKIE_NAME in response.cookies:
        response.cookies[settings.CSRF_COOKIE_NAME]["secure"] = True


def _opened(page: Page, request: HttpRequest, parts: dict[str, Any]) -> HttpResponse:
    try:
        with store.connection() as connection:
            who = sessions.find(connection, request.COOKIES.get(sessions.COOKIE, ""), moment.now())
    except store.Away:
        return failures.refused(request, 503)
    if who is None:
        return _to_sign_in(request)
    put(request, who)
    try:
        if not who.may(page.action):
            raise NotAllowed(page.action)
        with clock.on(clock.of(who)):
            response: HttpResponse = csrf_protect(page.show)(request, **parts)
        return response
    except NotAllowed as refusal:
        _write_refusal(request, refusal, parts)
        return refused(request)
    except Http404:
        return failures.refused(request, 404)
    except store.Away:
        return failures.refused(request, 503)


def _write_refusal(request: HttpRequest, refusal: NotAllowed, parts: dict[str, Any]) -> None:
    """An entry of the log: who asked for what they may not do, and about whom."""
    about = ((subject, parts[name]) for name, subject in SUBJECTS.items() if isinstance(parts.get(name), int))
    subject, id = next(about, ("", None))
    with suppress(store.Away), store.connection() as connection, connection.transaction():
        log.write(
            connection, staff(request), refusal.action, subject=subject, subject_id=id,
            territory=refusal.territory, why="refused", now=from_environment().now(),
        )  # fmt: skip


def refused(request: HttpRequest) -> HttpResponse:
    """Not for whoever is here; the same for what there is and for what there is not."""
    who, found = here(request), request.resolver_match
    page = (found.url_name or "").partition(".")[2] if found else ""
    tell(
        "refused", request, login=who.login if who else "", account=who.account_id if who else None, page=page
    )
    response = render.page(request, "inside.refused")
    response.status_code = 403
    return response


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    lang = language.of(request)
    where = addresses.of("inside.enter", lang)
    if request.method in ("GET", "HEAD") and not render.is_part(request):
        where = f"{where}?{urlencode({'next': request.get_full_path()})}"
    if render.is_part(request):  # a part cannot show another page: the whole of it goes there
        response = HttpResponse(status=401)
        response.headers["HX-Redirect"] = where
        return response
    return HttpResponseRedirect(where)
