"""A person's file: what happened, whom they named, the chain, and what was put right in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from tocsin.locale.catalogues import load_sentences, translate, translate_name
from tocsin.tracing.calls.model import PastCall, ThreadMessage
from tocsin.tracing.cases import corrections
from tocsin.tracing.cases.case_timeline import CaseFile, Event, name_change, read_case_file
from tocsin.tracing.cases.clusters import list_case_places
from tocsin.tracing.cases.file_views import find_case_territories, read_contact_file
from tocsin.tracing.cases.transmission_chain import TransmissionLink
from tocsin.tracing.people.noted_details import read_details
from tocsin.web import error_pages, language, page_rendering
from tocsin.web.calls.agent_context import (
    AgentContext,
    ask_for_access_reason,
    may_act_on_person,
    open_agent_context,
    read_access_reason,
    require_file_access,
)
from tocsin.web.calls.call_view import compute_time_left, format_moment, format_territory
from tocsin.web.calls.chain_diagram import ChainDiagram, draw_chain
from tocsin.web.calls.noted_fields_view import describe_deaths, describe_details
from tocsin.web.formatting import format_day_or_nothing
from tocsin.web.language import Lang

LINKS = 300
"""Links of a chain that are read, each way."""


class TimelineRow(Struct, frozen=True):
    """One line of what happened."""

    at: str
    kind: str
    """``kind_change``, ``kind_call``, ``kind_ours`` or ``kind_theirs``: the sentence that says so."""
    text: str
    by: str


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
        linked = find_case_territories(at.connection, _list_linked_cases(file))
        noted = read_details(at.connection, at.vault, "case", case)
        deaths = describe_deaths(at, "case", case, lang)
        done = corrections.list_corrections(at.connection, file.person_id, case)
        places = list_case_places(at.connection, at.vault, case)
    return page_rendering.render_page(
        request,
        "desk.file",
        file=file,
        why=why,
        standing=translate_name("call.standings", file.standing, lang),
        left=compute_time_left(file.deadline, file.zone, at.now, lang),
        place=format_territory(file.territory),
        onset=format_day_or_nothing(file.onset_on, lang),
        isolation=format_day_or_nothing(file.isolation_end, lang),
        events=[build_timeline_row(event, file.zone, lang) for event in file.events],
        named=[(one, translate_name("call.standings", one.standing, lang)) for one in file.named],
        picture=_draw_file_chain(file, linked, at) if file.up or file.down else None,
        places=places,
        up=_build_chain_links(file.up, linked, at),
        down=_build_chain_links(file.down, linked, at),
        known=describe_details(noted, lang),
        deaths=deaths,
        corrections=[(one, format_moment(one.at, file.zone, lang)) for one in done],
        may_ring=at.who.may("desk.call", file.territory),
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
        deaths = describe_deaths(at, "contact", contact, lang)
    return page_rendering.render_page(
        request,
        "desk.contact",
        file=file,
        why=why,
        standing=translate_name("call.standings", file.standing, lang),
        left=compute_time_left(file.deadline, file.zone, at.now, lang),
        place=format_territory(file.territory),
        may_ring=at.who.may("desk.call", territory),
        known=describe_details(noted, lang),
        deaths=deaths,
        last_contact=format_day_or_nothing(file.last_contact, lang),
        isolation=format_day_or_nothing(file.isolation_end, lang),
        events=[build_timeline_row(event, file.zone, lang) for event in file.events],
        may_amend=at.who.may("desk.amend", territory),
        may_read_rights=may_act_on_person(at, "rights.read", "contact", contact, territory),
        amended="amended" in request.GET,
    )


def build_timeline_row(event: Event, zone: str, lang: Lang) -> TimelineRow:
    """One line of what happened, in words."""
    at = format_moment(event.at, zone, lang)
    match event:
        case ThreadMessage():
            lost = translate("call", "did_not_arrive", lang) if event.failed else ""
            return TimelineRow(
                at, "kind_ours" if event.ours else "kind_theirs", " ".join(event.text.split()) + lost, ""
            )
        case PastCall():
            outcome = translate_name("call.outcomes", event.outcome, lang)
            return TimelineRow(at, "kind_call", f"{outcome}. {event.note}".removesuffix(". "), event.agent)
        case _:
            values = " → ".join(
                translate_name("call.values", one, lang) for one in (event.before, event.after) if one
            )
            text = f"{name_change(event.what, lang)} {values}".rstrip()
            return TimelineRow(at, "kind_change", f"{text} ({_reason_in_words(event.why, lang)})", event.by)


def _reason_in_words(why: str, lang: Lang) -> str:
    """A reason in words: of the conversation, or why files were joined or parted."""
    kind, _, slug = why.partition(".")
    corrections = load_sentences("tocsin", "call.corrections", lang)
    return corrections[slug] if slug in corrections else translate_name("call.reasons", kind, lang)


def _draw_file_chain(file: CaseFile, known: dict[int, str], at: AgentContext) -> ChainDiagram:
    opens = {one for one in known if one != file.id and _may_open(one, known, at)}
    return draw_chain(file.id, file.up, file.down, opens)


def _build_chain_links(
    links: tuple[TransmissionLink, ...], known: dict[int, str], at: AgentContext
) -> list[dict[str, Any]]:
    """The links of the chain, each with whether its two cases may be opened."""
    return [
        {
            "link": link,
            "may_source": _may_open(link.source, known, at),
            "may_case": _may_open(link.case, known, at),
        }
        for link in links
    ]


def _may_open(case: int, known: dict[int, str], at: AgentContext) -> bool:
    return case in known and at.who.may("desk.file", known[case])


def _list_linked_cases(file: CaseFile) -> list[int]:
    return sorted({one for link in (*file.up, *file.down) for one in (link.source, link.case)})
