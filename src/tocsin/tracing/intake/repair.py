"""A record in quarantine as a person repairs it: what could be read of it in our own columns, and back.

Whatever its format, what it told is shown field by field. The repaired fields make a table of one row in our
own columns, which is read like any other: a repair passes no check that a laboratory would not.
"""

import csv
import io
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from tocsin.locale.paris_time import to_paris_time
from tocsin.tracing.intake import code_tables, column_mapping, times
from tocsin.tracing.intake.bounded_lines import decode_undeclared
from tocsin.tracing.intake.format_detection import Format, detect_format_of
from tocsin.tracing.intake.interpretation import interpret_result
from tocsin.tracing.intake.records import RawResult, RefusedRecord
from tocsin.tracing.intake.result_files import ResultFile, ResultFiles
from tocsin.tracing.intake.times import Reader

FIELDS: Final = (*column_mapping.FIELDS, "phone_2")
"""What is repaired: our own columns."""
MOST: Final = 300
"""Characters of a field."""
NO_REPAIR: Final = ("test_identity",)
"""Reasons that no repair takes away: the person does not exist."""
_ENDINGS: Final[dict[Format, str]] = {
    "fhir": "json", "hl7": "hl7", "hprim": "hpr", "cda": "xml", "mail": "eml", "archive": "zip", "csv": "csv",
}  # fmt: skip
_SHOWN: Final = 20_000
_DAY: Final = 8

Fields = dict[str, str]
"""Field -> what stands in it; empty where nothing could be read."""


def make_file_name(id: int, data: bytes, format: str = "") -> str:
    """The name under which a record is exported, by which it is known when it comes back.

    Its end is what the record itself is: one of a mail may be a document, or the mail. ``format`` is that of the
    file where the record does not show it, as one JSON object or one row may not.
    """
    found = detect_format_of(data, f"x.{format}")
    return f"quarantine-{id}.{_ENDINGS.get(found, 'txt')}"


@contextmanager
def write_temporary_file(data: bytes, name: str) -> Iterator[Path]:
    """The record as a file that only this process may read, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="tocsin-") as folder:
        path = Path(folder) / name
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
        yield path


def read_fields(
    data: bytes, format: str, now: datetime, mapping: column_mapping.ColumnMapping | None = None
) -> Fields:
    """The fields of a record as far as they can be read; all empty where nothing can."""
    empty = dict.fromkeys(FIELDS, "")
    with write_temporary_file(data, make_file_name(0, data, format)) as path:
        try:
            with ResultFiles([path], mapping) as given:
                file = given.files[0]
                told = _find_refused_result(file, now)
                return empty | (_make_fields(told, file.moment_parser) if told else {})
        except column_mapping.BadColumnMapping:
            return empty


def encode_fields(fields: Mapping[str, str]) -> bytes:
    """The table of one row that these fields make."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(FIELDS)
    rows.writerow([" ".join(fields.get(name, "").split())[:MOST] for name in FIELDS])
    return out.getvalue().encode()


def format_record(data: bytes) -> str:
    """The record as it came, as a person may read it: an HL7 message by segments, no sign that is none."""
    try:
        whole = decode_undeclared(data)
    except UnicodeDecodeError:
        whole = data.decode("utf-8", "replace")
    text = whole[:_SHOWN].replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c if c.isprintable() or c in "\n\t" else "·" for c in text)


def _find_refused_result(file: ResultFile, now: datetime) -> RawResult | None:
    """The result that is refused, of those of a record; the first where none is any more."""
    first = None
    for one in file.read_raw_records():
        if isinstance(one, RefusedRecord):
            continue
        first = first or one
        if isinstance(interpret_result(one, file.moment_parser, now), RefusedRecord):
            return one
    return first


def _make_fields(told: RawResult, moment: Reader) -> Fields:
    phones = (*told.person.phones, "", "")
    return {
        "laboratory": told.laboratory,
        "result_id": told.source_id,
        "status": told.status,
        "test": _pick_test_code(told),
        "value": _pick_value(told),
        "interpretation": told.interpretations[0][1] if told.interpretations else "",
        "taken_at": _format_moment(told.taken, moment),
        "resulted_at": _format_moment(told.resulted, moment),
        "family_name": told.person.family,
        "given_names": told.person.given,
        "birth_date": told.birth_date,
        "sex": told.sex,
        "phone": phones[0],
        "phone_2": phones[1],
        "postcode": told.postcode,
        "language": told.lang,
        "guardian_family_name": told.guardian.family,
        "guardian_given_names": told.guardian.given,
        "guardian_phone": told.guardian.phones[0] if told.guardian.phones else "",
    }


def _pick_test_code(told: RawResult) -> str:
    """The code that the tables know, else the first."""
    known = code_tables.load_code_tables().tests
    named = [
        code for system, code in told.tests if (code_tables.name_code_system(system), code.strip()) in known
    ]
    return (named or [code for _, code in told.tests] or [""])[0]


def _pick_value(told: RawResult) -> str:
    """The code or the text; of several, those that are known."""
    known = code_tables.load_code_tables().values
    named = [
        code for system, code in told.values if (code_tables.name_code_system(system), code.strip()) in known
    ]
    return " ".join(named) or told.text or " ".join(code for _, code in told.values)


def _format_moment(written: str | datetime | None, moment: Reader) -> str:
    """A time in Paris as our columns have it; what cannot be read stays as it is."""
    if not written:
        return ""
    if isinstance(written, str):
        try:
            at = moment(written.strip())
        except (ValueError, OverflowError):
            return _format_day(written.strip())
    else:
        at = written
    return to_paris_time(at).isoformat(" ", "minutes")[:16]


def _format_day(written: str) -> str:
    """A day that messages write as ``20220125``, as our columns have it; anything else stays as it is."""
    try:
        return times.parse_hl7_day(written) if len(written) == _DAY else written
    except ValueError:
        return written
