"""The parts of a flow in words: kinds of states, ways out, durations."""

from typing import Final, Literal

from tocsin.charter.schema import Wording
from tocsin.charter.words import translate_wording
from tocsin.conversation.flow.schema import FlowState, NotADuration, parse_duration

Shape = Literal["question", "pause", "fork", "end", "message", "call", "step"]
"""What a state is: a ``call`` asks a human and says nothing; a ``step`` only sets facts."""

SHAPES: Final[dict[Shape, Wording]] = {
    "question": Wording("question", "question"),
    "pause": Wording("pause", "pause"),
    "fork": Wording("aiguillage", "fork"),
    "end": Wording("fin", "end"),
    "message": Wording("message", "message"),
    "call": Wording("appel", "call"),
    "step": Wording("étape", "step"),
}
ASKED: Final = {
    "yes_no": Wording("oui ou non", "yes or no"),
    "date": Wording("un jour", "a day"),
    "people": Wording("des noms et des numéros", "names and numbers"),
    "number": Wording("un nombre", "a number"),
    "choice": Wording("un choix", "a choice"),
    "household": Wording("qui vit avec la personne", "who lives with the person"),
}
"""Kind of question -> the answer that it waits for."""
KINDS: Final = {
    "name": Wording("nom", "name"),
    "day": Wording("jour", "day"),
    "flag": Wording("oui ou non", "yes or no"),
    "number": Wording("nombre", "number"),
    "text": Wording("texte", "text"),
}
"""Kind of fact -> what it is."""

_WAYS: Final = {
    "yes": Wording("oui", "yes"),
    "no": Wording("non", "no"),
    "some": Wording("des personnes", "some people"),
    "nobody": Wording("personne", "nobody"),
    "any": Wording("une réponse", "an answer"),
    "silence": Wording("silence", "silence"),
    "lost": Wording("pas compris", "not understood"),
    "missed": Wording("jour passé ou inconnu", "day over or not known"),
    "else": Wording("sinon", "else"),
    "next": Wording("", ""),
}
_VALUES: Final = {
    "known": Wording("connu", "known"),
    "true": Wording("oui", "yes"),
    "false": Wording("non", "no"),
}
_UNITS: Final = {
    "m": Wording("min", "min"),
    "h": Wording("h", "h"),
    "d": Wording("jour", "day"),
}


def shape(state: FlowState) -> Shape:
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


def way(state: FlowState, name: str, lang: str) -> str:
    """A way out of a state, as ``FlowState.list_targets`` names it, in words; empty where there is no other.

    >>> way(FlowState(), "yes", "fr"), way(FlowState(), "plan_is_whole=true", "en")
    ('oui', 'plan_is_whole: yes')
    """
    if name in state.options:
        return translate_wording(state.options[name], lang)
    fact, equals, value = name.partition("=")
    if equals:
        shown = translate_wording(_VALUES[value], lang) if value in _VALUES else value
        return f"{fact}{colon(lang)}{shown}"
    return translate_wording(_WAYS[name], lang) if name in _WAYS else name


def length(text: str, lang: str) -> str:
    """A duration in words; one that cannot be read, as it stands.

    >>> length("2h", "fr"), length("3d", "fr"), length("1d", "en")
    ('2 h', '3 jours', '1 day')
    """
    try:
        parse_duration(text)
    except NotADuration:
        return text
    number = int(text[:-1])
    plural = "s" if text[-1] == "d" and number > 1 else ""
    return f"{number} {translate_wording(_UNITS[text[-1]], lang)}{plural}"


def colon(lang: str) -> str:
    """A colon as the language spaces it."""
    return ": " if lang == "en" else " : "
