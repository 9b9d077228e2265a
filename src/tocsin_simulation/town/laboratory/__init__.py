"""The laboratories of the town: each writes its results in the format of its own software."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Final

from msgspec import Struct

from tocsin_simulation.town.lab_results import LabResult
from tocsin_simulation.town.laboratory import documented_csv, fhir_bundle, fhir_ndjson, hl7_oru
from tocsin_simulation.town.laboratory.lab_report import LabReport, make_lab_report
from tocsin_simulation.town.people import Town

Write = Callable[[list[LabReport]], bytes]


class Laboratory(Struct, frozen=True):
    """Who sends, and in which format."""

    name: str
    suffix: str
    write: Write


LABORATORIES: Final = (
    Laboratory("lab-nord", "ndjson", fhir_ndjson.write_ndjson),
    Laboratory("lab-gare", "hl7", hl7_oru.write_hl7),
    Laboratory("lab-port", "csv", documented_csv.write_csv),
    Laboratory("lab-halles", "json", fhir_bundle.write_bundle),
    Laboratory("lab-sud", "ndjson", fhir_ndjson.write_ndjson),
)
"""As many as ``results.LABORATORIES``, in the order of their numbers."""


class LaboratoryFile(Struct, frozen=True):
    at: datetime
    name: str
    data: bytes
    results: int


def make_result_files(town: Town, results: Iterable[LabResult]) -> Iterator[LaboratoryFile]:
    """The files of the day, from its results in the order in which they are sent."""
    for (at, number), group in groupby(results, key=lambda result: (result.sent_at, result.laboratory)):
        laboratory, sheets = (
            LABORATORIES[number],
            [make_lab_report(town, result, LABORATORIES) for result in group],
        )
        name = f"{laboratory.name}-{at:%Y%m%dT%H%M}.{laboratory.suffix}"
        yield LaboratoryFile(at, name, laboratory.write(sheets), len(sheets))


def drop_file(sending: LaboratoryFile, folder: Path) -> Path:
    """Put a file into a watched folder: under another name first, so that no half of it is ever read."""
    draft, whole = folder / f".{sending.name}.part", folder / sending.name
    draft.write_bytes(sending.data)
    draft.rename(whole)
    return whole
