"""One conversation: its states, in the words that are sent now, and each of its texts."""

from django.http import Http404, HttpRequest, HttpResponse

from tocsin.conversation.flow.load import list_flows, load_flow
from tocsin.conversation.flow.rewording import RewordedText, reword_flow
from tocsin.conversation.flow.summary import summarise_states
from tocsin.locale.catalogues import Sentences
from tocsin.message_templates.texts_in_force import TextInForce, list_texts_in_force
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.web import language, page_rendering, store_pool
from tocsin.web.language import Lang
from tocsin.web.message_templates.template_view import RESULTS, describe_group, describe_place, first_words
from tocsin.web.sentences import page_sentences

_GRAVEST = ("block", "warn", "pass")


def show_flow(request: HttpRequest, flow: str) -> HttpResponse:
    """The page of a conversation."""
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
    results = {one.judged.result for one in found if flow in {spoken.flow for spoken in one.text.flows}}
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
        texts=[_text_line(one, lang, t) for one in mine],
        flow_states=summarise_states(said, lang),
    )


def _text_line(one: TextInForce, lang: Lang, t: Sentences) -> tuple[str, str, str]:
    return one.text.id, first_words(one.words, lang), describe_place(one.text, lang, t)
