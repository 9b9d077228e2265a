"""The graph of a flow: what can be reached, and whether every path ends."""

from collections.abc import Callable

from tocsin.conversation.flow.schema import Flow, FlowState


def find_reachable_states(flow: Flow) -> frozenset[str]:
    """States that a conversation can come to: from the start, from outside, or from a former version."""
    seen: set[str] = set()
    ahead = [flow.start, flow.corrected, *flow.ended.values(), *flow.renamed.values()]
    ahead += [aside.go for aside in flow.asides.values()]
    while ahead:
        name = ahead.pop()
        if name in seen or name not in flow.states:
            continue
        seen.add(name)
        ahead += [target for _, target in flow.states[name].list_targets()]
    return frozenset(seen)


def find_stuck_states(flow: Flow) -> frozenset[str]:
    """States from which no end can be reached."""
    before: dict[str, list[str]] = {name: [] for name in flow.states}
    for name, state in flow.states.items():
        for _, target in state.list_targets():
            before.get(target, []).append(name)
    ahead = [name for name, state in flow.states.items() if state.end]
    good: set[str] = set()
    while ahead:
        name = ahead.pop()
        if name not in good:
            good.add(name)
            ahead += before[name]
    return frozenset(flow.states) - good


def find_endless_states(flow: Flow) -> frozenset[str]:
    """States on a circle that no answer and no pause interrupts: a conversation would turn for ever."""
    return frozenset(name for name in flow.states if _returns_to_start(flow, name, _list_immediate_targets))


def find_states_repeating_in_silence(flow: Flow) -> frozenset[str]:
    """States on a circle that time alone walks: who never answers would be written to for ever."""
    return frozenset(name for name in flow.states if _returns_to_start(flow, name, _list_silent_targets))


def _returns_to_start(flow: Flow, start: str, way: Callable[[FlowState], tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    ahead = list(way(flow.states[start]))
    while ahead:
        name = ahead.pop()
        if name == start:
            return True
        if name not in seen and name in flow.states:
            seen.add(name)
            ahead += way(flow.states[name])
    return False


def _list_immediate_targets(state: FlowState) -> tuple[str, ...]:
    """Where a state leads with no event between."""
    if state.ask or state.end or (state.wait and state.wait.after):
        return ()  # a day, unlike a duration, may be over already
    return tuple(target for _, target in state.list_targets())


def _list_silent_targets(state: FlowState) -> tuple[str, ...]:
    """Where a state leads if nobody says anything, sooner or later."""
    if state.end:
        return ()
    return tuple(target for way, target in state.list_targets() if not state.ask or way == "silence")
