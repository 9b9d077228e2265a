"""Every page, and its address in French and in English."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.generic import RedirectView
from msgspec import Struct

from tocsin.web import wellknown
from tocsin.web.pages import call, changes, check, contacts, number, shared, verify

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
    Page("verify", "verifier", "verify", verify.show),
    Page("call", "appel", "call", call.show),
    Page("contacts", "nos-contacts", "how-we-contact-you", contacts.show),
    Page("changes", "nos-contacts/changements", "how-we-contact-you/changes", changes.show),
    Page("feed", "nos-contacts/changements.atom", "how-we-contact-you/changes.atom", changes.atom),
    Page("numbers", "numero", "number", number.search),
    Page("number", "numero/<str:number>", "number/<str:number>", number.show),
    Page("shared", "resultat/<slug:token>", "result/<slug:token>", shared.show),
)
"""One line a page."""


def _patterns() -> list[URLPattern]:
    french = [path(page.fr, page.show, name=f"fr.{page.name}") for page in PAGES]
    english = [path(f"en/{page.en}", page.show, name=f"en.{page.name}") for page in PAGES]
    return [*french, *english]


urlpatterns = [
    *_patterns(),
    path("en", RedirectView.as_view(url="/en/")),
    path(".well-known/tocsin/", wellknown.index),
    path(".well-known/tocsin/<str:name>", wellknown.file),
]
handler400 = "tocsin.web.failures.bad_request"
handler403 = "tocsin.web.failures.forbidden"
handler404 = "tocsin.web.failures.not_found"
handler500 = "tocsin.web.failures.failed"
