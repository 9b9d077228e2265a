"""``tocsin guard``: what may be said against texts before they are sent."""

from argparse import Namespace
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from tocsin.charter.loading import load_charter
from tocsin.charter.schema import Charter
from tocsin.charter.view import view_as_of
from tocsin.cli import exit_status
from tocsin.cli.line_batches import answer_chunks, answer_each_line, write_results
from tocsin.cli.message_file import read_bounded_file
from tocsin.conversation.flow.load import FlowError, list_flows, load_flow, load_flow_file
from tocsin.conversation.flow.schema import Flow, FlowRole
from tocsin.conversation.guard_check import draft_flow_texts
from tocsin.guard import GuardRuling, GuardWaiver, MessageDraft, choose_guard_day, guard_draft
from tocsin.guard.waivers import BadWaivers, read_waivers
from tocsin.verdict.verdict_json import ENCODER


class DraftRow(Struct, frozen=True):
    """A line of the input. Unknown keys are ignored."""

    text: str
    sender: str
    flow: FlowRole
    id: str | int | None = None
    lang: str | None = "fr"
    consent: bool | None = False
    values: dict[str, str] | None = None
    on: date | None = None
    """Day as of which the charter is applied, where it is not that of the whole run."""

    @property
    def draft(self) -> MessageDraft:
        """What it says is about to leave."""
        return MessageDraft(
            sender=self.sender,
            flow=self.flow,
            text=self.text,
            lang=self.lang or "fr",
            id=self.id,
            consent=bool(self.consent),
            values=self.values or {},
        )


_YAML = (".yaml", ".yml")
_decode = msgspec.json.Decoder(DraftRow).decode


class DraftGuard:
    """Judges drafts under one charter, each as of its day."""

    def __init__(self, options: Namespace, today: date) -> None:
        self.charter: Charter = load_charter(options.charter)
        self.on: date | None = options.on
        self.today = today
        self.waivers = tuple(w for w in _read_waivers(options.waivers) if w.until >= (options.on or today))
        """Those in force; an expired one counts for nothing, whatever the day of the charter."""

    def rule_on(self, draft: MessageDraft, on: date | None = None) -> GuardRuling:
        """The ruling on a draft, as of the day given, or of the run, or of its flow."""
        day = on or self.on or choose_guard_day(self.charter, draft.flow, self.today)
        return guard_draft(draft, view_as_of(self.charter, day), self.waivers)


def run_command(options: Namespace) -> int:
    if (options.text is None) == (options.input is None):
        raise exit_status.UsageError("give a file of drafts, a flow, or --text", place="guard")
    chosen = DraftGuard(options, date.today())
    if options.text is not None:
        return _show_rulings([typed_draft(options)], options, chosen)
    if options.input.endswith(_YAML) or options.input in list_flows():
        return _show_rulings(flow_drafts(options.input, options.consent), options, chosen)
    return _rule_on_input(options, chosen)


def _read_waivers(name: str | None) -> tuple[GuardWaiver, ...]:
    if name is None:
        return ()
    try:
        return read_waivers(read_bounded_file(name).decode(), name)
    except BadWaivers as error:
        raise exit_status.BadData(str(error)) from error
    except UnicodeDecodeError as error:
        raise exit_status.BadData("not UTF-8", place=name) from error


# ---- some texts, for people


def typed_draft(options: Namespace) -> MessageDraft:
    return MessageDraft(
        sender=options.sender,
        flow=options.flow,
        text=options.text,
        lang=options.lang,
        id=options.id,
        consent=options.consent,
    )


def flow_drafts(name: str, consent: bool = False) -> list[MessageDraft]:
    """Every text of a flow, by name or from a file, in every language, with its facts at their worst."""
    return list(draft_flow_texts(_load_flow(name), consent=consent))


def _load_flow(name: str) -> Flow:
    try:
        return load_flow_file(Path(name)) if name.endswith(_YAML) else load_flow(name)
    except FlowError as error:
        raise exit_status.BadData(str(error)) from error
    except UnicodeDecodeError as error:
        raise exit_status.BadData("not UTF-8", place=name) from error


def _show_rulings(drafts: list[MessageDraft], options: Namespace, chosen: DraftGuard) -> int:
    """Show the rulings; the exit status is that of the worst."""
    rulings = [chosen.rule_on(draft) for draft in drafts]
    if options.json:
        for ruling in rulings:
            print(ENCODER.encode(ruling).decode())
    else:
        from tocsin.cli.ruling_drawing import draw_ruling, draw_summary

        for draft, ruling in zip(drafts, rulings, strict=True):
            if ruling.result != "pass" or len(drafts) == 1:
                draw_ruling(draft, ruling, chosen.charter, options.lang)
        if len(drafts) > 1:
            draw_summary(rulings, options.lang)
    return max(exit_status.OF_RESULT[ruling.result] for ruling in rulings)


# ---- many lines


def _rule_on_input(options: Namespace, chosen: DraftGuard) -> int:
    def rule_on_line(line: bytes) -> GuardRuling:
        row = _decode(line)
        return chosen.rule_on(row.draft, row.on)

    answer = answer_each_line(rule_on_line)
    return write_results(options, lambda lines: answer_chunks(lines, answer))
