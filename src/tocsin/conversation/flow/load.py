"""Loading of flows from YAML. A bad entry is refused with its file, its line and its field."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from msgspec.structs import replace

from tocsin.charter.errors import YamlDocumentError
from tocsin.charter.yaml_document import YamlDocument
from tocsin.conversation.flow.lint import find_faults
from tocsin.conversation.flow.schema import CommonTexts, Flow

COMMON = "common"
"""The file of the texts that every flow shares."""


class FlowError(YamlDocumentError):
    """A flow cannot be used."""


class UnknownFlow(Exception):
    """There is no flow of this name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"there is no flow {name!r}; there are {', '.join(known)}")
        self.name = name
        self.known = known


def list_flows() -> tuple[str, ...]:
    """Names of the flows that come with Tocsin."""
    folder = files("tocsin.conversation") / "flows"
    names = (f.name.removesuffix(".yaml") for f in folder.iterdir() if f.name.endswith(".yaml"))
    return tuple(sorted(name for name in names if name != COMMON))


@lru_cache(maxsize=16)
def load_flow(name: str) -> Flow:
    """A flow that comes with Tocsin."""
    if name not in list_flows():
        raise UnknownFlow(name, list_flows())
    return parse_flow(read_shipped_yaml(name), f"{name}.yaml")


def load_flow_file(path: Path) -> Flow:
    """A flow from a file of one's own, with the common texts of Tocsin."""
    return parse_flow(path.read_text(encoding="utf-8"), path.name)


@lru_cache(maxsize=1)
def load_common_texts() -> CommonTexts:
    """The texts that every flow shares."""
    return YamlDocument(read_shipped_yaml(COMMON), f"{COMMON}.yaml", FlowError).convert_to(CommonTexts)


def parse_flow(text: str, file: str) -> Flow:
    """A flow from YAML text; ``file`` is its name for messages. What ``lint`` calls an error is refused."""
    document, flow = read_flow_document(text, file)
    document.raise_first_fault((fault.place, fault.problem) for fault in find_faults(flow) if fault.grave)
    return flow


def read_flow_document(text: str, file: str) -> tuple[YamlDocument, Flow]:
    """A flow whatever its faults, with the lines of its fields; what is no flow at all is refused."""
    document = YamlDocument(text, file, FlowError)
    return document, replace(document.convert_to(Flow), common=load_common_texts(), reworded={})


def read_shipped_yaml(name: str) -> str:
    """The YAML text of a flow that comes with Tocsin, or of the common texts."""
    return (files("tocsin.conversation") / "flows" / f"{name}.yaml").read_text(encoding="utf-8")
