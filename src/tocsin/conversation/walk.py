"""Walking through the states of a flow, until a question is open, a pause runs, or it is over."""

from datetime import date, datetime, timedelta
from typing import Final

from tocsin.conversation import quiet
from tocsin.conversation.flow.schema import State, Wait, duration
from tocsin.conversation.listing import PEOPLE
from tocsin.conversation.run import Run
from tocsin.conversation.session import Facts, FactValue, Timer

WAIT: Final = "wait"
SILENCE: Final = "silence-"
"""Names of timers."""


def enter(run: Run, name: str) -> None:
    """Walk from a state to the next event."""
    for _ in range(2 * len(run.flow.states) + 2):
        name = _arrive(run, _past_known(run, name))
        state = run.state
        if state.call:
            run.call(state.call)
        if state.end:
            run.close(state.end)
            return
        if state.ask:
            await_answer(run, 0)
            return
        name = onward(run, state)
        if not name:
            return
    raise AssertionError(f"{run.flow.flow}: {run.session.state} is on a circle that lint should have refused")


def _past_known(run: Run, name: str) -> str:
    """The state, or where its answer leads: who said of everybody named where they live is not asked."""
    state, people = run.flow.states[name], run.session.people
    if state.ask != "household" or any(one.household is None for one in people):
        return name
    return state.go["some" if any(one.household for one in people) else "nobody"]


def _arrive(run: Run, name: str) -> str:
    """Be in a state: its facts are set, its text is said. News come before a pause."""
    if run.flow.states[name].wait and run.session.news and run.flow.corrected:
        name = run.flow.corrected
        run.change(news=())
    state = run.flow.states[name]
    listing = "collect" if state.ask == "people" else ""
    facts: Facts = {**run.session.facts, **state.assign} if state.assign else run.session.facts
    run.change(state=name, misses=0, timers=(), listing=listing, facts=facts)
    if listing:
        run.once(PEOPLE)
    run.say_state()
    return name


def onward(run: Run, state: State) -> str:
    """The next state, or nothing where a pause runs."""
    if state.wait:
        return _pause(run, state.wait, state.onward)
    for branch in state.branch:
        if _holds(run.session.facts.get(branch.fact), branch.value):
            return branch.go
    return state.onward


def _holds(known: FactValue, wanted: FactValue) -> bool:
    return known is not None if wanted is None else known == wanted


def _pause(run: Run, wait: Wait, ahead: str) -> str:
    """Set the timer; or the next state where the moment has come, the other one where its day is over."""
    at = _moment(run, wait)
    if at is None:
        return wait.missed or ahead
    if at <= run.at:
        return wait.missed if wait.missed and _is_over(run, at) else ahead
    run.change(timers=(Timer("wait", at),))
    return ""


def _moment(run: Run, wait: Wait) -> datetime | None:
    """When a pause ends; None where the day is not known."""
    zone = run.session.zone
    if wait.after:
        return quiet.not_before(run.at + duration(wait.after), zone)
    day = run.session.facts.get(wait.until)
    if not isinstance(day, str):
        return None
    return quiet.on_day(date.fromisoformat(day) + timedelta(days=wait.days), wait.hour, zone)


def _is_over(run: Run, at: datetime) -> bool:
    """Whether the day of a moment is over by the time at which an SMS would arrive."""
    zone = run.session.zone
    return quiet.local(run.soonest, zone).date() > quiet.local(at, zone).date()


def await_answer(run: Run, done: int) -> None:
    """Set the timer of the next step of silence."""
    silence = run.state.silence
    if done < len(silence):
        run.remind(f"silence-{done + 1}", duration(silence[done].after))
