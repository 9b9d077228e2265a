"""Fields that may be noted of a file: purpose, who may note them, how long they are kept, in what words."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, Literal

from msgspec import Struct

from tocsin.charter.schema import Wording
from tocsin.charter.yaml_document import YamlDocument, read_packaged_yaml

FILE: Final = "noted_fields.yaml"
FileKind = Literal["case", "contact"]
FieldAuthor = Literal["agent", "epidemiologist", "person"]


class FieldRetention(Struct, frozen=True, forbid_unknown_fields=True):
    until: Literal["file", "closed"]
    """``file``: as long as the file. ``closed``: emptied by the first erasure ``days`` after it was closed."""
    days: int = 0


class NotedField(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    table: str
    column: str
    of: tuple[FileKind, ...]
    noted_by: tuple[FieldAuthor, ...]
    kept: FieldRetention
    label: Wording
    purpose: Wording
    values: Mapping[str, Wording] = {}
    """What may be chosen, in the order of a form; empty: a day, a text, yes or no."""

    @property
    def forgotten_early(self) -> bool:
        """Whether it goes before the file does."""
        return self.kept.until == "closed"


def name_noted_field(name: str, language: str) -> str:
    """What a field is called; empty where it is none of these."""
    field = list_noted_fields().get(name)
    return field.label.in_language(language) if field else ""


class _FieldTable(Struct, frozen=True, forbid_unknown_fields=True):
    fields: dict[str, NotedField]


@cache
def list_noted_fields() -> Mapping[str, NotedField]:
    """Name -> field, in the order of the table. Raises YamlDocumentError with line and field."""
    return check_noted_fields(read_packaged_yaml(__package__, FILE))


def check_noted_fields(document: YamlDocument) -> Mapping[str, NotedField]:
    """The fields of a document. Raises YamlDocumentError with line and field."""
    fields = document.convert_to(_FieldTable).fields
    faults: list[tuple[tuple[Any, ...], str]] = []
    for name, field in fields.items():
        if field.forgotten_early != (field.kept.days > 0):
            faults.append((("fields", name, "kept"), "'closed' needs days, 1 or more; 'file' has none"))
        if not field.of or not field.noted_by:
            faults.append((("fields", name), "needs 'of' and 'noted_by'"))
    document.raise_first_fault(faults)
    return fields
