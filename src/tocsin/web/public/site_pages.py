"""Pages that say the same to everybody: about the site, how to keep it at hand, legal notice, accessibility, site map."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from tocsin import __version__
from tocsin.web import error_pages, language, page_rendering, query_params, store_pool, well_known
from tocsin.web.accessibility_audit import pick_wording
from tocsin.web.page_urls import page_url
from tocsin.web.site_operator import format_contact, read_contact_addresses, read_site_operator


@error_pages.allow_methods("GET", "HEAD")
def show_about_page(request: HttpRequest) -> HttpResponse:
    contacts = [(contact, format_contact(contact)) for contact in read_site_operator().contacts]
    return page_rendering.render_page(request, "about", contacts=contacts)


@error_pages.allow_methods("GET", "HEAD")
def show_install_page(request: HttpRequest) -> HttpResponse:
    """The steps, with the address of this site in them."""
    return page_rendering.render_page(request, "install", home=request.build_absolute_uri("/").rstrip("/"))


@error_pages.allow_methods("GET", "HEAD")
def show_legal_notice(request: HttpRequest) -> HttpResponse:
    operator = read_site_operator()
    contacts = [(contact, format_contact(contact)) for contact in operator.contacts]
    return page_rendering.render_page(
        request,
        "legal",
        contacts=contacts,
        reports=store_pool.is_store_configured(),
        data_protection=[(one, format_contact(one)) for one in operator.data_protection_contacts],
        security=well_known.ADDRESS if read_contact_addresses(well_known.VARIABLE) else "",
    )


@error_pages.allow_methods("GET", "HEAD")
def show_accessibility_statement(request: HttpRequest) -> HttpResponse:
    operator = read_site_operator()
    lang = language.request_language(request)
    audit = operator.audit
    contacts = operator.accessibility_contacts or operator.contacts
    return page_rendering.render_page(
        request,
        "accessibility",
        contacts=[(contact, format_contact(contact)) for contact in contacts],
        status=f"s_{operator.accessibility}",
        audit=audit,
        auditor=pick_wording(audit.auditor, lang),
        means=pick_wording(audit.means, lang),
        met=audit.count("met"),
        applying=audit.count("met") + audit.count("fails"),
        current=audit.is_current(query_params.today_in_paris()),
        failing=audit.list_failing(lang),
        version=__version__,
    )


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
    lang = language.request_language(request)
    parts = [
        (part, [(f"to_{page}", page_url(page, lang)) for page in pages]) for part, pages in PARTS.items()
    ]
    return page_rendering.render_page(request, "map", parts=parts)
