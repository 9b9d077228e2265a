"""The files of one run, whatever their formats: each gives its records in order."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from tocsin.tracing.intake import times
from tocsin.tracing.intake.column_mapping import ColumnMapping
from tocsin.tracing.intake.csv_file import CsvFile
from tocsin.tracing.intake.fhir_file import FhirFile
from tocsin.tracing.intake.format_detection import HEAD, Format, detect_format
from tocsin.tracing.intake.interpretation import interpret_result
from tocsin.tracing.intake.mail_receipt import MailEnvelope
from tocsin.tracing.intake.oru_results import OruMessage, read_messages
from tocsin.tracing.intake.parcel_file import ParcelFile, read_hprim_file
from tocsin.tracing.intake.patient_index import PatientIndex
from tocsin.tracing.intake.records import Item, RawResult, RefusedRecord
from tocsin.tracing.intake.report_index import ReportIndex

Reader = FhirFile | CsvFile | ParcelFile


class MessageListener(Protocol):
    """Hears of each message, before its records come."""

    def begin_message(self, read: OruMessage) -> None:
        """A message, and how many records it has."""


class ResultFile:
    def __init__(self, path: Path, format: Format, file: BinaryIO, reader: Reader | None) -> None:
        self.path = path
        self.name = str(path)
        self.format = format
        self.size = path.stat().st_size
        self._file = file
        self._reader = reader

    @property
    def position(self) -> int:
        return self._file.tell() if not self._file.closed else self.size

    @property
    def warnings(self) -> list[str]:
        if self.format == "empty":
            return ["it is empty"]
        return self._reader.warnings if isinstance(self._reader, CsvFile) else []

    def compute_digest(self) -> bytes:
        """SHA-256 of its bytes."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()

    @property
    def header(self) -> bytes:
        """What a record needs before it to be read again."""
        return self._reader.header if isinstance(self._reader, CsvFile) else b""

    @property
    def beside(self) -> int:
        return self._reader.beside if isinstance(self._reader, FhirFile | ParcelFile) else 0

    @property
    def unread(self) -> bool:
        """Whether something of it was neither taken in nor kept."""
        return self._reader.unread if isinstance(self._reader, FhirFile | ParcelFile) else False

    @property
    def envelope(self) -> MailEnvelope | None:
        """Of a mail that was read: who is to be told what became of it."""
        return self._reader.envelope if isinstance(self._reader, ParcelFile) else None

    @property
    def moment_parser(self) -> times.Reader:
        if isinstance(self._reader, CsvFile):
            return self._reader.parse_moment
        return times.parse_iso if isinstance(self._reader, FhirFile) else times.parse_hl7

    def read_raw_records(self) -> Iterator[RawResult | RefusedRecord]:
        """Its records as they are told, before anything of them is understood. Raises BadColumnMapping."""
        if isinstance(self._reader, FhirFile | CsvFile):
            yield from self._reader.read_records()
        else:
            for read in self._read_messages():
                yield from read.found

    def _read_messages(self) -> Iterator[OruMessage]:
        if isinstance(self._reader, ParcelFile):
            return self._reader.read_messages()
        if self.format == "hl7":
            return read_messages(self._file)
        return read_hprim_file(self._file) if self.format == "hprim" else iter(())

    def read_items(self, received_at: datetime, listener: MessageListener | None = None) -> Iterator[Item]:
        """Its records. Raises BadColumnMapping."""
        if self.format == "empty":
            return
        if self.format == "unknown":
            self._file.seek(0)
            detail = "FHIR in JSON, HL7 v2, HPRIM, CDA, a mail or an archive of these, or a table of text is expected"
            yield RefusedRecord("file", self._file.read(HEAD), "unknown_format", detail)
        elif isinstance(self._reader, FhirFile):
            yield from _interpret_records(self._reader.read_records(), times.parse_iso, received_at)
        elif isinstance(self._reader, CsvFile):
            yield from _interpret_records(self._reader.read_records(), self._reader.parse_moment, received_at)
        else:
            for read in self._read_messages():
                if listener:
                    listener.begin_message(read)
                yield from _interpret_records(iter(read.found), times.parse_hl7, received_at)


def _interpret_records(
    found: Iterator[RawResult | RefusedRecord], moment: "times.Reader", received_at: datetime
) -> Iterator[Item]:
    for one in found:
        yield one if isinstance(one, RefusedRecord) else interpret_result(one, moment, received_at)


class ResultFiles:
    """Files that were given together: a result may speak of a patient in another of them."""

    def __init__(self, paths: Sequence[Path], mapping: ColumnMapping | None = None) -> None:
        """Open them. Raises OSError."""
        self._open = ExitStack()
        self.files: list[ResultFile] = []
        patients, reports = PatientIndex(), ReportIndex()
        readers: list[FhirFile] = []
        try:
            for path in paths:
                format = detect_format(path)
                reader: FhirFile | CsvFile | None = None
                if format == "fhir":
                    reader = fhir = FhirFile(path, patients, reports)
                    readers.append(fhir)
                elif format == "csv":
                    reader = CsvFile(path, mapping)
                file = reader.file if reader else path.open("rb")
                self._open.callback(file.close)
                parcel = ParcelFile(file, format) if format in ("cda", "mail", "archive") else None
                self.files.append(ResultFile(path, format, file, reader or parcel))
        except BaseException:
            self._open.close()
            raise
        for one in readers:
            one.index_references()

    def __enter__(self) -> "ResultFiles":
        return self

    def __exit__(self, *_error: object) -> None:
        self._open.close()
