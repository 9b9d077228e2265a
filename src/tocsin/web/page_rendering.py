"""From a template and a language to an answer, with the menu of whoever is at work."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from msgspec import Struct

from tocsin.locale.languages import get_language
from tocsin.web import language, page_urls
from tocsin.web.language import Lang
from tocsin.web.sentences import page_sentences
from tocsin.web.site_operator import read_site_operator
from tocsin.web.staff import time_zone
from tocsin.web.staff.current_user import get_current_staff
from tocsin.web.staff.staff_member import StaffMember


class MenuItem(Struct, frozen=True):
    page: str
    """Of its front page."""
    action: str
    """Of that page."""
    sentence: str
    """Its name, in the catalogue, under ``inside.common``."""


class MenuLink(Struct, frozen=True):
    name: str
    address: str
    current: bool


ITEMS: Final[tuple[MenuItem, ...]] = (
    MenuItem("inside.home", "inside.home", "menu_inside"),
    MenuItem("desk.start", "desk.call", "menu_desk"),
    MenuItem("supervision.start", "lead.look", "menu_lead"),
    MenuItem("desk.search", "desk.search", "menu_search"),
    MenuItem("boards.clock", "boards.see", "menu_boards"),
    MenuItem("watch.list", "watch.read", "menu_watch"),
    MenuItem("texts.list", "texts.read", "menu_texts"),
    MenuItem("log.search", "log.read", "menu_log"),
    MenuItem("accounts.list", "accounts.change", "menu_accounts"),
    MenuItem("erasure.start", "erasure.look", "menu_erasure"),
    MenuItem("account.own", "account.own", "menu_account"),
)
"""Every area, in the order of the menu: what people work with, then what they are overseen by."""


def build_menu(who: StaffMember, lang: Lang, name: str) -> list[MenuLink]:
    """The areas that somebody may open, on the page ``name``."""
    t = page_sentences("inside.common", lang)
    current = _find_current_area(name)
    return [
        MenuLink(t[item.sentence], page_urls.page_url(item.page, lang), item.page == current)
        for item in ITEMS
        if who.may(item.action)
    ]


def _find_current_area(name: str) -> str:
    """The entry that a page belongs to: itself, or the first of its area."""
    area = name.partition(".")[0]
    pages = [item.page for item in ITEMS]
    return name if name in pages else next((page for page in pages if page.startswith(f"{area}.")), "")


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
            "menu": build_menu(who, lang, name),
            "clock_here": context.get("clock_here") or time_zone.describe_zone(who, lang),
        }
    return render_to_string(template or f"{name.replace('.', '/')}.html", known, request)
