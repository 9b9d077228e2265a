"""Loading of flows from YAML. A bad entry is refused with its file, its line and its field."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from msgspec.structs import replace

from tocsin.charter.document import Document, DocumentError
from tocsin.conversation.flow.lint import faults
from tocsin.conversation.flow.schema import Common, Flow

COMMON = "common"
"""The file of the texts that every flow shares."""


class FlowError(DocumentError):
    """A flow cannot be used."""


class UnknownFlow(Exception):
    """There is no flow of this name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"{self.__doc__} {name!r}; there are {', '.join(known)}.")
        self.name = name
        self.known = known


def flows() -> tuple[str, ...]:
    """Names of the flows that come with Tocsin."""
    folder = files("tocsin.conversation") / "flows"
    names = (f.name.removesuffix(".yaml") for f in folder.iterdir() if f.name.endswith(".yaml"))
    return tuple(sorted(name for name in names if name != COMMON))


@lru_cache(maxsize=16)
def load(name: str) -> Flow:
    """A flow that comes with Tocsin."""
    if name not in flows():
        raise UnknownFlow(name, flows())
    return parse(shipped(name), f"{name}.yaml")


def load_file(path: Path) -> Flow:
    """A flow from a file of one's own, with the common texts of Tocsin."""
    return parse(path.read_text(encoding="utf-8"), path.name)


@lru_cache(maxsize=1)
def common() -> Common:
    """The texts that every flow shares."""
    return Document(shipped(COMMON), f"{COMMON}.yaml", FlowError).convert(Common)


def parse(text: str, file: str) -> Flow:
    """A flow from YAML text; ``file`` is its name for messages. What ``lint`` calls an error is refused."""
    document, flow = read(text, file)
    document.refuse((fault.place, fault.problem) for fault in faults(flow) if fault.grave)
    return flow


def read(text: str, file: str) -> tuple[Document, Flow]:
    """A flow whatever its faults, with the lines of its fields; what is no flow at all is refused."""
    document = Document(text, file, FlowError)
    return document, replace(document.convert(Flow), common=common(), reworded={})


def shipped(name: str) -> str:
    """The YAML text of a flow that comes with Tocsin, or of the common texts."""
    return (files("tocsin.conversation") / "flows" / f"{name}.yaml").read_text(encoding="utf-8")
