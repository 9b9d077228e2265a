"""Import files of SORMAS: ``cases.csv`` (a line of entities, a line of columns) and ``contacts.csv``.

A name is asked there: it is *Cas* and the pseudonym. SORMAS gives each case a number of its own while it imports, so that a
contact finds its case by ``externalID`` there and ``caseIdExternalSystem`` here, which hold the same pseudonym.
"""

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Final

from tocsin.metrics.line_list.exchange_codes import load_exchange_codes
from tocsin.metrics.line_list.line_list_rows import LineListCase, LineListLink
from tocsin.metrics.line_list.output_format import close_files, open_text_file
from tocsin.tracing.supervision.territory import find_region_name, list_departments

CASE_COLUMNS: Final = (
    "externalID", "disease", "diseaseDetails", "reportDate", "caseClassification", "responsibleRegion", "responsibleDistrict",
    "person.firstName", "person.lastName", "person.sex", "person.presentCondition", "person.deathDate", "symptoms.onsetDate",
    "hospitalization.admittedToHealthFacility", "hospitalization.admissionDate", "hospitalization.dischargeDate",
    "quarantineTo", "additionalDetails",
)  # fmt: skip
CONTACT_COLUMNS: Final = (
    "caseIdExternalSystem", "caseOrEventInformation", "disease", "diseaseDetails", "reportDateTime", "lastContactDate",
    "relationToCase", "relationDescription", "person.firstName", "person.lastName",
)  # fmt: skip
_ANSWERS: Final = {True: "YES", False: "NO", None: ""}


class SormasWriter:
    """Both files. Days are written as 31.12.2026, which every language of SORMAS reads."""

    def __init__(self, folder: Path, made_at: datetime) -> None:
        self._files = tuple(open_text_file(folder / f"{name}.csv") for name in ("cases", "contacts"))
        self._cases, self._links = (csv.writer(file, lineterminator="\n") for file in self._files)
        self._codes = load_exchange_codes()
        self._cases.writerow(["CaseData"] * len(CASE_COLUMNS))
        self._cases.writerow(CASE_COLUMNS)
        self._links.writerow(CONTACT_COLUMNS)

    def write_case(self, case: LineListCase) -> None:
        self._cases.writerow(
            (
                case.id,
                *self._disease_cells(case.disease),
                _write_day(case.date_reported),
                "CONFIRMED",
                find_region_name(case.territory),
                list_departments().get(case.territory, ""),
                "Cas",
                case.id,
                self._codes.sex["sormas"][case.sex],
                "DEAD" if case.died else "",
                _write_day(case.date_death),
                _write_day(case.date_onset),
                _ANSWERS[case.hospitalised],
                _write_day(case.date_admission),
                _write_day(case.date_discharge),
                _write_day(case.date_isolation_end),
                _write_details(case),
            )
        )

    def write_link(self, link: LineListLink) -> None:
        self._links.writerow(
            (
                link.source,
                "",
                *self._disease_cells(link.disease),
                _write_day(link.date_named),
                _write_day(link.date_last_contact),
                self._codes.relation.get(link.exposure_setting, ""),
                link.exposure_setting,
                "Contact",
                link.target,
            )
        )

    def close(self, *, complete: bool) -> None:
        close_files(self._files)

    def _disease_cells(self, disease: str) -> tuple[str, str]:
        code = self._codes.find_disease(disease).sormas
        return code, disease if code == "OTHER" else ""


def _write_details(case: LineListCase) -> str:
    """What has no column there, in our words."""
    known = (
        ("age", case.age_band), ("sample", _write_day(case.date_sample)), ("result", _write_day(case.date_result)),
        ("exposure", case.exposure_setting), ("places", case.places),
    )  # fmt: skip
    return "; ".join(f"{name}: {value}" for name, value in known if value)


def _write_day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""
