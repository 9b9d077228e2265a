"""Two files joined, one parted, and either undone."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.tracing.calls import words as said
from tocsin.tracing.calls.script import word
from tocsin.tracing.files import corrections
from tocsin.tracing.files.corrections import (
    WHYS,
    AlreadyUndone,
    Erased,
    NoSuchFile,
    NothingParted,
    OtherDisease,
    SameFile,
    TouchedFile,
    touched_files,
)
from tocsin.tracing.files.joining import join_cases, join_people
from tocsin.tracing.files.moves import Changed
from tocsin.tracing.files.parting import part as part_person
from tocsin.tracing.files.reading import Beside, beside, pieces
from tocsin.tracing.sealed import PersonDetails
from tocsin.web import addresses, failures, language, render
from tocsin.web.desk.filing import allowed
from tocsin.web.desk.means import Desk, desk, posted, sentences
from tocsin.web.desk.shown import moment, place
from tocsin.web.language import Lang
from tocsin.web.staff import clock, log
from tocsin.web.staff.door import NotAllowed, need

ACTION: Final = "desk.correct"
_REFUSED = {
    SameFile: "same_file", Erased: "erased", OtherDisease: "other_disease", NothingParted: "nothing_parted",
    Changed: "changed", AlreadyUndone: "already_undone", NoSuchFile: "no_such_file",
}  # fmt: skip


def join(request: HttpRequest, case: int) -> HttpResponse:
    """A case beside another; and the two joined, where that was asked for."""
    if request.method not in ("GET", "HEAD", "POST"):
        return failures.refused(request, 405, allow="GET, HEAD, POST")
    lang, t = language.of(request), sentences(request, "desk.join")
    typed = request.POST.get("with") or request.GET.get("with", "")
    problem = ""
    with desk(request) as at:
        territory = allowed(request, at, case, ACTION)
        other = int(typed) if typed.isdecimal() and len(typed) < 18 else 0
        both: dict[int, Beside] = {}
        if typed:
            try:
                second = allowed(request, at, other, ACTION)
                both = beside(at.connection, at.vault, [case, other], at.now)
            except NotAllowed:
                problem = t["no_such_file"]
        if both:
            _logged(at, other, second, "beside")
        _logged(at, case, territory, "beside")
        if request.method == "POST" and both and not problem:
            problem = _joined(request, at, case, other, both, t)
            if not problem:
                return _back(lang, case, "corrected")
    response = render.page(
        request, "desk.join", case=case, typed=typed, problem=problem, whys=WHYS,
        both=[_column(both[one], lang) for one in (case, other)] if len(both) == 2 else [],
    )  # fmt: skip
    response.status_code = 422 if problem else 200
    return response


def part(request: HttpRequest, case: int) -> HttpResponse:
    """What stands in the file of a case's person; and some of it put to another person."""
    if request.method not in ("GET", "HEAD", "POST"):
        return failures.refused(request, 405, allow="GET, HEAD, POST")
    lang, t = language.of(request), sentences(request, "desk.part")
    problem = ""
    with desk(request) as at:
        territory = allowed(request, at, case, ACTION)
        mine = beside(at.connection, at.vault, [case], at.now)[case]
        found = pieces(at.connection, at.vault, mine.person_id, at.who.territories(ACTION))
        _logged(at, case, territory, "part")
        if request.method == "POST":
            problem = _parted(request, at, mine, t)
            if not problem:
                return _back(lang, case, "corrected")
    response = render.page(
        request, "desk.part", case=case, mine=_column(mine, lang), problem=problem, whys=WHYS,
        pieces=[(one, moment(one.at, clock.name(), lang)) for one in found], typed=request.POST,
        chosen=set(request.POST.getlist("piece")),
    )  # fmt: skip
    response.status_code = 422 if problem else 200
    return response


def undo(request: HttpRequest, case: int, correction: int) -> HttpResponse:
    """Everything as it was before a correction of this case's file."""
    if refused := posted(request):
        return refused
    lang, t = language.of(request), sentences(request, "desk.undo")
    with desk(request) as at:
        territory = allowed(request, at, case, ACTION)
        person = beside(at.connection, at.vault, [case], at.now)[case].person_id
        if all(one.id != correction for one in corrections.of(at.connection, person, case)):
            raise NotAllowed(ACTION)
        touched = touched_files(at.connection, correction)
        for one in touched:
            if one.subject == "person":  # what hangs on them goes with them, and is logged where it is
                need(request, ACTION, one.territory)
        try:
            with at.connection.transaction():
                corrections.undo(at.connection, correction, at.who.login, at.now)
        except tuple(_REFUSED) as error:
            response = render.page(request, "desk.undo", case=case, problem=t[_REFUSED[type(error)]])
            response.status_code = 409
            return response
        _logged(at, case, territory, "undo")
        _log_files(at, touched, "undo")
    return _back(lang, case, "undone")


def _joined(request: HttpRequest, at: Desk, case: int, other: int, both: dict[int, Beside], t: Any) -> str:
    """Join the two; what stands in the way, or nothing."""
    why, what = request.POST.get("why", ""), request.POST.get("what", "")
    if why not in WHYS or what not in ("person", "case"):
        return str(t["choose"])
    try:
        with at.connection.transaction():
            if what == "case":
                made = join_cases(at.connection, at.vault, case, other, why, at.who.login, at.now)
            else:
                kept, second = both[case].person_id, both[other].person_id
                made = join_people(at.connection, kept, second, why, at.who.login, at.now)
    except tuple(_REFUSED) as error:
        return str(t[_REFUSED[type(error)]])
    for one in (case, other):
        _logged(at, one, both[one].territory, f"join {what}: {why}")
    _log_files(at, touched_files(at.connection, made), f"join {what}: {why}", but=(case, other))
    return ""


def _parted(request: HttpRequest, at: Desk, mine: Beside, t: Any) -> str:
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
            made = part_person(
                at.connection, at.vault, mine.person_id, details, why, at.who.login, at.now,
                territories=at.who.territories(ACTION), cases=chosen["case"],
                contacts=chosen["contact"], holdings=chosen["phone"],
            )  # fmt: skip
    except tuple(_REFUSED) as error:
        return str(t[_REFUSED[type(error)]])
    _logged(at, mine.id, mine.territory, f"part: {why}")
    _log_files(at, touched_files(at.connection, made.correction), f"part: {why}", but=(mine.id,))
    if made.kept_apart_from:
        person, territory = made.kept_apart_from
        _log_files(at, [TouchedFile("person", person, territory)], "part: known here, kept apart")
    return ""


def _column(one: Beside, lang: Lang) -> dict[str, Any]:
    """One case of two, in words."""
    year, month, day = one.born.split("-") if one.born else ("", "", "")
    return {
        "case": one.id,
        "name": one.name,
        "born": f"{day}/{month}/{year}" if year else "",
        "number": one.number,
        "place": place(one.territory),
        "received": moment(one.received_at, clock.name(), lang),
        "named": one.named,
        "standing": word(said.STANDINGS, one.standing, lang),
        "person": one.person_id,
    }


def _log_files(at: Desk, files: Sequence[TouchedFile], why: str, but: Sequence[int] = ()) -> None:
    """An entry for each file in which something was written, in its own territory; ``but``: cases logged."""
    for one in files:
        if one.subject != "case" or one.id not in but:
            log.write(
                at.connection, at.who, ACTION, subject=one.subject, subject_id=one.id,
                territory=one.territory, why=why, now=at.now,
            )  # fmt: skip


def _logged(at: Desk, case: int, territory: str, why: str) -> None:
    log.write(
        at.connection, at.who, ACTION, subject="case", subject_id=case, territory=territory, why=why,
        now=at.now,
    )  # fmt: skip


def _back(lang: Lang, case: int, done: str) -> HttpResponse:
    where = addresses.of("desk.file", lang, case=case)
    return HttpResponseRedirect(f"{where}?why=mistake&{done}")
