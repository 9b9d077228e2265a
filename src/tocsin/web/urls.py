"""Every page, and its address in French and in English."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.generic import RedirectView
from msgspec import Struct

from tocsin.web.pages import check, shared

View = Callable[..., HttpResponse]


class Page(Struct, frozen=True):
    """A page."""

    name: str
    """Of its module, its template and its words."""
    fr: str
    """Address below ``/``; parts of it as Django writes them: ``numero/<str:number>``."""
    en: str
    """Address below ``/en/``."""
    show: View


PAGES: Final = (
    Page("check", "", "", check.show),
    Page("shared", "resultat/<slug:token>", "result/<slug:token>", shared.show),
)
"""One line a page."""


def _patterns() -> list[URLPattern]:
    french = [path(page.fr, page.show, name=f"fr.{page.name}") for page in PAGES]
    english = [path(f"en/{page.en}", page.show, name=f"en.{page.name}") for page in PAGES]
    return [*french, *english]


urlpatterns = [*_patterns(), path("en", RedirectView.as_view(url="/en/"))]
handler400 = "tocsin.web.failures.bad_request"
handler403 = "tocsin.web.failures.forbidden"
handler404 = "tocsin.web.failures.not_found"
handler500 = "tocsin.web.failures.failed"
