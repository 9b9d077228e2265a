"""One proposal: what changes, who agreed, and what may be done about it at its stage."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.charter.schema import Wording
from tocsin.tracing.clock import from_environment
from tocsin.tracing.wording import steps
from tocsin.tracing.wording.judge import judge
from tocsin.tracing.wording.model import Person, Rewording
from tocsin.tracing.wording.overview import Spoken, spoken_one
from tocsin.tracing.wording.store import Connection, NoSuchRewording, by_ids, one
from tocsin.tracing.wording.texts import NoSuchText
from tocsin.web import addresses, failures, language, render, store, words
from tocsin.web.staff import clock, log
from tocsin.web.staff.door import need, staff
from tocsin.web.staff.model import Staff
from tocsin.web.texts import stages
from tocsin.web.texts.shown import compared, group, moment, phones, place, summary

DONE: Final = {
    "proposed": "done_proposed",
    "approved": "done_approved",
    "withdrawn": "done_withdrawn",
    "activated": "done_activated",
    "cancelled": "done_cancelled",
}
"""What an address may say that was done."""
Do = Callable[[Connection, Person, datetime], None]


def show(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a proposal."""
    return _page(request, number, done=DONE.get(request.GET.get("done", ""), ""))


def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Agree."""

    def do(connection: Connection, by: Person, now: datetime) -> None:
        steps.approve(connection, number, by, now)

    return _done(request, number, "texts.approve", "approved", do)


def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Give up."""
    why = request.POST.get("why", "")

    def do(connection: Connection, by: Person, now: datetime) -> None:
        steps.withdraw(connection, number, why, by, now)

    return _done(request, number, "texts.propose", "withdrawn", do)


def activate(request: HttpRequest, number: int) -> HttpResponse:
    """Say from when on it is sent."""
    typed = request.POST.get("starts_at", "").strip()

    def do(connection: Connection, by: Person, now: datetime) -> None:
        steps.activate(connection, number, _moment(typed), by, now)

    return _done(request, number, "texts.activate", "activated", do)


def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """It does not begin."""
    why = request.POST.get("why", "")

    def do(connection: Connection, by: Person, now: datetime) -> None:
        steps.cancel(connection, number, why, by, now)

    return _done(request, number, "texts.activate", "cancelled", do)


def _done(request: HttpRequest, number: int, action: str, name: str, do: Do) -> HttpResponse:
    """Do it and write it into the log, in one transaction; else say why not."""
    if request.method != "POST":
        return failures.refused(request, 405, allow="POST")
    who, now, lang = need(request, action), from_environment().now(), language.of(request)
    problem = ""
    with store.connection() as connection, connection.transaction():
        try:
            do(connection, Person(who.account_id, who.name), now)
        except NoSuchRewording:
            raise Http404 from None
        except _PROBLEMS as error:
            problem = _NAMES[type(error)]
        log.write(
            connection, who, action, subject="rewording", subject_id=number, now=now, why=problem or name
        )
    if problem:
        return _page(request, number, problem=problem)
    return HttpResponseRedirect(f"{addresses.of('texts.change', lang, number=number)}?done={name}")


_NAMES: Final[dict[type[Exception], str]] = {
    steps.OwnProposal: "own_proposal",
    steps.ApprovedAlready: "approved_already",
    steps.NotNow: "not_now",
    steps.NoReason: "no_reason",
    steps.BadMoment: "bad_moment",
    steps.Refused: "refused_now",
}
_PROBLEMS: Final = tuple(_NAMES)


def _moment(typed: str) -> datetime | None:
    """A moment as a browser writes it; None where nothing was typed. Raises BadMoment."""
    found = clock.typed(typed)
    if typed and found is None:
        raise steps.BadMoment(str(steps.BadMoment.__doc__))
    return found


def _page(request: HttpRequest, number: int, *, problem: str = "", done: str = "") -> HttpResponse:
    lang, now, who = language.of(request), from_environment().now(), staff(request)
    t = words.of("texts.change", lang)
    with store.connection() as connection:
        try:
            found = one(connection, number)
            spoken = spoken_one(connection, found.template, now)
        except (NoSuchRewording, NoSuchText):
            raise Http404 from None
        before = _before(connection, found, spoken)
    judged = judge(spoken.text, found.text, steps.today(now))
    answer = render.page(
        request,
        "texts.change",
        other=addresses.of("texts.change", language.other(lang), number=number),
        number=number,
        id=found.template,
        title=t["title"].format(number=number, id=found.template),
        group=group(spoken.text.group, spoken.text, lang, t),
        place=place(spoken.text, lang, t),
        why=found.why,
        by=found.by.name,
        at=moment(found.at, lang),
        version=found.version,
        stage=stages.waits_for(found, now, lang, t),
        stage_name=found.stage(now),
        changes=compared(before, found.text, t),
        summary=summary(judged, judge(spoken.text, before, steps.today(now)), t),
        phones=phones(spoken.text, found.text, judged, lang, now, t),
        steps=stages.steps(found, lang, t),
        moved=found.open(now) and before != spoken.words,
        here_now=f"{clock.local(now):%Y-%m-%dT%H:%M}",
        problem=t[problem] if problem else "",
        done=t[done] if done else "",
        longest=steps.LONGEST_WHY,
        **_may(found, who, now),
    )
    answer.status_code = 422 if problem else 200
    return answer


def _before(connection: Connection, found: Rewording, spoken: Spoken) -> Wording:
    """The words that were in force when it was proposed."""
    if found.former is None:
        return spoken.text.own
    (former,) = by_ids(connection, [found.former])
    return spoken.text.own if former.own else former.text


def _may(found: Rewording, who: Staff, now: datetime) -> dict[str, Any]:
    """What this person may do about it now."""
    stage = found.stage(now)
    mine = found.by.id == who.account_id
    agreed = any(step.by_id == who.account_id for step in found.approvals)
    approves = stage == "proposed" and who.may("texts.approve")
    return {
        "may_approve": approves and not mine and not agreed,
        "is_mine": approves and mine,
        "has_agreed": approves and agreed,
        "may_withdraw": stage in ("proposed", "approved") and who.may("texts.propose"),
        "may_activate": stage == "approved" and who.may("texts.activate"),
        "may_cancel": stage == "scheduled" and who.may("texts.activate"),
    }
