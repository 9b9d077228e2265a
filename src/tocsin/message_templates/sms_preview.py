"""A text as somebody gets it: its blanks filled in, cut where the network cuts it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from msgspec import Struct

from tocsin.charter.schema import Wording
from tocsin.conversation.flow.schema import Flow
from tocsin.conversation.flow.text_variables import (
    CODE,
    TO,
    fill_variables,
    find_longest_values,
    format_call_window,
    format_fact,
    list_variables,
    to_gsm7_text,
)
from tocsin.conversation.script_player import parse_facts
from tocsin.message import gsm7
from tocsin.message_templates.built_in_texts import BuiltInText

EXAMPLES: Final = {
    "people": Wording("Léa (fin 12 34), Karim (fin 05 97)", "Léa (ending 12 34), Karim (ending 05 97)"),
    "who": Wording("Karim", "Karim"),
    "answer": Wording("non", "no"),
    "window": format_call_window(datetime(2021, 3, 4, 14, tzinfo=UTC), datetime(2021, 3, 4, 16, tzinfo=UTC)),
    "call_code": Wording("402 817", "402 817"),
}
"""What stands in the blanks that the common texts alone have."""
_OPEN, _SHUT = "\ue000", "\ue001"


class PreviewSpan(Struct, frozen=True):
    text: str
    blank: bool
    """Whether it was filled in."""


Sms = tuple[PreviewSpan, ...]


def example_values(flow: Flow, lang: str) -> dict[str, str]:
    """What stands in the blanks for the flow's own example; the longest where it has none."""
    facts = parse_facts(flow, flow.example.facts)
    values = {
        name: format_fact(fact, facts[name], lang) if name in facts else find_longest_values(flow, lang)[name]
        for name, fact in flow.facts.items()
    }
    examples = {name: text_in_language(said, lang) for name, said in EXAMPLES.items()}
    return {
        name: to_gsm7_text(value) for name, value in {**values, **examples, TO: "", CODE: "K7QF-2M9D"}.items()
    }


def text_in_language(said: Wording, lang: str) -> str:
    return said.in_language(lang)


def split_into_sms(words: str, values: Mapping[str, str]) -> tuple[Sms, ...]:
    """A text with its blanks filled in, part by part."""
    known = {name: f"{_OPEN}{values[name]}{_SHUT}" for name in list_variables(words) if name in values}
    marked = fill_variables(words.replace(_OPEN, "").replace(_SHUT, ""), known)
    parts = gsm7.split_sms(marked.replace(_OPEN, "").replace(_SHUT, ""))
    found, at, blank = [], 0, False
    for part in parts:
        pieces: list[PreviewSpan] = []
        left = len(part)
        run = ""
        while left or (at < len(marked) and marked[at] == _SHUT):
            character = marked[at]
            at += 1
            if character in (_OPEN, _SHUT):
                pieces, run = _close_span(pieces, run, blank), ""
                blank = character == _OPEN
            else:
                run += character
                left -= 1
        found.append(tuple(_close_span(pieces, run, blank)))
    return tuple(found)


def _close_span(pieces: list[PreviewSpan], run: str, blank: bool) -> list[PreviewSpan]:
    return [*pieces, PreviewSpan(run, blank)] if run else pieces


def preview_text(text: BuiltInText, words: str, lang: str) -> tuple[Sms, ...]:
    """A text as the person of the flow's example gets it."""
    return split_into_sms(words, example_values(text.flows[0], lang))
