"""A YAML node that knows where it stands, so that what is wrong in it can be named."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NoReturn

import yaml

from tocsin.charter.errors import (
    BadChoice,
    CharterError,
    MissingField,
    NotYaml,
    RepeatedKey,
    UnknownKey,
    WrongShape,
)

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""In C where PyYAML has it: ten times as fast."""


class YamlNode:
    """A value in a YAML file: scalar, list or mapping, with its file, line and path."""

    def __init__(self, raw: yaml.Node, file: str, path: str = "") -> None:
        self.raw = raw
        self.file = file
        self.path = path

    @property
    def line(self) -> int:
        """Line in the file, from 1."""
        return int(self.raw.start_mark.line) + 1

    def raise_failure(
        self, failure: type[CharterError], expected: str, field: str = "", found: str = ""
    ) -> NoReturn:
        """Raise a failure that names this place."""
        path = f"{self.path}.{field}".strip(".") if field else self.path
        raise failure(file=self.file, line=self.line, field=path, expected=expected, found=found)

    def mapping(
        self, known: Collection[str] | None = None, required: Collection[str] = ()
    ) -> dict[str, "YamlNode"]:
        """The values by key; any key is taken where ``known`` is None."""
        if not isinstance(self.raw, yaml.MappingNode):
            self.raise_failure(WrongShape, "a mapping (key: value)")
        found: dict[str, YamlNode] = {}
        for key, value in self.raw.value:
            name = str(key.value)
            child = YamlNode(value, self.file, f"{self.path}.{name}".strip("."))
            if known is not None and name not in known:
                YamlNode(key, self.file, child.path).raise_failure(
                    UnknownKey, "one of " + ", ".join(sorted(known))
                )
            if name in found:
                YamlNode(key, self.file, child.path).raise_failure(RepeatedKey, "one value")
            found[name] = child
        for name in required:
            if name not in found:
                self.raise_failure(MissingField, name, field=name)
        return found

    def items(self) -> Iterator["YamlNode"]:
        """The members of a list."""
        if not isinstance(self.raw, yaml.SequenceNode):
            self.raise_failure(WrongShape, "a list")
        return (YamlNode(raw, self.file, f"{self.path}[{i}]") for i, raw in enumerate(self.raw.value))

    @property
    def is_text(self) -> bool:
        """Whether it is a single value."""
        return isinstance(self.raw, yaml.ScalarNode)

    def text(self, *, empty: bool = False) -> str:
        """A single value, as written."""
        if not isinstance(self.raw, yaml.ScalarNode):
            self.raise_failure(WrongShape, "a single value")
        value = str(self.raw.value).strip()
        if not value and not empty:
            self.raise_failure(MissingField, "a text")
        return value

    def texts(self) -> tuple[str, ...]:
        """A list of single values."""
        return tuple(item.text() for item in self.items())

    def choice(self, allowed: Collection[str]) -> str:
        """A single value among those allowed."""
        value = self.text()
        if value not in allowed:
            self.raise_failure(BadChoice, "one of " + ", ".join(allowed), found=value)
        return value

    def choices(self, allowed: Collection[str]) -> tuple[str, ...]:
        """A list, not empty, of values among those allowed."""
        found = tuple(item.choice(allowed) for item in self.items())
        if not found:
            self.raise_failure(MissingField, "at least one of " + ", ".join(allowed))
        return found

    def flag(self) -> bool:
        """``true`` or ``false``."""
        return self.choice(("true", "false")) == "true"

    def whole_number(self) -> int:
        """A whole number."""
        value = self.text()
        if not (value.isascii() and value.isdecimal()):
            self.raise_failure(BadChoice, "a whole number", found=value)
        return int(value)

    def to_builtins(self) -> object:
        """The plain value: lists, dicts and text, with ``true`` and ``false`` as such.

        Words stay words: YAML would make a truth of ``on`` and ``no``, and a number of ``0899``.
        """
        if isinstance(self.raw, yaml.SequenceNode):
            return [item.to_builtins() for item in self.items()]
        if isinstance(self.raw, yaml.MappingNode):
            return {key: value.to_builtins() for key, value in self.mapping().items()}
        value = str(self.raw.value)
        plain = isinstance(self.raw, yaml.ScalarNode) and not self.raw.style
        return value == "true" if plain and value in ("true", "false") else value


def read_yaml_file(file: Path, name: str = "") -> YamlNode | None:
    """The document in a file, or None where the file is empty.

    Raises NotYaml, naming the line.
    """
    return parse_yaml(file.read_bytes(), name or str(file))


def parse_yaml(content: bytes, shown: str) -> YamlNode | None:
    """The same of what stands in a file, which errors call ``shown``."""
    try:
        raw = yaml.compose(content.decode(), Loader=LOADER)
    except UnicodeDecodeError as error:
        raise NotYaml(file=shown, expected="UTF-8", found=str(error)) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NotYaml(file=shown, line=mark.line + 1 if mark else 0, found=str(error.problem)) from error
    except yaml.YAMLError as error:
        raise NotYaml(file=shown, found=str(error)) from error
    return None if raw is None else YamlNode(raw, shown)
