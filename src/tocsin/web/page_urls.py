"""Pages, and where they are in every language: a name, its addresses, what answers there, who may open it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from msgspec import Struct

from tocsin.locale.catalogues import load_sentences
from tocsin.locale.languages import LANGUAGES, Language
from tocsin.web import language
from tocsin.web.language import Lang

type PageTranslations = list[tuple[Language, str]]
"""The other languages of a page, each with its address there."""


def page_url(page: str, lang: Lang, **parts: Any) -> str:
    """The address of a page, from its root: ``page_url("check", "en")`` is ``/en/``. Raises NoReverseMatch."""
    return reverse(f"{lang}.{page}", kwargs=parts)


def redirect_to_page(
    request: HttpRequest, page: str, *, query: str = "", **parts: Any
) -> HttpResponseRedirect:
    """Send the browser on to a page in the language of the request, with a query."""
    where = page_url(page, language.request_language(request), **parts)
    return HttpResponseRedirect(f"{where}?{query}" if query else where)


def list_translations(request: HttpRequest, query: str = "") -> PageTranslations:
    """The same page in every other language, with a query; its front page where there is no page.

    A page of the inside is offered in the languages that are complete.
    """
    found = request.resolver_match
    if found is None or not found.url_name:
        return list_page_translations(language.request_language(request), "check")
    page = found.url_name.partition(".")[2]
    return list_page_translations(language.request_language(request), page, query, **found.kwargs)


def list_page_translations(lang: Lang, page: str, query: str = "", **parts: Any) -> PageTranslations:
    offered: Iterable[str] = language.INSIDE if "." in page else LANGUAGES
    return [(LANGUAGES[code], page_url(page, code, **parts) + query) for code in offered if code != lang]


View = Callable[..., HttpResponse]


class PageRoute(Struct, frozen=True):
    name: str
    """Of its module, its template and its words; with dots for folders: ``desk.next``."""
    fr: str
    """Address below ``/``; parts of it as Django writes them: ``numero/<str:number>``."""
    en: str
    """Address below ``/en/``; in another language it is in the catalogue under ``addresses``, or else this."""
    show: View
    action: str = ""
    """What of ``staff/matrix.yaml`` somebody must be allowed to do; empty: open to everybody."""

    def address(self, lang: str) -> str:
        return self.fr if lang == "fr" else load_sentences("site", "addresses", lang).get(self.name, self.en)
