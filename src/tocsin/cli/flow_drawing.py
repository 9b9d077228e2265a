"""The states of a flow, for people: what is said and costs, and where each answer and each silence leads."""

from tocsin.charter.schema import Wording
from tocsin.charter.words import translate_wording
from tocsin.cli.terminal_text import TerminalWriter
from tocsin.conversation.flow.part_names import classify_state, format_duration, translate_exit
from tocsin.conversation.flow.schema import Flow, FlowState, SilenceStep, StatePause
from tocsin.conversation.flow.text_cost import compute_worst_cost
from tocsin.locale.catalogues import translate
from tocsin.locale.languages import get_language
from tocsin.message import gsm7
from tocsin.message.safe_display import escape_acting_characters

_IN = "    "
_DEEPER = "      "


def draw_flow_states(paper: TerminalWriter, flow: Flow, lang: str, only: str | None = None) -> None:
    """Write every state, or only one; with all of them, what the flow is and the texts that all share."""
    drawing = _FlowDrawing(paper, flow, lang)
    if only is None:
        drawing.draw_head()
    for name, state in flow.states.items():
        if only in (None, name):
            drawing.draw_state(name, state)
    if only is None:
        drawing.draw_common_texts()


class _FlowDrawing:
    def __init__(self, paper: TerminalWriter, flow: Flow, lang: str) -> None:
        self.paper = paper
        self.flow = flow
        self.lang = lang

    def write_text(self, text: str, style: str = "", first: str = _IN) -> None:
        self.paper.write_paragraph((escape_acting_characters(text), style), first=first, rest=first + "  ")

    def get_title(self, name: str, **values: object) -> str:
        return translate("titles", name, self.lang).format(**values)

    def label_text(self, name: str, text: str) -> str:
        return f"{self.get_title(name)}{get_language(self.lang).colon}{text}"

    # ---- the whole

    def draw_head(self) -> None:
        flow = self.flow
        self.write_text(f"{translate_wording(flow.name, self.lang)} ({flow.flow})", "strong", "")
        self.write_text(self.get_title("sent_by", sender=flow.sender, version=flow.version), first="")
        self.paper.write_blank_line()
        self.write_text(self.get_title("known"), "strong", "")
        for name, fact in flow.facts.items():
            absent = f", {self.get_title('optional')}" if fact.optional else ""
            self.write_text(f"{name} ({translate('flow.kinds', fact.kind, self.lang)}{absent})", first="  ")

    def draw_common_texts(self) -> None:
        self.paper.write_blank_line()
        self.write_text(self.get_title("texts_of_all"), "strong", "")
        for name, text in self.flow.common.texts.items():
            self.write_text(name, "strong", "  ")
            self.draw_text(text, _IN)

    # ---- a state

    def draw_state(self, name: str, state: FlowState) -> None:
        self.paper.write_blank_line()
        marks = [translate("flow.shapes", classify_state(state), self.lang)]
        marks += [self.get_title("begins")] if name == self.flow.start else []
        marks += [self.get_title("corrected_to")] if name == self.flow.corrected else []
        marks += [self.label_text("ended_to", why) for why, to in self.flow.ended.items() if to == name]
        self.paper.write_paragraph(
            (escape_acting_characters(name), "strong"), (f"  {', '.join(marks)}", "faint"), first="  "
        )
        for fact, value in state.assign.items():
            self.write_text(self.label_text("sets", f"{fact} = {str(value).lower()}"))
        if state.say:
            self.draw_text(state.say, _IN)
        if state.first_notice:
            self.write_text(self.get_title("late_hours"), "faint")
        if state.call:
            self.write_text(self.label_text("rings", state.call))
        if state.ask:
            self.draw_question(state)
        if state.wait:
            self.write_text(self.describe_pause(state.wait))
        self.draw_ways(state)
        if state.end:
            self.write_text(self.label_text("ends_as", state.end))

    def draw_text(self, text: Wording, first: str) -> None:
        self.write_text(translate_wording(text, self.lang), first=first)
        self.write_text(self.describe_cost(text), "faint", first)

    def describe_cost(self, text: Wording) -> str:
        found = compute_worst_cost(self.flow, text, self.lang)
        one = gsm7.SINGLE[found.alphabet] if found.parts == 1 else gsm7.PART[found.alphabet] * found.parts
        beyond = f", {self.get_title('beyond_gsm')}" if found.alphabet != "gsm7" else ""
        return self.get_title("at_most", units=found.units, limit=one, parts=found.parts) + beyond

    def draw_question(self, state: FlowState) -> None:
        waits = translate("flow.asked", str(state.ask), self.lang)
        if state.options:
            waits += (
                f" ({', '.join(translate_wording(label, self.lang) for label in state.options.values())})"
            )
        self.write_text(self.label_text("asks", waits))
        if state.save:
            self.write_text(self.label_text("saves", state.save))

    def describe_pause(self, wait: StatePause) -> str:
        if wait.after:
            return f"{self.get_title('pause_for')} {format_duration(wait.after, self.lang)}"
        name = "days_after" if wait.days > 0 else "days_before" if wait.days else "day_of"
        day = self.get_title(name, n=abs(wait.days), fact=wait.until)
        return self.get_title("pause_until", day=day, hour=wait.at)

    # ---- where it leads

    def draw_ways(self, state: FlowState) -> None:
        for name, target in state.list_targets():
            if name not in ("silence", "lost"):
                self.write_text(
                    f"{translate_exit(state, name, self.lang) or self.get_title('then')} → {target}"
                )
        if state.again:
            self.write_text(self.label_text("again", ""))
            self.draw_text(state.again, _DEEPER)
        if state.ask:
            self.write_text(self.get_title("lost_for_good") + (f" → {state.lost}" if state.lost else ""))
        for number, step in enumerate(state.silence):
            self.draw_silence(step, "unanswered_more" if number else "unanswered")

    def draw_silence(self, step: SilenceStep, name: str) -> None:
        what = [self.label_text("rings", step.call)] if step.call else []
        what += [f"→ {step.go}"] if step.go else []
        lead = (
            f"{self.get_title(name)} {format_duration(step.after, self.lang)}{get_language(self.lang).colon}"
        )
        self.write_text((lead + ", ".join(what)).rstrip())
        if step.say:
            self.draw_text(step.say, _DEEPER)
