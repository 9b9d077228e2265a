"""Every page, and its address in every language."""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from tocsin.locale.languages import LANGUAGES, Language
from tocsin.web import installed_app, well_known
from tocsin.web.accounts import pages as accounts
from tocsin.web.accounts.access import build_page_view
from tocsin.web.audit import audit_pages
from tocsin.web.calls import pages as desk
from tocsin.web.dashboards import pages as boards
from tocsin.web.erasure import erasure_pages
from tocsin.web.message_templates import pages as texts
from tocsin.web.page_urls import PageRoute
from tocsin.web.public import (
    accuracy_page,
    call_verification,
    charter_changes,
    circulation_page,
    code_verification,
    counter,
    institution_pages,
    message_check,
    message_report,
    number_lookup,
    open_figures,
    shared_verdict,
    site_pages,
)
from tocsin.web.site_extensions import load_site_areas
from tocsin.web.supervision import pages as supervision
from tocsin.web.watch import pages as watch

PUBLIC: Final = (
    PageRoute("check", "", "", message_check.show_check_page),
    PageRoute("report", "signaler", "report", message_report.show_report_page),
    PageRoute("outcome", "signalements", "reports", message_report.show_outcome_page),
    PageRoute("circulates", "circule", "circulates", circulation_page.show_circulation_page),
    PageRoute("feed_circulates", "circule.atom", "circulates.atom", circulation_page.CirculationFeed()),
    PageRoute("feed_circulates_json", "circule.json", "circulates.json", circulation_page.serve_circulation_json),
    PageRoute("counter", "guichet", "counter", counter.show_counter),
    PageRoute("verify", "verifier", "verify", code_verification.show_code_verification_page),
    PageRoute("call", "appel", "call", call_verification.show_call_verification_page),
    PageRoute("institutions", "organismes", "institutions", institution_pages.show_institutions_page),
    PageRoute("contacts", "nos-contacts", "how-we-contact-you", institution_pages.show_charter_page),
    PageRoute("changes", "nos-contacts/changements", "how-we-contact-you/changes", charter_changes.show_changes_page),
    PageRoute(
        "feed", "nos-contacts/changements.atom", "how-we-contact-you/changes.atom", charter_changes.ChangesFeed(),
    ),
    PageRoute("numbers", "numero", "number", number_lookup.search_number),
    PageRoute("number", "numero/<str:number>", "number/<str:number>", number_lookup.show_number_page),
    PageRoute("figures", "chiffres", "figures", open_figures.show_figures_page),
    PageRoute("figures_json", "chiffres.json", "figures.json", open_figures.serve_figures_json),
    PageRoute("figures_table", "chiffres/<slug:name>.csv", "figures/<slug:name>.csv", open_figures.serve_figures_csv),
    PageRoute("shared", "resultat/<slug:token>", "result/<slug:token>", shared_verdict.show_shared_verdict),
    PageRoute("install", "sur-votre-telephone", "on-your-phone", site_pages.show_install_page),
    PageRoute("accuracy", "fiabilite", "how-often-wrong", accuracy_page.show_accuracy_page),
    PageRoute("about", "qui-nous-sommes", "who-we-are", site_pages.show_about_page),
    PageRoute("map", "plan-du-site", "site-map", site_pages.show_site_map),
    PageRoute("legal", "mentions-legales", "legal-notice", site_pages.show_legal_notice),
    PageRoute("accessibility", "accessibilite", "accessibility", site_pages.show_accessibility_statement),
)  # fmt: skip
"""One line a page that is open to everybody."""
ADDED: Final = tuple(page for area in load_site_areas() for page in area.PAGES)
"""Pages of extensions."""
INSIDE: Final = (
    *accounts.PAGES,
    *audit_pages.PAGES,
    *boards.PAGES,
    *desk.PAGES,
    *supervision.PAGES,
    *erasure_pages.PAGES,
    *texts.PAGES,
    *watch.PAGES,
    *(page for page in ADDED if page.action),
)
"""Pages of those who work here, one line an area; each has an action, but for the way in and out."""
INSTALLED: Final = (
    (installed_app.MANIFEST, installed_app.serve_manifest),
    (installed_app.WORKER, installed_app.serve_worker),
)
"""What a telephone asks for where the site is put on it."""
PAGES: Final = (*PUBLIC, *(page for page in ADDED if not page.action), *INSIDE)


def _url_patterns(language: Language) -> Iterator[URLPattern]:
    """Every page in a language, and the address of its front page without the last slash."""
    for page in PAGES:
        where = f"{language.root}{page.address(language.code)}".lstrip("/")
        yield path(where, build_page_view(page), name=f"{language.code}.{page.name}")
    for name, serve in INSTALLED:
        yield path(f"{language.root}{name}".lstrip("/"), serve, name=f"{language.code}.{name}")
    if language.prefix:
        yield path(language.prefix, RedirectView.as_view(url=language.root))


urlpatterns = [
    *chain.from_iterable(map(_url_patterns, LANGUAGES.values())),
    path(well_known.ROBOTS.lstrip("/"), well_known.serve_robots_txt),
    path(well_known.ADDRESS.lstrip("/"), well_known.serve_security_txt),
    path(".well-known/tocsin/", well_known.serve_index),
    path(".well-known/tocsin/<str:name>", well_known.serve_data_file),
]
handler400 = "tocsin.web.error_pages.bad_request"
handler403 = "tocsin.web.error_pages.forbidden"
handler404 = "tocsin.web.error_pages.not_found"
handler500 = "tocsin.web.error_pages.server_error"
