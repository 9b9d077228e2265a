"""Who is at work in a request: put there by the door, asked for by pages."""

from django.http import HttpRequest

from tocsin.web.staff.model import Staff

_NAME = "tocsin_staff"


def here(request: HttpRequest) -> Staff | None:
    """Who has come in; None on a page that is open to everybody."""
    return getattr(request, _NAME, None)


def put(request: HttpRequest, who: Staff) -> None:
    """Somebody has come in."""
    setattr(request, _NAME, who)
