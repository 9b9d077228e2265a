"""What the columns of a line list mean, and what it may be taken out for: ``columns.yaml``."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

from msgspec import Struct

from tocsin.charter.schema import Wording
from tocsin.charter.yaml_document import read_packaged_yaml


class ColumnDefinition(Struct, frozen=True, forbid_unknown_fields=True):
    """One column: its name in the files, its type, and what it means."""

    name: str
    type: Literal["text", "day", "flag", "count"]
    fr: str
    en: str

    def in_language(self, lang: str) -> str:
        return self.fr if lang == "fr" else self.en


class LineListDefinitions(Struct, frozen=True, forbid_unknown_fields=True):
    linelist: tuple[ColumnDefinition, ...]
    contacts: tuple[ColumnDefinition, ...]
    purposes: Mapping[str, Wording]
    """Word -> what it says to people."""
    formats: Mapping[str, Wording]


@cache
def load_definitions() -> LineListDefinitions:
    return read_packaged_yaml(__package__, "columns.yaml").convert_to(LineListDefinitions)
