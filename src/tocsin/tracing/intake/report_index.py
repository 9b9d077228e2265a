"""Reports beside their results: what an Observation does not say itself, its DiagnosticReport says.

A report stands in the bundle of its results, or in the bulk files given together. Where it stands is kept,
not what it says, as of patients. Of two reports on one result the later one speaks.
"""

import os
from array import array
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from tocsin.message.repeated_keys import repeats_key
from tocsin.tracing.intake import code_tables, times
from tocsin.tracing.intake.fhir_resources import FhirObservation, read_entry, read_observation
from tocsin.tracing.intake.patient_index import IntegerHashTable
from tocsin.tracing.intake.records import RejectedRecord

_MOST = 16
"""Reports on one result that are looked at."""
_BULK = -1
"""Scope of resources that are in no bundle: the reports of bulk files stand in a file of their own."""


class ReportIndex:
    """An index over files that are open, by the results that each report gathers."""

    def __init__(self) -> None:
        self._heads = IntegerHashTable()
        self._previous = array("i")
        self._file = array("i")
        self._offset = array("Q")
        self._length = array("I")
        self._entry = array("B")

    def add_report(self, descriptor: int, scope: int, offset: int, data: bytes, *, entry: bool) -> None:
        """Note where a report stands; nothing where it gathers none. Raises ``msgspec.DecodeError``."""
        for result in _decode_report(data, entry).result or ():
            for reference in _iterate_references(result.reference or ""):
                key = hash((scope, reference))
                self._previous.append(self._heads.get(key))
                self._heads.set(key, len(self._offset))
                self._file.append(descriptor)
                self._offset.append(offset)
                self._length.append(len(data))
                self._entry.append(entry)

    def find_report(self, observation: FhirObservation, full_url: str, scope: int) -> FhirObservation | None:
        """The report on a result; None where there is none. Raises RejectedRecord, and ``msgspec.DecodeError``."""
        if not self._offset:
            return None
        found: list[FhirObservation] = []
        for reference in _iterate_result_names(observation.id, full_url):
            at = self._heads.get(hash((scope, reference)))
            while at >= 0 and len(found) < _MOST:
                found.append(self._read_report(at))
                at = self._previous[at]
            if found:
                break
        return max(found, key=_parse_issue_time, default=None)  # the last of the files first

    def _read_report(self, at: int) -> FhirObservation:
        data = os.pread(self._file[at], self._length[at], self._offset[at])
        if repeats_key(data):
            raise RejectedRecord("repeated_key", "a report with each key once is expected")
        return _decode_report(data, bool(self._entry[at]))


def make_reference_scope(file: int, document: int, *, entry: bool) -> int:
    """Where references between a report and its results hold: the bundle, or all bulk files."""
    return file << 32 | document if entry else _BULK


def collect_report_fields(report: FhirObservation, observation: FhirObservation) -> dict[str, Any]:
    """What a report says in the place of its result, by the names of FHIR.

    A report that was withdrawn withdraws its results; for the rest, what a result says itself stands.
    """
    said: dict[str, Any] = {}
    withdrawn = code_tables.map_status("fhir", report.status or "") == "void"
    if report.status and (withdrawn or not observation.status):
        said["status"] = report.status
    timed = observation.effectiveDateTime or observation.effectiveInstant or observation.effectivePeriod
    own = {
        "issued": observation.issued, "subject": observation.subject, "performer": observation.performer,
        "effectiveDateTime": timed, "effectivePeriod": timed or report.effectiveDateTime,
        "implicitRules": observation.implicitRules, "modifierExtension": observation.modifierExtension,
    }  # fmt: skip
    for name, value in own.items():
        if not value and (told := getattr(report, name)):
            said[name] = msgspec.to_builtins(told)
    return said


def complete_resource(data: bytes, said: dict[str, Any], *, entry: bool) -> bytes:
    """A resource, or an entry that holds one, with what its report says: it is kept so, if it must wait."""
    whole = msgspec.json.decode(data)
    (whole["resource"] if entry else whole).update(said)
    return msgspec.json.encode(whole)


def _parse_issue_time(report: FhirObservation) -> datetime:
    try:
        return times.parse_iso(report.issued or "")
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _decode_report(data: bytes, entry: bool) -> FhirObservation:
    if not entry:
        return read_observation(data)
    whole = read_entry(data)
    found = read_observation(bytes(whole.resource) or b"{}")
    found.modifierExtension = found.modifierExtension or whole.modifierExtension
    return found


def _iterate_references(reference: str) -> Iterator[str]:
    reference = reference.partition("/_history/")[0]
    if not reference or reference.startswith("#"):
        return
    yield reference
    if reference.startswith("http") and "/Observation/" in reference:
        yield f"Observation/{reference.rpartition('/Observation/')[2]}"
    elif reference.startswith("urn:uuid:"):
        yield f"Observation/{reference[9:]}"


def _iterate_result_names(id: str | None, full_url: str) -> Iterator[str]:
    """What a result may be referred to as, the narrowest first."""
    if full_url:
        yield full_url
    if id:
        yield f"Observation/{id}"
