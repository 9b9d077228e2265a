"""From a template and a language to an answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from tocsin.web import addresses, language, words


def page(request: HttpRequest, name: str, *, template: str = "", **context: Any) -> HttpResponse:
    """The page ``name``: its template, its sentences in the language of the request, and what is handed
    in."""
    return HttpResponse(text(request, name, template=template, **context))


def text(request: HttpRequest, name: str, *, template: str = "", **context: Any) -> str:
    """The same as a text: a page, or a part of one."""
    lang = language.of(request)
    known = {
        "lang": lang,
        "t": words.of(name, lang),
        "other": addresses.in_other_language(request),
        "here": name,
        "part": request.headers.get("HX-Request") == "true",
        **context,
    }
    return render_to_string(template or f"{name}.html", known)
