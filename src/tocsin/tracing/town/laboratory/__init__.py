"""The laboratories of the town: each writes its results in the format of its own software."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Final

from msgspec import Struct

from tocsin.tracing.town.laboratory import bundle, ndjson, ours, pipes
from tocsin.tracing.town.laboratory.sheet import Sheet, sheet
from tocsin.tracing.town.people import Town
from tocsin.tracing.town.results import Result

Write = Callable[[list[Sheet]], bytes]


class Laboratory(Struct, frozen=True):
    """Who sends, and in which format."""

    name: str
    suffix: str
    write: Write


LABORATORIES: Final = (
    Laboratory("lab-nord", "ndjson", ndjson.write),
    Laboratory("lab-gare", "hl7", pipes.write),
    Laboratory("lab-port", "csv", ours.write),
    Laboratory("lab-halles", "json", bundle.write),
    Laboratory("lab-sud", "ndjson", ndjson.write),
)
"""As many as ``results.LABORATORIES``, in the order of their numbers."""


class Sending(Struct, frozen=True):
    """One file, as a laboratory sends it."""

    at: datetime
    name: str
    data: bytes
    results: int


def sendings(town: Town, results: Iterable[Result]) -> Iterator[Sending]:
    """The files of the day, from its results in the order in which they are sent."""
    for (at, number), group in groupby(results, key=lambda result: (result.sent_at, result.laboratory)):
        laboratory, sheets = LABORATORIES[number], [sheet(town, result, LABORATORIES) for result in group]
        name = f"{laboratory.name}-{at:%Y%m%dT%H%M}.{laboratory.suffix}"
        yield Sending(at, name, laboratory.write(sheets), len(sheets))


def put(sending: Sending, folder: Path) -> Path:
    """Put a file into a watched folder: under another name first, so that no half of it is ever read."""
    draft, whole = folder / f".{sending.name}.part", folder / sending.name
    draft.write_bytes(sending.data)
    draft.rename(whole)
    return whole
