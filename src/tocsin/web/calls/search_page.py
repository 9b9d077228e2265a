"""Somebody's file, looked for by a number or by a name."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from tocsin.tracing.cases.search import SearchHit, UnreadableQuery, parse_query, search_files
from tocsin.web import error_pages, page_rendering
from tocsin.web.calls.agent_context import (
    WHYS,
    AgentContext,
    load_page_sentences,
    open_agent_context,
    read_access_reason,
)

SHOWN: Final = 20
"""Files that are shown: each of them stands in the log."""


def show_search(request: HttpRequest) -> HttpResponse:
    """The form; and what it found. It is sent, never part of an address: what is looked for is personal."""
    if request.method in ("GET", "HEAD"):
        return page_rendering.render_page(
            request, "desk.search", typed="", why="", whys=WHYS, hits=None, problem="", more=0
        )
    if request.method != "POST":
        return error_pages.render_error_page(request, 405, allow="GET, HEAD, POST")
    t = load_page_sentences(request, "desk.search")
    typed, why = request.POST.get("sought", "")[:200], read_access_reason(request)
    hits: list[tuple[SearchHit, bool]] | None = None
    more, problem = 0, "" if why else t["no_why"]
    if not problem:
        try:
            sought = parse_query(typed)
        except UnreadableQuery:
            problem = t["nothing"]
        else:
            with open_agent_context(request) as at:
                found = search_files(
                    at.connection, at.vault, sought, at.now, at.who.allowed_territories("desk.search")
                )
                _log_search(at, found[:SHOWN], why)
            rings = why == "rings"
            hits = [(one, rings and at.who.may("desk.call", one.territory)) for one in found[:SHOWN]]
            more = max(0, len(found) - SHOWN)
    return page_rendering.render_page(
        request,
        "desk.search",
        typed=typed,
        why=why,
        whys=WHYS,
        hits=hits,
        problem=problem,
        more=more,
        status_code=422 if problem else 200,
    )


def _log_search(at: AgentContext, found: list[SearchHit], why: str) -> None:
    """Each file that is shown; where there is none, that somebody looked."""
    for one in found:
        at.write_entry("desk.search", f"search: {why}", one.kind, one.id, one.territory)
    if not found:
        at.write_entry("desk.search", f"search without a file: {why}")
