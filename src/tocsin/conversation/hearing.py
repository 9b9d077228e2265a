"""What a reply makes of a conversation: what it signals first, then what it answers.

What it signals goes before what it answers, gravest first: danger, distress, STOP, a wrong person, the wish
for a human. What is not understood is asked again once, then goes to a human; nothing is guessed.
"""

from tocsin.conversation import quiet
from tocsin.conversation.again import SENSITIVE, missed
from tocsin.conversation.flow.schema import State
from tocsin.conversation.listing import add_late, list_people
from tocsin.conversation.phones import find_phones
from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading import Reading, Signal, read_reply
from tocsin.conversation.run import Run
from tocsin.conversation.session import Heard, Learned, Reply
from tocsin.conversation.words import words

_HANDS_OVER: tuple[tuple[Signal, bool], ...] = (("emergency", True), ("distress", True))
_POLITE = Phrasebook(
    [
        (
            "thanks",
            "merci|mrc|thanks|thank|thx\nok|okay|daccord|recu|compris|note\nbonne|good\nbonjour|bonsoir|hello|hi|salut",
        )
    ]
)


def hear(run: Run, reply: Reply) -> str:
    """Take a reply; the state to go to, or nothing where the conversation stays where it is."""
    state = run.state
    reading = _read(run, state, reply)
    run.act(Heard(reading.masked, reading.signals))
    if _grave(run, reading):
        return ""
    if run.session.status in ("stopped", "closed", "human"):
        _after_the_end(run, reading)
        return ""
    if ends := _ends(run, reading):
        return "" if ends == "ends" else ends
    _aside(run, reading)
    if state.ask == "people":
        return list_people(run, reading)
    return _answer(run, state, reading) if state.ask else _unasked(run, reading)


def _read(run: Run, state: State, reply: Reply) -> Reading:
    session = run.session
    asked = state.ask if session.live else None
    if session.listing == "confirm":
        asked = "yes_no"
    options = tuple(getattr(label, session.lang) for label in state.options.values())
    here = quiet.local(reply.at, session.zone).replace(tzinfo=None)
    return read_reply(asked or "yes_no", reply.text, here, options, session.lang)


# ------------------------------------------------------------------------------------ signals


def _grave(run: Run, reading: Reading) -> bool:
    """Danger and distress are answered whatever the state, even after STOP."""
    for signal, urgent in _HANDS_OVER:
        if signal in reading.signals:
            status, outcome = run.session.status, run.session.outcome
            run.hand_over(signal, urgent=urgent, text=signal)
            if status == "stopped":
                run.change(status=status, outcome=outcome)
            return True
    return False


def _ends(run: Run, reading: Reading) -> str:
    """``ends`` where the SMS end by the person's wish, and a human goes on by telephone."""
    signals = reading.signals
    if "stop" in signals:
        run.call("stopped")
        run.say_common("stop")
        run.close("stopped", "stopped")
    elif "wrong_person" in signals:
        run.call("wrong_person")
        run.say_common("wrong_person")
        run.close("wrong_person")
    elif "human" in signals:
        _keep(run, reading)
        run.hand_over("asked", text="human")
    else:
        return ""
    return "ends"


def _keep(run: Run, reading: Reading) -> None:
    """What was answered beside the wish for a human is not lost."""
    state = run.state
    if state.ask in (None, "people"):
        add_late(run, reading, silent=True)
    elif reading.understood and state.save:
        _learn(run, state, _value(run, state, reading))


def _aside(run: Run, reading: Reading) -> None:
    """What is answered before the question itself: secrets, doubts, another language."""
    if any(signal in reading.signals for signal in SENSITIVE):
        run.say_common("sensitive")
    if "scam_doubt" in reading.signals:
        run.say_common("doubt")
    if "switch_language" in reading.signals:
        run.change(lang=_wanted(run.session.lang, reading))


_LANGUAGES = Phrasebook([("en", "english|anglais"), ("fr", "french|francais|franc")])


def _wanted(lang: str, reading: Reading) -> str:
    """The language asked for; the other one where the reply does not name it."""
    named = _LANGUAGES.names(words(reading.masked))
    return next(iter(named)) if len(named) == 1 else {"fr": "en", "en": "fr"}[lang]


def _after_the_end(run: Run, reading: Reading) -> None:
    """After the last SMS: contacts are still taken, a wish is passed on, one sentence is said once."""
    stopped = run.session.status == "stopped"
    if "human" in reading.signals and run.session.status != "human":
        run.call("asked")
        if not stopped:
            run.say_once("human")
    elif "stop" in reading.signals:
        if not stopped:
            run.say_common("stop")
            run.change(status="stopped", outcome=run.session.outcome or "stopped")
    elif add_late(run, reading, silent=stopped) or stopped or _polite(reading):
        return
    elif run.session.status == "closed":
        run.say_once("closed")


# ------------------------------------------------------------------------------------ answers


def _answer(run: Run, state: State, reading: Reading) -> str:
    if not reading.understood:
        return missed(run, reading)
    if run.flow.asks_people and find_phones(reading.masked):
        add_late(run, reading, silent=True)
    value = _value(run, state, reading)
    if state.save:
        _learn(run, state, value)
    return state.go.get(str(value)) or state.go["any"]


def _value(run: Run, state: State, reading: Reading) -> str | int:
    """The answer as the flow names it: an option by its name, not by its label."""
    if state.ask == "choice":
        labels = {getattr(label, run.session.lang): name for name, label in state.options.items()}
        return labels[str(reading.value)]
    assert isinstance(reading.value, str | int)
    return reading.value


def _learn(run: Run, state: State, value: str | int) -> None:
    known = value == "yes" if state.ask == "yes_no" else value
    run.change(facts=run.session.facts | {state.save: known})
    run.act(Learned(state.save, known))


def _unasked(run: Run, reading: Reading) -> str:
    """A reply while nothing is asked."""
    if "switch_language" in reading.signals or add_late(run, reading) or _polite(reading):
        return ""
    if not run.say_once("unasked"):
        run.call("asked")
    return ""


def _polite(reading: Reading) -> bool:
    """Thanks and greetings, which need no answer."""
    said = words(reading.masked)
    return len(said) <= 6 and (reading.value == "yes" or any(_POLITE.find(said)))
