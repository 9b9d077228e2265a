"""What a text costs at its worst: every variable as long as it can be."""

from typing import Final

from tocsin.charter.schema import Wording
from tocsin.charter.words import said
from tocsin.conversation.flow.schema import Flow
from tocsin.conversation.flow.text import CODE, fill, plain, worst
from tocsin.message import gsm7

SAMPLE_CODE: Final = "XXXX-XXXX"
"""As long as an issue code."""


def at_worst(flow: Flow, text: Wording, lang: str) -> str:
    """The text with the longest value of every variable, as it would be sent."""
    values = {name: plain(value) for name, value in worst(flow, lang).items()}
    return fill(said(text, lang), {**values, CODE: SAMPLE_CODE})


def cost(flow: Flow, text: Wording, lang: str) -> gsm7.Cost:
    """Alphabet, units and parts of a text at its worst."""
    return gsm7.cost(at_worst(flow, text, lang))
