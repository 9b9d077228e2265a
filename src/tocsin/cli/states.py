"""The states of a flow, for people: what is said and costs, and where each answer and each silence leads."""

from tocsin.charter.schema import Wording
from tocsin.charter.words import said
from tocsin.cli.paper import Paper
from tocsin.cli.words import title
from tocsin.conversation.flow.cost import cost
from tocsin.conversation.flow.schema import Flow, State, Step, Wait
from tocsin.conversation.flow.words import ASKED, KINDS, SHAPES, colon, length, shape, way
from tocsin.message import gsm7
from tocsin.message.harmless import harmless

_IN = "    "
_DEEPER = "      "


def draw(paper: Paper, flow: Flow, lang: str, only: str | None = None) -> None:
    """Write every state, or only one; with all of them, what the flow is and the texts that all share."""
    drawing = _Drawing(paper, flow, lang)
    if only is None:
        drawing.head()
    for name, state in flow.states.items():
        if only in (None, name):
            drawing.state(name, state)
    if only is None:
        drawing.common()


class _Drawing:
    """Writes in one language."""

    def __init__(self, paper: Paper, flow: Flow, lang: str) -> None:
        self.paper = paper
        self.flow = flow
        self.lang = lang

    def put(self, text: str, style: str = "", first: str = _IN) -> None:
        self.paper.put((harmless(text), style), first=first, rest=first + "  ")

    def title(self, name: str, **values: object) -> str:
        return title(name, self.lang).format(**values)

    def told(self, name: str, text: str) -> str:
        return f"{self.title(name)}{colon(self.lang)}{text}"

    # ---- the whole

    def head(self) -> None:
        flow = self.flow
        self.put(f"{said(flow.name, self.lang)} ({flow.flow})", "strong", "")
        self.put(self.title("sent_by", sender=flow.sender, version=flow.version), first="")
        self.paper.gap()
        self.put(self.title("known"), "strong", "")
        for name, fact in flow.facts.items():
            absent = f", {self.title('optional')}" if fact.optional else ""
            self.put(f"{name} ({said(KINDS[fact.kind], self.lang)}{absent})", first="  ")

    def common(self) -> None:
        self.paper.gap()
        self.put(self.title("texts_of_all"), "strong", "")
        for name, text in self.flow.common.texts.items():
            self.put(name, "strong", "  ")
            self.text(text, _IN)

    # ---- a state

    def state(self, name: str, state: State) -> None:
        self.paper.gap()
        marks = [said(SHAPES[shape(state)], self.lang)]
        marks += [self.title("begins")] if name == self.flow.start else []
        marks += [self.title("corrected_to")] if name == self.flow.corrected else []
        marks += [self.told("ended_to", why) for why, to in self.flow.ended.items() if to == name]
        self.paper.put((harmless(name), "strong"), (f"  {', '.join(marks)}", "faint"), first="  ")
        for fact, value in state.assign.items():
            self.put(self.told("sets", f"{fact} = {str(value).lower()}"))
        if state.say:
            self.text(state.say, _IN)
        if state.first_notice:
            self.put(self.title("late_hours"), "faint")
        if state.call:
            self.put(self.told("rings", state.call))
        if state.ask:
            self.question(state)
        if state.wait:
            self.put(self.pause(state.wait))
        self.ways(state)
        if state.end:
            self.put(self.told("ends_as", state.end))

    def text(self, text: Wording, first: str) -> None:
        self.put(said(text, self.lang), first=first)
        self.put(self.cost(text), "faint", first)

    def cost(self, text: Wording) -> str:
        found = cost(self.flow, text, self.lang)
        one = gsm7.SINGLE[found.alphabet] if found.parts == 1 else gsm7.PART[found.alphabet] * found.parts
        beyond = f", {self.title('beyond_gsm')}" if found.alphabet != "gsm7" else ""
        return self.title("at_most", units=found.units, limit=one, parts=found.parts) + beyond

    def question(self, state: State) -> None:
        waits = said(ASKED[str(state.ask)], self.lang)
        if state.options:
            waits += f" ({', '.join(said(label, self.lang) for label in state.options.values())})"
        self.put(self.told("asks", waits))
        if state.save:
            self.put(self.told("saves", state.save))

    def pause(self, wait: Wait) -> str:
        if wait.after:
            return f"{self.title('pause_for')} {length(wait.after, self.lang)}"
        name = "days_after" if wait.days > 0 else "days_before" if wait.days else "day_of"
        day = self.title(name, n=abs(wait.days), fact=wait.until)
        return self.title("pause_until", day=day, hour=wait.at)

    # ---- where it leads

    def ways(self, state: State) -> None:
        for name, target in state.targets():
            if name not in ("silence", "lost"):
                self.put(f"{way(state, name, self.lang) or self.title('then')} → {target}")
        if state.again:
            self.put(self.told("again", ""))
            self.text(state.again, _DEEPER)
        if state.ask:
            self.put(self.title("lost_for_good") + (f" → {state.lost}" if state.lost else ""))
        for number, step in enumerate(state.silence):
            self.silence(step, "unanswered_more" if number else "unanswered")

    def silence(self, step: Step, name: str) -> None:
        what = [self.told("rings", step.call)] if step.call else []
        what += [f"→ {step.go}"] if step.go else []
        lead = f"{self.title(name)} {length(step.after, self.lang)}{colon(self.lang)}"
        self.put((lead + ", ".join(what)).rstrip())
        if step.say:
            self.text(step.say, _DEEPER)
