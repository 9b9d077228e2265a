"""The pages that say no, in plain words: what happened, and what to do instead."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final

from django.http import HttpRequest, HttpResponse

from tocsin.locale.languages import get_language
from tocsin.web import formatting, language, page_rendering
from tocsin.web.security_events import log_security_event
from tocsin.web.sentences import page_sentences

type PageView[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]
STATUSES: Final = (400, 403, 404, 405, 413, 429, 500, 503)
"""Those that have words of their own, in the catalogue, under ``error``."""


def render_error_page(request: HttpRequest, status: int, *, retry: int = 0, allow: str = "") -> HttpResponse:
    """The page of a status, one of ``STATUSES``.

    ``retry`` is in how many seconds to come back, ``allow`` which methods a page answers.
    """
    lang = language.request_language(request)
    said = page_sentences("error", lang)
    wait = get_language(lang).typeset(formatting.format_delay(retry, lang)) if retry else ""
    response = page_rendering.render_page(
        request, "error", status_code=status, status=status, wait=wait, heading=said[f"e{status}"],
        todo=said[f"e{status}_do"],
    )  # fmt: skip
    if allow:
        response.headers["Allow"] = allow
    if retry:
        response.headers["Retry-After"] = str(retry)
    return response


def allow_methods[**P](*methods: str) -> Callable[[PageView[P]], PageView[P]]:
    """A view that is asked by these methods alone; another has the page of 405."""

    def restrict(show: PageView[P]) -> PageView[P]:
        @wraps(show)
        def answer(request: HttpRequest, /, *parts: P.args, **named: P.kwargs) -> HttpResponse:
            if request.method not in methods:
                return render_error_page(request, 405, allow=", ".join(methods))
            return show(request, *parts, **named)

        return answer

    return restrict


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render_error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render_error_page(request, 403)


def refuse_foreign_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that does not come from a page of ours, or from one that is too old."""
    log_security_event("form_refused", request, page=_page_name(request))
    return render_error_page(request, 403)


def _page_name(request: HttpRequest) -> str:
    found = request.resolver_match
    return (found.url_name or "").partition(".")[2] if found else ""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render_error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; where even that page fails, a line that needs nothing."""
    try:
        return render_error_page(request, 500)
    except Exception as error:
        logging.getLogger("tocsin.web").error(
            "no_error_page", extra={"fields": {"error": type(error).__name__}}
        )
        return HttpResponse("Erreur / Error: 500", status=500, content_type="text/plain; charset=utf-8")
