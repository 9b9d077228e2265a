"""A YAML document read into typed records. What is wrong is refused with its file, its line and its field."""

import re
from collections.abc import Hashable, Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn, TypeVar, cast

import msgspec
import yaml
from msgspec import Struct, inspect

from tocsin.charter.errors import YamlDocumentError
from tocsin.deferred_pattern import defer_pattern
from tocsin.locale.languages import LANGUAGES, ORIGINALS

T = TypeVar("T")
Place = tuple[str | int, ...]
"""Where a field stands: ``("rules", 3, "in_force")``."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""In C where PyYAML has it: ten times as fast."""
_DEEPEST = 20
_MOST = 200_000
"""Levels and fields that a document may have."""


class YamlDocument:
    """Plain data, and the line of every field."""

    def __init__(
        self,
        text: str,
        file: str,
        failure: type[YamlDocumentError] = YamlDocumentError,
        *,
        words: bool = False,
    ) -> None:
        """``words``: every value as it is written, but for ``true`` and ``false``. YAML would make a truth of
        ``on`` and ``no``, a number of ``0899`` and a day of ``2021-03-04``. No text may be empty then, and no key
        unknown, where the document is converted."""
        self.file = file
        """Its name for messages."""
        self._failure = failure
        self._words = words
        self._lines: dict[Place, int] = {}
        try:
            node = yaml.compose(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            line = (
                min(mark.line, text.count("\n")) + 1 if mark else 1
            )  # an end of file is said to be a line after it
            raise failure(file, line, "YAML", str(error.problem)) from error
        except (yaml.YAMLError, RecursionError, UnicodeEncodeError) as error:
            raise failure(file, 1, "YAML", str(error)) from error
        self.data: Any = self._to_plain_data(node, ()) if node else None

    @classmethod
    def from_file(
        cls,
        path: Path,
        failure: type[YamlDocumentError] = YamlDocumentError,
        *,
        shown: str = "",
        words: bool = False,
    ) -> "YamlDocument":
        """The document of a file, which messages call ``shown``. Raises OSError, and the failure given."""
        name = shown or path.name
        try:
            text = path.read_bytes().decode()
        except UnicodeDecodeError as error:
            raise failure(name, 1, "file", f"is not UTF-8 text: {error.reason}") from error
        return cls(text, name, failure, words=words)

    def convert_to(self, kind: type[T]) -> T:
        return self.convert_value(self.data, (), kind)

    def convert_value(self, value: Any, path: Place, kind: type[T]) -> T:
        """What stands at a place, or was made of it, as a record."""
        told = _inspect_type(cast(Hashable, kind))
        self.raise_first_fault(_find_faults(value, told, path, all_closed=self._words))
        value = _prepare_value(value, strip=self._words)
        try:
            return msgspec.convert(value, kind, strict=not self._words)
        except msgspec.ValidationError as error:
            problem, steps = _split_msgspec_message(str(error))
            steps = self._resolve_keys(value, steps, kind, str(error))
            raise self._make_failure((*path, *steps), problem + _list_choices(told, steps)) from error

    def _resolve_keys(self, value: Any, steps: Place, kind: type[Any], message: str) -> Place:
        """The path with its keys, where msgspec says only that it is some value of a mapping."""
        for at, step in enumerate(steps):
            if step == _SOME:
                key = self._find_refused_key(value, steps[:at], kind, message)
                steps = (*steps[:at], key, *steps[at + 1 :])
        return steps

    def _find_refused_key(self, value: Any, path: Place, kind: type[Any], message: str) -> str:
        """The key of a mapping whose value is refused, found by halving: a document may have many."""
        held = value
        for step in path:
            held = held[step]
        keys = list(held)
        while len(keys) > 1:
            half = keys[: len(keys) // 2]
            refused = self._is_refused(_keep_keys(value, path, half), kind, message)
            keys = half if refused else keys[len(half) :]
        return str(keys[0])

    def _is_refused(self, data: Any, kind: type[Any], message: str) -> bool:
        """Whether the data is refused for the same reason."""
        try:
            msgspec.convert(data, kind, strict=not self._words)
        except msgspec.ValidationError as error:
            return str(error) == message
        return False

    def raise_first_fault(self, faults: Iterable[tuple[Place, str]]) -> None:
        """Raise for the first of these faults, if there is one."""
        for path, problem in faults:
            self.raise_fault(path, problem)

    def raise_fault(self, path: Place, problem: str) -> NoReturn:
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
            return result
        if isinstance(node, yaml.SequenceNode):
            return [self._to_plain_data(item, (*path, i)) for i, item in enumerate(node.value)]
        if self._words:
            plain = isinstance(node, yaml.ScalarNode) and not node.style
            return node.value == "true" if plain and node.value in ("true", "false") else str(node.value)
        try:
            return _construct_scalar(node)
        except ValueError as error:
            raise self._make_failure(path, str(error)) from error
        except yaml.MarkedYAMLError as error:  # a tag that plain data does not have, such as that of =
            raise self._make_failure(path, str(error.problem)) from error


class YamlPlace(Struct, frozen=True):
    """A value of a document, and where it stands."""

    document: YamlDocument
    path: Place

    @property
    def value(self) -> Any:
        held = self.document.data
        for step in self.path:
            held = held[step]
        return held

    def go_to(self, *steps: str | int) -> "YamlPlace":
        return YamlPlace(self.document, (*self.path, *steps))

    def convert_to(self, kind: type[T]) -> T:
        return self.convert_value(self.value, kind)

    def convert_value(self, value: Any, kind: type[T]) -> T:
        """What was made of the value, as a record."""
        return self.document.convert_value(value, self.path, kind)

    def raise_fault(self, problem: str, *steps: str | int) -> NoReturn:
        """Raise a failure that names this place, or one within it."""
        self.document.raise_fault((*self.path, *steps), problem)


def read_packaged_yaml(package: str, name: str) -> YamlDocument:
    """A document that lies beside the code of a package, such as ``data/texts.yaml``."""
    return YamlDocument(files(package).joinpath(name).read_text(encoding="utf-8"), name)


@lru_cache(maxsize=256)
def _inspect_type(kind: Hashable) -> inspect.Type:
    return inspect.type_info(kind)


def _find_faults(
    value: Any, kind: inspect.Type, path: Place, *, all_closed: bool
) -> Iterator[tuple[Place, str]]:
    """Keys that a record does not have: a word that is misspelt is not to be passed over.

    ``all_closed``: of every record, and not only of those that forbid it; a text that is empty is a fault too.
    """
    if all_closed and isinstance(value, str) and not value.strip():
        yield path, "is empty"
    for one in kind.types if isinstance(kind, inspect.UnionType) else (kind,):
        if isinstance(value, dict) and isinstance(one, inspect.StructType):
            fields = _list_written_fields(one)
            for name, held in value.items():
                if name in fields:
                    yield from _find_faults(held, fields[name], (*path, name), all_closed=all_closed)
                elif all_closed or one.forbid_unknown_fields:
                    yield (
                        (*path, name),
                        f"unknown field `{name}`; expected one of {', '.join(sorted(fields))}",
                    )
        elif isinstance(value, dict) and isinstance(one, inspect.DictType):
            for name, held in value.items():
                yield from _find_faults(held, one.value_type, (*path, name), all_closed=all_closed)
        elif isinstance(value, list) and isinstance(one, inspect.ListType | inspect.VarTupleType):
            for at, held in enumerate(value):
                yield from _find_faults(held, one.item_type, (*path, at), all_closed=all_closed)


def _list_written_fields(record: inspect.StructType) -> dict[str, inspect.Type]:
    """The fields of a record as they are written: a sentence has one for each language."""
    fields = {field.encode_name: field.type for field in record.fields}
    return dict.fromkeys(LANGUAGES, fields["fr"]) if fields.keys() >= {*ORIGINALS, "others"} else fields


def _list_choices(kind: inspect.Type, path: Place) -> str:
    """What a field may be, where that is a list of words; else nothing."""
    for step in path:
        options = kind.types if isinstance(kind, inspect.UnionType) else (kind,)
        for one in options:
            if isinstance(one, inspect.StructType):
                kind = {field.encode_name: field.type for field in one.fields}.get(str(step), kind)
            elif isinstance(one, inspect.DictType):
                kind = one.value_type
            elif isinstance(one, inspect.ListType | inspect.VarTupleType):
                kind = one.item_type
    return (
        f"; expected one of {', '.join(map(str, kind.values))}"
        if isinstance(kind, inspect.LiteralType)
        else ""
    )


def _prepare_value(value: Any, *, strip: bool) -> Any:
    """The value with sentences in more languages than French and English as ``Wording`` keeps them.

    ``strip``: texts without the space around them, such as the end of the line after a block.
    """
    if isinstance(value, list):
        return [_prepare_value(item, strip=strip) for item in value]
    if isinstance(value, str):
        return value.strip() if strip else value
    if not isinstance(value, dict):
        return value
    value = {key: _prepare_value(item, strip=strip) for key, item in value.items()}
    more = value.keys() - {*ORIGINALS}
    if not more or not value.keys() >= {*ORIGINALS} or not more <= LANGUAGES.keys():
        return value
    others = [(code, value[code]) for code in LANGUAGES if code in more]
    return {code: value[code] for code in ORIGINALS} | {"others": others}


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


_MESSAGE = defer_pattern(r"^(?P<problem>.*?)(?: - at `(?:key in )?\$(?P<path>.*)`)?$", re.DOTALL)
_STEP = defer_pattern(r"\.([^.\[\]]+)|\[(\d+)\]|\[(\.\.\.)\]")
_SOME = "..."


def _split_msgspec_message(message: str) -> tuple[str, Place]:
    """The problem and the path, from a message of msgspec: ``... - at `$.rules[3].in_force```."""
    match = _MESSAGE.match(message)
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


def format_path(path: Place) -> str:
    """A path in words.

    >>> format_path(("rules", 3, "in_force"))
    'rules[3].in_force'
    """
    text = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path)
    return text.removeprefix(".") or "document"
