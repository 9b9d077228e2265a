"""From a template and a language to an answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from tocsin.locale.languages import get_language
from tocsin.web import language, page_urls
from tocsin.web.sentences import page_sentences
from tocsin.web.site_operator import read_site_operator
from tocsin.web.staff import staff_menu, time_zone
from tocsin.web.staff.current_user import get_current_staff


def render_page(
    request: HttpRequest, name: str, *, template: str = "", status_code: int = 200, **context: Any
) -> HttpResponse:
    """The page ``name``: its template, its sentences in the language of the request, and what is handed
    in."""
    return HttpResponse(render_page_text(request, name, template=template, **context), status=status_code)


def is_partial_request(request: HttpRequest) -> bool:
    """Whether a page that is open asks for what changes in it, and not for a whole page."""
    return request.headers.get("HX-Request") == "true"


def render_page_text(request: HttpRequest, name: str, *, template: str = "", **context: Any) -> str:
    """The same as a text: a page, or a part of one."""
    lang = language.request_language(request)
    known = {
        "lang": lang,
        "t": page_sentences(name, lang),
        "language": get_language(lang),
        "translations": page_urls.list_translations(request),
        "here": name,
        "operator": read_site_operator(),
        "base": "part.html" if is_partial_request(request) else "base.html",
        **context,
    }
    who = get_current_staff(request)
    if who is not None:
        known |= {
            "who": who,
            "menu": staff_menu.build_menu(who, lang, name),
            "clock_here": time_zone.describe_zone(who, lang),
        }
    return render_to_string(template or f"{name.replace('.', '/')}.html", known, request)
