"""What every page of the desk has at hand: the store, the keys, the moment, and who asks; the reason for
which a file is opened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Final

from django.http import HttpRequest, HttpResponse

from tocsin.locale.catalogues import Sentences
from tocsin.privacy.vault import UNOPENABLE, Vault
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.tracing.calls import model
from tocsin.tracing.calls.calls_set_aside import set_call_aside
from tocsin.tracing.cases.corrections import NoSuchCaseRecord
from tocsin.tracing.cases.data_subject_rights import Subject
from tocsin.tracing.cases.file_views import find_case_territories, find_contact_territory, find_person
from tocsin.tracing.supervision import loans
from tocsin.web import language, page_rendering, service_keys, store_pool
from tocsin.web.audit.audit_log import AuditedContext
from tocsin.web.sentences import page_sentences
from tocsin.web.staff.current_user import NotAllowed, require_action, require_staff

NOT_MINE: Final = (model.NoSuchTask, model.TaskTakenByOther, model.TaskAlreadyDone)
"""A call that is not, or not any more, the one of whoever asks: they are told the same of each."""


class AgentContext(AuditedContext, frozen=True):
    """One request at the desk, in one transaction."""

    vault: Vault


@contextmanager
def open_agent_context(request: HttpRequest) -> Iterator[AgentContext]:
    """The means of a request; what it does is done as a whole or not at all.

    Raises store.StoreUnavailable.
    """
    with store_pool.store_connection() as connection, connection.transaction():
        yield AgentContext(
            connection, require_staff(request), read_clock_from_environment().now(), service_keys.load_vault()
        )


def find_call_territories(at: AgentContext) -> model.Territories:
    """Where whoever asks may ring: where their role is, and what was lent to there."""
    own = at.who.allowed_territories("desk.call")
    return None if own is None else (*own, *loans.list_lenders(at.connection, own, at.now))


def require_action_on_call(at: AgentContext, action: str, territory: str) -> None:
    """Whether they may do it to a call, their own or one that was lent. Raises NotAllowed."""
    if at.who.may(action, territory):
        return
    own = at.who.allowed_territories(action) or ()
    if territory not in loans.list_lenders(at.connection, own, at.now):
        raise NotAllowed(action, territory)


def find_file_territory(at: AgentContext, action: str, subject: Subject, id: int) -> str:
    """The département of a file. Raises NotAllowed where there is none: nobody learns which numbers there are."""
    try:
        if subject == "case":
            return find_case_territories(at.connection, [id])[id]
        return find_contact_territory(at.connection, id)
    except (KeyError, NoSuchCaseRecord):
        raise NotAllowed(action) from None


def require_file_access(
    request: HttpRequest, at: AgentContext, action: str, subject: Subject, id: int
) -> str:
    """The département of a file, if whoever asks may do this there. Raises NotAllowed."""
    territory = find_file_territory(at, action, subject, id)
    require_action(request, action, territory)
    return territory


def may_act_on_person(at: AgentContext, action: str, subject: Subject, id: int, territory: str) -> bool:
    """Whether they may do it where the file is, and also where its person lives."""
    person = find_person(at.connection, subject, id)
    places = {territory, person.territory} if person else {territory}
    return all(at.who.may(action, place) for place in places)


def log_file_access(
    at: AgentContext, action: str, subject: Subject, id: int, territory: str, why: str
) -> None:
    """An entry about a file; and one about the person of a contact where they live, if that is elsewhere."""
    at.write_entry(action, why, subject, id, territory)
    person = find_person(at.connection, subject, id)
    if person and person.territory != territory:
        at.write_entry(action, why, "person", person.id, person.territory)


def load_page_sentences(request: HttpRequest, page: str) -> Sentences:
    return page_sentences(page, language.request_language(request))


def say_where_not_mine(show: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of a call that says so where the call is not theirs, or not any more; or where its person cannot be opened:
    then it is set aside."""

    @wraps(show)
    def answer(request: HttpRequest, task: int) -> HttpResponse:
        try:
            return show(request, task)
        except NOT_MINE:
            return page_rendering.render_page(request, "desk.gone", status_code=409)
        except UNOPENABLE as error:
            with open_agent_context(request) as at:
                set_call_aside(at.connection, task, at.who.login, at.now, error)
            return page_rendering.render_page(request, "desk.sealed", status_code=409)

    return answer


WHYS: Final = {
    "call": "why_call", "rings": "why_rings", "mistake": "why_mistake", "chain": "why_chain",
    "quality": "why_quality",
}  # fmt: skip
"""A call that is being made; the person rings; something is to be put right; who infected whom; a check. Each
with its sentence."""


def read_access_reason(request: HttpRequest) -> str:
    """The reason that was given; empty where there is none of ours."""
    given = request.POST.get("why") or request.GET.get("why", "")
    return given if given in WHYS else ""


def ask_for_access_reason(request: HttpRequest) -> HttpResponse:
    """The page that asks for the reason, and opens the same address with it."""
    return page_rendering.render_page(request, "desk.why", whys=WHYS)
