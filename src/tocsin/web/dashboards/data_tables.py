"""A table: shown on a page in the language of its reader, and as a CSV file for programs (RFC 4180)."""

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final, Literal

from django.http import HttpResponse
from msgspec import Struct
from msgspec.structs import replace

from tocsin.web import formatting
from tocsin.web.language import Lang

Kind = Literal["text", "count", "share", "decimal", "delay", "euros", "price", "day"]


class SuppressedCount(Struct, frozen=True):
    """A count that whoever looks may not see."""


class CodedWord(Struct, frozen=True):
    """A word that people read in their language, and files as a code."""

    code: str
    said: str


HIDDEN: Final = SuppressedCount()
Cell = str | int | float | Decimal | date | CodedWord | SuppressedCount | None
"""None: there is nothing to say, such as a share of nobody."""


class TableColumn(Struct, frozen=True):
    """A column: its name in files, its heading for people, and what stands in it."""

    name: str
    label: str
    kind: Kind = "count"


class DataTable(Struct, frozen=True):
    name: str
    """In the address of its file."""
    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    codes: tuple[str, ...] = ()
    """What the first cell of each row is in files, where people read a name in their language."""
    addresses: tuple[str, ...] = ()
    """Where the first cell of each row leads on a page."""


class CellView(Struct, frozen=True):
    text: str
    number: bool
    hidden: bool = False
    day: bool = False
    address: str = ""
    """Where it leads."""


_SHOWN: Final[dict[str, Callable[..., str]]] = {
    "count": formatting.format_count,
    "share": formatting.format_percent,
    "decimal": formatting.format_decimal,
    "euros": formatting.format_decimal,
    "price": partial(formatting.format_decimal, places=3),
    "delay": formatting.format_delay,
    "day": formatting.format_day,
}


def table_rows_view(table: DataTable, lang: Lang, hidden: str) -> list[list[CellView]]:
    """The rows for people; ``hidden`` is what stands for a count that they may not see."""
    kinds = [column.kind for column in table.columns]
    rows = [
        [_cell_view(cell, kind, lang, hidden) for cell, kind in zip(row, kinds, strict=True)]
        for row in table.rows
    ]
    for row, address in zip(rows, table.addresses, strict=False):
        row[0] = replace(row[0], address=address)
    return rows


def encode_csv(table: DataTable, common: dict[str, str]) -> bytes:
    """The same for programs: numbers with a point, shares from 0 to 1, delays in seconds, days as ISO.

    ``common`` stands in each row before the others: what the whole file is about. No cell is a formula to
    whatever program opens it.
    """
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow([*common, *(column.name for column in table.columns)])
    for place, row in enumerate(table.rows):
        cells = (table.codes[place], *row[1:]) if table.codes else row
        lines.writerow([*map(_csv_value, common.values()), *map(_csv_value, cells)])
    return out.getvalue().encode()


def csv_response(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = f'attachment; filename="tocsin-{name}.csv"'
    return response


def table_records(table: DataTable) -> list[dict[str, object]]:
    """The rows for programs that read JSON, with the codes and units of the CSV file."""
    names = [column.name for column in table.columns]
    return [
        dict(zip(names, [table.codes[place] if table.codes else _json_value(row[0]), *map(_json_value, row[1:])],
        strict=True)) for place, row in enumerate(table.rows)
    ]  # fmt: skip


def _json_value(cell: Cell) -> object:
    """A cell as JSON has it; a hidden one is the word."""
    if isinstance(cell, SuppressedCount):
        return "hidden"
    if isinstance(cell, CodedWord):
        return cell.code
    return cell.isoformat() if isinstance(cell, date) else cell


def _cell_view(cell: Cell, kind: Kind, lang: Lang, hidden: str) -> CellView:
    number = kind not in ("text", "day")
    if isinstance(cell, SuppressedCount):
        return CellView(hidden, number, hidden=True)
    if cell is None:
        return CellView("–", number)
    if isinstance(cell, CodedWord):
        return CellView(cell.said, number)
    return CellView(str(cell) if kind == "text" else _SHOWN[kind](cell, lang), number, day=kind == "day")


def _csv_value(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.6g}"
    if isinstance(cell, str):
        return formatting.escape_formula(cell)
    return "" if cell is None else str(_json_value(cell))
