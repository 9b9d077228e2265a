"""Who runs the site, how it answers, and how to write to them."""

from django.http import HttpRequest, HttpResponse

from tocsin.web import failures, render
from tocsin.web.site_operator import read_site_operator, shown_contact


def show(request: HttpRequest) -> HttpResponse:
    """The page."""
    if request.method not in ("GET", "HEAD"):
        return failures.refused(request, 405, allow="GET, HEAD")
    contacts = [(contact, shown_contact(contact)) for contact in read_site_operator().contacts]
    return render.page(request, "about", contacts=contacts)
