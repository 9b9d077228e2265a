"""HPRIM Médecin: a letter to a practitioner, whose first twelve lines say of whom it is.

Some laboratories put the results below the letter, between ``****LAB****`` and ``****FIN****``, one ``RES|`` a
line. The letter says the day of the test and no hour, so a result of it waits until somebody says when the
laboratory had it.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from tocsin.tracing.intake import code_tables, times
from tocsin.tracing.intake.bounded_lines import KEPT, RECORD, decode_undeclared, read_bounded_lines
from tocsin.tracing.intake.code_tables import choose_answers, says_answer
from tocsin.tracing.intake.records import Code, RawPerson, RawResult, RefusedRecord

LETTER: Final = re.compile(rb"(?:[^\r\n]*(?:\r\n|\r|\n)){6}[ \t]*\d\d/\d\d/\d{4}[ \t]*(?:\r|\n)")
"""The beginning of a letter: six lines, and the day of birth alone on the seventh."""
_RESULTS, _END, _END_OF_FILE = "****LAB****", "****FIN****", "****FINFICHIER****"
_HEADER: Final = 12
"""Lines of the header: file, family name, given name, two of address, postcode and town, birth, social
security number, number of the report, day of the test, sender, receiver."""
_POSTCODE: Final = re.compile(r"\b\d{5}\b", re.ASCII)
_DATES: Final = ("%d/%m/%Y",)


def read_hprim_letters(file: BinaryIO, place: str = "") -> Iterator[RawResult | RefusedRecord]:
    """The results of the letters of a file; one that has none to read is one refused record."""
    file.seek(0)
    kept: list[bytes] = []
    begun, size = 1, 0
    for number, (_, line, long) in enumerate(read_bounded_lines(file), 1):
        words = line.strip()
        if words in (_END.encode(), _END_OF_FILE.encode()):
            yield from _read_letter(kept, begun, place, too_large=size > RECORD)
            kept, size = [], 0
            continue
        if not kept and not words and number > 1:
            continue
        if not kept:
            begun = number
        size += len(line) + (RECORD if long else 0)
        if size <= RECORD or sum(map(len, kept)) < KEPT:
            kept.append(line if line.endswith(b"\n") else line + b"\n")
    yield from _read_letter(kept, begun, place, too_large=size > RECORD)


def _read_letter(
    kept: list[bytes], begun: int, place: str, *, too_large: bool
) -> Iterator[RawResult | RefusedRecord]:
    raw = b"".join(kept)
    if not raw.strip():
        return
    where = f"{place}line {begun}"
    if too_large:
        yield RefusedRecord(where, raw[:KEPT], "too_large", "a letter of less than 4 MiB is expected")
        return
    try:
        lines = [line.strip() for line in decode_undeclared(raw).split("\n")]
    except UnicodeDecodeError:
        yield RefusedRecord(where, raw, "bad_encoding", "text in UTF-8 or Windows-1252 is expected")
        return
    if len(lines) <= _HEADER or not _read_day(lines[6]):
        detail = (
            "H and its delimiters (H|~^\\&|) of HPRIM Santé, or the twelve lines of a letter with the day of birth on"
            " the seventh, are expected"
        )
        yield RefusedRecord(where, raw, "unreadable", detail)
        return
    at = lines.index(_RESULTS) if _RESULTS in lines else len(lines)
    rows = [(n, line.split("|")) for n, line in enumerate(lines[at:], begun + at) if line.startswith("RES|")]
    if not rows:
        detail = f"results below {_RESULTS} are expected, found a letter alone"
        yield RefusedRecord(where, raw, "not_structured", detail)
        return
    told = [(_read_test(cells), says_answer((), _get_cell(cells, 4), ())) for _, cells in rows]
    for chosen in choose_answers(told)[0]:
        number, cells = rows[chosen]
        yield _extract_raw_result(lines, cells, told[chosen][0], f"{place}line {number}", raw)


def _extract_raw_result(
    header: list[str], cells: list[str], tests: tuple[Code, ...], place: str, raw: bytes
) -> RawResult:
    number = header[8] or header[0]
    postcode = _POSTCODE.search(header[5])
    tested = _read_day(header[9])
    return RawResult(
        place=place,
        raw=raw,
        laboratory=" ".join(header[10].split()),
        source_id=f"{number}/{_get_cell(cells, 2)}" if number else "",
        status=code_tables.map_status("hprim", _get_cell(cells, 9).upper() or "F"),
        tests=tests,
        text=_get_cell(cells, 4),
        text_counts=True,
        taken=tested.replace("-", ""),
        resulted=tested.replace("-", ""),
        person=RawPerson(header[1], header[2]),
        birth_date=_read_day(header[6]),
        postcode=postcode[0] if postcode else "",
    )


def _read_test(cells: list[str]) -> tuple[Code, ...]:
    code = _get_cell(cells, 2)
    return (("LN", code),) if code else ()


def _get_cell(cells: list[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""


def _read_day(written: str) -> str:
    try:
        return times.parse_day_by_format(written.strip(), _DATES)
    except ValueError:
        return ""
