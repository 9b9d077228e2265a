"""The legal notice: what the law wants said of whoever runs a site."""

from django.http import HttpRequest, HttpResponse

from tocsin.web import failures, render, security_txt
from tocsin.web.site_operator import read_contact_addresses, read_site_operator, shown_contact


def show(request: HttpRequest) -> HttpResponse:
    """The page."""
    if request.method not in ("GET", "HEAD"):
        return failures.refused(request, 405, allow="GET, HEAD")
    contacts = [(contact, shown_contact(contact)) for contact in read_site_operator().contacts]
    return render.page(
        request,
        "legal",
        contacts=contacts,
        security=security_txt.ADDRESS if read_contact_addresses(security_txt.VARIABLE) else "",
    )
