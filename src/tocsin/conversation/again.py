"""A reply that was not understood: the question is put again once, then a human goes on."""

from tocsin.conversation.read_back import say_listing
from tocsin.conversation.reading import Reading
from tocsin.conversation.run import Run

MAX_MISSES = 2
"""Replies to one question that may not be understood: the second goes to a human."""
SENSITIVE = ("sensitive_nir", "sensitive_card", "sensitive_iban", "sensitive_password")


def missed(run: Run, reading: Reading) -> str:
    """The state to go to where a human takes this question only; else nothing."""
    if _explained(run, reading):
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


def _explained(run: Run, reading: Reading) -> bool:
    """Something was just explained, for the first time: that is not a miss.

    The question is put as it was where its words change, or where the person may think it answered; after a
    doubt it is left to them.
    """
    signals = reading.signals
    language = "switch_language" in signals and run.once(f"language-{run.session.lang}")
    secret = any(signal in signals for signal in SENSITIVE) and run.once("spared")
    if language or secret:
        _as_it_was(run)
        return True
    return "scam_doubt" in signals and run.once("doubted")


def _as_it_was(run: Run) -> None:
    if not say_listing(run):
        run.say_state()


def _otherwise(run: Run) -> None:
    state, listing = run.state, run.session.listing
    if listing == "confirm":
        run.say_common("again_yes_no")
    elif listing in ("complete", "correct"):
        say_listing(run)
    elif state.again:
        run.say(f"{run.flow.flow}.{run.session.state}.again", run.flow.version, state.again)
    else:
        run.say_common(f"again_{state.ask}")
