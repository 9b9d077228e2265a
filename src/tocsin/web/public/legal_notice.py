"""The legal notice: what the law wants said of whoever runs a site."""

from django.http import HttpRequest, HttpResponse

from tocsin.web import error_pages, page_rendering, security_txt, store_pool
from tocsin.web.site_operator import format_contact, read_contact_addresses, read_site_operator


@error_pages.allow_methods("GET", "HEAD")
def show_legal_notice(request: HttpRequest) -> HttpResponse:
    """The page."""
    operator = read_site_operator()
    contacts = [(contact, format_contact(contact)) for contact in operator.contacts]
    return page_rendering.render_page(
        request,
        "legal",
        contacts=contacts,
        reports=store_pool.is_store_configured(),
        data_protection=[(one, format_contact(one)) for one in operator.data_protection_contacts],
        security=security_txt.ADDRESS if read_contact_addresses(security_txt.VARIABLE) else "",
    )
