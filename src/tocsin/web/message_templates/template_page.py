"""One text: how it is sent now, everything that was said instead, and the way back to it; and a conversation
with all of its texts."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from tocsin.charter.schema import Wording
from tocsin.conversation.flow.load import list_flows, load_flow
from tocsin.conversation.flow.rewording import RewordedText, reword_flow
from tocsin.conversation.flow.summary import summarise_states
from tocsin.locale.catalogues import Sentences
from tocsin.message_templates import approval_workflow
from tocsin.message_templates.built_in_texts import UnknownText
from tocsin.message_templates.rewording import OWN, RewordingActor, TextRewording
from tocsin.message_templates.rewording_records import UnknownRewording, load_rewording_history
from tocsin.message_templates.texts_in_force import TextInForce, get_text_in_force, list_texts_in_force
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.web import error_pages, language, page_rendering, page_urls, store_pool
from tocsin.web.audit import audit_log
from tocsin.web.formatting import format_moment
from tocsin.web.language import Lang
from tocsin.web.message_templates.template_view import (
    RESULTS,
    describe_group,
    describe_place,
    describe_stage,
    first_words,
    preview_phones,
)
from tocsin.web.sentences import page_sentences
from tocsin.web.staff.current_user import require_action, require_staff

DONE = {"back": "done_back"}
"""What an address may say that was done."""


def show_template(request: HttpRequest, text: str) -> HttpResponse:
    done = DONE.get(request.GET.get("done", ""), "")
    return _render_page(request, text, done=done)


@error_pages.allow_methods("POST")
def roll_back_wording(request: HttpRequest, text: str) -> HttpResponse:
    """Send earlier words again: one person, at once, with a reason."""
    who, now = require_action(request, "texts.activate"), read_clock_from_environment().now()
    to = request.POST.get("to", "")
    why = request.POST.get("why", "")
    try:
        with store_pool.store_connection() as connection, connection.transaction():
            number = approval_workflow.roll_back_text(
                connection, text, int(to) if to.isdecimal() and len(to) < 18 else -1, why,
                RewordingActor(who.account_id, who.name), now,
            )  # fmt: skip
            audit_log.write_audit_entry(
                connection, who, "texts.activate", subject="rewording", subject_id=number, now=now,
                why=f"rolled back: {text}",
            )  # fmt: skip
    except UnknownText:
        raise Http404 from None
    except approval_workflow.MissingReason:
        return _render_page(request, text, problem="no_reason")
    except approval_workflow.UnchangedWording:
        return _render_page(request, text, problem="back_unchanged")
    except (UnknownRewording, approval_workflow.WrongStage):
        return _render_page(request, text, problem="back_unknown")
    except approval_workflow.WordingRefused:
        return _render_page(request, text, problem="back_refused")
    return page_urls.redirect_to_page(request, "texts.one", query="done=back", text=text)


def _render_page(request: HttpRequest, id: str, *, problem: str = "", done: str = "") -> HttpResponse:
    lang, now, who = (
        language.request_language(request),
        read_clock_from_environment().now(),
        require_staff(request),
    )
    t = page_sentences("texts.one", lang)
    with store_pool.store_connection() as connection:
        try:
            found = get_text_in_force(connection, id, now)
        except UnknownText:
            raise Http404 from None
        past = load_rewording_history(connection, id)
    return page_rendering.render_page(
        request,
        "texts.one",
        translations=page_urls.list_page_translations(lang, "texts.one", text=id),
        id=id,
        title=t["title"].format(id=id),
        group=describe_group(found.text.group, found.text, lang, t),
        place=describe_place(found.text, lang, t),
        phones=preview_phones(found.text, found.words, found.judged, lang, now, t, sent=True),
        aside=found.aside,
        version=found.version,
        since=t["since_day"].format(moment=format_moment(found.since, lang))
        if found.since
        else t["since_always"],
        is_own=found.is_own,
        versions=[(one, describe_stage(one, now, lang, t)) for one in past],
        current=None if found.aside or not found.rewording else found.rewording.id,
        earlier=_rollback_choices(found, past, now, lang, t),
        may_propose=who.may("texts.propose"),
        may_go_back=who.may("texts.activate"),
        problem=t[problem] if problem else "",
        done=t[done] if done else "",
        longest=approval_workflow.LONGEST_WHY,
        status_code=422 if problem else 200,
    )


def _rollback_choices(
    found: TextInForce, past: list[TextRewording], now: datetime, lang: Lang, t: Sentences
) -> list[tuple[int, str]]:
    """Other words than those of now, each once, the newest first; Tocsin's own last."""
    seen: dict[Wording, Any] = {found.words: None}
    for one in past:
        if one.stage(now) == "started" and not one.own:
            name = t["earlier"].format(
                version=one.version, moment=format_moment(one.starts_at or one.at, lang)
            )
            seen.setdefault(one.text, (one.id, name))
    seen.setdefault(found.text.wording, (OWN, t["earlier_own"]))
    return [one for one in seen.values() if one is not None]


_GRAVEST = ("block", "warn", "pass")


def show_flow(request: HttpRequest, flow: str) -> HttpResponse:
    if flow not in list_flows():
        raise Http404
    lang = language.request_language(request)
    t = page_sentences("texts.flow", lang)
    with store_pool.store_connection() as connection:
        found = list_texts_in_force(connection, read_clock_from_environment().now())
    mine = [one for one in found if one.text.group == flow]
    said = reword_flow(
        load_flow(flow),
        {one.text.id: RewordedText(one.version, one.words) for one in found if not one.is_own},
    )
    results = {
        "warn" if one.judged.may_be_agreed_to else one.judged.result
        for one in found
        if flow in {spoken.flow for spoken in one.text.flows}
    }
    name = describe_group(flow, mine[0].text, lang, t)
    return page_rendering.render_page(
        request,
        "texts.flow",
        flow=flow,
        title=t["title"].format(name=name),
        version=said.version,
        sender=said.sender,
        states=len(said.states),
        questions=sum(state.ask is not None for state in said.states.values()),
        verdict=t[RESULTS[next(one for one in _GRAVEST if one in results)]],
        result=next(one for one in _GRAVEST if one in results),
        changed=len(said.reworded),
        texts=[
            (one.text.id, first_words(one.words, lang), describe_place(one.text, lang, t)) for one in mine
        ],
        flow_states=summarise_states(said, lang),
    )
