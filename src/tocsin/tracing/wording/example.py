"""A text as somebody gets it: its blanks filled in, cut where the network cuts it."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from tocsin.charter.schema import Wording
from tocsin.conversation.flow.cost import SAMPLE_CODE
from tocsin.conversation.flow.schema import Flow
from tocsin.conversation.flow.text import CODE, TO, fill, plain, shown, variables, worst
from tocsin.conversation.play import facts_of
from tocsin.message import gsm7
from tocsin.tracing.wording.texts import Text

PEOPLE: Final = {
    "people": Wording("Léa (fin 12 34), Karim (fin 05 97)", "Léa (ending 12 34), Karim (ending 05 97)"),
    "who": Wording("Karim", "Karim"),
}
_OPEN, _SHUT = "\ue000", "\ue001"


class Piece(Struct, frozen=True):
    """A run of characters of an SMS."""

    text: str
    blank: bool
    """Whether it was filled in."""


Sms = tuple[Piece, ...]


def usual(flow: Flow, lang: str) -> dict[str, str]:
    """What stands in the blanks for the flow's own example; the longest where it has none."""
    facts = facts_of(flow, flow.example.facts)
    values = {
        name: shown(fact, facts[name], lang) if name in facts else worst(flow, lang)[name]
        for name, fact in flow.facts.items()
    }
    people = {name: lang_of(said, lang) for name, said in PEOPLE.items()}
    return {name: plain(value) for name, value in {**values, **people, TO: "", CODE: "K7QF-2M9D"}.items()}


def longest(flow: Flow, lang: str) -> dict[str, str]:
    """The longest that can stand there."""
    return {name: plain(value) for name, value in worst(flow, lang).items()} | {CODE: SAMPLE_CODE}


def lang_of(said: Wording, lang: str) -> str:
    """A sentence in a language."""
    return said.en if lang == "en" else said.fr


def cut(words: str, values: Mapping[str, str]) -> tuple[Sms, ...]:
    """A text with its blanks filled in, part by part."""
    known = {name: f"{_OPEN}{values[name]}{_SHUT}" for name in variables(words) if name in values}
    marked = fill(words.replace(_OPEN, "").replace(_SHUT, ""), known)
    parts = gsm7.split(marked.replace(_OPEN, "").replace(_SHUT, ""))
    found, at, blank = [], 0, False
    for part in parts:
        pieces: list[Piece] = []
        left = len(part)
        run = ""
        while left or (at < len(marked) and marked[at] == _SHUT):
            character = marked[at]
            at += 1
            if character in (_OPEN, _SHUT):
                pieces, run = _closed(pieces, run, blank), ""
                blank = character == _OPEN
            else:
                run += character
                left -= 1
        found.append(tuple(_closed(pieces, run, blank)))
    return tuple(found)


def _closed(pieces: list[Piece], run: str, blank: bool) -> list[Piece]:
    return [*pieces, Piece(run, blank)] if run else pieces


def as_seen(text: Text, words: str, lang: str) -> tuple[Sms, ...]:
    """A text as the person of the flow's example gets it."""
    return cut(words, usual(text.flows[0], lang))
