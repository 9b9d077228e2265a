"""The site map: every page that anybody may open, in one list."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from tocsin.web import error_pages, language, page_rendering
from tocsin.web.page_urls import page_url

PARTS: Final = {
    "checking": (
        "check",
        "counter",
        "verify",
        "call",
        "numbers",
        "circulates",
        "report",
        "outcome",
        "install",
    ),
    "the_rules": ("institutions", "contacts", "changes"),
    "the_site": ("accuracy", "figures", "about", "legal", "accessibility"),
}
"""Part of the map -> its pages; the name of each is a sentence of this page."""


@error_pages.allow_methods("GET", "HEAD")
def show_site_map(request: HttpRequest) -> HttpResponse:
    """The page."""
    lang = language.request_language(request)
    parts = [
        (part, [(f"to_{page}", page_url(page, lang)) for page in pages]) for part, pages in PARTS.items()
    ]
    return page_rendering.render_page(request, "map", parts=parts)
