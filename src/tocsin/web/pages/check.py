"""The first page: a message, and what it is."""

from django.http import HttpRequest, HttpResponse

from tocsin.web import render


def show(request: HttpRequest) -> HttpResponse:
    """The form."""
    return render.page(request, "check")
