"""One file put right by a supervisor: the name, the telephone, the first day, the outcome of a call."""

from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from tocsin.locale.catalogues import translate_name
from tocsin.tracing.calls import model, named_contacts
from tocsin.tracing.cases import amendments
from tocsin.tracing.cases.amendments import NothingAmended, SameIdentity, Subject
from tocsin.web import error_pages, language, page_rendering, page_urls
from tocsin.web.calls.agent_context import (
    AgentContext,
    load_page_sentences,
    log_file_access,
    open_agent_context,
    require_file_access,
)

ACTION: Final = "desk.amend"
PAGE: Final = "desk.amend"
WHYS: Final = ("asked", "typo", "mistake", "other")
"""Why: the person says so, a slip, noted by mistake, another reason."""
BECOMES: Final[dict[str, model.Outcome | None]] = {
    "again": None, "reached": "reached", "refused": "refused", "wrong_person": "wrong_person",
    "hospital": "hospital", "dead": "dead",
}  # fmt: skip
"""What an outcome may become; ``again``: the person is to be rung."""
_REFUSED: Final[dict[type[Exception], str]] = {
    SameIdentity: "same_identity", NothingAmended: "nothing", named_contacts.UncallableNumber: "bad_number",
    model.BadCallFact: "bad_onset", model.OutcomeNotReversible: "not_taken_back",
}  # fmt: skip


@error_pages.allow_methods("GET", "HEAD", "POST")
def amend_file(request: HttpRequest, subject: Subject, id: int) -> HttpResponse:
    """The form for a file; and what was put right."""
    with open_agent_context(request) as at:
        territory = require_file_access(request, at, ACTION, subject, id)
        lang, t = language.request_language(request), load_page_sentences(request, PAGE)
        form = request.POST.dict()
        problem, what, why = "", form.get("what", ""), form.get("why", "")
        if request.method == "POST":
            problem = (
                t["choose"] if why not in WHYS else _apply_amendment(at, subject, id, form, what, why, t)
            )
            if not problem:
                log_file_access(at, ACTION, subject, id, territory, f"{what}: {why}")
                page, part = ("desk.file", "case") if subject == "case" else ("desk.contact", "contact")
                return page_urls.redirect_to_page(request, page, query="why=mistake&amended", **{part: id})
        last = amendments.find_last_call(at.connection, subject, id)
        return page_rendering.render_page(
            request,
            PAGE,
            subject=subject,
            id=id,
            problem=problem,
            whys=WHYS,
            typed=form,
            what=what,
            last=last,
            becomes=[
                (name, t["again"] if name == "again" else translate_name("call.outcomes", name, lang))
                for name in BECOMES
            ],
            status_code=422 if problem else 200,
        )


def _apply_amendment(
    at: AgentContext, subject: Subject, id: int, form: dict[str, str], what: str, why: str, t: Any
) -> str:
    """Put one thing right; what stands in the way, or nothing."""
    by = (why, at.who.login, at.now)
    try:
        with at.connection.transaction():
            match what:
                case "name":
                    given, family = form.get("given", ""), form.get("family", "")
                    amendments.amend_name(
                        at.connection, at.vault, subject, id, given, family, *by,
                        territories=at.who.allowed_territories(ACTION),
                    )  # fmt: skip
                case "phone":
                    amendments.amend_phone(at.connection, at.vault, subject, id, form.get("number", ""), *by)
                case "onset" if subject == "case":
                    onset = date.fromisoformat(form.get("onset_on", "").strip())
                    amendments.amend_onset(at.connection, at.vault, id, onset, *by)
                case "outcome" if form.get("becomes") in BECOMES:
                    becomes = BECOMES[form["becomes"]]
                    amendments.amend_outcome(at.connection, at.vault, subject, id, becomes, *by)
                case _:
                    return str(t["choose"])
    except tuple(_REFUSED) as error:
        return str(t[next(said for kind, said in _REFUSED.items() if isinstance(error, kind))])
    except ValueError:
        return str(t["no_day"])
    return ""
