"""Places and clusters: where cases meet, what may be one place, and one of them with its chain."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from tocsin.tracing.cases import clusters
from tocsin.tracing.cases.clusters import (
    ClusterRecord,
    NameMissing,
    SamePlace,
)
from tocsin.tracing.cases.corrections import CorrectionAlreadyUndone, NoSuchCaseRecord
from tocsin.tracing.cases.file_views import find_case_territories
from tocsin.tracing.cases.gathering_view import NoSuchGathering, read_participants
from tocsin.tracing.cases.value_moves import ConcurrentChange
from tocsin.web import error_pages, page_rendering, page_urls
from tocsin.web.calls.agent_context import (
    AgentContext,
    ask_for_access_reason,
    open_agent_context,
    read_access_reason,
)
from tocsin.web.calls.chain_diagram import draw_cluster
from tocsin.web.formatting import format_territory
from tocsin.web.staff.current_user import NotAllowed

READ: Final = "desk.file"
CHANGE: Final = "desk.correct"
CHOSEN: Final = 50
"""Gatherings that are decided on at once."""
LISTED: Final = 100
"""Links of a chain that the list beside it has."""
_REFUSED: Final = {
    SamePlace: "same_place", ConcurrentChange: "changed", CorrectionAlreadyUndone: "already_undone", NameMissing: "no_name",
}  # fmt: skip


@error_pages.allow_methods("GET", "HEAD")
def show_places(request: HttpRequest) -> HttpResponse:
    """Where cases meet, those with most cases first; and to whoever may put files right, what may be one place."""
    with open_agent_context(request) as at:
        theirs = at.who.allowed_territories(READ)
        found = clusters.list_clusters(at.connection, at.vault, theirs, at.now)
        proposed = (
            clusters.propose_variants(at.connection, at.vault, at.who.allowed_territories(CHANGE), at.now)
            if at.who.may(CHANGE)
            else []
        )
    return page_rendering.render_page(
        request,
        "desk.places",
        places=found,
        proposed=proposed,
        may_correct=at.who.may(CHANGE),
        done=request.GET.get("done", ""),
    )


@error_pages.allow_methods("GET", "HEAD")
def show_place(request: HttpRequest, gathering: int) -> HttpResponse:
    """One of them, once it was said why: who was there, whom they met, and the chain."""
    why = read_access_reason(request)
    with open_agent_context(request) as at:
        place = _read_place(at, gathering, READ)
        if not why:
            return ask_for_access_reason(request)
        return _render_place(request, at, gathering, place, why)


@error_pages.allow_methods("POST")
def name_place(request: HttpRequest, gathering: int) -> HttpResponse:
    with open_agent_context(request) as at:
        place = _read_place(at, gathering, CHANGE)
        try:
            with at.connection.transaction():
                name = request.POST.get("name", "")
                clusters.name_cluster(at.connection, at.vault, gathering, name, at.who.login, at.now)
        except NameMissing as error:
            return _render_place(request, at, gathering, place, "mistake", problem=_REFUSED[type(error)])
        _log_places(at, place, gathering, "name")
    return _redirect_to_place(request, gathering, "named")


@error_pages.allow_methods("POST")
def decide_variant(request: HttpRequest) -> HttpResponse:
    """A human says that the gatherings they chose are one place; or that none of those proposed are."""
    same = request.POST.get("same") == "yes"
    typed = request.POST.getlist("chosen" if same else "proposed")
    if not all(one.isdecimal() and len(one) < 18 for one in typed) or len(typed) > CHOSEN:
        raise NotAllowed(CHANGE)
    if len(set(typed)) < 2:
        return page_urls.redirect_to_page(request, "desk.places", query="done=too_few")
    gatherings = sorted({int(one) for one in typed})
    with open_agent_context(request) as at:
        places = [_read_whole_place(at, gathering) for gathering in gatherings]
        try:
            with at.connection.transaction():
                if same:
                    clusters.join_places(at.connection, at.vault, gatherings, at.who.login, at.now)
                else:
                    clusters.keep_places_apart(at.connection, gatherings, at.who.login, at.now)
        except tuple(_REFUSED) as error:
            return _render_refused(request, at, gatherings[0], places[0], error)
        for gathering, place in zip(gatherings, places, strict=True):
            _log_places(at, place, gathering, "join place" if same else "keep places apart")
    if same:
        return _redirect_to_place(request, gatherings[0], "joined")
    return page_urls.redirect_to_page(request, "desk.places", query="done=apart")


@error_pages.allow_methods("POST")
def undo_join(request: HttpRequest, gathering: int, correction: int) -> HttpResponse:
    """Take gatherings out of a cluster again."""
    with open_agent_context(request) as at:
        place = _read_whole_place(at, gathering)
        if all(one.id != correction for one in place.corrections):
            raise NotAllowed(CHANGE)
        try:
            with at.connection.transaction():
                clusters.undo_join(at.connection, correction, at.who.login, at.now)
        except NoSuchCaseRecord:
            raise NotAllowed(CHANGE) from None
        except tuple(_REFUSED) as error:
            return _render_refused(request, at, gathering, place, error)
        _log_places(at, place, gathering, "undo place")
    return _redirect_to_place(request, gathering, "undone")


def _read_place(at: AgentContext, gathering: int, action: str) -> ClusterRecord:
    """A place of which something lies where they may do this. Raises NotAllowed."""
    try:
        return clusters.read_cluster(at.connection, at.vault, gathering, at.who.allowed_territories(action))
    except NoSuchGathering:
        raise NotAllowed(action) from None


def _read_whole_place(at: AgentContext, gathering: int) -> ClusterRecord:
    """A place all of which lies where they may put files right: who moves it moves all of it. Raises NotAllowed."""
    place = _read_place(at, gathering, CHANGE)
    if not all(one.seen for one in place.gatherings):
        raise NotAllowed(CHANGE)
    return place


def _render_refused(
    request: HttpRequest, at: AgentContext, gathering: int, place: ClusterRecord, error: Exception
) -> HttpResponse:
    return _render_place(request, at, gathering, place, "mistake", problem=_REFUSED[type(error)])


def _render_place(
    request: HttpRequest, at: AgentContext, gathering: int, place: ClusterRecord, why: str, problem: str = ""
) -> HttpResponse:
    seen = [one for one in place.gatherings if one.seen]
    cases, met = read_participants(at.connection, at.vault, [one.id for one in seen], at.who.login, at.now)
    links = clusters.find_cluster_links(at.connection, [one.id for one in cases])
    known = find_case_territories(
        at.connection, sorted({id for link in links for id in (link.source, link.case)})
    )
    opens = {case for case, territory in known.items() if at.who.may(READ, territory)}
    opens |= {one.id for one in cases if at.who.may(READ, one.territory)}
    _log_places(at, place, gathering, f"place: {why}", READ)
    return page_rendering.render_page(
        request,
        "desk.place",
        gathering=gathering,
        place=place,
        why=why,
        gatherings=seen,
        elsewhere=_count_elsewhere(place),
        cases=cases,
        met=met,
        opens=opens,
        picture=draw_cluster([one.id for one in cases], links, opens) if cases else None,
        links=links[:LISTED],
        more=max(0, len(links) - LISTED),
        may_name=any(at.who.may(CHANGE, one.territory) for one in seen),
        may_undo=all(at.who.may(CHANGE, one.territory) for one in place.gatherings),
        problem=problem,
        done=request.GET.get("done", ""),
        status_code=422 if problem else 200,
    )


def _count_elsewhere(place: ClusterRecord) -> list[tuple[str, int, int]]:
    """Of each département that they may not see: its name, its gatherings and its cases."""
    found: dict[str, tuple[int, int]] = {}
    for one in place.gatherings:
        if not one.seen:
            gatherings, cases = found.get(one.territory, (0, 0))
            found[one.territory] = gatherings + 1, cases + one.cases
    return [(format_territory(code), *counts) for code, counts in sorted(found.items())]


def _log_places(
    at: AgentContext, place: ClusterRecord, gathering: int, why: str, action: str = CHANGE
) -> None:
    """An entry in each département whose gatherings were looked at or touched."""
    for territory in sorted({one.territory for one in place.gatherings if one.seen}):
        at.write_entry(action, why, "gathering", gathering, territory)


def _redirect_to_place(request: HttpRequest, gathering: int, done: str) -> HttpResponse:
    return page_urls.redirect_to_page(
        request, "desk.place", query=f"why=mistake&done={done}", gathering=gathering
    )
