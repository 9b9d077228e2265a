"""Who is at work in a request: put there by the door, asked for by pages."""

from django.http import HttpRequest

from tocsin.web.staff.staff_member import StaffMember

_NAME = "tocsin_staff"


class NotAllowed(Exception):
    """Whoever is here may not do this, or not there."""

    def __init__(self, action: str, territory: str = "") -> None:
        super().__init__(action)
        self.action = action
        self.territory = territory
        """Where it was asked for; empty where no file was."""


def get_current_staff(request: HttpRequest) -> StaffMember | None:
    """Who has come in; None on a page that is open to everybody."""
    return getattr(request, _NAME, None)


def set_current_staff(request: HttpRequest, who: StaffMember) -> None:
    setattr(request, _NAME, who)


def require_staff(request: HttpRequest) -> StaffMember:
    """Who is here; only on a page with an action."""
    found = get_current_staff(request)
    assert found is not None, "a page of the inside has an action"
    return found


def require_action(request: HttpRequest, action: str, territory: str | None = None) -> StaffMember:
    """Who is here, if they may do this there. Raises NotAllowed, which the door answers."""
    who = require_staff(request)
    if not who.may(action, territory):
        raise NotAllowed(action, territory or "")
    return who
