"""A YAML document read into typed records. What is wrong is refused with its file, its line and its field.

For data that is a record of records (protocols, flows). The charter, whose entries are read one by one
with their own failures, has ``node``.
"""

import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, NoReturn, TypeVar

import msgspec
import yaml

from tocsin.charter.yaml_node import LOADER
from tocsin.locale.languages import LANGUAGES, ORIGINALS

T = TypeVar("T")
Place = tuple[str | int, ...]
"""Where a field stands: ``("rules", 3, "in_force")``."""


_DEEPEST = 20
_MOST = 200_000
"""Levels and fields that a document may have."""


class YamlDocumentError(Exception):
    """A document cannot be used."""

    def __init__(self, file: str, line: int, field: str, problem: str) -> None:
        super().__init__(f"{file}, line {line}, {field}: {problem}")
        self.file = file
        self.line = line
        self.field = field
        self.problem = problem


class YamlDocument:
    """Plain data, and the line of every field."""

    def __init__(self, text: str, file: str, failure: type[YamlDocumentError] = YamlDocumentError) -> None:
        self.file = file
        """Its name for messages."""
        self._failure = failure
        self._lines: dict[Place, int] = {}
        try:
            node = yaml.compose(text, Loader=LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            line = (
                min(mark.line, text.count("\n")) + 1 if mark else 1
            )  # an end of file is said to be a line after it
            raise failure(file, line, "YAML", str(error.problem)) from error
        except (yaml.YAMLError, RecursionError, UnicodeEncodeError) as error:
            raise failure(file, 1, "YAML", str(error)) from error
        self.data: Any = self._to_plain_data(node, ()) if node else None

    def convert_to(self, kind: type[T]) -> T:
        """The document as a record."""
        try:
            return msgspec.convert(self.data, kind)
        except msgspec.ValidationError as error:
            problem, path = _split_msgspec_message(str(error))
            raise self._make_failure(self._resolve_keys(path, kind, str(error)), problem) from error

    def _resolve_keys(self, path: Place, kind: type[Any], message: str) -> Place:
        """The path with its keys, where msgspec says only that it is some value of a mapping."""
        for at, step in enumerate(path):
            if step == _SOME:
                path = (*path[:at], self._find_refused_key(path[:at], kind, message), *path[at + 1 :])
        return path

    def _find_refused_key(self, path: Place, kind: type[Any], message: str) -> str:
        """The key of a mapping whose value is refused, found by halving: a document may have many."""
        held = self.data
        for step in path:
            held = held[step]
        keys = list(held)
        while len(keys) > 1:
            half = keys[: len(keys) // 2]
            keys = (
                half if _is_refused(_keep_keys(self.data, path, half), kind, message) else keys[len(half) :]
            )
        return str(keys[0])

    def raise_first_fault(self, faults: Iterable[tuple[Place, str]]) -> None:
        """Raise for the first of these faults, if there is one."""
        for path, problem in faults:
            self.raise_fault(path, problem)

    def raise_fault(self, path: Place, problem: str) -> NoReturn:
        """Raise a failure that names this field."""
        raise self._make_failure(path, problem)

    def find_line(self, path: Place) -> int:
        """Line of a field, from 1, or of what holds it where it is missing."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def _make_failure(self, path: Place, problem: str) -> YamlDocumentError:
        return self._failure(self.file, self.find_line(path), format_path(path), problem)

    def _to_plain_data(self, node: yaml.Node, path: Place) -> Any:
        """Plain data from YAML nodes; the line of each is noted, and a key given twice is refused."""
        self._lines[path] = node.start_mark.line + 1
        if len(path) > _DEEPEST or len(self._lines) > _MOST:
            # An alias may hold itself, or multiply.
            raise self._failure(self.file, self._lines[path], format_path(path[:3]), "holds too much")
        if isinstance(node, yaml.MappingNode):
            result: dict[str, Any] = {}
            for key, value in node.value:
                name = str(key.value)
                if name in result:
                    line = key.start_mark.line + 1
                    raise self._failure(self.file, line, format_path((*path, name)), "is given twice")
                result[name] = self._to_plain_data(value, (*path, name))
                self._lines[*path, name] = key.start_mark.line + 1
            return _group_translations(result)
        if isinstance(node, yaml.SequenceNode):
            return [self._to_plain_data(item, (*path, i)) for i, item in enumerate(node.value)]
        try:
            return _construct_scalar(node)
        except ValueError as error:
            raise self._make_failure(path, str(error)) from error
        except yaml.MarkedYAMLError as error:  # a tag that plain data does not have, such as that of =
            raise self._make_failure(path, str(error.problem)) from error


def read_packaged_yaml(package: str, name: str) -> YamlDocument:
    """A document that lies beside the code of a package, such as ``data/texts.yaml``."""
    return YamlDocument(files(package).joinpath(name).read_text(encoding="utf-8"), name)


def _group_translations(found: dict[str, Any]) -> dict[str, Any]:
    """A sentence in more languages than French and English, as ``Wording`` keeps it; anything else as it is."""
    more = found.keys() - {*ORIGINALS}
    if not more or not found.keys() >= {*ORIGINALS} or not more <= LANGUAGES.keys():
        return found
    return {code: found[code] for code in ORIGINALS} | {
        "others": [(code, found[code]) for code in sorted(more)]
    }


_TEXT = "tag:yaml.org,2002:str"


def _construct_scalar(node: yaml.Node) -> Any:
    """The value of a scalar; ValueError for a date that the calendar does not have."""
    if node.tag == _TEXT:  # nearly all
        return node.value
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(node, deep=True)
    finally:
        loader.dispose()


_PATH = re.compile(r"^(?P<problem>.*?)(?: - at `(?:key in )?\$(?P<path>.*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[(\.\.\.)\]")
_SOME = "..."


def _split_msgspec_message(message: str) -> tuple[str, Place]:
    """The problem and the path, from a message of msgspec: ``... - at `$.rules[3].in_force```."""
    match = _PATH.match(message)
    steps = _STEP.findall(match["path"] or "") if match else []
    return (match["problem"] if match else message), tuple(
        name or some or int(index) for name, index, some in steps
    )


def _keep_keys(data: Any, path: Place, keys: list[str]) -> Any:
    """The data, with only these keys in the mapping at the path."""
    if not path:
        return {key: data[key] for key in keys}
    copy: Any = list(data) if isinstance(data, list) else dict(data)
    copy[path[0]] = _keep_keys(data[path[0]], path[1:], keys)
    return copy


def _is_refused(data: Any, kind: type[Any], message: str) -> bool:
    """Whether the data is refused for the same reason."""
    try:
        msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        return str(error) == message
    return False


def format_path(path: Place) -> str:
    """A path in words.

    >>> format_path(("rules", 3, "in_force"))
    'rules[3].in_force'
    """
    text = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path)
    return text.removeprefix(".") or "document"
