"""A flow gone over: every fault with its file, its line and its field, where loading stops at the first."""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from tocsin.charter.yaml_document import YamlDocument, format_path
from tocsin.conversation.flow.lint import FlowFault, find_faults, find_upgrade_faults
from tocsin.conversation.flow.load import COMMON, FlowError, read_flow_document, read_shipped_yaml
from tocsin.conversation.flow.schema import Flow
from tocsin.conversation.script_player import ScriptPlayer, parse_facts, parse_local_time

FlowCheck = Callable[[Flow], Iterable[FlowFault]]
_ANY_ZONE = "Europe/Paris"


class FlowFinding(Struct, frozen=True, order=True):
    """A fault where people can find it."""

    file: str
    line: int
    """From 1; of what should hold the field, where it is missing."""
    field: str
    """``states.notice.go``."""
    problem: str
    grave: bool = True
    """Whether the flow cannot be used at all."""


def check_example(flow: Flow) -> Iterator[FlowFault]:
    """The example of a flow must be able to begin; a flow with graver faults is not tried."""
    if any(fault.grave for fault in find_faults(flow)):
        return
    wrong = list(_check_example_facts(flow))
    yield from wrong
    try:
        at = parse_local_time(flow.example.at, _ANY_ZONE)
    except (ValueError, OverflowError):
        yield FlowFault(("example", "at"), f"{flow.example.at!r} is no local time such as 2021-03-04 09:00")
        return
    if not wrong:
        try:
            ScriptPlayer(flow, parse_facts(flow, flow.example.facts), at)
        except (ValueError, OverflowError) as error:
            yield FlowFault(("example", "facts"), str(error))


def _check_example_facts(flow: Flow) -> Iterator[FlowFault]:
    for name, value in flow.example.facts.items():
        try:
            parse_facts(flow, {name: value})
        except ValueError as error:
            yield FlowFault(("example", "facts", name), str(error).removeprefix(f"{name}: "))


CHECKS: tuple[FlowCheck, ...] = (find_faults, check_example)
"""What a flow is gone over with. Another check, such as the guard over every text, joins here."""


def review_flow(
    text: str, file: str, former: Flow | None = None, checks: tuple[FlowCheck, ...] = CHECKS
) -> tuple[FlowFinding, ...]:
    """Every fault of a flow from its YAML text, in the order of its lines; of ``former``, what would be lost.

    ``file`` is its name for messages. Raises ``FlowError`` where it is no flow at all.
    """
    document, flow = read_flow_document(text, file)
    found = [fault for check in checks for fault in check(flow)]
    found += find_upgrade_faults(flow, former) if former else ()
    common = YamlDocument(read_shipped_yaml(COMMON), f"{COMMON}.yaml", FlowError)
    return tuple(sorted({_locate_fault(fault, document, common) for fault in found}))


def _locate_fault(fault: FlowFault, document: YamlDocument, common: YamlDocument) -> FlowFinding:
    place = fault.place
    if place[:1] == ("common",):
        document, place = common, ("texts", *place[1:])
    return FlowFinding(
        document.file, document.find_line(place), format_path(place), fault.problem, fault.grave
    )
