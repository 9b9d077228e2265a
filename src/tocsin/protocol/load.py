"""Loading of a protocol from YAML. A bad entry is refused with its file, its line and its field."""

import re
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import yaml

from tocsin.protocol.schema import Protocol, Rule

Lines = dict[tuple[str | int, ...], int]
"""Line of every field, counted from 1, by its path in the document."""


class ProtocolError(Exception):
    """A protocol cannot be used."""

    def __init__(self, file: str, line: int, field: str, problem: str) -> None:
        super().__init__(f"{file}, line {line}, {field}: {problem}")
        self.file = file
        self.line = line
        self.field = field
        self.problem = problem


class UnknownDiseaseError(Exception):
    """There is no protocol for this disease."""

    def __init__(self, disease: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no protocol for {disease!r}; there is one for {', '.join(known)}")
        self.disease = disease
        self.known = known


def diseases() -> tuple[str, ...]:
    """Identifiers of the diseases that have a protocol."""
    folder = files("tocsin.protocol") / "diseases"
    return tuple(sorted(f.name.removesuffix(".yaml") for f in folder.iterdir() if f.name.endswith(".yaml")))


@lru_cache(maxsize=16)
def load(disease: str) -> Protocol:
    """The protocol that comes with Tocsin for a disease."""
    if disease not in diseases():
        raise UnknownDiseaseError(disease, diseases())
    entry = files("tocsin.protocol") / "diseases" / f"{disease}.yaml"
    return parse(entry.read_text(encoding="utf-8"), entry.name)


def load_file(path: Path) -> Protocol:
    """A protocol from a file of one's own."""
    return parse(path.read_text(encoding="utf-8"), path.name)


def parse(text: str, file: str) -> Protocol:
    """A protocol from YAML text; ``file`` is its name for messages."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ProtocolError(file, line, "YAML", str(error.problem)) from error
    lines: Lines = {}
    data = _plain(node, (), lines, file) if node else None
    try:
        protocol = msgspec.convert(data, Protocol)
    except msgspec.ValidationError as error:
        problem, path = _located(str(error))
        raise ProtocolError(file, _line(lines, path), _written(path), problem) from error
    _check(protocol, lines, file)
    return protocol


def _plain(node: yaml.Node, path: tuple[str | int, ...], lines: Lines, file: str) -> Any:
    """Plain data from YAML nodes; the line of each is noted, and a key given twice is refused."""
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in result:
                raise ProtocolError(file, key.start_mark.line + 1, _written((*path, name)), "is given twice")
            result[name] = _plain(value, (*path, name), lines, file)
            lines[*path, name] = key.start_mark.line + 1
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, i), lines, file) for i, item in enumerate(node.value)]
    try:
        return _scalar(node)
    except ValueError as error:
        raise ProtocolError(file, lines[path], _written(path), str(error)) from error


def _scalar(node: yaml.Node) -> Any:
    """The value of a scalar; ValueError for a date that the calendar does not have."""
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(node, deep=True)
    finally:
        loader.dispose()


_PATH = re.compile(r"^(?P<problem>.*?)(?: - at `\$(?P<path>.*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")


def _located(message: str) -> tuple[str, tuple[str | int, ...]]:
    """The problem and the path, from a message of msgspec: ``... - at `$.rules[3].in_force```."""
    match = _PATH.match(message)
    steps = _STEP.findall(match["path"] or "") if match else []
    return (match["problem"] if match else message), tuple(name or int(index) for name, index in steps)


def _written(path: tuple[str | int, ...]) -> str:
    text = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path)
    return text.removeprefix(".") or "document"


def _line(lines: Lines, path: tuple[str | int, ...]) -> int:
    """Line of the field, or of what holds it where it is missing."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


# ------------------------------------------------------------------------------- what types cannot say


def _check(protocol: Protocol, lines: Lines, file: str) -> None:
    """Refuse what is well typed and still makes no sense."""
    known = [rule.id for rule in protocol.rules]
    for i, rule in enumerate(protocol.rules):
        for field, problem in _faults(rule, known, i):
            path = ("rules", i, *field)
            raise ProtocolError(file, _line(lines, path), _written(path), problem)


def _faults(rule: Rule, known: list[str], index: int) -> list[tuple[tuple[str | int, ...], str]]:
    faults: list[tuple[tuple[str | int, ...], str]] = []
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
