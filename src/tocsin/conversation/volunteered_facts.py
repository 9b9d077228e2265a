"""What people say of themselves, whatever is asked: their test is done, their fridge is empty.

Flows hold it as data. Each is heard once in a conversation, so that an automatic answer cannot make it talk
for ever.
"""

from tocsin.conversation.flow.aside_matching import says_aside
from tocsin.conversation.flow.schema import FlowAside
from tocsin.conversation.reading import ReplyReading
from tocsin.conversation.session import RecordFact
from tocsin.conversation.turn_builder import TurnBuilder


def take_asides(run: TurnBuilder, reading: ReplyReading) -> tuple[bool, str]:
    """Whether something new was said aside, and the state that it leads to."""
    found, go = False, ""
    for name, aside in run.flow.asides.items():
        if reading.understood and run.state.save in aside.assign:
            continue  # the answer itself says so
        if says_aside(aside, reading.masked) and run.allow_once(f"aside-{name}"):
            found = True
            _take_aside(run, name, aside)
            go = go or aside.go
    return found, go


def _take_aside(run: TurnBuilder, name: str, aside: FlowAside) -> None:
    run.update_session(facts=run.session.facts | aside.assign)
    for fact, value in aside.assign.items():
        run.add_action(RecordFact(fact, value))
    if aside.call:
        run.request_call(aside.call)
    if aside.say:
        run.send_text(f"{run.flow.flow}.aside-{name}", run.flow.version, aside.say)
