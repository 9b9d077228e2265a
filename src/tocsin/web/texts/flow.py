"""One conversation: its states, in the words that are sent now, and each of its texts."""

from django.http import Http404, HttpRequest, HttpResponse

from tocsin.conversation.flow.load import flows, load
from tocsin.conversation.flow.reworded import Words, reworded
from tocsin.conversation.flow.summary import summarise_states
from tocsin.tracing.clock import from_environment
from tocsin.tracing.wording.overview import Spoken, spoken
from tocsin.web import language, render, store, words
from tocsin.web.language import Lang
from tocsin.web.texts.shown import RESULTS, group, opening, place
from tocsin.web.words import Sentences

_GRAVEST = ("block", "warn", "pass")


def show(request: HttpRequest, flow: str) -> HttpResponse:
    """The page of a conversation."""
    if flow not in flows():
        raise Http404
    lang = language.of(request)
    t = words.of("texts.flow", lang)
    with store.connection() as connection:
        found = spoken(connection, from_environment().now())
    mine = [one for one in found if one.text.group == flow]
    said = reworded(
        load(flow), {one.text.id: Words(one.version, one.words) for one in found if not one.is_own}
    )
    results = {one.judged.result for one in found if flow in {spoken.flow for spoken in one.text.flows}}
    name = group(flow, mine[0].text, lang, t)
    return render.page(
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
        texts=[_line(one, lang, t) for one in mine],
        flow_states=summarise_states(said, lang),
    )


def _line(one: Spoken, lang: Lang, t: Sentences) -> tuple[str, str, str]:
    return one.text.id, opening(one.words, lang), place(one.text, lang, t)
