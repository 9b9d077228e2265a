"""The accessibility statement, as the RGAA (the French rules for accessible sites) wants it."""

from django.http import HttpRequest, HttpResponse

from tocsin import __version__
from tocsin.web import error_pages, page_rendering
from tocsin.web.site_operator import format_contact, read_site_operator


@error_pages.allow_methods("GET", "HEAD")
def show_accessibility_statement(request: HttpRequest) -> HttpResponse:
    """The page."""
    operator = read_site_operator()
    contacts = [(contact, format_contact(contact)) for contact in operator.contacts]
    return page_rendering.render_page(
        request,
        "accessibility",
        contacts=contacts,
        status=f"s_{operator.accessibility}",
        version=__version__,
    )
