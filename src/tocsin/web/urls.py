"""Every page, and its address in French and in English."""

from typing import Final

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from tocsin.web import robots_txt, security_txt, wellknown
from tocsin.web.boards import pages as boards
from tocsin.web.desk import pages as desk
from tocsin.web.erasing import pages as erasing
from tocsin.web.lab import demonstration
from tocsin.web.lab import pages as lab
from tocsin.web.lead import pages as lead
from tocsin.web.page import Page
from tocsin.web.pages import (
    about,
    accessibility,
    call,
    changes,
    check,
    contacts,
    figures,
    legal,
    number,
    shared,
    verify,
)
from tocsin.web.staff import door
from tocsin.web.staff import pages as staff
from tocsin.web.texts import pages as texts
from tocsin.web.twin import pages as twin

PUBLIC: Final = (
    Page("check", "", "", check.show),
    Page("verify", "verifier", "verify", verify.show),
    Page("call", "appel", "call", call.show),
    Page("contacts", "nos-contacts", "how-we-contact-you", contacts.show),
    Page("changes", "nos-contacts/changements", "how-we-contact-you/changes", changes.show),
    Page("feed", "nos-contacts/changements.atom", "how-we-contact-you/changes.atom", changes.atom),
    Page("numbers", "numero", "number", number.search),
    Page("number", "numero/<str:number>", "number/<str:number>", number.show),
    Page("figures", "chiffres", "figures", figures.show),
    Page("figures_json", "chiffres.json", "figures.json", figures.as_json),
    Page("figures_table", "chiffres/<slug:name>.csv", "figures/<slug:name>.csv", figures.table),
    Page("shared", "resultat/<slug:token>", "result/<slug:token>", shared.show),
    Page("about", "qui-nous-sommes", "who-we-are", about.show),
    Page("legal", "mentions-legales", "legal-notice", legal.show),
    Page("accessibility", "accessibilite", "accessibility", accessibility.show),
)
"""One line a page that is open to everybody."""
INSIDE: Final = (
    *staff.PAGES,
    *boards.PAGES,
    *desk.PAGES,
    *lead.PAGES,
    *erasing.PAGES,
    *texts.PAGES,
    *twin.PAGES,
)
"""Pages of those who work here, one line an area; each has an action, but for the way in and out."""
LAB: Final = lab.PAGES if demonstration.is_on() else ()
"""The handsets of a demonstration; no other site has these pages."""
PAGES: Final = (*PUBLIC, *LAB, *INSIDE)


def _patterns() -> list[URLPattern]:
    french = [path(page.fr, door.of(page), name=f"fr.{page.name}") for page in PAGES]
    english = [path(f"en/{page.en}", door.of(page), name=f"en.{page.name}") for page in PAGES]
    return [*french, *english]


urlpatterns = [
    *_patterns(),
    path("en", RedirectView.as_view(url="/en/")),
    path(robots_txt.ADDRESS.lstrip("/"), robots_txt.show),
    path(security_txt.ADDRESS.lstrip("/"), security_txt.show),
    path(".well-known/tocsin/", wellknown.index),
    path(".well-known/tocsin/<str:name>", wellknown.file),
]
handler400 = "tocsin.web.failures.bad_request"
handler403 = "tocsin.web.failures.forbidden"
handler404 = "tocsin.web.failures.not_found"
handler500 = "tocsin.web.failures.failed"
