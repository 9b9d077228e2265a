"""The door: nobody opens a page of the inside but through it.

``build_page_view`` makes what the addresses call. A page with an action asks for a session, and for somebody whom the
matrix lets do it; forms must come from our own pages. What a page does with one person's file it asks for
with :func:`require_action`, by the territory of the file.
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

from tocsin.runtime.clock import read_clock_from_environment
from tocsin.web import error_pages, language, page_rendering, page_urls, store_pool
from tocsin.web.accounts import sessions
from tocsin.web.audit import audit_log
from tocsin.web.page_urls import PageRoute, View
from tocsin.web.security_events import log_security_event
from tocsin.web.staff import time_zone
from tocsin.web.staff.current_user import NotAllowed, get_current_staff, require_staff, set_current_staff
from tocsin.web.staff.staff_member import list_staff_actions

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


def build_page_view(page: PageRoute) -> View:
    """What answers at a page's addresses."""
    return guard_page(page) if page.action else page.show


def guard_page(page: PageRoute) -> View:

    @wraps(page.show)
    def show(request: HttpRequest, **parts: Any) -> HttpResponse:
        response = _open_page(page, request, parts)
        if response.status_code == 404 and parts and list_staff_actions()[page.action].scope == "territory":
            response = refuse_access(request)  # there is none, or it is another's: nobody learns which
            _log_refusal(request, NotAllowed(page.action), parts)
        _secure_csrf_cookie(request, response)
        response.headers["Referrer-Policy"] = REFERRER
        patch_vary_headers(response, ("Cookie",))
        return response

    return show


def protect_form(show: View) -> View:
    """A page whose forms are taken from our own pages alone."""

    @wraps(show)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        response: HttpResponse = csrf_protect(show)(request, **parts)
        _secure_csrf_cookie(request, response)
        response.headers["Referrer-Policy"] = REFERRER
        return response

    return answer


def _secure_csrf_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Over TLS the cookie of the forms goes nowhere else; Django's setting knows no request."""
    if request.is_secure() and settings.CSRF_COOKIE_NAME in response.cookies:
        response.cookies[settings.CSRF_COOKIE_NAME]["secure"] = True


def _open_page(page: PageRoute, request: HttpRequest, parts: dict[str, Any]) -> HttpResponse:
    with store_pool.store_connection() as connection:
        who = sessions.find_session_staff(
            connection, request.COOKIES.get(sessions.COOKIE, ""), time_zone.real_now()
        )
    if who is None:
        return _redirect_to_login(request)
    set_current_staff(request, who)
    try:
        if not who.may(page.action):
            raise NotAllowed(page.action)
        with time_zone.use_zone(time_zone.find_staff_zone(who)):
            response: HttpResponse = csrf_protect(page.show)(request, **parts)
        return response
    except NotAllowed as refusal:
        _log_refusal(request, refusal, parts)
        return refuse_access(request)
    except Http404:
        return error_pages.render_error_page(request, 404)


def _log_refusal(request: HttpRequest, refusal: NotAllowed, parts: dict[str, Any]) -> None:
    """An entry of the log: who asked for what they may not do, and about whom."""
    about = ((subject, parts[name]) for name, subject in SUBJECTS.items() if isinstance(parts.get(name), int))
    subject, id = next(about, ("", None))
    with (
        suppress(store_pool.StoreUnavailable),
        store_pool.store_connection() as connection,
        connection.transaction(),
    ):
        audit_log.write_audit_entry(
            connection, require_staff(request), refusal.action, subject=subject, subject_id=id,
            territory=refusal.territory, why="refused", now=read_clock_from_environment().now(),
        )  # fmt: skip


def refuse_access(request: HttpRequest) -> HttpResponse:
    """Not for whoever is here; the same for what there is and for what there is not."""
    who, found = get_current_staff(request), request.resolver_match
    page = (found.url_name or "").partition(".")[2] if found else ""
    log_security_event(
        "refused", request, login=who.login if who else "", account=who.account_id if who else None, page=page
    )
    return page_rendering.render_page(request, "inside.refused", status_code=403)


def _redirect_to_login(request: HttpRequest) -> HttpResponse:
    lang = language.request_language(request)
    where = page_urls.page_url("inside.enter", lang)
    if request.method in ("GET", "HEAD") and not page_rendering.is_partial_request(request):
        where = f"{where}?{urlencode({'next': request.get_full_path()})}"
    if page_rendering.is_partial_request(
        request
    ):  # a part cannot show another page: the whole of it goes there
        response = HttpResponse(status=401)
        response.headers["HX-Redirect"] = where
        return response
    return HttpResponseRedirect(where)
