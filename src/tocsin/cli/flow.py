"""``tocsin flow``: list, lint, show and play the guided conversations."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tocsin.charter.loading import load_charter
from tocsin.cli import flow_drawing, flow_rehearsal, transcript_replay
from tocsin.cli.exit_status import BadData, CommandFailure, NoSuchFile, UsageError, failure_from_os_error
from tocsin.cli.terminal_text import TerminalWriter, align_columns
from tocsin.conversation.flow.diagram import write_mermaid
from tocsin.conversation.flow.load import (
    FlowError,
    UnknownFlow,
    list_flows,
    load_flow,
    load_flow_file,
    read_flow_document,
    read_shipped_yaml,
)
from tocsin.conversation.flow.schema import Flow, list_flow_templates
from tocsin.conversation.flow_review import CHECKS, FlowCheck, FlowFinding, review_flow
from tocsin.conversation.guard_check import find_guard_faults
from tocsin.message.safe_display import escape_to_one_line
from tocsin.verdict.institution_choice import DEFAULT

FOUND = 1
"""Exit status where a lint has something to say."""


def run_command(options: Namespace) -> int:
    actions: dict[str, Callable[[Namespace], int]] = {
        "list": _list_flows,
        "lint": _lint_flows,
        "show": _show_flow,
        "play": _play_flow,
    }
    return actions[options.action](options)


def _list_flows(_options: Namespace) -> int:
    rows = []
    for name in list_flows():
        flow = load_flow(name)
        own = sum(1 for template in list_flow_templates(flow) if template.id.startswith(f"{name}."))
        counted = (f"{len(flow.states)} states", f"{own} texts")
        rows.append((name, f"version {flow.version}", *counted, flow.name.en))
    print(*align_columns(rows), sep="\n")
    return 0


def load_named_flow(name: str) -> Flow:
    """A flow by its name, or from a file of one's own."""
    with _flow_errors_as_failures(name):
        return load_flow_file(Path(name)) if _is_file(name) else load_flow(name)


def _is_file(name: str) -> bool:
    return name.endswith((".yaml", ".yml"))


@contextmanager
def _flow_errors_as_failures(place: str) -> Iterator[None]:
    try:
        yield
    except FlowError as error:
        raise BadData(str(error)) from error
    except UnicodeDecodeError as error:
        raise BadData("not UTF-8", place=place) from error
    except UnknownFlow as error:
        raise NoSuchFile(str(error)) from error


# ---- lint


def _lint_flows(options: Namespace) -> int:
    former = _load_former_flow(options.against) if options.against else None
    names = options.flows or ([former.flow] if former else list_flows())
    if former and len(names) > 1:
        raise UsageError("--against compares one flow", place="flow lint")
    charter, today = load_charter(DEFAULT), date.today()
    checks = (*CHECKS, lambda flow: find_guard_faults(flow, charter, today))
    found: set[FlowFinding] = set()
    refused: CommandFailure | None = None
    for name in names:
        try:
            findings = _review_flow(name, former, checks)
        except (CommandFailure, OSError) as error:  # the others are still looked at
            refused = refused or _as_failure(error, name)
        else:
            _print_findings(finding for finding in findings if finding not in found)
            found.update(findings)
    if refused:
        raise refused
    print(f"{len(names)} flow{'s' * (len(names) > 1)}, {len(found)} found")
    return FOUND if found else 0


def _as_failure(error: CommandFailure | OSError, name: str) -> CommandFailure:
    return error if isinstance(error, CommandFailure) else failure_from_os_error(error, name)


def _load_former_flow(name: str) -> Flow:
    with _flow_errors_as_failures(name):
        return read_flow_document(Path(name).read_text(encoding="utf-8"), name)[1]


def _review_flow(name: str, former: Flow | None, checks: tuple[FlowCheck, ...]) -> tuple[FlowFinding, ...]:
    with _flow_errors_as_failures(name):
        if _is_file(name):
            return review_flow(Path(name).read_text(encoding="utf-8"), name, former, checks)
        if name not in list_flows():
            raise UnknownFlow(name, list_flows())
        return review_flow(read_shipped_yaml(name), f"{name}.yaml", former, checks)


def _print_findings(findings: Iterator[FlowFinding]) -> None:
    for finding in findings:
        mark = "" if finding.grave else " (the flow can be used all the same)"
        print(escape_to_one_line(f"{finding.file}:{finding.line}: {finding.field}: {finding.problem}{mark}"))


# ---- show, play


def _show_flow(options: Namespace) -> int:
    flow, lang = load_named_flow(options.flow), options.lang or "fr"
    if options.state and options.state not in flow.states:
        raise UsageError(f"no state {options.state!r}; there are {', '.join(flow.states)}", place="flow show")
    if options.mermaid:
        print(write_mermaid(flow, lang), end="")
    else:
        flow_drawing.draw_flow_states(TerminalWriter.for_stdout(), flow, lang, options.state)
    return 0


def _play_flow(options: Namespace) -> int:
    flow = load_named_flow(options.flow) if options.flow else None
    if options.replay is not None:
        return transcript_replay.replay_transcripts(options, flow)
    if options.write:
        raise UsageError("--write goes with --replay", place="flow play")
    if flow is None:
        raise UsageError("name a flow, or --replay", place="flow play")
    return flow_rehearsal.rehearse_flow(options, flow)
