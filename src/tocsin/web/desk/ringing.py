"""Somebody rings: from their file an agent takes the call that is open for them, or opens one."""

from typing import Literal

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.tracing import calls
from tocsin.tracing.files.corrections import NoSuchFile
from tocsin.tracing.files.reading import territories, territory_of_contact
from tocsin.web import addresses, language, render
from tocsin.web.desk.means import Desk, desk, need_there, posted
from tocsin.web.desk.start import logged
from tocsin.web.staff.door import NotAllowed


def case(request: HttpRequest, case: int) -> HttpResponse:
    """The person of a case is on the line."""
    return _answered(request, "case", case)


def contact(request: HttpRequest, contact: int) -> HttpResponse:
    """A contact is on the line."""
    return _answered(request, "contact", contact)


def _answered(request: HttpRequest, subject: Literal["case", "contact"], id: int) -> HttpResponse:
    if refused := posted(request):
        return refused
    with desk(request) as at:
        need_there(at, "desk.call", _territory(at, subject, id))
        try:
            with at.connection.transaction():
                task = calls.answer(at.connection, subject, id, at.who.login, at.now)
                found = calls.opened(at.connection, at.vault, task, at.who.login, at.now)
                need_there(at, "desk.call", found.sheet.territory)  # where the case is that they became
        except calls.TakenByOther:
            response = render.page(request, "desk.busy")
            response.status_code = 409
            return response
        except calls.NobodyToServe:
            raise NotAllowed("desk.call") from None
        logged(at, found.sheet, "desk.call", f"call-in: {found.sheet.reason}")
    return HttpResponseRedirect(addresses.of("desk.call", language.of(request), task=task))


def _territory(at: Desk, subject: str, id: int) -> str:
    """The département of a file. Raises NotAllowed where there is none."""
    try:
        if subject == "case":
            return territories(at.connection, [id])[id]
        return territory_of_contact(at.connection, id)
    except (KeyError, NoSuchFile):
        raise NotAllowed("desk.call") from None
