"""Import files of Go.Data: ``cases.csv``, ``contacts.csv`` and ``relationships.csv``.

The columns bear the names that its data model has; in the form of the import each is given to the field of the same name. Values of
reference data are its own tokens.
"""

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Final

from tocsin.locale.paris_time import find_paris_day
from tocsin.metrics.line_list.exchange_codes import load_exchange_codes
from tocsin.metrics.line_list.line_list_rows import LineListCase, LineListLink
from tocsin.metrics.line_list.output_format import close_files, open_text_file

_REFERENCE: Final = "LNG_REFERENCE_DATA_CATEGORY"
CASE: Final = f"{_REFERENCE}_PERSON_TYPE_CASE"
CONTACT: Final = f"{_REFERENCE}_PERSON_TYPE_CONTACT"
CASE_COLUMNS: Final = (
    "id", "visualId", "firstName", "gender", "classification", "wasContact", "dateOfReporting", "dateOfOnset",
    "outcomeId", "dateOfOutcome", "addresses[0].city", "dateRanges[0].typeId", "dateRanges[0].startDate", "dateRanges[0].endDate",
)  # fmt: skip
CONTACT_COLUMNS: Final = ("id", "visualId", "firstName", "dateOfReporting")
RELATIONSHIP_COLUMNS: Final = (
    "persons[0].id", "persons[0].type", "persons[0].source", "persons[1].id", "persons[1].type", "persons[1].target",
    "contactDate", "contactDateEstimated", "certaintyLevelId", "comment",
)  # fmt: skip


class GoDataWriter:
    """The three files. A day of contact is asked there: where none was told it is the day of naming, and marked as estimated."""

    def __init__(self, folder: Path, made_at: datetime) -> None:
        self._made_on = find_paris_day(made_at)
        names = ("cases", "contacts", "relationships")
        self._files = tuple(open_text_file(folder / f"{name}.csv") for name in names)
        self._cases, self._contacts, self._links = (
            csv.writer(file, lineterminator="\n") for file in self._files
        )
        self._sexes = load_exchange_codes().sex["godata"]
        self._cases.writerow(CASE_COLUMNS)
        self._contacts.writerow(CONTACT_COLUMNS)
        self._links.writerow(RELATIONSHIP_COLUMNS)

    def write_case(self, case: LineListCase) -> None:
        self._cases.writerow(
            (
                case.id, case.id, case.id, self._sexes[case.sex], f"{_REFERENCE}_CASE_CLASSIFICATION_CONFIRMED",
                _write_flag(case.was_contact), case.date_reported.isoformat(), _write_day(case.date_onset),
                f"{_REFERENCE}_OUTCOME_DECEASED" if case.died else "", _write_day(case.date_death), case.territory,
                f"{_REFERENCE}_PERSON_DATE_TYPE_HOSPITALIZATION" if case.hospitalised else "",
                _write_day(case.date_admission), _write_day(case.date_discharge),
            )
        )  # fmt: skip

    def write_link(self, link: LineListLink) -> None:
        """A line of ``relationships.csv``; and one of ``contacts.csv``, the first time that somebody who is no case is named."""
        if link.first and not link.became_case:
            named = link.date_named or self._made_on
            self._contacts.writerow((link.target, link.target, link.target, named.isoformat()))
        day = link.date_last_contact or link.date_named or self._made_on
        self._links.writerow(
            (
                link.source, CASE, "true", link.target, CASE if link.became_case else CONTACT, "true", day.isoformat(),
                _write_flag(link.date_last_contact is None), f"{_REFERENCE}_CERTAINTY_LEVEL_1_LOW",
                link.exposure_setting,
            )
        )  # fmt: skip

    def close(self, *, complete: bool) -> None:
        close_files(self._files)


def _write_flag(flag: bool) -> str:
    return "true" if flag else "false"


def _write_day(day: date | None) -> str:
    return day.isoformat() if day else ""
