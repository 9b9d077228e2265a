"""Somebody rings: from their file an agent takes the call that is open for them, or opens one."""

from typing import Literal

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.tracing import calls
from tocsin.tracing.cases.corrections import NoSuchCaseRecord
from tocsin.tracing.cases.file_views import find_case_territories, find_contact_territory
from tocsin.web import error_pages, language, page_rendering, page_urls
from tocsin.web.calls.agent_context import (
    AgentContext,
    open_agent_context,
    require_action_on_call,
)
from tocsin.web.calls.call_queue_page import log_call_access
from tocsin.web.staff.current_user import NotAllowed


def answer_case(request: HttpRequest, case: int) -> HttpResponse:
    """The person of a case is on the line."""
    return _answer_call(request, "case", case)


def answer_contact(request: HttpRequest, contact: int) -> HttpResponse:
    """A contact is on the line."""
    return _answer_call(request, "contact", contact)


@error_pages.allow_methods("POST")
def _answer_call(request: HttpRequest, subject: Literal["case", "contact"], id: int) -> HttpResponse:
    with open_agent_context(request) as at:
        require_action_on_call(at, "desk.call", _find_territory(at, subject, id))
        try:
            with at.connection.transaction():
                task = calls.answer_incoming_call(at.connection, subject, id, at.who.login, at.now)
                found = calls.open_call(at.connection, at.vault, task, at.who.login, at.now)
                require_action_on_call(
                    at, "desk.call", found.sheet.territory
                )  # where the case is that they became
        except calls.TaskTakenByOther:
            response = page_rendering.render_page(request, "desk.busy")
            response.status_code = 409
            return response
        except calls.NoPersonOnFile:
            raise NotAllowed("desk.call") from None
        log_call_access(at, found.sheet, "desk.call", f"call-in: {found.sheet.reason}")
    return HttpResponseRedirect(
        page_urls.page_url("desk.call", language.request_language(request), task=task)
    )


def _find_territory(at: AgentContext, subject: str, id: int) -> str:
    """The département of a file. Raises NotAllowed where there is none."""
    try:
        if subject == "case":
            return find_case_territories(at.connection, [id])[id]
        return find_contact_territory(at.connection, id)
    except (KeyError, NoSuchCaseRecord):
        raise NotAllowed("desk.call") from None
