"""A reply that was not understood: the question is put again once, then a human goes on."""

from tocsin.conversation.read_back import say_listing
from tocsin.conversation.reading import Reading
from tocsin.conversation.run import Run

MAX_MISSES = 2
"""Replies to one question that may not be understood: the second goes to a human."""
SENSITIVE = ("sensitive_nir", "sensitive_card", "sensitive_iban", "sensitive_password")
_EXPLAINED = (*SENSITIVE, "scam_doubt", "switch_language")


def missed(run: Run, reading: Reading) -> str:
    """The state to go to where a human takes this question only; else nothing."""
    if run.session.misses == 0 and any(signal in reading.signals for signal in _EXPLAINED):
        # Something was just explained: the question is put as it was, and that is not a miss.
        _as_it_was(run)
        return ""
    run.change(misses=run.session.misses + 1)
    if run.session.misses < MAX_MISSES:
        _otherwise(run)
        return ""
    if run.state.lost:
        run.call("not_understood")
        return run.state.lost
    run.hand_over("not_understood", text="human")
    return ""


def _as_it_was(run: Run) -> None:
    if not say_listing(run):
        run.say_state()


def _otherwise(run: Run) -> None:
    state = run.state
    if run.session.listing == "confirm":
        run.say_common("again_yes_no")
    elif state.again:
        run.say(f"{run.flow.flow}.{run.session.state}.again", run.flow.version, state.again)
    else:
        run.say_common(f"again_{state.ask}")
