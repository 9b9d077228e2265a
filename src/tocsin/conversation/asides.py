"""What people say of themselves, whatever is asked: their test is done, their fridge is empty.

Flows hold it as data. Each is heard once in a conversation, so that an automatic answer cannot make it talk
for ever.
"""

from tocsin.conversation.flow.aside import says
from tocsin.conversation.flow.schema import Aside
from tocsin.conversation.reading import Reading
from tocsin.conversation.run import Run
from tocsin.conversation.session import Learned


def take_asides(run: Run, reading: Reading) -> tuple[bool, str]:
    """Whether something new was said aside, and the state that it leads to."""
    found, go = False, ""
    for name, aside in run.flow.asides.items():
        if reading.understood and run.state.save in aside.assign:
            continue  # the answer itself says so
        if says(aside, reading.masked) and run.once(f"aside-{name}"):
            found = True
            _take(run, name, aside)
            go = go or aside.go
    return found, go


def _take(run: Run, name: str, aside: Aside) -> None:
    run.change(facts=run.session.facts | aside.assign)
    for fact, value in aside.assign.items():
        run.act(Learned(fact, value))
    if aside.call:
        run.call(aside.call)
    if aside.say:
        run.say(f"{run.flow.flow}.aside-{name}", run.flow.version, aside.say)
