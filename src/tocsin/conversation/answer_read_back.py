"""An answer that was told in other words, or beside words that nothing explains, read back before it counts: ``nous avons
compris : non``.

A yes or no is confirmed by itself: the person is asked to reply only yes or no, and what they reply then counts. A
day, a number or an option is confirmed by a yes, or replaced by the right one.
"""

from datetime import date
from typing import Final

from tocsin.charter.schema import Wording
from tocsin.charter.words import translate_wording
from tocsin.conversation.flow.schema import FlowState
from tocsin.conversation.reading import ReplyReading
from tocsin.conversation.reading.model import ECHOED
from tocsin.conversation.turn_builder import TurnBuilder
from tocsin.protocol.wording import format_long_date

_YES_NO: Final = {"yes": Wording("oui", "yes"), "no": Wording("non", "no")}


def read_back_answer(run: TurnBuilder, reading: ReplyReading, value: str | int, *, tentative: bool) -> bool:
    """Read an answer back where it was only told in other words, or is ``tentative``; whether that was done.

    A yes or no in so many words counts whatever stands beside it: of 116 such replies by thirteen authors, read before any
    rule was made of them, 4 were wrong.
    """
    sure = ECHOED not in reading.notes and not (tentative and run.state.ask != "yes_no")
    if sure or not run.allow_once(f"read_back:{run.session.state}"):
        return False
    state = run.state
    run.update_session(pending=value, misses=0)
    text = "read_back_yes_no" if state.ask == "yes_no" else "read_back"
    run.send_common_text(text, answer=_format_answer(state, value, run.session.lang))
    return True


def is_pending_confirmed(run: TurnBuilder, reading: ReplyReading) -> bool:
    """Whether a reply, read as a yes or no, says that what was read back is right."""
    return run.session.pending != "" and run.state.ask != "yes_no" and reading.value == "yes"


def _format_answer(state: FlowState, value: str | int, lang: str) -> str:
    if state.ask == "yes_no":
        return translate_wording(_YES_NO[str(value)], lang)
    if state.ask == "date":
        return translate_wording(format_long_date(date.fromisoformat(str(value)), year=False), lang)
    return translate_wording(state.options[str(value)], lang) if state.ask == "choice" else str(value)
