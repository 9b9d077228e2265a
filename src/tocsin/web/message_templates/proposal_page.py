"""One proposal: what changes, who agreed, and what may be done about it at its stage."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse

from tocsin.charter.schema import Wording
from tocsin.message_templates import approval_workflow
from tocsin.message_templates.built_in_texts import UnknownText
from tocsin.message_templates.review import review_wording
from tocsin.message_templates.rewording import RewordingActor, TextRewording
from tocsin.message_templates.rewording_records import (
    Connection,
    UnknownRewording,
    load_rewording,
    load_rewordings,
)
from tocsin.message_templates.texts_in_force import TextInForce, get_text_in_force
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.web import error_pages, language, page_rendering, page_urls, store_pool
from tocsin.web.audit import audit_log
from tocsin.web.message_templates import template_view
from tocsin.web.message_templates.template_view import (
    compare_wordings,
    describe_group,
    describe_place,
    preview_phones,
    summarise_judgement,
)
from tocsin.web.sentences import page_sentences
from tocsin.web.staff import time_zone
from tocsin.web.staff.current_user import require_action, require_staff
from tocsin.web.staff.staff_member import StaffMember

DONE: Final = ("proposed", "approved", "withdrawn", "activated", "cancelled")
"""What an address may say that was done."""
Do = Callable[[Connection, RewordingActor, datetime], object]


def show_proposal(request: HttpRequest, number: int) -> HttpResponse:
    done = request.GET.get("done", "")
    return _render_page(request, number, done=done if done in DONE else "")


def approve_proposal(request: HttpRequest, number: int) -> HttpResponse:
    return _apply_step(
        request, number, "texts.approve", "approved",
        lambda store, by, now: approval_workflow.approve_rewording(store, number, by, now),
    )  # fmt: skip


def withdraw_proposal(request: HttpRequest, number: int) -> HttpResponse:
    why = request.POST.get("why", "")
    return _apply_step(
        request, number, "texts.propose", "withdrawn",
        lambda store, by, now: approval_workflow.withdraw_rewording(store, number, why, by, now),
    )  # fmt: skip


def activate_proposal(request: HttpRequest, number: int) -> HttpResponse:
    typed = request.POST.get("starts_at", "").strip()
    return _apply_step(
        request, number, "texts.activate", "activated",
        lambda store, by, now: approval_workflow.activate_rewording(store, number, _parse_moment(typed), by, now),
    )  # fmt: skip


def cancel_proposal(request: HttpRequest, number: int) -> HttpResponse:
    why = request.POST.get("why", "")
    return _apply_step(
        request, number, "texts.activate", "cancelled",
        lambda store, by, now: approval_workflow.cancel_rewording(store, number, why, by, now),
    )  # fmt: skip


@error_pages.allow_methods("POST")
def _apply_step(request: HttpRequest, number: int, action: str, name: str, do: Do) -> HttpResponse:
    """Do it and write it into the log, in one transaction; else say why not."""
    who, now = require_action(request, action), read_clock_from_environment().now()
    problem = ""
    with store_pool.store_connection() as connection, connection.transaction():
        try:
            do(connection, RewordingActor(who.account_id, who.name), now)
        except UnknownRewording:
            raise Http404 from None
        except _PROBLEMS as error:
            problem = _NAMES[type(error)]
        audit_log.write_audit_entry(
            connection, who, action, subject="rewording", subject_id=number, now=now, why=problem or name
        )
    if problem:
        return _render_page(request, number, problem=problem)
    return page_urls.redirect_to_page(request, "texts.change", query=f"done={name}", number=number)


_NAMES: Final[dict[type[Exception], str]] = {
    approval_workflow.OwnProposal: "own_proposal",
    approval_workflow.AlreadyApproved: "approved_already",
    approval_workflow.WrongStage: "not_now",
    approval_workflow.MissingReason: "no_reason",
    approval_workflow.InvalidStartTime: "bad_moment",
    approval_workflow.WordingRefused: "refused_now",
}
_PROBLEMS: Final = tuple(_NAMES)


def _parse_moment(typed: str) -> datetime | None:
    """A moment as a browser writes it; None where nothing was typed. Raises InvalidStartTime."""
    found = time_zone.parse_local_time(typed)
    if typed and found is None:
        raise approval_workflow.InvalidStartTime(str(approval_workflow.InvalidStartTime.__doc__))
    return found


def _render_page(request: HttpRequest, number: int, *, problem: str = "", done: str = "") -> HttpResponse:
    lang, now, who = (
        language.request_language(request),
        read_clock_from_environment().now(),
        require_staff(request),
    )
    t = page_sentences("texts.change", lang)
    with store_pool.store_connection() as connection:
        try:
            found = load_rewording(connection, number)
            spoken = get_text_in_force(connection, found.template, now)
        except (UnknownRewording, UnknownText):
            raise Http404 from None
        before = _wording_before(connection, found, spoken)
    judged = review_wording(spoken.text, found.text, approval_workflow.review_day(now))
    return page_rendering.render_page(
        request,
        "texts.change",
        translations=page_urls.list_page_translations(lang, "texts.change", number=number),
        number=number,
        id=found.template,
        title=t["title"].format(number=number, id=found.template),
        group=describe_group(spoken.text.group, spoken.text, lang, t),
        place=describe_place(spoken.text, lang, t),
        rewording=found,
        stage=template_view.describe_stage(found, now, lang, t),
        stage_name=found.stage(now),
        changes=compare_wordings(before, found.text, t),
        summary=summarise_judgement(
            judged, review_wording(spoken.text, before, approval_workflow.review_day(now)), t
        ),
        phones=preview_phones(spoken.text, found.text, judged, lang, now, t),
        held=judged.may_be_agreed_to,
        steps=template_view.list_proposal_steps(found, lang, t),
        moved=found.is_open(now) and before != spoken.words,
        here_now=f"{time_zone.to_local_time(now):%Y-%m-%dT%H:%M}",
        problem=t[problem] if problem else "",
        done=t[f"done_{done}"] if done else "",
        longest=approval_workflow.LONGEST_WHY,
        **_permitted_steps(found, who, now),
        status_code=422 if problem else 200,
    )


def _wording_before(connection: Connection, found: TextRewording, spoken: TextInForce) -> Wording:
    if found.former is None:
        return spoken.text.wording
    (former,) = load_rewordings(connection, [found.former])
    return spoken.text.wording if former.own else former.text


def _permitted_steps(found: TextRewording, who: StaffMember, now: datetime) -> dict[str, Any]:
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
