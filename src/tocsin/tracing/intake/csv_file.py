"""Tables of text: CSV with its header, by a mapping of the columns."""

import csv
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from tocsin.tracing.intake import times
from tocsin.tracing.intake.bounded_lines import (
    EXCEL_ROWS,
    decode_declared,
    detect_charset,
    read_bounded_lines,
)
from tocsin.tracing.intake.column_mapping import (
    BadColumnMapping,
    CellVocabulary,
    ColumnMapping,
    list_columns,
    make_default_mapping,
)
from tocsin.tracing.intake.records import NOBODY, RawPerson, RawResult, RefusedRecord

ROW = 64 << 10
"""Bytes of a row."""
ROW_LINES = 50
"""Lines that a row may have: a quote that is never closed costs one row, not the rest of the file."""
_DELIMITERS = ";,\t|"

Cell = Callable[[list[str]], str]


class CsvFile:
    def __init__(self, path: Path, mapping: ColumnMapping | None) -> None:
        self.file: BinaryIO = path.open("rb")
        self.mapping = mapping
        self.rows = 0
        """Lines that were read, the header too."""
        self.warnings: list[str] = []
        self.header = b""
        """The header as bytes: with it a row can be read again."""
        self._used = mapping or make_default_mapping()
        self._encoding = self._used.encoding
        """Empty until it is read, where nobody says it."""
        self._zone = ZoneInfo(self._used.zone)
        self._dates = tuple(self._used.dates)
        self._words = CellVocabulary(self._used)

    def parse_moment(self, text: str) -> datetime:
        """A time as this table writes it. Raises ValueError."""
        return times.parse_by_format(text, self._dates, self._zone)

    def read_records(self) -> Iterator[RawResult | RefusedRecord]:
        """The rows. Raises BadColumnMapping where the mapping names columns that are not there."""
        source = self._number_lines()
        header = next((one for one in source if one[1].strip()), None)
        if header is None:
            return
        self.header = header[1].rstrip(b"\r\n") + b"\n"
        try:
            text = self._decode(header[1]).strip("\r\n")
        except UnicodeDecodeError:
            yield RefusedRecord("line 1", header[1], "bad_encoding", "a header of text is expected")
            text = ""
        delimiter = self._used.delimiter or max(_DELIMITERS, key=text.count)
        names = _split_cells(text, delimiter) or [text]
        names = [name.strip() for name in names]
        tell = self._make_row_reader(names)
        wanted = len(names)
        for number, line, long in self._join_quoted_lines(source):
            place = f"line {number}"
            if long:
                yield RefusedRecord(
                    place, line, "too_large", f"a row of less than {ROW >> 10} KiB is expected"
                )
                continue
            if tell is None:
                yield RefusedRecord(place, line, "no_mapping", "our own columns or a mapping are expected")
                continue
            try:
                row = self._decode(line)
            except UnicodeDecodeError:
                yield RefusedRecord(place, line, "bad_encoding", f"text in {self._encoding} is expected")
                continue
            if '"' not in row:
                cells = row.rstrip("\r\n").split(delimiter)
            else:
                cells = _split_cells(row.rstrip("\r\n"), delimiter)
                if not cells:
                    yield RefusedRecord(place, line, "unreadable", "quotes that are closed are expected")
                    continue
            if len(cells) != wanted:
                if len(cells) > wanted and not any(cells[wanted:]):
                    del cells[wanted:]
                else:
                    detail = f"{wanted} cells are expected, found {len(cells)}"
                    yield RefusedRecord(place, line, "unreadable", detail)
                    continue
            yield tell(cells, place, line)
        self._warn_of_row_limit()

    def close(self) -> None:
        self.file.close()

    # ---- lines and rows

    def _number_lines(self) -> Iterator[tuple[int, bytes, bool]]:
        """Numbered lines in the table's character set."""
        self.file.seek(0)
        head = self.file.read(4)
        wide = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(head[:2])
        marked = head.startswith(b"\xef\xbb\xbf")
        start = 3 if marked else 2 if wide else 0
        self.file.seek(start)
        if wide:
            yield from self._read_utf16_lines(wide)
            return
        if not self._encoding:
            self._encoding = "utf-8" if marked else detect_charset(self.file)
            self.file.seek(start)
        for number, (_, line, long) in enumerate(read_bounded_lines(self.file, ROW), 1):
            self.rows = number
            yield number, line, long

    def _read_utf16_lines(self, encoding: str) -> Iterator[tuple[int, bytes, bool]]:
        """Lines of a table in UTF-16, as a spreadsheet saves "Unicode text"."""
        import codecs

        self._encoding = "utf-8"
        stream = codecs.getreader(encoding)(self.file, "replace")
        number = 0
        while line := stream.readline(ROW, keepends=True):
            number += 1
            self.rows = number
            yield number, line.encode(), len(line) >= ROW and not line.endswith("\n")

    def _decode(self, line: bytes) -> str:
        return decode_declared(line, self._encoding)

    def _join_quoted_lines(
        self, source: Iterator[tuple[int, bytes, bool]]
    ) -> Iterator[tuple[int, bytes, bool]]:
        """Rows: a quoted cell may hold the end of a line."""
        again: deque[tuple[int, bytes, bool]] = deque()
        while True:
            one = again.popleft() if again else next(source, None)
            if one is None:
                return
            number, line, long = one
            if not line.strip():
                continue
            if long or b'"' not in line or not line.count(b'"') % 2:
                yield one
                continue
            taken: list[tuple[int, bytes, bool]] = []
            whole, open_ = line, True
            while open_ and len(taken) < ROW_LINES and len(whole) < ROW:
                more = again.popleft() if again else next(source, None)
                if more is None:
                    break
                taken.append(more)
                whole += more[1]
                if more[2]:
                    break
                open_ = bool(more[1].count(b'"') % 2) is False
            if open_:
                again.extendleft(reversed(taken))
                yield number, line, False  # its quote is never closed: the next lines are rows of their own
            else:
                yield number, whole, False

    def _warn_of_row_limit(self) -> None:
        if self.rows in EXCEL_ROWS or self.rows - 1 in EXCEL_ROWS:
            self.warnings.append(
                f"it has exactly {self.rows:,} lines, as many as a spreadsheet can hold:"
                " rows may have been cut off before it was saved"
            )

    # ---- columns

    def _make_row_reader(self, names: list[str]) -> "Callable[[list[str], str, bytes], RawResult] | None":
        """What makes a row tell its result; None where the columns are not known."""
        at = {name: index for index, name in reversed(list(enumerate(names)))}
        if self.mapping is None:
            at = {name.lower(): index for name, index in at.items()}
            known = {"resulted_at", "family_name", "given_names", "birth_date", "test"} <= at.keys()
            if not known or not ({"value", "interpretation"} & at.keys()):
                return None
        else:
            for field, columns in self.mapping.columns.items():
                for column in list_columns(columns):
                    if column not in at:
                        raise BadColumnMapping(f"columns: {field}: the table has no column {column!r}")
        used, words = self._used, self._words

        def cell(field: str) -> Cell:
            indexes = [at[c] for c in list_columns(used.columns.get(field, [])) if c in at]
            constant = used.constants.get(field, "")
            if not indexes:
                return lambda _cells: constant
            if len(indexes) == 1:
                index = indexes[0]
                return lambda cells: cells[index].strip() or constant
            return lambda cells: " ".join(filter(None, (cells[i].strip() for i in indexes))) or constant

        def several(field: str) -> Callable[[list[str]], tuple[str, ...]]:
            indexes = [at[c] for c in list_columns(used.columns.get(field, [])) if c in at]
            return lambda cells: tuple(number for i in indexes if (number := cells[i].strip()))

        laboratory, result_id, status, test, value = map(
            cell, ("laboratory", "result_id", "status", "test", "value")
        )
        interpretation, taken_at, resulted_at = map(cell, ("interpretation", "taken_at", "resulted_at"))
        family, given, birth, sex = map(cell, ("family_name", "given_names", "birth_date", "sex"))
        postcode, lang = map(cell, ("postcode", "language"))
        guardian_family, guardian_given = map(cell, ("guardian_family_name", "guardian_given_names"))
        phones, guardian_phones = several("phone"), several("guardian_phone")
        dates = self._dates
        fields = {
            field: ", ".join(found)
            for field, columns in used.columns.items()
            if (found := [column for column in list_columns(columns) if column in at])
        }

        def tell(cells: list[str], place: str, raw: bytes) -> RawResult:
            values, text = words.read_value(value(cells))
            mark = interpretation(cells)
            born = birth(cells)
            with suppress(ValueError):  # it is refused with the row
                born = times.parse_day_by_format(born, dates) if born else ""
            numbers = guardian_phones(cells)
            names = guardian_family(cells), guardian_given(cells)
            return RawResult(
                place=place,
                raw=raw,
                fields=fields,
                laboratory=laboratory(cells),
                source_id=result_id(cells),
                status=words.read_status(status(cells)),
                tests=words.read_test(test(cells)),
                values=values,
                text=text,
                text_counts=True,
                interpretations=(("HL70078", mark),) if mark else (),
                taken=taken_at(cells),
                resulted=resulted_at(cells),
                person=RawPerson(family(cells), given(cells), phones(cells)),
                birth_date=born,
                sex=words.read_sex(sex(cells)),
                postcode=postcode(cells),
                lang=lang(cells),
                guardian=RawPerson(*names, numbers) if numbers or names[0] else NOBODY,
            )

        return tell


def _split_cells(row: str, delimiter: str) -> list[str]:
    """The cells of a row with quotes; none where they are not as they should be."""
    try:
        return next(csv.reader([row], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []
