"""What a text costs at its worst: every variable as long as it can be."""

from typing import Final

from tocsin.charter.schema import Wording
from tocsin.charter.words import translate_wording
from tocsin.conversation.flow.schema import Flow
from tocsin.conversation.flow.text_variables import CODE, fill_variables, find_longest_values, to_gsm7_text
from tocsin.message import gsm7

SAMPLE_CODE: Final = "XXXX-XXXX"
"""As long as an issue code."""


def render_at_worst(flow: Flow, text: Wording, lang: str) -> str:
    """The text with the longest value of every variable, as it would be sent."""
    values = {name: to_gsm7_text(value) for name, value in find_longest_values(flow, lang).items()}
    return fill_variables(translate_wording(text, lang), {**values, CODE: SAMPLE_CODE})


def compute_worst_cost(flow: Flow, text: Wording, lang: str) -> gsm7.SmsCost:
    """Alphabet, units and parts of a text at its worst."""
    return gsm7.measure_sms_cost(render_at_worst(flow, text, lang))
