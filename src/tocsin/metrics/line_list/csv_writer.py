"""CSV as R reads it with ``read.csv``: ``linelist.csv`` and ``contacts.csv``, as ``make_epicontacts`` takes them."""

import csv
from datetime import date, datetime
from pathlib import Path

from tocsin.metrics.line_list.definitions import load_definitions
from tocsin.metrics.line_list.line_list_rows import LineListCase, LineListLink
from tocsin.metrics.line_list.output_format import (
    Cell,
    close_files,
    list_case_cells,
    list_link_cells,
    open_text_file,
)


class CsvWriter:
    """Days as ISO writes them, yes and no as ``TRUE`` and ``FALSE``, nothing where nothing is known."""

    def __init__(self, folder: Path, made_at: datetime) -> None:
        self._files = tuple(open_text_file(folder / f"{name}.csv") for name in ("linelist", "contacts"))
        self._cases, self._links = (csv.writer(file, lineterminator="\n") for file in self._files)
        known = load_definitions()
        self._cases.writerow([column.name for column in known.linelist])
        self._links.writerow([column.name for column in known.contacts])

    def write_case(self, case: LineListCase) -> None:
        self._cases.writerow(map(_write_cell, list_case_cells(case)))

    def write_link(self, link: LineListLink) -> None:
        self._links.writerow(map(_write_cell, list_link_cells(link)))

    def close(self, *, complete: bool) -> None:
        close_files(self._files)


def _write_cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case date():
            return cell.isoformat()
        case _:
            return str(cell)
