"""From a template and a language to an answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from tocsin.web import addresses, language, words
from tocsin.web.site_operator import read_site_operator
from tocsin.web.staff import clock, menu
from tocsin.web.staff.here import here


def page(request: HttpRequest, name: str, *, template: str = "", **context: Any) -> HttpResponse:
    """The page ``name``: its template, its sentences in the language of the request, and what is handed
    in."""
    return HttpResponse(text(request, name, template=template, **context))


def is_part(request: HttpRequest) -> bool:
    """Whether a page that is open asks for what changes in it, and not for a whole page."""
    return request.headers.get("HX-Request") == "true"


def text(request: HttpRequest, name: str, *, template: str = "", **context: Any) -> str:
    """The same as a text: a page, or a part of one."""
    lang = language.of(request)
    known = {
        "lang": lang,
        "t": words.of(name, lang),
        "other": addresses.in_other_language(request),
        "here": name,
        "operator": read_site_operator(),
        "base": "part.html" if is_part(request) else "base.html",
        **context,
    }
    who = here(request)
    if who is not None:
        known |= {"who": who, "menu": menu.of(who, lang, name), "clock_here": clock.in_words(who, lang)}
    return render_to_string(template or f"{name.replace('.', '/')}.html", known, request)
