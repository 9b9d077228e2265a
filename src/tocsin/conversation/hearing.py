"""What a reply makes of a conversation: what it signals first, then what it answers.

What it signals goes before what it answers, gravest first: danger, distress, STOP, a wrong person, the wish
for a human. What is not understood is asked again once, then goes to a human; nothing is guessed.
"""

from typing import Final

from tocsin.conversation import quiet
from tocsin.conversation.again import SENSITIVE, missed
from tocsin.conversation.asides import take_asides
from tocsin.conversation.flow.schema import State
from tocsin.conversation.listing import add_late, list_people, note_answer, note_household, reopen
from tocsin.conversation.phones import find_phones
from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading import Reading, Signal, read_reply
from tocsin.conversation.run import Run
from tocsin.conversation.session import Heard, Learned, Reply
from tocsin.conversation.unexplained import is_tentative
from tocsin.conversation.words import vocabulary, words

_GRAVE: Final[tuple[Signal, ...]] = ("emergency", "distress")
_GRAVE_SIGNALS: Final = frozenset(_GRAVE)
_GRAVE_ANSWERS: Final = 3
"""Times that danger is answered by SMS; the call is asked for every time."""
_POLITE = vocabulary(
    """
    merci mrc thanks thank thx ty you ok okay oki daccord d accord recu note compris bien bonne bon good
    bonjour bonsoir hello hi salut journee soiree nuit day evening night oui yes ouais non no c est ca
    tres beaucoup a vous toi et and i got it great super parfait tout that s all au revoir bye de rien
    cordialement madame monsieur it is le la
    """
)
"""A reply made of these alone needs no answer."""
_LANGUAGES = Phrasebook([("en", "english|anglais"), ("fr", "french|francais|franc")])


def hear(run: Run, reply: Reply) -> str:
    """Take a reply; the state to go to, or nothing where the conversation stays where it is."""
    asked = run.session.live and not run.is_old(reply.at)
    state = run.state
    reading = _read(run, state if asked else State(), reply)
    tentative = not _GRAVE_SIGNALS & set(reading.signals) and is_tentative(run, reading)
    run.act(Heard(reading.masked, reading.signals, tentative))
    if _grave(run, reading):
        return ""
    if not run.session.live:
        return _after_the_end(run, reading)
    if _ends(run, reading, asked):
        return ""
    _explain(run, reading)
    aside, go = take_asides(run, reading)
    if go:
        return go
    if not asked or not state.ask:
        return _unasked(run, reading, aside)
    if aside and not reading.understood:
        return ""
    if state.ask == "people":
        return list_people(run, reading)
    if state.ask == "household":
        return _answer_household(run, state, reading)
    return _answer(run, state, reading, tentative=tentative)


def _read(run: Run, state: State, reply: Reply) -> Reading:
    session = run.session
    asked = "yes_no" if session.listing == "confirm" else state.ask
    options = tuple(getattr(label, session.lang) for label in state.options.values())
    if state.ask == "household":
        options = tuple(person.name for person in session.people)
    here = quiet.local(reply.at, session.zone).replace(tzinfo=None)
    return read_reply(asked or "yes_no", reply.text, here, options, session.lang)


# ------------------------------------------------------------------------------------ signals


def _grave(run: Run, reading: Reading) -> bool:
    """Danger and distress are answered whatever the state, even after STOP."""
    grave = next((signal for signal in _GRAVE if signal in reading.signals), None)
    if not grave:
        return False
    stopped, outcome = run.session.status == "stopped", run.session.outcome
    add_late(run, reading, silent=True)
    text = grave if run.once(grave, _GRAVE_ANSWERS) else ""
    run.hand_over(grave, urgent=True, text=text)
    if stopped:
        run.change(status="stopped", outcome=outcome)
    return True


def _ends(run: Run, reading: Reading, asked: bool) -> bool:
    """Whether the SMS end by the person's wish, and a human goes on by telephone."""
    signals = reading.signals
    if "stop" in signals:
        add_late(run, reading, silent=True)
        run.call("stopped")
        run.say_common("stop")
        run.close("stopped", "stopped")
    elif "wrong_person" in signals:
        run.call("wrong_person")
        run.say_common("wrong_person")
        run.close("wrong_person")
    elif "human" in signals:
        _keep(run, reading, asked)
        run.hand_over("asked", text="human")
    else:
        return False
    return True


def _keep(run: Run, reading: Reading, asked: bool) -> None:
    """What was answered beside the wish for a human is not lost."""
    state = run.state
    if asked and state.ask == "people":
        note_answer(run, reading)
    else:
        add_late(run, reading, silent=True)
        if asked and state.ask == "household" and reading.understood:
            note_household(run, reading)
        elif asked and state.save and reading.understood:
            _learn(run, state, _value(run, state, reading))


def _explain(run: Run, reading: Reading) -> None:
    """What is answered before the question itself: secrets, doubts, another language."""
    if any(signal in reading.signals for signal in SENSITIVE):
        run.say_once("sensitive", 3)
    if "scam_doubt" in reading.signals:
        run.say_once("doubt")
    if "switch_language" in reading.signals:
        run.change(lang=_wanted(run.session.lang, reading))


def _wanted(lang: str, reading: Reading) -> str:
    """The language asked for; the other one where the reply does not name it."""
    named = _LANGUAGES.names(words(reading.masked))
    return next(iter(named)) if len(named) == 1 else {"fr": "en", "en": "fr"}[lang]


def _after_the_end(run: Run, reading: Reading) -> str:
    """After the last SMS: contacts are still taken, a wish is passed on, one sentence is said once."""
    if run.session.status == "stopped":
        _after_stop(run, reading)
    elif "stop" in reading.signals:
        run.say_common("stop")
        run.change(status="stopped", outcome=run.session.outcome or "stopped")
    elif "wrong_person" in reading.signals:
        _found_wrong(run)
    elif "human" in reading.signals:
        _wish(run)
    else:
        _explain(run, reading)
        aside, _ = take_asides(run, reading)
        if not (aside or "scam_doubt" in reading.signals or add_late(run, reading) or _polite(reading)):
            _closing(run)
    return ""


def _after_stop(run: Run, reading: Reading) -> None:
    """Nothing is said any more; a human hears what matters."""
    if "wrong_person" in reading.signals:
        _found_wrong(run)
    elif "human" in reading.signals and run.once("asked"):
        run.call("asked")
    add_late(run, reading, silent=True)


def _found_wrong(run: Run) -> None:
    """Whoever is to be called is not this person: the human must know before ringing."""
    if run.session.outcome != "wrong_person":
        run.call("wrong_person")
        run.change(outcome="wrong_person")


def _wish(run: Run) -> None:
    if run.session.status == "closed" and run.once("asked"):
        run.call("asked")
        run.say_common("human")


def _closing(run: Run) -> None:
    """Say once that the SMS are over; whoever writes on is called."""
    if run.session.status == "closed" and not run.say_once("closed") and run.once("asked"):
        run.call("asked")


# ------------------------------------------------------------------------------------ answers


def _answer(run: Run, state: State, reading: Reading, *, tentative: bool) -> str:
    """What follows from an answer. One that is tentative ends nothing: a human hears what else was said."""
    unclear = state.unclear if "unclear" in reading.notes else ""
    if not reading.understood and not unclear:
        return "" if reopen(run, reading) else missed(run, reading)
    add_late(run, reading)
    value = unclear or _value(run, state, reading)
    ahead = state.go.get(str(value)) or state.go["any"]
    if tentative and run.flow.states[ahead].end:
        run.hand_over("not_understood", text="human")
        return ""
    if state.save:
        _learn(run, state, value)
    return ahead


def _answer_household(run: Run, state: State, reading: Reading) -> str:
    """Who of those named lives with the person; somebody named anew, with a number, is taken too."""
    if find_phones(reading.masked) and reopen(run, reading):
        return ""  # a number is something for the list, and is read back
    if not reading.understood:
        return "" if reopen(run, reading) else missed(run, reading)
    somebody = note_household(run, reading)
    add_late(run, reading)
    return state.go["some" if somebody else "nobody"]


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


def _unasked(run: Run, reading: Reading, aside: bool) -> str:
    """A reply while nothing is asked."""
    explained = "switch_language" in reading.signals or "scam_doubt" in reading.signals
    if aside or explained or add_late(run, reading) or _polite(reading):
        return ""
    if not run.say_once("unasked") and run.once("asked"):
        run.call("asked")
    return ""


def _polite(reading: Reading) -> bool:
    """Thanks, greetings and signs, which need no answer."""
    return all(word.folded in _POLITE for word in words(reading.masked) if word.folded[0].isalnum())
