"""Loading of a protocol from YAML. A bad entry is refused with its file, its line and its field."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from tocsin.charter.errors import YamlDocumentError
from tocsin.charter.yaml_document import Place, YamlDocument
from tocsin.config import read_settings
from tocsin.protocol.schema import DiseaseProtocol, ProtocolRule, SourcedDays, SourcedFact, SourcedText


class ProtocolError(YamlDocumentError):
    """A protocol cannot be used."""


class UnknownDiseaseError(Exception):
    """There is no protocol for this disease."""

    def __init__(self, disease: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no protocol for {disease!r}; there is one for {', '.join(known)}")
        self.disease = disease
        self.known = known


def list_diseases() -> tuple[str, ...]:
    """Identifiers of the diseases that have a protocol: those that come with Tocsin, and the operator's own."""
    return tuple(sorted(_find_files()))


@lru_cache(maxsize=16)
def load_protocol(disease: str) -> DiseaseProtocol:
    """The protocol of a disease: the operator's own (``TOCSIN_DISEASES``), else that which comes with Tocsin.

    Read once in a process. Raises UnknownDiseaseError, ProtocolError.
    """
    text, name = read_protocol_text(disease)
    return parse_protocol(text, name)


def name_disease(disease: str, lang: str) -> str:
    """As people call it; its identifier where its protocol is there no more."""
    try:
        return load_protocol(disease).name.in_language(lang)
    except UnknownDiseaseError:
        return disease


def read_protocol_text(disease: str) -> tuple[str, str]:
    """The YAML of a disease, and the name of its file. Raises UnknownDiseaseError, OSError."""
    found = _find_files()
    if disease not in found:
        raise UnknownDiseaseError(disease, tuple(sorted(found)))
    return found[disease].read_text(encoding="utf-8"), found[disease].name


def _find_files() -> dict[str, Path | Traversable]:
    shipped = files("tocsin.protocol") / "diseases"
    own = read_settings().diseases
    found: dict[str, Path | Traversable] = {}
    for folder in (shipped, own) if own else (shipped,):
        found |= {f.name.removesuffix(".yaml"): f for f in folder.iterdir() if f.name.endswith(".yaml")}
    return found


def load_protocol_file(path: Path) -> DiseaseProtocol:
    return parse_protocol(path.read_text(encoding="utf-8"), path.name)


def parse_protocol(text: str, file: str) -> DiseaseProtocol:
    """A protocol from YAML text; ``file`` is its name for messages."""
    document = YamlDocument(text, file, ProtocolError)
    protocol = document.convert_to(DiseaseProtocol)
    document.raise_first_fault(_find_faults_of_disease(protocol, file))
    known = [rule.id for rule in protocol.rules]
    for i, rule in enumerate(protocol.rules):
        document.raise_first_fault(
            (("rules", i, *field), problem) for field, problem in _find_faults(rule, known, i)
        )
    return protocol


# ------------------------------------------------------------------------------- what types cannot say


LONGEST: Final = 120
"""Months that data may be kept: beyond ten years it is an archive, and no matter of the store."""
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{1,15}")


def list_facts(protocol: DiseaseProtocol) -> list[tuple[Place, SourcedFact]]:
    """Everything of a disease that has a source, each with its place in the file."""
    facts = protocol.facts
    found: list[tuple[Place, SourcedFact]] = []
    if facts:
        found = [(("facts", name), getattr(facts, name)) for name in facts.__struct_fields__]
    return found + ([(("retention",), protocol.retention)] if protocol.retention else [])


def is_filled(fact: SourcedFact) -> bool:
    match fact:
        case SourcedDays():
            return any(value is not None for value in (fact.least, fact.most, fact.usual))
        case SourcedText():
            return fact.wording is not None
    return True


def _find_faults_of_disease(protocol: DiseaseProtocol, file: str) -> Iterator[tuple[Place, str]]:
    if not _NAME.fullmatch(protocol.disease):
        yield ("disease",), "expected small letters, digits and _, at most 16, as the name of the file"
    for place, fact in list_facts(protocol):
        if not fact.confirm and not (is_filled(fact) and fact.source and fact.read):
            yield place, "expected a value with its source and the day on which it was read, or confirm: true"
        if isinstance(fact, SourcedDays):
            days = [n for n in (fact.least, fact.usual, fact.most) if n is not None]
            if any(n < 0 for n in days):
                yield place, "must be 0 or more"
            if days != sorted(days):
                yield place, "expected least, usual and most in their order"
    months = protocol.retention.months if protocol.retention else None
    if months is not None and not 1 <= months <= LONGEST:
        yield ("retention", "months"), f"expected a number from 1 to {LONGEST}"


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
