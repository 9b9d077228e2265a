"""Other words for a text: seen on a phone, judged and counted as they are typed, then proposed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from tocsin.charter.schema import Wording
from tocsin.message_templates import approval_workflow
from tocsin.message_templates.built_in_texts import UnknownText
from tocsin.message_templates.review import WordingReview, normalise_wording, review_wording
from tocsin.message_templates.rewording import RewordingActor
from tocsin.message_templates.texts_in_force import TextInForce, get_text_in_force
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.web import error_pages, language, page_rendering, page_urls, store_pool
from tocsin.web.audit import audit_log
from tocsin.web.message_templates.template_view import (
    compare_wordings,
    describe_group,
    describe_place,
    preview_phones,
    summarise_judgement,
)
from tocsin.web.sentences import page_sentences
from tocsin.web.staff.current_user import require_action

MOST = 2_000
"""Characters of what is typed that are looked at: twice what a text may have, so that it can be said."""


def show_proposal_form(request: HttpRequest, text: str) -> HttpResponse:
    """The form; sent, it proposes, or only shows what would be."""
    if request.method in ("GET", "HEAD"):
        return _render_page(request, text)
    if request.method != "POST":
        return error_pages.render_error_page(request, 405, allow="GET, HEAD, POST")
    typed, do = _read_typed_wording(request), request.POST.get("do", "")
    if do in ("use_fr", "use_en"):
        return _render_page(request, text, typed=typed, use=do[-2:])
    if do != "propose":
        return _render_page(request, text, typed=typed)
    return _submit_proposal(request, text, typed)


@error_pages.allow_methods("POST")
def preview_wording(request: HttpRequest, text: str) -> HttpResponse:
    """What stands beside the form, for the words as they are typed; nothing is kept."""
    found = _load_text(text)
    return page_rendering.render_page(
        request,
        "texts.propose",
        template="texts/said.html",
        **_preview_context(request, found, _read_typed_wording(request)),
        live=True,
    )


def _submit_proposal(request: HttpRequest, id: str, typed: Wording) -> HttpResponse:
    who, now = require_action(request, "texts.propose"), read_clock_from_environment().now()
    try:
        with store_pool.store_connection() as connection, connection.transaction():
            number = approval_workflow.propose_rewording(
                connection,
                id,
                typed,
                request.POST.get("why", ""),
                RewordingActor(who.account_id, who.name),
                now,
            )
            audit_log.write_audit_entry(
                connection, who, "texts.propose", subject="rewording", subject_id=number, now=now, why=id
            )
    except UnknownText:
        raise Http404 from None
    except approval_workflow.MissingReason:
        return _render_page(request, id, typed=typed, problem="no_reason")
    except approval_workflow.UnchangedWording:
        return _render_page(request, id, typed=typed, problem="unchanged")
    except approval_workflow.WordingRefused:
        return _render_page(request, id, typed=typed, problem="refused")
    return page_urls.redirect_to_page(request, "texts.change", query="done=proposed", number=number)


def _render_page(
    request: HttpRequest, id: str, *, typed: Wording | None = None, problem: str = "", use: str = ""
) -> HttpResponse:
    lang = language.request_language(request)
    t = page_sentences("texts.propose", lang)
    found = _load_text(id)
    typed = typed or found.words
    if use:
        typed = _use_guard_proposal(found, typed, use)
    return page_rendering.render_page(
        request,
        "texts.propose",
        title=t["title"].format(id=id),
        group=describe_group(found.text.group, found.text, lang, t),
        place=describe_place(found.text, lang, t),
        typed=typed,
        why=request.POST.get("why", ""),
        problem=t[problem] if problem else "",
        problem_at="why" if problem == "no_reason" else "fr",
        longest=approval_workflow.LONGEST_WHY,
        **_preview_context(request, found, typed),
        status_code=422 if problem else 200,
    )


def _preview_context(request: HttpRequest, found: TextInForce, typed: Wording) -> dict[str, Any]:
    lang = language.request_language(request)
    t = page_sentences("texts.propose", lang)
    judged = _judge_wording(found, typed)
    return {
        "id": found.text.id,
        "phones": preview_phones(
            found.text, normalise_wording(typed), judged, lang, read_clock_from_environment().now(), t
        ),
        "changes": compare_wordings(found.words, normalise_wording(typed), t),
        "changed": normalise_wording(typed) != found.words,
        "result": judged.result,
        "held": judged.may_be_agreed_to,
        "summary": summarise_judgement(judged, found.judged, t),
    }


def _judge_wording(found: TextInForce, typed: Wording) -> WordingReview:
    return review_wording(
        found.text,
        normalise_wording(typed),
        approval_workflow.review_day(read_clock_from_environment().now()),
    )


def _use_guard_proposal(found: TextInForce, typed: Wording, use: str) -> Wording:
    """What was typed, with the guard's own proposal in one language."""
    proposal = _judge_wording(found, typed).in_language(use).proposal
    if not proposal:
        return typed
    return Wording(proposal, typed.en) if use == "fr" else Wording(typed.fr, proposal)


def _load_text(id: str) -> TextInForce:
    with store_pool.store_connection() as connection:
        try:
            return get_text_in_force(connection, id, read_clock_from_environment().now())
        except UnknownText:
            raise Http404 from None


def _read_typed_wording(request: HttpRequest) -> Wording:
    return Wording(request.POST.get("fr", "")[:MOST], request.POST.get("en", "")[:MOST])
