"""CSV with the columns that the service documents."""

import csv
import io
from typing import Final

from tocsin_simulation.town.laboratory.lab_report import LabReport

COLUMNS: Final = (
    "laboratory", "result_id", "status", "test", "value", "taken_at", "resulted_at", "family_name",
    "given_names", "birth_date", "sex", "phone", "postcode", "language", "guardian_family_name",
    "guardian_given_names", "guardian_phone",
)  # fmt: skip


def write_csv(sheets: list[LabReport]) -> bytes:
    """A file of results, as a spreadsheet in French writes it; a row that is cut has lost its end."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for sheet in sheets:
        row = _report_row(sheet)
        rows.writerow(row[:5] if sheet.trouble == "cut" else row)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _report_row(sheet: LabReport) -> list[str]:
    person, guardian = sheet.person, sheet.guardian
    named = sheet.trouble != "nameless"
    return [
        sheet.laboratory,
        sheet.source_id,
        "corrected" if sheet.corrected else "final",
        "94500-6",
        "ZZ9" if sheet.trouble == "code" else "10828004" if sheet.positive else "260385009",
        sheet.taken_at.isoformat(),
        sheet.resulted_at.isoformat(),
        person.family if named else "",
        person.given if named else "",
        person.birth_date.isoformat(),
        person.sex,
        sheet.phone,
        sheet.postcode,
        person.lang,
        guardian.family if guardian else "",
        guardian.given if guardian else "",
        sheet.guardian_phone,
    ]
