"""Every text that the conversations may send, by its name, as Tocsin comes with it."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from msgspec import Struct

from tocsin.charter.schema import Wording
from tocsin.conversation.flow.load import list_flows, load_flow
from tocsin.conversation.flow.schema import Flow, FlowTemplate, list_flow_templates


class UnknownText(KeyError):
    """There is no text of this name."""


class BuiltInText(Struct, frozen=True):
    """A text, and the flows that say it."""

    template: FlowTemplate
    flows: tuple[Flow, ...]
    """The flow that it stands in; all of them for what every flow shares."""

    @property
    def id(self) -> str:
        """``case.notice``."""
        return self.template.id

    @property
    def wording(self) -> Wording:
        return self.template.text

    @property
    def base(self) -> str:
        return str(self.template.version)

    @property
    def group(self) -> str:
        """``case``, ``contact``, ``follow_up`` or ``common``."""
        return self.id.partition(".")[0]


@cache
def load_built_in_texts() -> Mapping[str, BuiltInText]:
    """All of them, flow by flow in the order of its states; what every flow shares comes last."""
    found: dict[str, tuple[FlowTemplate, list[Flow]]] = {}
    for flow in map(load_flow, list_flows()):
        for template in list_flow_templates(flow):
            found.setdefault(template.id, (template, []))[1].append(flow)
    ordered = sorted(found.values(), key=lambda pair: pair[0].id.startswith("common."))
    return MappingProxyType(
        {template.id: BuiltInText(template, tuple(sayers)) for template, sayers in ordered}
    )


def get_built_in_text(id: str) -> BuiltInText:
    """One of them. Raises UnknownText."""
    try:
        return load_built_in_texts()[id]
    except KeyError:
        raise UnknownText(id) from None
