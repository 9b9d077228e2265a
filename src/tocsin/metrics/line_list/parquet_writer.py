"""Parquet: ``linelist.parquet`` and ``contacts.parquet``, with the types of the columns. Needs the extra ``parquet``."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pyarrow
from pyarrow import parquet

from tocsin.metrics.line_list.definitions import ColumnDefinition, load_definitions
from tocsin.metrics.line_list.line_list_rows import LineListCase, LineListLink
from tocsin.metrics.line_list.output_format import Cell, list_case_cells, list_link_cells

GROUP: Final = 20_000
"""Rows of a row group: what is held at once."""
_TYPES: Final = {
    "text": pyarrow.string(),
    "day": pyarrow.date32(),
    "flag": pyarrow.bool_(),
    "count": pyarrow.int32(),
}


class ParquetTable:
    """One file, written a group of rows at a time."""

    def __init__(self, path: Path, columns: Sequence[ColumnDefinition]) -> None:
        self._schema = pyarrow.schema(
            [
                pyarrow.field(column.name, _TYPES[column.type], metadata={"fr": column.fr, "en": column.en})
                for column in columns
            ]
        )
        path.touch(mode=0o600, exist_ok=False)
        self._writer: Any = parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[tuple[Cell, ...]] = []

    def write_row(self, cells: tuple[Cell, ...]) -> None:
        self._rows.append(cells)
        if len(self._rows) >= GROUP:
            self._write_group()

    def close(self, *, complete: bool) -> None:
        if complete:
            self._write_group()
        self._writer.close()

    def _write_group(self) -> None:
        by_column: Any = zip(*self._rows, strict=True) if self._rows else [() for _ in self._schema]
        columns = [
            pyarrow.array([None if cell == "" else cell for cell in cells], type=field.type)
            for field, cells in zip(self._schema, by_column, strict=True)
        ]
        self._writer.write_table(pyarrow.Table.from_arrays(columns, schema=self._schema))
        self._rows = []


class ParquetWriter:
    """Both files. A text that is empty is null."""

    def __init__(self, folder: Path, made_at: datetime) -> None:
        known = load_definitions()
        self._cases = ParquetTable(folder / "linelist.parquet", known.linelist)
        self._links = ParquetTable(folder / "contacts.parquet", known.contacts)

    def write_case(self, case: LineListCase) -> None:
        """A row of ``linelist.parquet``."""
        self._cases.write_row(list_case_cells(case))

    def write_link(self, link: LineListLink) -> None:
        """A row of ``contacts.parquet``."""
        self._links.write_row(list_link_cells(link))

    def close(self, *, complete: bool) -> None:
        self._cases.close(complete=complete)
        self._links.close(complete=complete)
