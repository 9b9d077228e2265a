"""Loading of a protocol from YAML. A bad entry is refused with its file, its line and its field."""

from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from tocsin.charter.yaml_document import Place, YamlDocument, YamlDocumentError
from tocsin.protocol.schema import DiseaseProtocol, ProtocolRule


class ProtocolError(YamlDocumentError):
    """A protocol cannot be used."""


class UnknownDiseaseError(Exception):
    """There is no protocol for this disease."""

    def __init__(self, disease: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no protocol for {disease!r}; there is one for {', '.join(known)}")
        self.disease = disease
        self.known = known


def list_diseases() -> tuple[str, ...]:
    """Identifiers of the diseases that have a protocol."""
    folder = files("tocsin.protocol") / "diseases"
    return tuple(sorted(f.name.removesuffix(".yaml") for f in folder.iterdir() if f.name.endswith(".yaml")))


@lru_cache(maxsize=16)
def load_protocol(disease: str) -> DiseaseProtocol:
    """The protocol that comes with Tocsin for a disease."""
    if disease not in list_diseases():
        raise UnknownDiseaseError(disease, list_diseases())
    entry = files("tocsin.protocol") / "diseases" / f"{disease}.yaml"
    return parse_protocol(entry.read_text(encoding="utf-8"), entry.name)


def load_protocol_file(path: Path) -> DiseaseProtocol:
    """A protocol from a file of one's own."""
    return parse_protocol(path.read_text(encoding="utf-8"), path.name)


def parse_protocol(text: str, file: str) -> DiseaseProtocol:
    """A protocol from YAML text; ``file`` is its name for messages."""
    document = YamlDocument(text, file, ProtocolError)
    protocol = document.convert_to(DiseaseProtocol)
    known = [rule.id for rule in protocol.rules]
    for i, rule in enumerate(protocol.rules):
        document.raise_first_fault(
            (("rules", i, *field), problem) for field, problem in _find_faults(rule, known, i)
        )
    return protocol


# ------------------------------------------------------------------------------- what types cannot say


def _find_faults(rule: ProtocolRule, known: list[str], index: int) -> list[tuple[Place, str]]:
    faults: list[tuple[Place, str]] = []
    if rule.id in known[:index]:
        faults.append((("id",), f"{rule.id} is given twice"))
    if rule.in_force.until < rule.in_force.start:
        faults.append((("in_force", "until"), "ends before it starts"))
    if not rule.sources or not all(s.startswith(("http://", "https://")) for s in rule.sources):
        faults.append((("sources",), "needs at least one address"))
    faults += [(("beats", i), f"no rule {name}") for i, name in enumerate(rule.beats) if name not in known]
    if rule.unless_negative and (rule.isolation != () or not rule.tests):
        faults.append((("unless_negative",), "needs an empty isolation and a test"))
    if rule.not_specified and (rule.isolation or rule.tests or rule.actions):
        faults.append((("not_specified",), "and yet isolation, tests or actions are given"))
    faults += [(("beats", i), "beats itself") for i, name in enumerate(rule.beats) if name == rule.id]
    faults += [
        (("isolation", i, "days"), "must be 0 or more")
        for i, t in enumerate(rule.isolation or ())
        if t.days < 0
    ]
    for i, test in enumerate(rule.tests):
        if (test.day is None) != (test.anchor is None):
            faults.append((("tests", i), "needs both 'day' and 'from', or neither (at once)"))
        elif test.day is not None and test.day < 0:
            faults.append((("tests", i, "day"), "must be 0 or more"))
    if rule.page_changed and rule.page_changed < date(1990, 1, 1):
        faults.append((("page_changed",), "is no date of a public page"))
    return faults
