"""What a reply makes of a conversation: what it signals first, then what it answers.

What it signals goes before what it answers, gravest first: danger, distress, STOP, a wrong person, the wish
for a human. What is not understood is asked again once, then goes to a human; nothing is guessed.
"""

import re
from datetime import datetime
from typing import Final

from tocsin.conversation import quiet_hours
from tocsin.conversation.answer_buttons import TouchedButton, list_state_answers, parse_postback
from tocsin.conversation.answer_read_back import is_pending_confirmed, read_back_answer
from tocsin.conversation.call_time import find_wished_call_time
from tocsin.conversation.contact_listing import (
    add_unasked_people,
    apply_people_reply,
    note_household,
    note_people,
    reopen_listing,
)
from tocsin.conversation.flow.schema import FlowState
from tocsin.conversation.misunderstanding import SENSITIVE, handle_misunderstanding
from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading import ReplyReading, ReplySignal, read_reply
from tocsin.conversation.reply_words import parse_word_set, split_words
from tocsin.conversation.session import BEREAVED, DEAD, RecordFact, RecordReply, ReplyEvent
from tocsin.conversation.tentative_replies import is_tentative
from tocsin.conversation.turn_builder import TurnBuilder
from tocsin.conversation.volunteered_facts import take_asides
from tocsin.phone_numbers.mentions import find_phones

_ASKING_SENTENCE: Final = re.compile(r"(?:^|[.!?] )(?:[^.:!?]*: )?([^.!?]*\?)")
"""The first sentence that ends with a question mark, without what stands before a colon in it."""

_GRAVE: Final[tuple[ReplySignal, ...]] = ("emergency", "distress")
_GRAVE_SIGNALS: Final = frozenset(_GRAVE)
_GRAVE_ANSWERS: Final = 3
"""Times that danger is answered by SMS; the call is asked for every time."""
_POLITE = parse_word_set(
    """
    merci mrc thanks thank thx ty you ok okay oki daccord d accord recu note compris bien bonne bon good
    bonjour bonsoir hello hi salut journee soiree nuit day evening night oui yes ouais non no c est ca
    tres beaucoup a vous toi et and i got it great super parfait tout that s all au revoir bye de rien
    cordialement madame monsieur it is le la
    """
)
"""A reply made of these alone needs no answer."""
_LANGUAGES = Phrasebook([("en", "english|anglais"), ("fr", "french|francais|franc")])


def apply_reply(run: TurnBuilder, reply: ReplyEvent) -> str:
    """Take a reply; the state to go to, or nothing where the conversation stays where it is."""
    asked = run.session.is_open and not run.predates_question(reply.at)
    state = run.state
    if touched := parse_postback(reply.postback):
        return _apply_touched_button(run, state, touched, reply.at, asked=asked)
    reading = _read_reply(run, state if asked else FlowState(), reply)
    grave = bool(_GRAVE_SIGNALS & set(reading.signals))
    doubtful = reading.handling == "help" and not grave
    tentative = not grave and (doubtful or is_tentative(run, reading))
    run.add_action(RecordReply(reading.masked, reading.signals, tentative, run.is_early(reply.at)))
    if run.session.outcome == DEAD:
        _handle_after_death(run, reading)
        return ""
    if _handle_danger(run, reading, asked):
        return ""
    if doubtful and run.session.status != "stopped":
        run.send_common_text_once("care")
    if not run.session.is_open:
        return _handle_after_end(run, reading)
    if _handle_wish_to_stop(run, reading, asked):
        return ""
    _answer_signals(run, reading)
    aside, go = take_asides(run, reading)
    if go:
        return go
    if not asked or not state.ask:
        return _handle_unasked_reply(run, reading, aside)
    if aside and not reading.understood:
        return ""
    if state.ask == "people":
        return apply_people_reply(run, reading)
    if state.ask == "household":
        return _apply_household_answer(run, state, reading)
    return _apply_answer(run, state, reading, tentative=tentative)


def _apply_touched_button(
    run: TurnBuilder, state: FlowState, touched: TouchedButton, at: datetime, *, asked: bool
) -> str:
    """A button is the answer of its key to the question under which it stood; under any other it answers nothing."""
    session = run.session
    answers = list_state_answers(state, session.listing)
    label = answers.get(touched.key)
    current = touched.message == f"{session.id}.{session.sent}"
    words = getattr(label, session.lang) if label else touched.key
    run.add_action(RecordReply(words, early=run.is_early(at)))
    if not (asked and current and label):
        return ""
    value = words if state.ask == "choice" and not session.listing else touched.key
    reading = ReplyReading(
        understood=True, value=value, signals=(), notes=(), handling="answer", rest=(), masked=words
    )
    if state.ask == "people":
        return apply_people_reply(run, reading)
    return _apply_answer(run, state, reading, tentative=False)


def _read_reply(run: TurnBuilder, state: FlowState, reply: ReplyEvent) -> ReplyReading:
    session = run.session
    asked = "yes_no" if session.listing == "confirm" else state.ask
    options = tuple(getattr(label, session.lang) for label in state.options.values())
    if state.ask == "household":
        options = tuple(person.name for person in session.people)
    here = quiet_hours.to_local_time(reply.at, session.zone).replace(tzinfo=None)
    question = getattr(state.say, session.lang) if state.say and not session.listing else ""
    if asked == "yes_no":
        question = _select_question(question)
    return read_reply(asked or "yes_no", reply.text, here, options, session.lang, question)


def _select_question(text: str) -> str:
    """The sentence of an SMS that asks for a yes or no, without its sender: *Assurance Maladie* says nothing of what is asked."""
    asking = _ASKING_SENTENCE.search(text)
    return asking[1] if asking else text


# ------------------------------------------------------------------------------------ signals


def _handle_danger(run: TurnBuilder, reading: ReplyReading, asked: bool) -> bool:
    """Danger and distress are answered whatever the state, even after STOP."""
    grave = next((signal for signal in _GRAVE if signal in reading.signals), None)
    if not grave:
        return False
    stopped, outcome = run.session.status == "stopped", run.session.outcome
    _keep_answer(run, reading, asked)
    text = grave if run.allow_once(grave, _GRAVE_ANSWERS) else ""
    run.hand_over_to_human(grave, urgent=True, text=text)
    if stopped:
        run.update_session(status="stopped", outcome=outcome)
    return True


def _handle_wish_to_stop(run: TurnBuilder, reading: ReplyReading, asked: bool) -> bool:
    """Whether the SMS end by the person's wish, and a human goes on by telephone."""
    signals = reading.signals
    if "stop" in signals:
        add_unasked_people(run, reading, silent=True)
        run.request_call("stopped")
        run.send_common_text("stop")
        run.close_session("stopped", "stopped")
    elif "wrong_person" in signals:
        run.request_call("wrong_person")
        run.send_common_text("wrong_person")
        run.close_session("wrong_person")
    elif "human" in signals or _find_foreign_language(reading):
        _keep_answer(run, reading, asked)
        reason = "asked" if "human" in signals else "not_understood"
        run.hand_over_to_human(reason, text="human", wished=_find_wished_time(run, reading))
    else:
        return False
    return True


def _find_wished_time(run: TurnBuilder, reading: ReplyReading) -> datetime | None:
    """When the person wishes to be rung; None where they do not say."""
    zone = run.session.zone
    here = quiet_hours.to_local_time(run.at, zone).replace(tzinfo=None)
    wished = find_wished_call_time(reading.masked, here)
    return quiet_hours.local_day_time_to_utc(wished.date(), wished.time(), zone) if wished else None


def _keep_answer(run: TurnBuilder, reading: ReplyReading, asked: bool) -> None:
    """What was answered beside the wish for a human, or beside a cry for help, is not lost."""
    state = run.state
    if asked and state.ask == "people":
        note_people(run, reading)
    else:
        add_unasked_people(run, reading, silent=True)
        if asked and state.ask == "household" and reading.understood:
            note_household(run, reading)
        elif asked and state.save and reading.understood:
            _learn_fact(run, state, _find_flow_value(run, state, reading))


def _answer_signals(run: TurnBuilder, reading: ReplyReading) -> None:
    """What is answered before the question itself: secrets, doubts, another language."""
    if any(signal in reading.signals for signal in SENSITIVE):
        run.send_common_text_once("sensitive", 3)
    if "scam_doubt" in reading.signals:
        run.send_common_text_once("doubt")
    if "switch_language" in reading.signals and not _find_foreign_language(reading):
        run.update_session(lang=_find_wanted_language(run.session.lang, reading))


def _find_foreign_language(reading: ReplyReading) -> str:
    """The language that a reply is written in, where it is not read here; else nothing."""
    return next(
        (note.removeprefix("language:") for note in reading.notes if note.startswith("language:")), ""
    )


def _find_wanted_language(lang: str, reading: ReplyReading) -> str:
    """The language asked for; the other one where the reply does not name it."""
    named = _LANGUAGES.find_names(split_words(reading.masked))
    return next(iter(named)) if len(named) == 1 else {"fr": "en", "en": "fr"}[lang]


def _handle_after_end(run: TurnBuilder, reading: ReplyReading) -> str:
    """After the last SMS: contacts are still taken, a wish is passed on, one sentence is said once."""
    if run.session.status == "stopped":
        _handle_after_stop(run, reading)
    elif "stop" in reading.signals:
        run.send_common_text("stop")
        run.update_session(status="stopped", outcome=run.session.outcome or "stopped")
    elif "wrong_person" in reading.signals:
        _request_wrong_person_call(run)
    elif "human" in reading.signals:
        _pass_on_wish(run)
    else:
        _answer_signals(run, reading)
        aside, _ = take_asides(run, reading)
        if not (
            aside
            or "scam_doubt" in reading.signals
            or add_unasked_people(run, reading)
            or _is_polite(reading)
        ):
            _say_closed_once(run)
    return ""


def _handle_after_death(run: TurnBuilder, reading: ReplyReading) -> None:
    """Somebody of the household writes: nothing is said by SMS, a human rings."""
    grave = next((signal for signal in _GRAVE if signal in reading.signals), None)
    if grave:
        run.request_call(grave, urgent=True)
    elif run.allow_once(BEREAVED):
        run.request_call(BEREAVED)


def _handle_after_stop(run: TurnBuilder, reading: ReplyReading) -> None:
    """Nothing is said any more; a human hears what matters."""
    if "wrong_person" in reading.signals:
        _request_wrong_person_call(run)
    elif "human" in reading.signals and run.allow_once("asked"):
        run.request_call("asked")
    add_unasked_people(run, reading, silent=True)


def _request_wrong_person_call(run: TurnBuilder) -> None:
    """Whoever is to be called is not this person: the human must know before ringing."""
    if run.session.outcome != "wrong_person":
        run.request_call("wrong_person")
        run.update_session(outcome="wrong_person")


def _pass_on_wish(run: TurnBuilder) -> None:
    if run.session.status == "closed" and run.allow_once("asked"):
        run.request_call("asked")
        run.send_common_text("human")


def _say_closed_once(run: TurnBuilder) -> None:
    """Say once that the SMS are over; whoever writes on is called."""
    if run.session.status == "closed" and not run.send_common_text_once("closed") and run.allow_once("asked"):
        run.request_call("asked")


# ------------------------------------------------------------------------------------ answers


def _read_as_yes_no(run: TurnBuilder, reading: ReplyReading) -> ReplyReading:
    """The same reply as an answer to what was read back."""
    here = quiet_hours.to_local_time(run.at, run.session.zone).replace(tzinfo=None)
    return read_reply("yes_no", reading.masked, here, lang=run.session.lang)


def _apply_answer(run: TurnBuilder, state: FlowState, reading: ReplyReading, *, tentative: bool) -> str:
    """What follows from an answer. One that is tentative ends nothing: a human hears what else was said."""
    unclear = state.unclear if "unclear" in reading.notes else ""
    if not reading.understood and is_pending_confirmed(run, _read_as_yes_no(run, reading)):
        return _accept_answer(run, state, run.session.pending, tentative=tentative)
    if not reading.understood and not unclear:
        run.update_session(pending="")
        return "" if reopen_listing(run, reading) else handle_misunderstanding(run, reading)
    add_unasked_people(run, reading)
    value = unclear or _find_flow_value(run, state, reading)
    if read_back_answer(run, reading, value, tentative=tentative):
        return ""
    return _accept_answer(run, state, value, tentative=tentative)


def _accept_answer(run: TurnBuilder, state: FlowState, value: str | int, *, tentative: bool) -> str:
    """The state that an answer leads to; nothing where a tentative one would end the conversation."""
    ahead = state.go.get(str(value)) or state.go["any"]
    if tentative and run.flow.states[ahead].end:
        run.hand_over_to_human("not_understood", text="human")
        return ""
    if state.save:
        _learn_fact(run, state, value)
    return ahead


def _apply_household_answer(run: TurnBuilder, state: FlowState, reading: ReplyReading) -> str:
    """Who of those named lives with the person; somebody named anew, with a number, is taken too."""
    if find_phones(reading.masked) and reopen_listing(run, reading):
        return ""  # a number is something for the list, and is read back
    if not reading.understood:
        return "" if reopen_listing(run, reading) else handle_misunderstanding(run, reading)
    somebody = note_household(run, reading)
    add_unasked_people(run, reading)
    return state.go["some" if somebody else "nobody"]


def _find_flow_value(run: TurnBuilder, state: FlowState, reading: ReplyReading) -> str | int:
    """The answer as the flow names it: an option by its name, not by its label."""
    if state.ask == "choice":
        labels = {getattr(label, run.session.lang): name for name, label in state.options.items()}
        return labels[str(reading.value)]
    assert isinstance(reading.value, str | int)
    return reading.value


def _learn_fact(run: TurnBuilder, state: FlowState, value: str | int) -> None:
    known = value == "yes" if state.ask == "yes_no" else value
    run.update_session(facts=run.session.facts | {state.save: known})
    run.add_action(RecordFact(state.save, known))


def _handle_unasked_reply(run: TurnBuilder, reading: ReplyReading, aside: bool) -> str:
    """A reply while nothing is asked."""
    explained = "switch_language" in reading.signals or "scam_doubt" in reading.signals
    if aside or explained or add_unasked_people(run, reading) or _is_polite(reading):
        return ""
    if not run.send_common_text_once("unasked") and run.allow_once("asked"):
        run.request_call("asked")
    return ""


def _is_polite(reading: ReplyReading) -> bool:
    """Thanks, greetings and signs, which need no answer."""
    return all(word.folded in _POLITE for word in split_words(reading.masked) if word.folded[0].isalnum())
