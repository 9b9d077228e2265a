"""How each question fared: put once, and once answered, left alone, or given to a human.

A list that comes in several SMS is one answer, which is there once the list is closed. A question whose words
are said again (in another language, after somebody else's turn) was put before. Who goes back to the list
after it was closed is asked nothing new, and what follows the list was put and answered before.
"""

from collections.abc import Iterator
from datetime import datetime

from tocsin.conversation.flow.load import load
from tocsin.conversation.listing import BACK
from tocsin.conversation.session import Call, Event, Reply, Send, Session, Tick
from tocsin.conversation.thread import Said, ThreadTurn
from tocsin.tracing.engine.model import Counted


def put(before: tuple[Session, ...], turn: ThreadTurn, at: datetime) -> Iterator[Counted]:
    """The questions that a turn puts for the first time."""
    for said in turn.said:
        if not isinstance(said.action, Send):
            continue
        flow, _, state = said.action.template.partition(".")
        if flow == "common" or (spec := load(flow).states.get(state)) is None or spec.ask is None:
            continue
        was = next((one for one in before if one.id == said.session), None)
        if was is not None and (was.state == state or f"{BACK}{state}" in was.told or _before(was, state)):
            continue
        yield Counted(at, flow, load(flow).version, state, "asked")


def fared(was: Session, now: Session, event: Event, said: tuple[Said, ...]) -> Iterator[Counted]:
    """What an event made of the question that was open in ``was``."""
    what = _what(was, now, event, any(_gave_up(one, was.id) for one in said))
    if what == "again" or (what and not _before(was, was.state)):
        yield Counted(event.at, was.flow, was.version, was.state, what)  # type: ignore[arg-type]


def _what(was: Session, now: Session, event: Event, gave_up: bool) -> str:
    if now.status == "human" != was.status or gave_up:
        return "human"
    left = now.state != was.state or now.status != was.status
    if isinstance(event, Tick):
        return "silent" if left else ""
    if not isinstance(event, Reply) or _reopened(was, now):
        return ""
    if left:
        return "answered"
    return "again" if now.misses > was.misses else ""


def _gave_up(said: Said, session: str) -> bool:
    """Whether a human takes this question over, and the SMS go on with the next."""
    action = said.action
    return said.session == session and isinstance(action, Call) and action.reason == "not_understood"


def _reopened(was: Session, now: Session) -> bool:
    """Whether the reply was no answer, but went back to the list."""
    people = load(was.flow).people_state
    return now.state == people != was.state and f"{BACK}{was.state}" in now.told


def _before(session: Session, state: str) -> bool:
    """Whether a question that comes after going back to the list was answered before."""
    if not any(told.startswith(BACK) for told in session.told):
        return False
    flow = load(session.flow)
    if state == flow.people_state or flow.states[state].save in session.facts:
        return True
    return flow.states[state].ask == "household" and any(p.household is not None for p in session.people)
