"""What the columns of a table of results mean: ours, or those that a mapping names."""

import re
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from tocsin.charter.errors import YamlDocumentError
from tocsin.charter.yaml_document import YamlDocument
from tocsin.tracing.intake import code_tables, times
from tocsin.tracing.intake.records import Code

FIELDS: Final[dict[str, str]] = {
    "laboratory": "the laboratory: its identifiers of results are its own",
    "result_id": "its identifier of the result: a correction has the same",
    "status": "final, corrected, cancelled...; empty is final",
    "test": "code of the test, LOINC",
    "value": "code of the value, LOINC or SNOMED CT, or a text of the tables",
    "interpretation": "POS or NEG (HL7 table 0078)",
    "taken_at": "when the sample was taken",
    "resulted_at": "when the laboratory had the result",
    "family_name": "family name",
    "given_names": "given names",
    "birth_date": "birth date",
    "sex": "female, male or other",
    "phone": "a telephone number, or several columns of them",
    "postcode": "postcode of the home",
    "language": "fr or en",
    "guardian_family_name": "family name of who speaks for a child",
    "guardian_given_names": "given names of who speaks for a child",
    "guardian_phone": "telephone of who speaks for a child",
}
"""Field -> what stands in it."""
NEEDED: Final = ("resulted_at", "family_name", "given_names", "birth_date")
SEVERAL: Final = ("phone", "guardian_phone", "taken_at", "resulted_at", "given_names", "value")
"""Fields that may be made of several columns: telephones are a list, the rest is joined by a space."""


class BadColumnMapping(ValueError):
    """The mapping of the columns cannot be used."""


class ColumnMapping(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    columns: dict[str, str | list[str]]
    """Field -> the column that holds it, or several."""
    constants: dict[str, str] = {}
    """Field -> what it always is, such as the laboratory or the test."""
    delimiter: str = ""
    """One character; left out: found in the header."""
    encoding: str = ""
    """A character set; left out: UTF-8 if any of the file is that, else Windows-1252."""
    dates: list[str] = []
    """Formats of dates and times, such as ``%d/%m/%Y %H:%M``; ISO 8601 is read in any case."""
    zone: str = "Europe/Paris"
    """Where times without a zone are meant."""
    tests: dict[str, str] = {}
    """What stands for a test -> its LOINC code."""
    values: dict[str, str] = {}
    """What stands for a value -> ``positive``, ``negative`` or ``indeterminate``."""
    statuses: dict[str, str] = {}
    """What stands for a status -> ``final``, ``corrected``, ``void`` or ``waiting``."""
    sexes: dict[str, str] = {}


def make_default_mapping() -> ColumnMapping:
    columns: dict[str, str | list[str]] = {field: field for field in FIELDS}
    columns["phone"] = ["phone", "phone_2"]
    return ColumnMapping(columns=columns)


def load_mapping(path: Path) -> ColumnMapping:
    """The mapping of a file. Raises BadColumnMapping, which names the field, and OSError."""
    try:
        return parse_mapping(path.read_text(encoding="utf-8"), path.name)
    except UnicodeDecodeError:
        raise BadColumnMapping(f"{path.name}: YAML in UTF-8 is expected") from None


def parse_mapping(text: str, name: str) -> ColumnMapping:
    """The mapping of a text, which has a name. Raises BadColumnMapping, which names the line and the field."""
    try:
        return check_mapping(YamlDocument(text, name).convert_to(ColumnMapping))
    except YamlDocumentError as error:
        raise BadColumnMapping(str(error)) from None
    except BadColumnMapping as error:
        raise BadColumnMapping(f"{name}: {error}") from None


def check_mapping(mapping: ColumnMapping) -> ColumnMapping:
    """The mapping, where it can be used. Raises BadColumnMapping."""
    _check_fields(mapping)
    _check_tables(mapping)
    _check_file_format(mapping)
    return mapping


def _check_fields(mapping: ColumnMapping) -> None:
    for field, columns in mapping.columns.items():
        if field not in FIELDS:
            raise BadColumnMapping(f"columns: {field!r} is no field; the fields are {', '.join(FIELDS)}")
        if not isinstance(columns, str) and field not in SEVERAL:
            raise BadColumnMapping(f"columns: {field!r} is in one column")
    for field in mapping.constants:
        if field not in FIELDS:
            raise BadColumnMapping(f"constants: {field!r} is no field; the fields are {', '.join(FIELDS)}")
    given = {*mapping.columns, *mapping.constants}
    missing = [field for field in NEEDED if field not in given]
    missing += [] if given & {"value", "interpretation"} else ["value"]
    missing += [] if "test" in given else ["test"]
    if missing:
        raise BadColumnMapping(f"columns: {', '.join(missing)} is missing")


def _check_tables(mapping: ColumnMapping) -> None:
    for name, table, allowed in (
        ("values", mapping.values, {"positive", "negative", "indeterminate"}),
        ("statuses", mapping.statuses, {"final", "corrected", "void", "waiting"}),
        ("sexes", mapping.sexes, {"female", "male", "other", ""}),
    ):
        if wrong := sorted(set(table.values()) - allowed):
            raise BadColumnMapping(f"{name}: {wrong[0]!r} is none of {', '.join(sorted(allowed))}")
    for code in mapping.tests.values():
        if ("loinc", code) not in code_tables.load_code_tables().tests and not code_tables.is_untraced_test(
            (("LN", code),)
        ):
            raise BadColumnMapping(f"tests: {code!r} is no test of the tables")


def _check_file_format(mapping: ColumnMapping) -> None:
    if len(mapping.delimiter) > 1 or mapping.delimiter in ('"', "\r", "\n"):
        raise BadColumnMapping("delimiter: one character is expected")
    try:
        for written in mapping.dates:
            times.compile_format(written)
    except ValueError as error:
        raise BadColumnMapping(f"dates: {error}") from None
    try:
        if "\n".encode(mapping.encoding or "utf-8") != b"\n":
            raise LookupError
    except LookupError:
        raise BadColumnMapping("encoding: a character set such as iso-8859-1 is expected") from None
    try:
        ZoneInfo(mapping.zone)
    except (KeyError, ValueError, OSError):
        raise BadColumnMapping("zone: a time zone such as Europe/Paris is expected") from None


_LIKE_A_CODE: Final = re.compile(r"LA[0-9]{1,7}-[0-9]|[0-9]{6,18}", re.ASCII)
"""A code of LOINC for a value, or of SNOMED CT."""


class CellVocabulary:
    """What the words in the cells mean, by a mapping's tables and ours."""

    def __init__(self, mapping: ColumnMapping) -> None:
        self._tests = {code_tables.fold_text(word): code for word, code in mapping.tests.items()}
        self._values = {code_tables.fold_text(word): answer for word, answer in mapping.values.items()}
        self._statuses = {code_tables.fold_text(word): status for word, status in mapping.statuses.items()}
        self._sexes = {code_tables.fold_text(word): sex for word, sex in mapping.sexes.items()}

    def read_test(self, written: str) -> tuple[Code, ...]:
        code = self._tests.get(code_tables.fold_text(written), written) if self._tests else written
        return (("LN", code),) if code else ()

    def read_value(self, written: str) -> tuple[tuple[Code, ...], str]:
        """The codes of a value, or its text. What looks like a code that is not known is no text."""
        if self._values and (answer := self._values.get(code_tables.fold_text(written))):
            return (), answer
        known = code_tables.load_code_tables().values
        for system in ("snomed", "loinc"):
            if (system, written) in known:
                return ((system, written),), ""
        return ((("", written),), "") if _LIKE_A_CODE.fullmatch(written) else ((), written)

    def read_status(self, written: str) -> str:
        word = code_tables.fold_text(written)
        return self._statuses.get(word) or code_tables.map_status("csv", word)

    def read_sex(self, written: str) -> str:
        """The sex, as FHIR has it; empty where it is not known."""
        word = code_tables.fold_text(written)
        if word in self._sexes:
            return self._sexes[word]
        return _SEXES.get(word, "")


_SEXES = {
    "f": "female", "female": "female", "feminin": "female", "femme": "female",
    "m": "male", "male": "male", "masculin": "male", "homme": "male", "h": "male",
    "o": "other", "other": "other", "autre": "other",
}  # fmt: skip


def list_columns(data: Any) -> list[str]:
    return [data] if isinstance(data, str) else list(data)
