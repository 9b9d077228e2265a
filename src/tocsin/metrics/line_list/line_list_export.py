"""A line list taken out of the store, whole or not at all: its files stand in a folder that appears when all is written."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from secrets import token_hex
from typing import Any, Final, cast

import msgspec
import psycopg
from msgspec import Struct

from tocsin import __version__
from tocsin.metrics.line_list.definitions import load_definitions
from tocsin.metrics.line_list.line_list_rows import LineListSelection, iterate_cases, iterate_links
from tocsin.metrics.line_list.output_format import LineListWriter, open_text_file
from tocsin.metrics.line_list.pseudonyms import ExportPseudonyms
from tocsin.privacy.retention import add_months, list_longer_diseases
from tocsin.privacy.vault import Vault

_WRITERS: Final[Mapping[str, tuple[str, str]]] = {
    "csv": ("csv_writer", "CsvWriter"),
    "parquet": ("parquet_writer", "ParquetWriter"),
    "sormas": ("sormas_writer", "SormasWriter"),
    "godata": ("godata_writer", "GoDataWriter"),
    "fhir": ("fhir_writer", "FhirWriter"),
}
"""Format -> module and class of its writer, imported when it is asked for: one of them needs a package that others do not."""


class LineListRequest(Struct, frozen=True, kw_only=True):
    selection: LineListSelection
    format: str
    purpose: str


class LineListSummary(Struct, frozen=True, kw_only=True):
    cases: int
    links: int
    by_territory: Mapping[str, int]
    """Département -> its cases."""
    delete_by: date | None
    """On this day the service erases the first of these people; None where there is nobody."""


class FormatNotInstalled(Exception):
    """A format needs a package that is not installed."""

    def __init__(self, format: str, missing: str | None) -> None:
        super().__init__(f"{str(FormatNotInstalled.__doc__).rstrip('.')}: {format} ({missing})")
        self.extra = format
        """The extra of the wheel that brings it."""
        self.missing = missing


def check_format(format: str) -> None:
    """Whether a format can be written here. Raises FormatNotInstalled."""
    _find_writer(format)


@contextmanager
def draft_folder(target: Path) -> Iterator[Path]:
    """A folder beside the target that takes its place once what is done with it has ended well, and is gone otherwise.

    Raises FileExistsError where something is there already.
    """
    if target.exists():
        raise FileExistsError(17, "it is there already", str(target))
    draft = target.with_name(f".{target.name}.{token_hex(4)}")
    try:
        draft.mkdir(mode=0o700)
        yield draft
        draft.rename(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def export_line_list(
    connection: psycopg.Connection[Any], vault: Vault, asked: LineListRequest, folder: Path, now: datetime
) -> LineListSummary:
    """Write the files of a line list, and ``about.json`` beside them, into a folder; all of one moment of the store.

    Rows are held some thousand at a time. Where it raises, what stands in the folder is not whole: see ``draft_folder``.
    Raises FormatNotInstalled.
    """
    writer = _find_writer(asked.format)(folder, now)
    complete = False
    try:
        with connection.transaction():
            connection.execute("set transaction isolation level repeatable read, read only")
            done = _write_rows(connection, vault, asked.selection, writer)
        complete = True
    finally:
        writer.close(complete=complete)
    _write_about(folder, asked, done, now)
    return done


def describe_export(asked: LineListRequest, cases: int, links: int) -> str:
    return f"{asked.purpose}: {asked.format}, {cases} cases, {links} links"


def _write_rows(
    connection: psycopg.Connection[Any], vault: Vault, selection: LineListSelection, writer: LineListWriter
) -> LineListSummary:
    pseudonyms = ExportPseudonyms()
    by_territory: Counter[str] = Counter()
    oldest: dict[str, date] = {}
    links = 0
    for case, collected_on in iterate_cases(connection, vault, selection, pseudonyms):
        writer.write_case(case)
        by_territory[case.territory] += 1
        oldest[case.disease] = min(collected_on, oldest.get(case.disease, collected_on))
    for link in iterate_links(connection, selection, pseudonyms):
        writer.write_link(link)
        links += 1
    return LineListSummary(
        cases=by_territory.total(),
        links=links,
        by_territory=by_territory,
        delete_by=_find_first_erasure(oldest),
    )


def _find_first_erasure(oldest: Mapping[str, date]) -> date | None:
    """Disease -> the earliest day of collection: when the first of them is erased; some diseases are kept longer."""
    longer = list_longer_diseases()
    return min((add_months(day, longer.get(disease, 0)) for disease, day in oldest.items()), default=None)


def _find_writer(format: str) -> Callable[[Path, datetime], LineListWriter]:
    module, name = _WRITERS[format]
    try:
        maker = getattr(import_module(f"{__package__}.{module}"), name)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("tocsin"):
            raise
        raise FormatNotInstalled(format, error.name) from None
    return cast("Callable[[Path, datetime], LineListWriter]", maker)


def _write_about(folder: Path, asked: LineListRequest, done: LineListSummary, now: datetime) -> None:
    known, selection = load_definitions(), asked.selection
    said = {
        "made_at": now,
        "tocsin": __version__,
        "purpose": asked.purpose,
        "format": asked.format,
        "territories": selection.territories,
        "disease": selection.disease or None,
        "since": selection.since,
        "until": selection.until,
        "cases": done.cases,
        "links": done.links,
        "delete_by": done.delete_by,
        "pseudonyms": "drawn for this export alone: its rows lead neither to another export nor to a file",
        "linelist": known.linelist,
        "contacts": known.contacts,
    }
    with open_text_file(folder / "about.json") as file:
        file.write(msgspec.json.format(msgspec.json.encode(said)).decode() + "\n")
