"""Loans: the calls of one département given to the agents of another, until an end."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from tocsin.tracing.calls import workload
from tocsin.tracing.supervision import loans
from tocsin.tracing.supervision.loans import BadLoan
from tocsin.web import error_pages, language, page_rendering, page_urls
from tocsin.web.sentences import page_sentences
from tocsin.web.staff import time_zone
from tocsin.web.staff.current_user import NotAllowed
from tocsin.web.supervision.supervisor_context import (
    SupervisorContext,
    find_staff_names,
    label_territory,
    list_region_choices,
    open_supervisor_context,
    parse_number,
    require_own_territory,
)

ACTION = "lead.lend"
LONGEST = timedelta(days=7)


def show_loans(request: HttpRequest) -> HttpResponse:
    """The loans that go on, and the form for another."""
    if request.method == "POST":
        return _add_loan(request)
    with open_supervisor_context(request) as at:
        return _render_page(request, at, done=request.GET.get("fait", ""), moved=request.GET.get("n", ""))


@error_pages.allow_methods("POST")
def end_loan(request: HttpRequest, loan: int) -> HttpResponse:
    """Take a loan back: what is open is the lender's again."""
    with open_supervisor_context(request) as at, at.connection.transaction():
        found = next((one for one in loans.list_current_loans(at.connection, at.now) if one.id == loan), None)
        if found is None:
            return error_pages.render_error_page(request, 404)
        require_own_territory(request, ACTION, found.lender)
        loans.end_loan(at.connection, loan, at.now)
        at.write_entry(ACTION, f"taken back from {found.borrower}", "loan", loan, found.lender)
    return _redirect_back(request, "end")


def _add_loan(request: HttpRequest) -> HttpResponse:
    t = page_sentences("supervision.loans", language.request_language(request))
    typed = {name: request.POST.get(name, "").strip() for name in ("lender", "borrower", "tasks", "end")}
    for territory in (typed["lender"], typed["borrower"]):
        if not territory:  # nobody lends the calls of nowhere, who leads everywhere neither
            raise NotAllowed(ACTION)
        require_own_territory(request, ACTION, territory)
    until, tasks = time_zone.parse_local_time(typed["end"]), parse_number(typed["tasks"], 1, loans.MOST)
    with open_supervisor_context(request) as at:
        wrong = []
        if typed["lender"] == typed["borrower"]:
            wrong.append(("borrower", t["wrong_same"]))
        if typed["tasks"] and (tasks is None or tasks != int(tasks)):
            wrong.append(("tasks", t["wrong_tasks"]))
        if until is None or not at.now < until <= at.now + LONGEST:
            wrong.append(("end", t["wrong_end"]))
        if wrong or until is None:
            return _render_page(request, at, typed=typed, wrong=wrong)
        try:
            with at.connection.transaction():
                made = loans.add_loan(
                    at.connection, typed["lender"], typed["borrower"], until, at.now,
                    by=at.who.login, tasks=int(tasks) if tasks else None,
                )  # fmt: skip
                at.write_entry(
                    ACTION,
                    f"lent to {made.borrower}: {made.moved if made.tasks else 'all'}",
                    "loan",
                    made.id,
                    made.lender,
                )
        except BadLoan:
            return _render_page(request, at, typed=typed, wrong=[("end", t["wrong_end"])])
    return _redirect_back(request, "add", made.moved if made.tasks else None)


def _render_page(
    request: HttpRequest,
    at: SupervisorContext,
    *,
    done: str = "",
    moved: str = "",
    typed: dict[str, str] | None = None,
    wrong: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    theirs = at.who.allowed_territories(ACTION)
    found = [
        one
        for one in loans.list_current_loans(at.connection, at.now)
        if theirs is None or one.lender in theirs or one.borrower in theirs
    ]
    by = find_staff_names(at.connection, [one.by for one in found])
    burdened = [
        one
        for one in workload.load_counted_loads(at.connection, at.now, theirs).territories
        if one.territory and one.open
    ][:8]
    now = time_zone.to_local_time(at.now)
    until = (now + timedelta(hours=4)).replace(minute=0)
    return page_rendering.render_page(
        request,
        "supervision.loans",
        loans=[
            (label_territory(one.lender, ""), label_territory(one.borrower, ""), time_zone.to_local_time(one.ends_at),
             by.get(one.by, one.by), theirs is None or one.lender in theirs, one)
            for one in found
        ],
        burdened=[(label_territory(one.territory, ""), one) for one in burdened],
        choices=list_region_choices(theirs),
        typed=typed or {"lender": "", "borrower": "", "tasks": "", "end": f"{until:%Y-%m-%dT%H:%M}"},
        wrong=wrong or (),
        marked=[name for name, _ in wrong or ()],
        done=done if done in ("add", "end") else "",
        moved=int(moved) if moved.isdecimal() else None,
        status_code=422 if wrong else 200,
    )  # fmt: skip


def _redirect_back(request: HttpRequest, done: str, moved: int | None = None) -> HttpResponse:
    count = "" if moved is None else f"&n={moved}"
    return page_urls.redirect_to_page(request, "supervision.loans", query=f"fait={done}{count}")
