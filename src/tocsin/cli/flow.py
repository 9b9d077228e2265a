"""``tocsin flow``: list, lint, show and play the guided conversations."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tocsin.charter.load import load as load_charter
from tocsin.cli import rehearsal, replay, states
from tocsin.cli.paper import Paper, columns
from tocsin.cli.status import BadData, Failure, NoSuchFile, Usage, failure_of
from tocsin.conversation.flow.diagram import write_mermaid
from tocsin.conversation.flow.load import FlowError, UnknownFlow, flows, load, load_file, read, shipped
from tocsin.conversation.flow.schema import Flow, templates
from tocsin.conversation.guarded import reasons
from tocsin.conversation.review import CHECKS, Check, Finding, review
from tocsin.message.harmless import one_line
from tocsin.verdict.check import DEFAULT

FOUND = 1
"""Exit status where a lint has something to say."""


def run(options: Namespace) -> int:
    """Run one of the actions."""
    actions: dict[str, Callable[[Namespace], int]] = {
        "list": _list,
        "lint": _lint,
        "show": _show,
        "play": _play,
    }
    return actions[options.action](options)


def _list(_options: Namespace) -> int:
    rows = []
    for name in flows():
        flow = load(name)
        own = sum(1 for template in templates(flow) if template.id.startswith(f"{name}."))
        counted = (f"{len(flow.states)} states", f"{own} texts")
        rows.append((name, f"version {flow.version}", *counted, flow.name.en))
    print(*columns(rows), sep="\n")
    return 0


def flow_of(name: str) -> Flow:
    """A flow by its name, or from a file of one's own."""
    with _named(name):
        return load_file(Path(name)) if _is_file(name) else load(name)


def _is_file(name: str) -> bool:
    return name.endswith((".yaml", ".yml"))


@contextmanager
def _named(place: str) -> Iterator[None]:
    """What is wrong with a flow, as the failure of a command."""
    try:
        yield
    except FlowError as error:
        raise BadData(str(error)) from error
    except UnicodeDecodeError as error:
        raise BadData("not UTF-8", place=place) from error
    except UnknownFlow as error:
        raise NoSuchFile(str(error)) from error


# ---- lint


def _lint(options: Namespace) -> int:
    former = _former(options.against) if options.against else None
    names = options.flows or ([former.flow] if former else flows())
    if former and len(names) > 1:
        raise Usage("--against compares one flow", place="flow lint")
    charter, today = load_charter(DEFAULT), date.today()
    checks = (*CHECKS, lambda flow: reasons(flow, charter, today))
    found: set[Finding] = set()
    refused: Failure | None = None
    for name in names:
        try:
            findings = _review(name, former, checks)
        except (Failure, OSError) as error:  # the others are still looked at
            refused = refused or _failure(error, name)
        else:
            _print(finding for finding in findings if finding not in found)
            found.update(findings)
    if refused:
        raise refused
    print(f"{len(names)} flow{'s' * (len(names) > 1)}, {len(found)} found")
    return FOUND if found else 0


def _failure(error: Failure | OSError, name: str) -> Failure:
    return error if isinstance(error, Failure) else failure_of(error, name)


def _former(name: str) -> Flow:
    with _named(name):
        return read(Path(name).read_text(encoding="utf-8"), name)[1]


def _review(name: str, former: Flow | None, checks: tuple[Check, ...]) -> tuple[Finding, ...]:
    with _named(name):
        if _is_file(name):
            return review(Path(name).read_text(encoding="utf-8"), name, former, checks)
        if name not in flows():
            raise UnknownFlow(name, flows())
        return review(shipped(name), f"{name}.yaml", former, checks)


def _print(findings: Iterator[Finding]) -> None:
    for finding in findings:
        mark = "" if finding.grave else " (the flow can be used all the same)"
        print(one_line(f"{finding.file}:{finding.line}: {finding.field}: {finding.problem}{mark}"))


# ---- show, play


def _show(options: Namespace) -> int:
    flow, lang = flow_of(options.flow), options.lang or "fr"
    if options.state and options.state not in flow.states:
        raise Usage(f"no state {options.state!r}; there are {', '.join(flow.states)}", place="flow show")
    if options.mermaid:
        print(write_mermaid(flow, lang), end="")
    else:
        states.draw(Paper.standard(), flow, lang, options.state)
    return 0


def _play(options: Namespace) -> int:
    flow = flow_of(options.flow) if options.flow else None
    if options.replay is not None:
        return replay.run(options, flow)
    if options.write:
        raise Usage("--write goes with --replay", place="flow play")
    if flow is None:
        raise Usage("name a flow, or --replay", place="flow play")
    return rehearsal.run(options, flow)
