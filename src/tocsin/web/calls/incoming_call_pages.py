"""Somebody rings: from their file an agent takes the call that is open for them, or opens one."""

from django.http import HttpRequest, HttpResponse

from tocsin.tracing import calls
from tocsin.tracing.cases.data_subject_rights import Subject
from tocsin.web import error_pages, page_rendering, page_urls
from tocsin.web.calls.agent_context import (
    find_file_territory,
    open_agent_context,
    require_action_on_call,
)
from tocsin.web.calls.call_queue_page import log_call_access
from tocsin.web.staff.current_user import NotAllowed


@error_pages.allow_methods("POST")
def answer_call(request: HttpRequest, subject: Subject, id: int) -> HttpResponse:
    """The person of a file is on the line."""
    with open_agent_context(request) as at:
        require_action_on_call(at, "desk.call", find_file_territory(at, "desk.call", subject, id))
        try:
            with at.connection.transaction():
                task = calls.answer_incoming_call(at.connection, subject, id, at.who.login, at.now)
                found = calls.open_call(at.connection, at.vault, task, at.who.login, at.now)
                require_action_on_call(
                    at, "desk.call", found.sheet.territory
                )  # where the case is that they became
        except calls.TaskTakenByOther:
            return page_rendering.render_page(request, "desk.busy", status_code=409)
        except calls.NoPersonOnFile:
            raise NotAllowed("desk.call") from None
        log_call_access(at, found.sheet, "desk.call", f"call-in: {found.sheet.reason}")
    return page_urls.redirect_to_page(request, "desk.call", task=task)
