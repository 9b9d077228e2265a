"""Walking through the states of a flow, until a question is open, a pause runs, or it is over."""

from datetime import date, datetime, timedelta
from typing import Final

from tocsin.conversation import quiet_hours
from tocsin.conversation.contact_listing import PEOPLE
from tocsin.conversation.flow.schema import FlowState, StatePause, parse_duration
from tocsin.conversation.session import FactValue, FlowFacts, SessionTimer
from tocsin.conversation.turn_builder import TurnBuilder

WAIT: Final = "wait"
SILENCE: Final = "silence-"
"""Names of timers."""
CHILD_LISTED: Final = "child_listed"
"""Whether a child without a number of its own is on the list, and was not said to live elsewhere: the list says it."""


def enter_state(run: TurnBuilder, name: str) -> None:
    """Walk from a state to the next event."""
    for _ in range(2 * len(run.flow.states) + 2):
        name = _arrive_in_state(run, _skip_known_household(run, name))
        state = run.state
        if state.call:
            run.request_call(state.call)
        if state.end:
            run.close_session(state.end)
            return
        if state.ask:
            set_silence_timer(run, 0)
            return
        name = find_next_state(run, state)
        if not name:
            return
    raise AssertionError(f"{run.flow.flow}: {run.session.state} is on a circle that lint should have refused")


def _skip_known_household(run: TurnBuilder, name: str) -> str:
    """The state, or where its answer leads: who said of everybody named where they live is not asked."""
    state, people = run.flow.states[name], run.session.people
    if state.ask != "household" or any(one.household is None for one in people):
        return name
    return state.go["some" if any(one.household for one in people) else "nobody"]


def _arrive_in_state(run: TurnBuilder, name: str) -> str:
    """Be in a state: its facts are set, its text is said. News come before a pause."""
    if run.flow.states[name].wait and run.session.news and run.flow.corrected:
        name = run.flow.corrected
        run.update_session(news=())
    state = run.flow.states[name]
    listing = "collect" if state.ask == "people" else ""
    facts: FlowFacts = {**run.session.facts, **state.assign} if state.assign else run.session.facts
    run.update_session(state=name, misses=0, pending="", timers=(), listing=listing, facts=facts)
    if listing:
        run.allow_once(PEOPLE)
    run.send_state_text()
    return name


def find_next_state(run: TurnBuilder, state: FlowState) -> str:
    """The next state, or nothing where a pause runs."""
    if state.wait:
        return _start_pause(run, state.wait, state.onward)
    for branch in state.branch:
        if _fact_matches(_find_fact(run, branch.fact), branch.value):
            return branch.go
    return state.onward


def _find_fact(run: TurnBuilder, name: str) -> FactValue:
    """A fact of the conversation, or of its list of people."""
    if name == CHILD_LISTED:
        people = run.session.people
        return any(one.child and not one.number and one.household is not False for one in people)
    return run.session.facts.get(name)


def _fact_matches(known: FactValue, wanted: FactValue) -> bool:
    return known is not None if wanted is None else known == wanted


def _start_pause(run: TurnBuilder, wait: StatePause, ahead: str) -> str:
    """Set the timer; or the next state where the moment has come, the other one where its day is over."""
    at = _find_pause_end(run, wait)
    if at is None:
        return wait.missed or ahead
    if at <= run.at:
        return wait.missed if wait.missed and _is_day_over(run, at) else ahead
    run.update_session(timers=(SessionTimer("wait", at),))
    return ""


def _find_pause_end(run: TurnBuilder, wait: StatePause) -> datetime | None:
    """When a pause ends; None where the day is not known."""
    zone = run.session.zone
    if wait.after:
        return quiet_hours.find_next_allowed_time(run.at + parse_duration(wait.after), zone)
    day = run.session.facts.get(wait.until)
    if not isinstance(day, str):
        return None
    return quiet_hours.local_day_time_to_utc(
        date.fromisoformat(day) + timedelta(days=wait.days), wait.hour, zone
    )


def _is_day_over(run: TurnBuilder, at: datetime) -> bool:
    """Whether the day of a moment is over by the time at which an SMS would arrive."""
    zone = run.session.zone
    return (
        quiet_hours.to_local_time(run.earliest_send_time, zone).date()
        > quiet_hours.to_local_time(at, zone).date()
    )


def set_silence_timer(run: TurnBuilder, done: int) -> None:
    """Set the timer of the next step of silence."""
    silence = run.state.silence
    if done < len(silence):
        run.set_timer(f"silence-{done + 1}", parse_duration(silence[done].after))
