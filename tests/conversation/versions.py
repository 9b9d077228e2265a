"""Flows of a later version."""

from msgspec.structs import replace


def unchanged(flow):
    return replace(flow, version=flow.version + 1)


def renamed(flow, told=True):
    """Every state has another name; ``told``: and the flow says which."""

    def new(name):
        return f"{name}_v2" if name else ""

    def moved(state):
        return replace(
            state,
            go={answer: new(target) for answer, target in state.go.items()},
            silence=tuple(replace(step, go=new(step.go)) for step in state.silence),
            branch=tuple(replace(branch, go=new(branch.go)) for branch in state.branch),
            wait=replace(state.wait, missed=new(state.wait.missed)) if state.wait else None,
            onward=new(state.onward),
            lost=new(state.lost),
        )

    return replace(
        flow,
        version=flow.version + 1,
        start=new(flow.start),
        corrected=new(flow.corrected),
        states={new(name): moved(state) for name, state in flow.states.items()},
        asides={name: replace(aside, go=new(aside.go)) for name, aside in flow.asides.items()},
        renamed={name: new(name) for name in flow.states} if told else {},
    )


def vanished(flow):
    return renamed(flow, told=False)


def impatient(flow):
    """Questions wait in one step, and pauses are over after a day."""

    def shorter(state):
        if state.ask:
            last = replace(state.silence[-1], after="1h")
            return replace(state, silence=(last,))
        if state.wait:
            return replace(state, wait=replace(state.wait, until="", after="1d", missed=""))
        return state

    states = {name: shorter(state) for name, state in flow.states.items()}
    return replace(flow, version=flow.version + 1, states=states)


def muddled(flow):
    """Each state became another one: what was a question may be a pause, and the reverse."""
    names = list(flow.states)
    turned = dict(zip(names, names[1:] + names[:1], strict=True))
    later = renamed(flow)
    return replace(later, renamed={name: f"{turned[name]}_v2" for name in names})


LATER = (unchanged, renamed, vanished, impatient, muddled)
