"""Who runs the site, how it answers, and how to write to them."""

from django.http import HttpRequest, HttpResponse

from tocsin.web import error_pages, page_rendering
from tocsin.web.site_operator import format_contact, read_site_operator


@error_pages.allow_methods("GET", "HEAD")
def show_about_page(request: HttpRequest) -> HttpResponse:
    """The page."""
    contacts = [(contact, format_contact(contact)) for contact in read_site_operator().contacts]
    return page_rendering.render_page(request, "about", contacts=contacts)
