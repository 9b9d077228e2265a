"""Who runs the site, how it answers, and how to write to them."""

from django.http import HttpRequest, HttpResponse

from tocsin.web import error_pages, page_rendering
from tocsin.web.site_operator import format_contact, read_site_operator


def show_about_page(request: HttpRequest) -> HttpResponse:
    """The page."""
    if request.method not in ("GET", "HEAD"):
        return error_pages.render_error_page(request, 405, allow="GET, HEAD")
    contacts = [(contact, format_contact(contact)) for contact in read_site_operator().contacts]
    return page_rendering.render_page(request, "about", contacts=contacts)
