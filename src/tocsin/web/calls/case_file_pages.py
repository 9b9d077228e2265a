"""A person's file: what happened, whom they named, the chain, and what was put right in it."""

from django.http import HttpRequest, HttpResponse

from tocsin.tracing.calls.death import list_deaths
from tocsin.tracing.cases import corrections
from tocsin.tracing.cases.case_timeline import read_case_file
from tocsin.tracing.cases.clusters import list_case_places
from tocsin.tracing.cases.file_views import find_case_territories, read_contact_file
from tocsin.tracing.people.noted_details import read_details
from tocsin.web import error_pages, language, page_rendering
from tocsin.web.calls.agent_context import (
    ask_for_access_reason,
    may_act_on_person,
    open_agent_context,
    read_access_reason,
    require_file_access,
)
from tocsin.web.calls.call_view import compute_time_left
from tocsin.web.calls.chain_diagram import draw_chain
from tocsin.web.calls.noted_fields_view import describe_case, describe_details
from tocsin.web.calls.timeline_rows import build_timeline
from tocsin.web.staff import time_zone

LINKS = 300
"""Links of a chain that are read, each way."""


@error_pages.allow_methods("GET", "HEAD")
def show_case_file(request: HttpRequest, case: int) -> HttpResponse:
    """The file of a case, once it was said why."""
    lang, why = language.request_language(request), read_access_reason(request)
    with open_agent_context(request) as at:
        require_file_access(request, at, "desk.file", "case", case)
        if not why:
            return ask_for_access_reason(request)
        file = read_case_file(at.connection, at.vault, case, at.who.login, at.now, f"desk.{why}", LINKS)
        at.write_entry("desk.file", f"file: {why}", "case", case, file.territory)
        linked = find_case_territories(
            at.connection,
            sorted({one for link in (*file.up, *file.down) for one in (link.source, link.case)}),
        )
        opens = {one for one, territory in linked.items() if at.who.may("desk.file", territory)}
        noted = read_details(at.connection, at.vault, "case", case)
        deaths = list_deaths(at.connection, "case", case)
        done = corrections.list_corrections(at.connection, file.person_id, case)
        places = list_case_places(at.connection, at.vault, case)
    return page_rendering.render_page(
        request,
        "desk.file",
        file=file,
        why=why,
        left=compute_time_left(file.deadline, file.zone, at.now, lang),
        clock_here=time_zone.describe_other_zone(file.zone, lang),
        events=build_timeline(file.events, file.zone, lang),
        picture=draw_chain(file.id, file.up, file.down, opens - {file.id}) if linked else None,
        opens=opens,
        places=places,
        known=(*describe_case(file, lang), *describe_details(noted, lang)),
        deaths=deaths,
        corrections=done,
        may_ring=at.who.may("desk.call", file.territory),
        may_note=at.who.may("desk.details", file.territory),
        may_correct=at.who.may("desk.correct", file.territory),
        may_amend=at.who.may("desk.amend", file.territory),
        may_read_rights=may_act_on_person(at, "rights.read", "case", case, file.territory),
        amended="amended" in request.GET,
        undone="undone" in request.GET,
        corrected="corrected" in request.GET,
    )


@error_pages.allow_methods("GET", "HEAD")
def show_contact_file(request: HttpRequest, contact: int) -> HttpResponse:
    """The file of a contact, once it was said why."""
    lang, why = language.request_language(request), read_access_reason(request)
    with open_agent_context(request) as at:
        territory = require_file_access(request, at, "desk.file", "contact", contact)
        if not why:
            return ask_for_access_reason(request)
        file = read_contact_file(at.connection, at.vault, contact, at.who.login, at.now, f"desk.{why}")
        at.write_entry("desk.file", f"file: {why}", "contact", contact, territory)
        noted = read_details(at.connection, at.vault, "contact", contact)
        deaths = list_deaths(at.connection, "contact", contact)
    return page_rendering.render_page(
        request,
        "desk.contact",
        file=file,
        why=why,
        left=compute_time_left(file.deadline, file.zone, at.now, lang),
        clock_here=time_zone.describe_other_zone(file.zone, lang),
        may_ring=at.who.may("desk.call", territory),
        may_note=at.who.may("desk.details", territory),
        known=describe_details(noted, lang),
        deaths=deaths,
        events=build_timeline(file.events, file.zone, lang),
        may_amend=at.who.may("desk.amend", territory),
        may_read_rights=may_act_on_person(at, "rights.read", "contact", contact, territory),
        amended="amended" in request.GET,
    )
