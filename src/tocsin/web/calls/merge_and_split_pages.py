"""Two files joined, one parted, and either undone."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from tocsin.privacy.encrypted_payloads import PersonDetails
from tocsin.tracing.cases import corrections
from tocsin.tracing.cases.corrections import (
    WHYS,
    CaseRecordErased,
    CorrectionAlreadyUndone,
    DeathNotSettled,
    DifferentDiseases,
    NoSuchCaseRecord,
    NothingToSplit,
    SameCaseRecord,
    TouchedCaseRecord,
    list_touched_records,
)
from tocsin.tracing.cases.file_views import CaseComparison, compare_cases, list_split_candidates
from tocsin.tracing.cases.merge import merge_cases, merge_people
from tocsin.tracing.cases.split import split_person
from tocsin.tracing.cases.value_moves import ConcurrentChange
from tocsin.web import error_pages, page_rendering, page_urls
from tocsin.web.calls.agent_context import (
    AgentContext,
    load_page_sentences,
    open_agent_context,
    require_file_access,
)
from tocsin.web.staff.current_user import NotAllowed, require_action

ACTION: Final = "desk.correct"
_REFUSED = {
    SameCaseRecord: "same_file", CaseRecordErased: "erased", DifferentDiseases: "other_disease", NothingToSplit: "nothing_parted",
    DeathNotSettled: "death",
    ConcurrentChange: "changed", CorrectionAlreadyUndone: "already_undone", NoSuchCaseRecord: "no_such_file",
}  # fmt: skip


@error_pages.allow_methods("GET", "HEAD", "POST")
def merge_records(request: HttpRequest, case: int) -> HttpResponse:
    """A case beside another; and the two joined, where that was asked for."""
    t = load_page_sentences(request, "desk.join")
    typed = request.POST.get("with") or request.GET.get("with", "")
    problem = ""
    with open_agent_context(request) as at:
        territory = require_file_access(request, at, ACTION, "case", case)
        other = int(typed) if typed.isdecimal() and len(typed) < 18 else 0
        both: dict[int, CaseComparison] = {}
        if typed:
            try:
                second = require_file_access(request, at, ACTION, "case", other)
                both = compare_cases(at.connection, at.vault, [case, other], at.now)
            except NotAllowed:
                problem = t["no_such_file"]
        if both:
            _log_case_access(at, other, second, "beside")
        _log_case_access(at, case, territory, "beside")
        if request.method == "POST" and both and not problem:
            problem = _apply_merge(request, at, case, other, both, t)
            if not problem:
                return _redirect_to_case(request, case, "corrected")
    return page_rendering.render_page(
        request, "desk.join", case=case, typed=typed, problem=problem, whys=WHYS,
        both=[both[case], both[other]] if len(both) == 2 else [],
        status_code=422 if problem else 200,
    )  # fmt: skip


@error_pages.allow_methods("GET", "HEAD", "POST")
def split_record(request: HttpRequest, case: int) -> HttpResponse:
    """What stands in the file of a case's person; and some of it put to another person."""
    t = load_page_sentences(request, "desk.part")
    problem = ""
    with open_agent_context(request) as at:
        territory = require_file_access(request, at, ACTION, "case", case)
        mine = compare_cases(at.connection, at.vault, [case], at.now)[case]
        found = list_split_candidates(
            at.connection, at.vault, mine.person_id, at.who.allowed_territories(ACTION)
        )
        _log_case_access(at, case, territory, "part")
        if request.method == "POST":
            problem = _apply_split(request, at, mine, t)
            if not problem:
                return _redirect_to_case(request, case, "corrected")
    return page_rendering.render_page(
        request, "desk.part", case=case, mine=mine, problem=problem, whys=WHYS,
        pieces=found, typed=request.POST, chosen=set(request.POST.getlist("piece")),
        status_code=422 if problem else 200,
    )  # fmt: skip


@error_pages.allow_methods("POST")
def undo_correction(request: HttpRequest, case: int, correction: int) -> HttpResponse:
    """Everything as it was before a correction of this case's file."""
    t = load_page_sentences(request, "desk.undo")
    with open_agent_context(request) as at:
        territory = require_file_access(request, at, ACTION, "case", case)
        person = compare_cases(at.connection, at.vault, [case], at.now)[case].person_id
        if all(one.id != correction for one in corrections.list_corrections(at.connection, person, case)):
            raise NotAllowed(ACTION)
        touched = list_touched_records(at.connection, correction)
        for one in touched:
            if one.subject == "person":  # what hangs on them goes with them, and is logged where it is
                require_action(request, ACTION, one.territory)
        try:
            with at.connection.transaction():
                corrections.undo_correction(at.connection, correction, at.who.login, at.now)
        except tuple(_REFUSED) as error:
            return page_rendering.render_page(
                request,
                "desk.undo",
                case=case,
                problem=t[_REFUSED[type(error)]],
                status_code=409,
            )
        _log_case_access(at, case, territory, "undo")
        _log_touched_files(at, touched, "undo")
    return _redirect_to_case(request, case, "undone")


def _apply_merge(
    request: HttpRequest, at: AgentContext, case: int, other: int, both: dict[int, CaseComparison], t: Any
) -> str:
    """Join the two; what stands in the way, or nothing."""
    why, what = request.POST.get("why", ""), request.POST.get("what", "")
    if why not in WHYS or what not in ("person", "case"):
        return str(t["choose"])
    try:
        with at.connection.transaction():
            if what == "case":
                made = merge_cases(at.connection, at.vault, case, other, why, at.who.login, at.now)
            else:
                kept, second = both[case].person_id, both[other].person_id
                made = merge_people(at.connection, kept, second, why, at.who.login, at.now)
    except tuple(_REFUSED) as error:
        return str(t[_REFUSED[type(error)]])
    for one in (case, other):
        _log_case_access(at, one, both[one].territory, f"join {what}: {why}")
    _log_touched_files(
        at, list_touched_records(at.connection, made), f"join {what}: {why}", but=(case, other)
    )
    return ""


def _apply_split(request: HttpRequest, at: AgentContext, mine: CaseComparison, t: Any) -> str:
    """Part the file; what stands in the way, or nothing."""
    form = request.POST
    why, born = form.get("why", ""), form.get("born", "").strip()
    if why not in WHYS:
        return str(t["choose"])
    try:
        birth = date.fromisoformat(born).isoformat() if born else ""
    except ValueError:
        return str(t["no_day"])
    chosen: dict[str, list[int]] = {"case": [], "contact": [], "phone": []}
    for one in form.getlist("piece"):
        kind, _, number = one.partition("-")
        if kind in chosen and number.isdecimal() and len(number) < 18:
            chosen[kind].append(int(number))
    details = PersonDetails(form.get("family", "").strip()[:100], form.get("given", "").strip()[:100], birth)
    try:
        with at.connection.transaction():
            made = split_person(
                at.connection, at.vault, mine.person_id, details, why, at.who.login, at.now,
                territories=at.who.allowed_territories(ACTION), cases=chosen["case"],
                contacts=chosen["contact"], holdings=chosen["phone"],
            )  # fmt: skip
    except tuple(_REFUSED) as error:
        return str(t[_REFUSED[type(error)]])
    _log_case_access(at, mine.id, mine.territory, f"part: {why}")
    _log_touched_files(
        at, list_touched_records(at.connection, made.correction), f"part: {why}", but=(mine.id,)
    )
    if made.kept_apart_from:
        person, territory = made.kept_apart_from
        _log_touched_files(
            at, [TouchedCaseRecord("person", person, territory)], "part: known here, kept apart"
        )
    return ""


def _log_touched_files(
    at: AgentContext, files: Sequence[TouchedCaseRecord], why: str, but: Sequence[int] = ()
) -> None:
    """An entry for each file in which something was written, in its own territory; ``but``: cases logged."""
    for one in files:
        if one.subject != "case" or one.id not in but:
            at.write_entry(ACTION, why, one.subject, one.id, one.territory)


def _log_case_access(at: AgentContext, case: int, territory: str, why: str) -> None:
    at.write_entry(ACTION, why, "case", case, territory)


def _redirect_to_case(request: HttpRequest, case: int, done: str) -> HttpResponse:
    return page_urls.redirect_to_page(request, "desk.file", query=f"why=mistake&{done}", case=case)
