"""Loans: the calls of one département given to the agents of another, until an end."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.tracing import loans
from tocsin.tracing.calls import load
from tocsin.tracing.loans import BadLoan
from tocsin.web import addresses, failures, language, render, words
from tocsin.web.lead.means import Lead, choices, lead, names, number, place, posted
from tocsin.web.staff import clock, log
from tocsin.web.staff.door import NotAllowed, need

ACTION = "lead.lend"
LONGEST = timedelta(days=7)


def show(request: HttpRequest) -> HttpResponse:
    """The loans that go on, and the form for another."""
    if request.method == "POST":
        return _add(request)
    with lead(request) as at:
        return _page(request, at, done=request.GET.get("fait", ""), moved=request.GET.get("n", ""))


def end(request: HttpRequest, loan: int) -> HttpResponse:
    """Take a loan back: what is open is the lender's again."""
    if refused := posted(request):
        return refused
    with lead(request) as at, at.connection.transaction():
        found = next((one for one in loans.present(at.connection, at.now) if one.id == loan), None)
        if found is None:
            return failures.refused(request, 404)
        _own(request, found.lender)
        loans.end(at.connection, loan, at.now)
        log.write(
            at.connection, at.who, ACTION, now=at.now, subject="loan", subject_id=loan,
            territory=found.lender, why=f"taken back from {found.borrower}",
        )  # fmt: skip
    return _back(request, "end")


def _add(request: HttpRequest) -> HttpResponse:
    t = words.of("lead.loans", language.of(request))
    typed = {name: request.POST.get(name, "").strip() for name in ("lender", "borrower", "tasks", "end")}
    _own(request, typed["lender"])
    _own(request, typed["borrower"])
    until, tasks = clock.typed(typed["end"]), number(typed["tasks"], 1, loans.MOST)
    with lead(request) as at:
        wrong = []
        if typed["lender"] == typed["borrower"]:
            wrong.append(("borrower", t["wrong_same"]))
        if typed["tasks"] and (tasks is None or tasks != int(tasks)):
            wrong.append(("tasks", t["wrong_tasks"]))
        if until is None or not at.now < until <= at.now + LONGEST:
            wrong.append(("end", t["wrong_end"]))
        if wrong or until is None:
            return _page(request, at, typed=typed, wrong=wrong)
        try:
            with at.connection.transaction():
                made = loans.add(
                    at.connection, typed["lender"], typed["borrower"], until, at.now,
                    by=at.who.login, tasks=int(tasks) if tasks else None,
                )  # fmt: skip
                log.write(
                    at.connection, at.who, ACTION, now=at.now, subject="loan", subject_id=made.id,
                    territory=made.lender,
                    why=f"lent to {made.borrower}: {made.moved if made.tasks else 'all'}",
                )  # fmt: skip
        except BadLoan:
            return _page(request, at, typed=typed, wrong=[("end", t["wrong_end"])])
    return _back(request, "add", made.moved if made.tasks else None)


def _page(
    request: HttpRequest,
    at: Lead,
    *,
    done: str = "",
    moved: str = "",
    typed: dict[str, str] | None = None,
    wrong: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    theirs = at.who.territories(ACTION)
    found = [
        one
        for one in loans.present(at.connection, at.now)
        if theirs is None or one.lender in theirs or one.borrower in theirs
    ]
    by = names(at.connection, [one.by for one in found])
    burdened = [one for one in load.load(at.connection, at.now, theirs) if one.territory and one.open][:8]
    now = clock.local(at.now)
    until = (now + timedelta(hours=4)).replace(minute=0)
    response = render.page(
        request,
        "lead.loans",
        loans=[
            (place(one.lender, ""), place(one.borrower, ""), clock.local(one.ends_at),
             by.get(one.by, one.by), theirs is None or one.lender in theirs, one)
            for one in found
        ],
        burdened=[(place(one.territory, ""), one) for one in burdened],
        choices=choices(theirs),
        typed=typed or {"lender": "", "borrower": "", "tasks": "", "end": f"{until:%Y-%m-%dT%H:%M}"},
        wrong=wrong or (),
        marked=[name for name, _ in wrong or ()],
        done=done if done in ("add", "end") else "",
        moved=int(moved) if moved.isdecimal() else None,
    )  # fmt: skip
    response.status_code = 422 if wrong else 200
    return response


def _own(request: HttpRequest, territory: str) -> None:
    theirs = need(request, ACTION, territory).territories(ACTION)
    if not territory or (theirs is not None and territory not in theirs):
        raise NotAllowed(ACTION)


def _back(request: HttpRequest, done: str, moved: int | None = None) -> HttpResponse:
    count = "" if moved is None else f"&n={moved}"
    return HttpResponseRedirect(f"{addresses.of('lead.loans', language.of(request))}?fait={done}{count}")
