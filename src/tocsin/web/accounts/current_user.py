"""Who is at work in a request: put there by the door, asked for by pages."""

from django.http import HttpRequest

from tocsin.web.accounts.staff_member import StaffMember

_NAME = "tocsin_staff"


def get_current_staff(request: HttpRequest) -> StaffMember | None:
    """Who has come in; None on a page that is open to everybody."""
    return getattr(request, _NAME, None)


def set_current_staff(request: HttpRequest, who: StaffMember) -> None:
    """Somebody has come in."""
    setattr(request, _NAME, who)
