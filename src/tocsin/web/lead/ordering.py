"""Who is rung first: what holds, and, for a supervisor of the nation, another order."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.tracing.calls.order import CHOICES, choose_order, chosen_order
from tocsin.web import addresses, failures, language, render
from tocsin.web.lead.means import lead, names
from tocsin.web.staff import clock, log
from tocsin.web.staff.door import need

ACTION = "lead.order"
_NEVER = "never"
"""In the form: the earliest deadline first, however long past."""


def show(request: HttpRequest) -> HttpResponse:
    """The order that holds; a form to change it."""
    if request.method == "POST":
        return _choose(request)
    with lead(request) as at:
        found = chosen_order(at.connection)
        who = names(at.connection, [found.by]).get(found.by, found.by) if found.by else ""
    return render.page(
        request,
        "lead.order",
        chosen=_value(found.hours),
        since=clock.local(found.at) if found.at else None,
        by=who,
        options=[(_value(hours), hours) for hours in CHOICES],
        may_choose=at.who.may(ACTION),
        done="fait" in request.GET,
    )


def _choose(request: HttpRequest) -> HttpResponse:
    need(request, ACTION)
    typed = {_value(hours): hours for hours in CHOICES}
    name = request.POST.get("hours", "")
    if name not in typed:
        return failures.refused(request, 400)
    with lead(request) as at, at.connection.transaction():
        choose_order(at.connection, typed[name], at.who.login, at.now)
        log.write(at.connection, at.who, ACTION, now=at.now, subject="order", why=f"hours: {name}")
    return HttpResponseRedirect(f"{addresses.of('lead.order', language.of(request))}?fait")


def _value(hours: int | None) -> str:
    return _NEVER if hours is None else str(hours)
