"""Who is rung first: what holds, and, for a supervisor of the nation, another order."""

from django.http import HttpRequest, HttpResponse

from tocsin.tracing.calls.call_order import CHOICES, read_call_order, set_call_order
from tocsin.web import error_pages, page_rendering, page_urls
from tocsin.web.staff import time_zone
from tocsin.web.staff.current_user import require_action
from tocsin.web.supervision.supervisor_context import find_staff_names, open_supervisor_context

ACTION = "lead.order"
_NEVER = "never"
"""In the form: the earliest deadline first, however long past."""


def show_call_order(request: HttpRequest) -> HttpResponse:
    """The order that holds; a form to change it."""
    if request.method == "POST":
        return _save_order(request)
    with open_supervisor_context(request) as at:
        found = read_call_order(at.connection)
        who = find_staff_names(at.connection, [found.by]).get(found.by, found.by) if found.by else ""
    return page_rendering.render_page(
        request,
        "supervision.order",
        chosen=_order_value(found.hours),
        since=time_zone.to_local_time(found.at) if found.at else None,
        by=who,
        options=[(_order_value(hours), hours) for hours in CHOICES],
        may_choose=at.who.may(ACTION),
        done="fait" in request.GET,
    )


def _save_order(request: HttpRequest) -> HttpResponse:
    require_action(request, ACTION)
    typed = {_order_value(hours): hours for hours in CHOICES}
    name = request.POST.get("hours", "")
    if name not in typed:
        return error_pages.render_error_page(request, 400)
    with open_supervisor_context(request) as at, at.connection.transaction():
        set_call_order(at.connection, typed[name], at.who.login, at.now)
        at.write_entry(ACTION, f"hours: {name}", "order")
    return page_urls.redirect_to_page(request, "supervision.order", query="fait")


def _order_value(hours: int | None) -> str:
    return _NEVER if hours is None else str(hours)
