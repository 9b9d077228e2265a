"""Other words for a text: seen on a phone, judged and counted as they are typed, then proposed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.charter.schema import Wording
from tocsin.tracing.clock import from_environment
from tocsin.tracing.wording import steps
from tocsin.tracing.wording.judge import Judged, judge, plain
from tocsin.tracing.wording.model import Person
from tocsin.tracing.wording.overview import Spoken, spoken_one
from tocsin.tracing.wording.texts import NoSuchText
from tocsin.web import addresses, failures, language, render, store, words
from tocsin.web.staff import log
from tocsin.web.staff.door import need
from tocsin.web.texts.shown import compared, group, phones, place, summary

MOST = 2_000
"""Characters of what is typed that are looked at: twice what a text may have, so that it can be said."""


def show(request: HttpRequest, text: str) -> HttpResponse:
    """The form; sent, it proposes, or only shows what would be."""
    if request.method in ("GET", "HEAD"):
        return _page(request, text)
    if request.method != "POST":
        return failures.refused(request, 405, allow="GET, HEAD, POST")
    typed, do = _typed(request), request.POST.get("do", "")
    if do in ("use_fr", "use_en"):
        return _page(request, text, typed=typed, use=do[-2:])
    if do != "propose":
        return _page(request, text, typed=typed)
    return _propose(request, text, typed)


def attempt(request: HttpRequest, text: str) -> HttpResponse:
    """What stands beside the form, for the words as they are typed; nothing is kept."""
    if request.method != "POST":
        return failures.refused(request, 405, allow="POST")
    found = _spoken(text)
    return render.page(
        request,
        "texts.propose",
        template="texts/said.html",
        **_said(request, found, _typed(request)),
        live=True,
    )


def _propose(request: HttpRequest, id: str, typed: Wording) -> HttpResponse:
    who, now, lang = need(request, "texts.propose"), from_environment().now(), language.of(request)
    try:
        with store.connection() as connection, connection.transaction():
            number = steps.propose(
                connection, id, typed, request.POST.get("why", ""), Person(who.account_id, who.name), now
            )
            log.write(
                connection, who, "texts.propose", subject="rewording", subject_id=number, now=now, why=id
            )
    except NoSuchText:
        raise Http404 from None
    except steps.NoReason:
        return _page(request, id, typed=typed, problem="no_reason")
    except steps.Unchanged:
        return _page(request, id, typed=typed, problem="unchanged")
    except steps.Refused:
        return _page(request, id, typed=typed, problem="refused")
    return HttpResponseRedirect(f"{addresses.of('texts.change', lang, number=number)}?done=proposed")


def _page(
    request: HttpRequest, id: str, *, typed: Wording | None = None, problem: str = "", use: str = ""
) -> HttpResponse:
    lang = language.of(request)
    t = words.of("texts.propose", lang)
    found = _spoken(id)
    typed = typed or found.words
    if use:
        typed = _used(found, typed, use)
    answer = render.page(
        request,
        "texts.propose",
        title=t["title"].format(id=id),
        group=group(found.text.group, found.text, lang, t),
        place=place(found.text, lang, t),
        typed=typed,
        why=request.POST.get("why", ""),
        problem=t[problem] if problem else "",
        problem_at="why" if problem == "no_reason" else "fr",
        longest=steps.LONGEST_WHY,
        **_said(request, found, typed),
    )
    answer.status_code = 422 if problem else 200
    return answer


def _said(request: HttpRequest, found: Spoken, typed: Wording) -> dict[str, Any]:
    """What stands beside the form."""
    lang = language.of(request)
    t = words.of("texts.propose", lang)
    judged = _judged(found, typed)
    return {
        "id": found.text.id,
        "phones": phones(found.text, plain(typed), judged, lang, from_environment().now(), t),
        "changes": compared(found.words, plain(typed), t),
        "changed": plain(typed) != found.words,
        "result": judged.result,
        "summary": summary(judged, found.judged, t),
    }


def _judged(found: Spoken, typed: Wording) -> Judged:
    return judge(found.text, plain(typed), steps.today(from_environment().now()))


def _used(found: Spoken, typed: Wording, use: str) -> Wording:
    """What was typed, with the guard's own proposal in one language."""
    proposal = _judged(found, typed).reading(use).proposal
    if not proposal:
        return typed
    return Wording(proposal, typed.en) if use == "fr" else Wording(typed.fr, proposal)


def _spoken(id: str) -> Spoken:
    with store.connection() as connection:
        try:
            return spoken_one(connection, id, from_environment().now())
        except NoSuchText:
            raise Http404 from None


def _typed(request: HttpRequest) -> Wording:
    return Wording(request.POST.get("fr", "")[:MOST], request.POST.get("en", "")[:MOST])
