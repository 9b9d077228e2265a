"""Buttons for the answers to a question, for channels that show some; what comes back when one is touched.

A button stands for an answer by its key, never by its words: ``case-17.3:yes`` is the answer *yes* to the question of
the message ``case-17.3``, and to no other. In an SMS the same answers stand in the text.
"""

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from tocsin.charter.schema import Wording
from tocsin.charter.words import translate_wording
from tocsin.conversation.flow.schema import Flow, FlowState

_YES_NO: Final[Mapping[str, Wording]] = {"yes": Wording("OUI", "YES"), "no": Wording("NON", "NO")}
_YES: Final[Mapping[str, Wording]] = {"yes": Wording("OUI", "YES")}
_READ_BACKS: Final = frozenset(("people_read_back", "people_nobody", "read_back"))
"""Common texts that ask whether something was understood: a yes confirms it, anything else corrects it."""


class AnswerButton(Struct, frozen=True):
    """One answer that can be touched."""

    key: str
    label: str


class TouchedButton(Struct, frozen=True):
    """What a button gives back."""

    message: str
    """Key of the message under which it stood: ``case-17.3``."""
    key: str
    """Of the answer."""

    @property
    def session(self) -> str:
        """The conversation of the message."""
        return self.message.rpartition(".")[0]


def list_state_answers(
    state: FlowState, listing: Literal["", "collect", "complete", "confirm", "correct"] = ""
) -> Mapping[str, Wording]:
    """The answers to the open question that a button may stand for: key -> as people read it."""
    if listing == "confirm":
        return _YES
    if state.ask == "yes_no":
        return _YES_NO
    return state.options if state.ask == "choice" else {}


def list_answer_buttons(flow: Flow, template: str, lang: str) -> tuple[AnswerButton, ...]:
    """The buttons under a text of a flow, by its name (``case.notice``); none where it asks for words."""
    group, _, name = template.partition(".")
    if group == "common":
        answers = _YES if name in _READ_BACKS else {}
    else:
        state = flow.states.get(name.partition(".")[0])
        answers = list_state_answers(state) if state else {}
    return tuple(AnswerButton(key, translate_wording(label, lang)) for key, label in answers.items())


def make_postback(message: str, key: str) -> str:
    """What a button under a message gives back for an answer."""
    return f"{message}:{key}"


def parse_postback(postback: str) -> TouchedButton | None:
    """What was touched; None where it is no postback of ours.

    >>> parse_postback("case-17.3:yes"), parse_postback("hello")
    (TouchedButton(message='case-17.3', key='yes'), None)
    """
    message, colon, key = postback[:120].partition(":")
    session, dot, number = message.rpartition(".")
    sound = colon and dot and session and number.isascii() and number.isdecimal() and key
    return TouchedButton(message, key) if sound else None


def write_buttons(text: str, buttons: tuple[AnswerButton, ...]) -> str:
    """A text with its buttons, as the guard reads them: each is a sentence of it."""
    return "\n".join([text, *(f"{button.label}." for button in buttons)])
