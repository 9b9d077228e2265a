"""FHIR files: documents and bulk NDJSON, of any size, patients and results in any order and in any file."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec.structs import replace

from tocsin.tracing.intake import fhir, reports
from tocsin.tracing.intake.bounds import KEPT
from tocsin.tracing.intake.fhir import RESULTS, Entry, Observation, read_entry, read_kind, read_observation
from tocsin.tracing.intake.json_keys import repeats_key
from tocsin.tracing.intake.lines import lines
from tocsin.tracing.intake.patients import Patients, candidates
from tocsin.tracing.intake.pieces import Piece, bundle_repeats_key, pieces
from tocsin.tracing.intake.record import No, Refused, Told
from tocsin.tracing.intake.reports import Reports

_BROKEN = (msgspec.MsgspecError, RecursionError, UnicodeDecodeError)
_TRIED = 5
"""Lines that are looked at to know NDJSON, where the first is broken."""


class FhirFile:
    """One file, in a set whose patients and reports are known together."""

    def __init__(self, path: Path, patients: Patients, reports: Reports) -> None:
        self.file: BinaryIO = path.open("rb")
        self.size = path.stat().st_size
        self.patients = patients
        self.reports = reports
        self.number = patients.open(self.file.fileno())
        self.by_line = path.suffix in (".ndjson", ".jsonl") or _is_by_line(self.file)
        self.beside = 0
        """Resources that are no results: patients, specimens, panels."""
        self.unread = False
        """Whether something of it is neither taken in nor kept: what stands behind a break."""

    def note(self) -> None:
        """The first pass: where its patients stand, and the reports that gather results."""
        for piece in self._pieces():
            if not piece.broken and (b'"Patient"' in piece.data or b'"DiagnosticReport"' in piece.data):
                self._note(piece)

    def read(self) -> Iterator[Told | Refused]:
        """The second pass: its results."""
        for at, piece in enumerate(self._pieces(), 1):
            place = f"line {piece.line}" if piece.line else f"entry {at}"
            if piece.broken:
                end = piece.offset + len(piece.data)
                self.unread |= len(piece.data) >= KEPT if piece.line else end < self.size
                yield _broken(piece, place)
                continue
            try:
                found = self._results(piece, place)
            except _BROKEN:
                found = [Refused(place, piece.data, "unreadable", "a FHIR R4 resource in JSON is expected")]
            except No as no:
                found = [Refused(place, piece.data, no.reason, no.detail)]
            if found:
                yield from found
            else:
                self.beside += 1

    def close(self) -> None:
        """Let the file go."""
        self.file.close()

    # ---- parts

    def _pieces(self) -> Iterator[Piece]:
        self.file.seek(0)
        if not self.by_line:
            yield from pieces(self.file, self.size)
            return
        for number, (offset, line, long) in enumerate(lines(self.file)):
            if offset == 0 and line.startswith(b"\xef\xbb\xbf"):
                offset, line = 3, line[3:]
            if b'"Bundle"' in line and not long and (inner := _bundle_in(line, offset, number)) is not None:
                yield from inner
            elif line.strip():
                yield Piece(line, offset, 0, False, "too_large" if long else "", number + 1)

    def _note(self, piece: Piece) -> None:
        try:
            entry = read_entry(piece.data) if piece.entry else None
            kind = read_kind((bytes(entry.resource) or b"{}") if entry else piece.data)
        except _BROKEN:
            return
        if kind.resourceType == "Patient":
            self.patients.add(
                self.number, piece.document, piece.offset, len(piece.data),
                entry=piece.entry, id=kind.id, full_url=(entry and entry.fullUrl) or "",
            )  # fmt: skip
        elif kind.resourceType == "DiagnosticReport":
            with suppress(*_BROKEN):
                self.reports.add(
                    self.file.fileno(), self._scope(piece), piece.offset, piece.data, entry=piece.entry
                )

    def _scope(self, piece: Piece) -> int:
        return reports.scope(self.number, piece.document, entry=piece.entry)

    def _results(self, piece: Piece, place: str) -> Sequence[Told | Refused]:
        """What an entry tells; nothing where it is no result."""
        full_url = ""
        data = piece.data
        entry = None
        if (b"Observation" in data or b"DiagnosticReport" in data) and repeats_key(data):
            raise No("repeated_key", "a resource with each key once is expected")
        if piece.entry:
            entry = read_entry(piece.data)
            full_url = entry.fullUrl or ""
            if not bytes(entry.resource):
                deleted = _deleted(entry, place, piece.data)
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
                raise No("unreadable", "a resource with its resourceType is expected")
            if kind == "Bundle" and b'"Observation"' in data:
                raise No("unreadable", "a bundle that is in no other bundle is expected")
            return []
        if not fhir.is_result(observation):
            if entry and entry.modifierExtension:
                observation.modifierExtension = entry.modifierExtension
            return [self._told(one, piece, place, full_url) for one in fhir.inside(observation)]
        report = self.reports.of(observation, full_url, self._scope(piece)) if kind == "Observation" else None
        if report and (said := reports.carried(report, observation)):
            piece = replace(piece, data=reports.completed(piece.data, said, entry=piece.entry))
            whole = bytes(read_entry(piece.data).resource) if piece.entry else piece.data
            observation = read_observation(whole)
        if entry and entry.modifierExtension:
            observation.modifierExtension = entry.modifierExtension
        return [self._told(observation, piece, place, full_url)]

    def _told(self, observation: Observation, piece: Piece, place: str, full_url: str) -> Told:
        subject = observation.subject
        reference = (subject.reference if subject else "") or ""
        patient = None
        if reference.startswith("#"):
            patient = fhir.contained_patient(observation, reference)
        elif reference:
            patient = self.patients.find(candidates(reference, full_url), self.number, piece.document)
        if patient is None and subject and subject.identifier:
            patient = self.patients.find_by_identifier(subject.identifier, self.number, piece.document)
        return fhir.told(observation, patient, place, piece.data, full_url)


def _is_by_line(file: BinaryIO) -> bool:
    """Whether each line is a resource of its own."""
    file.seek(0)
    for tried, (_, line, long) in enumerate(lines(file)):
        if tried == _TRIED or long:
            return False
        try:
            if read_kind(line.removeprefix(b"\xef\xbb\xbf")).resourceType:
                return True
        except _BROKEN:
            continue
    return False


def _bundle_in(line: bytes, offset: int, document: int) -> list[Piece] | None:
    """The entries of a bundle that stands on one line; None where it is none."""
    try:
        if read_kind(line).resourceType != "Bundle":
            return None
        raws = msgspec.json.decode(line, type=_Entries).entry or []
    except _BROKEN:
        return None
    found: list[Piece] = []
    at = 0
    for raw in raws:
        one = bytes(raw)
        at = line.index(one, at)
        found.append(Piece(one, offset + at, document, True))
        at += len(one)
    try:
        twice = bundle_repeats_key(line, found, offset)
    except _BROKEN:
        twice = True  # its entries do not stand where they would: another list of them came before
    return [Piece(line[:KEPT], offset, document, False, "repeated_key", document + 1)] if twice else found


class _Entries(msgspec.Struct):
    entry: list[msgspec.Raw] | None = None


def _deleted(entry: Entry, place: str, raw: bytes) -> Told | None:
    """A result that a transaction deletes is withdrawn."""
    request = entry.request
    if not request or request.method != "DELETE" or not request.url:
        return None
    base, _, id = request.url.rpartition("/Observation/") if "/" in request.url else ("", "", "")
    if not id and request.url.startswith("Observation/"):
        id = request.url[12:]
    if not id:
        return None
    return Told(
        place=place,
        raw=raw,
        laboratory=base if base.startswith("http") else "",
        source_id=f"Observation/{id}",
        status="void",
        unknown_modifier=bool(entry.modifierExtension or request.modifierExtension),
    )


def _broken(piece: Piece, place: str) -> Refused:
    expected = {
        "too_large": "a record of less than 4 MiB is expected",
        "repeated_key": "a document with each key once is expected",
        "unreadable": "a whole JSON document is expected; the rest of the file was not read",
    }
    return Refused(place, piece.data, piece.broken, expected[piece.broken])
