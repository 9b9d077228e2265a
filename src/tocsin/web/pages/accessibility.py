"""The accessibility statement, as the RGAA (the French rules for accessible sites) wants it."""

from django.http import HttpRequest, HttpResponse

from tocsin import __version__
from tocsin.web import failures, render
from tocsin.web.site_operator import read_site_operator, shown_contact


def show(request: HttpRequest) -> HttpResponse:
    """The page."""
    if request.method not in ("GET", "HEAD"):
        return failures.refused(request, 405, allow="GET, HEAD")
    operator = read_site_operator()
    contacts = [(contact, shown_contact(contact)) for contact in operator.contacts]
    return render.page(
        request,
        "accessibility",
        contacts=contacts,
        status=f"s_{operator.accessibility}",
        version=__version__,
    )
