"""The parts of a flow in words: kinds of states, ways out, durations."""

from typing import Literal

from tocsin.charter.words import translate_wording
from tocsin.conversation.flow.schema import FlowState, NotADuration, parse_duration
from tocsin.locale.catalogues import translate, translate_name
from tocsin.locale.languages import get_language

Shape = Literal["question", "pause", "fork", "end", "message", "call", "step"]
"""What a state is: a ``call`` asks a human and says nothing; a ``step`` only sets facts."""


def classify_state(state: FlowState) -> Shape:
    """What a state is, by what it does last."""
    if state.ask:
        return "question"
    if state.wait:
        return "pause"
    if state.branch:
        return "fork"
    if state.end:
        return "end"
    return "message" if state.say else "call" if state.call else "step"


def translate_exit(state: FlowState, name: str, lang: str) -> str:
    """A way out of a state, as ``FlowState.list_targets`` names it, in words; empty where there is no other.

    >>> translate_exit(FlowState(), "yes", "fr"), translate_exit(FlowState(), "plan_is_whole=true", "en")
    ('oui', 'plan_is_whole: yes')
    """
    if name in state.options:
        return translate_wording(state.options[name], lang)
    fact, equals, value = name.partition("=")
    if equals:
        return f"{fact}{get_language(lang).colon}{translate_name('flow.values', value, lang)}"
    return "" if name == "next" else translate_name("flow.ways", name, lang)


def format_duration(text: str, lang: str) -> str:
    """A duration in words; one that cannot be read, as it stands.

    >>> format_duration("2h", "fr"), format_duration("3d", "fr"), format_duration("1d", "en")
    ('2 h', '3 jours', '1 day')
    """
    try:
        parse_duration(text)
    except NotADuration:
        return text
    number = int(text[:-1])
    unit = "days" if text[-1] == "d" and number > 1 else text[-1]
    return f"{number} {translate('flow.units', unit, lang)}"
