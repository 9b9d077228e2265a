"""FHIR files: documents and bulk NDJSON, of any size, patients and results in any order and in any file."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec.structs import replace

from tocsin.message.repeated_keys import repeats_key
from tocsin.tracing.intake import fhir_extraction, report_index
from tocsin.tracing.intake.bounded_lines import KEPT, read_bounded_lines
from tocsin.tracing.intake.fhir_extraction import RESULTS
from tocsin.tracing.intake.fhir_resources import (
    FhirEntry,
    FhirObservation,
    read_entry,
    read_kind,
    read_observation,
)
from tocsin.tracing.intake.json_stream import JsonPiece, bundle_repeats_key, read_pieces
from tocsin.tracing.intake.patient_index import PatientIndex, list_candidates
from tocsin.tracing.intake.records import RawResult, RefusedRecord, RejectedRecord
from tocsin.tracing.intake.report_index import ReportIndex

_BROKEN = (msgspec.MsgspecError, RecursionError, UnicodeDecodeError)
_TRIED = 5
"""Lines that are looked at to know NDJSON, where the first is broken."""


class FhirFile:
    """One file, in a set whose patients and reports are known together."""

    def __init__(self, path: Path, patients: PatientIndex, reports: ReportIndex) -> None:
        self.file: BinaryIO = path.open("rb")
        self.size = path.stat().st_size
        self.patients = patients
        self.reports = reports
        self.number = patients.add_file(self.file.fileno())
        self.by_line = path.suffix in (".ndjson", ".jsonl") or _is_by_line(self.file)
        self.beside = 0
        """Resources that are no results: patients, specimens, panels."""
        self.unread = False
        """Whether something of it is neither taken in nor kept: what stands behind a break."""

    def index_references(self) -> None:
        """The first pass: where its patients stand, and the reports that gather results."""
        for piece in self._read_pieces():
            if not piece.broken and (b'"Patient"' in piece.data or b'"DiagnosticReport"' in piece.data):
                self._index_piece(piece)

    def read_records(self) -> Iterator[RawResult | RefusedRecord]:
        """The second pass: its results."""
        for at, piece in enumerate(self._read_pieces(), 1):
            place = f"line {piece.line}" if piece.line else f"entry {at}"
            if piece.broken:
                end = piece.offset + len(piece.data)
                self.unread |= len(piece.data) >= KEPT if piece.line else end < self.size
                yield _refuse_piece(piece, place)
                continue
            try:
                found = self._read_entry(piece, place)
            except _BROKEN:
                found = [
                    RefusedRecord(place, piece.data, "unreadable", "a FHIR R4 resource in JSON is expected")
                ]
            except RejectedRecord as no:
                found = [RefusedRecord(place, piece.data, no.reason, no.detail)]
            if found:
                yield from found
            else:
                self.beside += 1

    def close(self) -> None:
        self.file.close()

    # ---- parts

    def _read_pieces(self) -> Iterator[JsonPiece]:
        self.file.seek(0)
        if not self.by_line:
            yield from read_pieces(self.file, self.size)
            return
        for number, (offset, line, long) in enumerate(read_bounded_lines(self.file)):
            if offset == 0 and line.startswith(b"\xef\xbb\xbf"):
                offset, line = 3, line[3:]
            if (
                b'"Bundle"' in line
                and not long
                and (inner := _split_bundle_line(line, offset, number)) is not None
            ):
                yield from inner
            elif line.strip():
                yield JsonPiece(line, offset, 0, False, "too_large" if long else "", number + 1)

    def _index_piece(self, piece: JsonPiece) -> None:
        try:
            entry = read_entry(piece.data) if piece.entry else None
            kind = read_kind((bytes(entry.resource) or b"{}") if entry else piece.data)
        except _BROKEN:
            return
        if kind.resourceType == "Patient":
            self.patients.add_patient(
                self.number, piece.document, piece.offset, len(piece.data),
                entry=piece.entry, id=kind.id, full_url=(entry and entry.fullUrl) or "",
            )  # fmt: skip
        elif kind.resourceType == "DiagnosticReport":
            with suppress(*_BROKEN):
                self.reports.add_report(
                    self.file.fileno(), self._find_scope(piece), piece.offset, piece.data, entry=piece.entry
                )

    def _find_scope(self, piece: JsonPiece) -> int:
        return report_index.make_reference_scope(self.number, piece.document, entry=piece.entry)

    def _read_entry(self, piece: JsonPiece, place: str) -> Sequence[RawResult | RefusedRecord]:
        """What an entry tells; nothing where it is no result."""
        full_url = ""
        data = piece.data
        entry = None
        if (b"Observation" in data or b"DiagnosticReport" in data) and repeats_key(data):
            raise RejectedRecord("repeated_key", "a resource with each key once is expected")
        if piece.entry:
            entry = read_entry(piece.data)
            full_url = entry.fullUrl or ""
            if not bytes(entry.resource):
                deleted = _read_deletion(entry, place, piece.data)
                return [deleted] if deleted else []
            data = bytes(entry.resource)
        try:
            observation = read_observation(data)
        except msgspec.ValidationError:
            if read_kind(data).resourceType in (*RESULTS, ""):
                raise
            return []  # another resource, whose fields have other types
        kind = observation.resourceType
        if kind not in RESULTS:
            if not kind:
                raise RejectedRecord("unreadable", "a resource with its resourceType is expected")
            if kind == "Bundle" and b'"Observation"' in data:
                raise RejectedRecord("unreadable", "a bundle that is in no other bundle is expected")
            return []
        if not fhir_extraction.is_result(observation):
            if entry and entry.modifierExtension:
                observation.modifierExtension = entry.modifierExtension
            return [
                self._extract_raw_result(one, piece, place, full_url)
                for one in fhir_extraction.iterate_contained_results(observation)
            ]
        report = (
            self.reports.find_report(observation, full_url, self._find_scope(piece))
            if kind == "Observation"
            else None
        )
        if report and (said := report_index.collect_report_fields(report, observation)):
            piece = replace(piece, data=report_index.complete_resource(piece.data, said, entry=piece.entry))
            whole = bytes(read_entry(piece.data).resource) if piece.entry else piece.data
            observation = read_observation(whole)
        if entry and entry.modifierExtension:
            observation.modifierExtension = entry.modifierExtension
        return [self._extract_raw_result(observation, piece, place, full_url)]

    def _extract_raw_result(
        self, observation: FhirObservation, piece: JsonPiece, place: str, full_url: str
    ) -> RawResult:
        subject = observation.subject
        reference = (subject.reference if subject else "") or ""
        patient = None
        if reference.startswith("#"):
            patient = fhir_extraction.find_contained_patient(observation, reference)
        elif reference:
            patient = self.patients.find_by_reference(
                list_candidates(reference, full_url), self.number, piece.document
            )
        if patient is None and subject and subject.identifier:
            patient = self.patients.find_by_identifier(subject.identifier, self.number, piece.document)
        return fhir_extraction.extract_raw_result(observation, patient, place, piece.data, full_url)


def _is_by_line(file: BinaryIO) -> bool:
    file.seek(0)
    for tried, (_, line, long) in enumerate(read_bounded_lines(file)):
        if tried == _TRIED or long:
            return False
        try:
            if read_kind(line.removeprefix(b"\xef\xbb\xbf")).resourceType:
                return True
        except _BROKEN:
            continue
    return False


def _split_bundle_line(line: bytes, offset: int, document: int) -> list[JsonPiece] | None:
    """The entries of a bundle that stands on one line; None where it is none."""
    try:
        if read_kind(line).resourceType != "Bundle":
            return None
        raws = msgspec.json.decode(line, type=_BundleEntries).entry or []
    except _BROKEN:
        return None
    found: list[JsonPiece] = []
    at = 0
    for raw in raws:
        one = bytes(raw)
        at = line.index(one, at)
        found.append(JsonPiece(one, offset + at, document, True))
        at += len(one)
    try:
        twice = bundle_repeats_key(line, found, offset)
    except _BROKEN:
        twice = True  # its entries do not stand where they would: another list of them came before
    return [JsonPiece(line[:KEPT], offset, document, False, "repeated_key", document + 1)] if twice else found


class _BundleEntries(msgspec.Struct):
    entry: list[msgspec.Raw] | None = None


def _read_deletion(entry: FhirEntry, place: str, raw: bytes) -> RawResult | None:
    """A result that a transaction deletes is withdrawn."""
    request = entry.request
    if not request or request.method != "DELETE" or not request.url:
        return None
    base, _, id = request.url.rpartition("/Observation/") if "/" in request.url else ("", "", "")
    if not id and request.url.startswith("Observation/"):
        id = request.url[12:]
    if not id:
        return None
    return RawResult(
        place=place,
        raw=raw,
        laboratory=base if base.startswith("http") else "",
        source_id=f"Observation/{id}",
        status="void",
        unknown_modifier=bool(entry.modifierExtension or request.modifierExtension),
    )


def _refuse_piece(piece: JsonPiece, place: str) -> RefusedRecord:
    expected = {
        "too_large": "a record of less than 4 MiB is expected",
        "repeated_key": "a document with each key once is expected",
        "unreadable": "a whole JSON document is expected; the rest of the file was not read",
    }
    return RefusedRecord(place, piece.data, piece.broken, expected[piece.broken])
