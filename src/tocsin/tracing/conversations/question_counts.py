"""How each question fared: put once, and once answered, left alone, or given to a human.

A list that comes in several SMS is one answer, which is there once the list is closed. A question whose words
are said again (in another language, after somebody else's turn) was put before. Who goes back to the list
after it was closed is asked nothing new, and what follows the list was put and answered before.
"""

from collections.abc import Iterator
from datetime import datetime

from tocsin.conversation.contact_listing import BACK
from tocsin.conversation.flow.load import load_flow
from tocsin.conversation.phone_thread import SessionAction, ThreadTurn
from tocsin.conversation.session import (
    ConversationSession,
    ReplyEvent,
    RequestCall,
    SendSms,
    SessionEvent,
    TimerEvent,
)
from tocsin.tracing.conversations.step_records import QuestionCount


def count_questions_asked(
    before: tuple[ConversationSession, ...], turn: ThreadTurn, at: datetime
) -> Iterator[QuestionCount]:
    """The questions that a turn puts for the first time."""
    for sent in turn.actions:
        if not isinstance(sent.action, SendSms):
            continue
        flow, _, state = sent.action.template.partition(".")
        if flow == "common" or (spec := load_flow(flow).states.get(state)) is None or spec.ask is None:
            continue
        was = next((one for one in before if one.id == sent.session), None)
        if was is not None and (
            was.state == state or f"{BACK}{state}" in was.told or _was_answered_before(was, state)
        ):
            continue
        yield QuestionCount(at, flow, load_flow(flow).version, state, "asked")


def count_question_outcome(
    was: ConversationSession,
    now: ConversationSession,
    event: SessionEvent,
    actions: tuple[SessionAction, ...],
) -> Iterator[QuestionCount]:
    what = _name_outcome(was, now, event, any(_is_handed_to_human(one, was.id) for one in actions))
    if what == "again" or (what and not _was_answered_before(was, was.state)):
        yield QuestionCount(event.at, was.flow, was.version, was.state, what)  # type: ignore[arg-type]


def _name_outcome(
    was: ConversationSession, now: ConversationSession, event: SessionEvent, gave_up: bool
) -> str:
    if now.status == "human" != was.status or gave_up:
        return "human"
    left = now.state != was.state or now.status != was.status
    if isinstance(event, TimerEvent):
        return "silent" if left else ""
    if not isinstance(event, ReplyEvent) or _went_back_to_list(was, now):
        return ""
    if left:
        return "answered"
    return "again" if now.misses > was.misses else ""


def _is_handed_to_human(taken: SessionAction, session: str) -> bool:
    """Whether a human takes this question over, and the SMS go on with the next."""
    action = taken.action
    return taken.session == session and isinstance(action, RequestCall) and action.reason == "not_understood"


def _went_back_to_list(was: ConversationSession, now: ConversationSession) -> bool:
    """Whether the reply was no answer, but went back to the list."""
    people = load_flow(was.flow).people_state
    return now.state == people != was.state and f"{BACK}{was.state}" in now.told


def _was_answered_before(session: ConversationSession, state: str) -> bool:
    """Whether a question that comes after going back to the list was answered before."""
    if not any(told.startswith(BACK) for told in session.told):
        return False
    flow = load_flow(session.flow)
    if state == flow.people_state or flow.states[state].save in session.facts:
        return True
    return flow.states[state].ask == "household" and any(p.household is not None for p in session.people)
