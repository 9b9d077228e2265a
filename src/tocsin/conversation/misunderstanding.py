"""A reply that was not understood: the question is put again once, then a human goes on."""

from tocsin.conversation.listing_read_back import send_listing_text
from tocsin.conversation.reading import ReplyReading
from tocsin.conversation.turn_builder import TurnBuilder

MAX_MISSES = 2
"""Replies to one question that may not be understood: the second goes to a human."""
SENSITIVE = ("sensitive_nir", "sensitive_card", "sensitive_iban", "sensitive_password")


def handle_misunderstanding(run: TurnBuilder, reading: ReplyReading) -> str:
    """The state to go to where a human takes this question only; else nothing."""
    if _was_just_explained(run, reading):
        return ""
    run.update_session(misses=run.session.misses + 1)
    if run.session.misses < MAX_MISSES:
        _rephrase_question(run)
        return ""
    if run.state.lost:
        run.request_call("not_understood")
        return run.state.lost
    run.hand_over_to_human("not_understood", text="human")
    return ""


def _was_just_explained(run: TurnBuilder, reading: ReplyReading) -> bool:
    """Something was just explained, for the first time: that is not a miss.

    The question is put as it was where its words change, or where the person may think it answered; after a
    doubt it is left to them.
    """
    signals = reading.signals
    language = "switch_language" in signals and run.allow_once(f"language-{run.session.lang}")
    secret = any(signal in signals for signal in SENSITIVE) and run.allow_once("spared")
    if language or secret:
        _repeat_question_as_it_was(run)
        return True
    return "scam_doubt" in signals and run.allow_once("doubted")


def _repeat_question_as_it_was(run: TurnBuilder) -> None:
    if not send_listing_text(run):
        run.send_state_text()


def _rephrase_question(run: TurnBuilder) -> None:
    state, listing = run.state, run.session.listing
    if listing == "confirm":
        run.send_common_text("again_yes_no")
    elif listing in ("complete", "correct"):
        send_listing_text(run)
    elif state.again:
        run.send_text(f"{run.flow.flow}.{run.session.state}.again", run.flow.version, state.again)
    else:
        run.send_common_text(f"again_{state.ask}")
