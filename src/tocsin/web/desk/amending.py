"""One file put right by a supervisor: the name, the telephone, the first day, the outcome of a call."""

from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.tracing import calls
from tocsin.tracing.calls import words as said
from tocsin.tracing.calls.script import word
from tocsin.tracing.files import amending
from tocsin.tracing.files.amending import NothingAmended, SameIdentity, Subject
from tocsin.web import addresses, failures, language, render
from tocsin.web.desk.filing import allowed, allowed_contact
from tocsin.web.desk.means import Desk, desk, log_file, sentences
from tocsin.web.desk.shown import moment
from tocsin.web.staff import clock

ACTION: Final = "desk.amend"
PAGE: Final = "desk.amend"
WHYS: Final = ("asked", "typo", "mistake", "other")
"""Why: the person says so, a slip, noted by mistake, another reason."""
BECOMES: Final[dict[str, calls.Outcome | None]] = {
    "again": None, "reached": "reached", "refused": "refused", "wrong_person": "wrong_person",
    "hospital": "hospital", "dead": "dead",
}  # fmt: skip
"""What an outcome may become; ``again``: the person is to be rung."""
_REFUSED: Final[dict[type[Exception], str]] = {
    SameIdentity: "same_identity", NothingAmended: "nothing", calls.BadNumber: "bad_number",
    calls.BadFact: "bad_onset", calls.NotTakenBack: "not_taken_back",
}  # fmt: skip


def case(request: HttpRequest, case: int) -> HttpResponse:
    """The form for the file of a case; and what was put right."""
    with desk(request) as at:
        territory = allowed(request, at, case, ACTION)
        return _amend(request, at, "case", case, territory)


def contact(request: HttpRequest, contact: int) -> HttpResponse:
    """The form for the file of a contact; and what was put right."""
    with desk(request) as at:
        territory = allowed_contact(request, at, contact, ACTION)
        return _amend(request, at, "contact", contact, territory)


def _amend(request: HttpRequest, at: Desk, subject: Subject, id: int, territory: str) -> HttpResponse:
    if request.method not in ("GET", "HEAD", "POST"):
        return failures.refused(request, 405, allow="GET, HEAD, POST")
    lang, t = language.of(request), sentences(request, PAGE)
    form = request.POST.dict()
    problem, what, why = "", form.get("what", ""), form.get("why", "")
    if request.method == "POST":
        problem = t["choose"] if why not in WHYS else _put_right(at, subject, id, form, what, why, t)
        if not problem:
            log_file(at, ACTION, subject, id, territory, f"{what}: {why}")
            page, part = ("desk.file", "case") if subject == "case" else ("desk.contact", "contact")
            return HttpResponseRedirect(f"{addresses.of(page, lang, **{part: id})}?why=mistake&amended")
    last = amending.last_call(at.connection, subject, id)
    response = render.page(
        request,
        PAGE,
        subject=subject,
        id=id,
        problem=problem,
        whys=WHYS,
        typed=form,
        what=what,
        last=word(said.OUTCOMES, last.outcome, lang) if last else "",
        last_at=moment(last.at, clock.name(), lang) if last else "",
        last_by=last.agent if last else "",
        becomes=[
            (name, t["again"] if name == "again" else word(said.OUTCOMES, name, lang)) for name in BECOMES
        ],
    )
    response.status_code = 422 if problem else 200
    return response


def _put_right(at: Desk, subject: Subject, id: int, form: dict[str, str], what: str, why: str, t: Any) -> str:
    """Put one thing right; what stands in the way, or nothing."""
    by = (why, at.who.login, at.now)
    try:
        with at.connection.transaction():
            match what:
                case "name":
                    given, family = form.get("given", ""), form.get("family", "")
                    amending.amend_name(
                        at.connection, at.vault, subject, id, given, family, *by,
                        territories=at.who.territories(ACTION),
                    )  # fmt: skip
                case "phone":
                    amending.amend_phone(at.connection, at.vault, subject, id, form.get("number", ""), *by)
                case "onset" if subject == "case":
                    onset = date.fromisoformat(form.get("onset_on", "").strip())
                    amending.amend_onset(at.connection, at.vault, id, onset, *by)
                case "outcome" if form.get("becomes") in BECOMES:
                    becomes = BECOMES[form["becomes"]]
                    amending.amend_outcome(at.connection, at.vault, subject, id, becomes, *by)
                case _:
                    return str(t["choose"])
    except tuple(_REFUSED) as error:
        return str(t[next(said for kind, said in _REFUSED.items() if isinstance(error, kind))])
    except ValueError:
        return str(t["no_day"])
    return ""
