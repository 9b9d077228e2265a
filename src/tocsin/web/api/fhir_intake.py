"""``POST /api/v1/fhir``: results of tests, as a FHIR R4 Bundle, taken in as ``tocsin intake`` takes a file.

The bundle stays in memory, and what is kept of it is what the intake keeps: sealed, or counted. The answer is
an OperationOutcome that accounts for every result.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec import Struct

from tocsin.message.charset import strip_byte_order_mark
from tocsin.tracing.intake.acknowledgements import AcknowledgementQueue
from tocsin.tracing.intake.intake_run import run_intake
from tocsin.tracing.intake.records import DISPOSITIONS, REASONS, Item, RefusedRecord
from tocsin.tracing.intake.result_files import ResultFiles
from tocsin.tracing.intake.store_sink import ConcurrentIntake, StoreSink
from tocsin.tracing.intake.tally import IntakeTally, RecordOutcome
from tocsin.web.api.call import ApiCall
from tocsin.web.api.message_check import CANNOT_READ, unreadable_body_problem
from tocsin.web.api.operation import api_operation
from tocsin.web.api.problem import ApiProblem
from tocsin.web.api.request_body import JSON, RequestBody

FHIR: Final = "application/fhir+json"
MOST: Final = 33_554_432
"""Bytes of a bundle; more results go in more bundles."""
SHOWN: Final = 1_000
"""Results in quarantine that are named one by one; all are counted."""
SYSTEM: Final = "urn:tocsin:intake"
_SAID: Final = {
    "opened": "opened a case",
    "known": "already known",
    "negative": "negative",
    "corrected": "corrected an earlier one",
    "void": "withdrawn",
    "ignored": "of a test of something else",
    "quarantined": "in quarantine, to be looked at",
}


class OutcomeCoding(Struct, frozen=True):
    """A word of a system."""

    schema_name: ClassVar[str] = "Coding"

    system: str
    code: str


class OutcomeConcept(Struct, frozen=True):
    """A word, and what it means."""

    schema_name: ClassVar[str] = "Concept"

    coding: tuple[OutcomeCoding, ...]
    text: str


class DispositionCount(Struct, frozen=True):
    """How many results have a disposition."""

    schema_name: ClassVar[str] = "Count"

    url: str
    valueInteger: int  # noqa: N815  # as FHIR names it


class OutcomeIssue(Struct, frozen=True, omit_defaults=True):
    """One thing that is to be said."""

    schema_name: ClassVar[str] = "Issue"

    severity: Literal["information", "warning"]
    code: Literal["informational", "processing"]
    details: OutcomeConcept
    diagnostics: str = ""
    expression: tuple[str, ...] = ()


class OperationOutcome(Struct, frozen=True, tag_field="resourceType", tag="OperationOutcome"):
    """What became of every result of a bundle: one issue for each disposition, one for each in quarantine."""

    extension: tuple[DispositionCount, ...]
    issue: tuple[OutcomeIssue, ...]


class _ResourceHead(Struct):
    resourceType: str = ""  # noqa: N815


class _QuarantineRecorder(AcknowledgementQueue):
    """Hears what becomes of each record, and remembers those that went to quarantine."""

    def __init__(self, now: datetime) -> None:
        super().__init__(BytesIO(), now)
        self.quarantined: list[tuple[str, str, str]] = []

    def record_outcomes(self, items: Sequence[Item], outcomes: Sequence[RecordOutcome]) -> None:
        """Some records, and what became of them."""
        for item, outcome in zip(items, outcomes, strict=True):
            if outcome.disposition == "quarantined" and len(self.quarantined) < SHOWN:
                detail = item.detail if isinstance(item, RefusedRecord) else ""
                self.quarantined.append((item.place, outcome.reason, detail))


@api_operation(
    "POST",
    door="key",
    scope="intake",
    body=RequestBody(
        schema=dict[str, Any],
        most=MOST,
        example='{"resourceType": "Bundle", "type": "collection", "entry": []}',
        media_types=(FHIR, JSON),
    ),
    refusals=("not_a_bundle", "not_kept"),
    media_type=FHIR,
)
def take_in_bundle(call: ApiCall) -> OperationOutcome:
    """Hand in results of tests.

    A FHIR R4 Bundle of Patient and Observation. The answer says what became of each result: opened a case, known,
    negative, corrected, withdrawn, in quarantine.
    """
    service = call.service
    body = strip_byte_order_mark(call.read_body())
    try:
        head = msgspec.json.decode(body, type=_ResourceHead)
    except msgspec.ValidationError:
        raise ApiProblem("not_a_bundle", "an object with its resourceType is expected") from None
    except CANNOT_READ as error:
        raise unreadable_body_problem(error) from None
    if head.resourceType != "Bundle":
        raise ApiProblem("not_a_bundle", "expected Bundle", field="$.resourceType")
    if not service.store.is_configured():
        raise ApiProblem("no_store", "this service has none")
    vault = service.load_vault()
    assert call.caller.key is not None
    said = _QuarantineRecorder(call.now)
    with (
        _as_memory_file(body, call.caller.key.name) as path,
        service.store.open_own_connection() as connection,
    ):
        try:
            with ResultFiles([path]) as given:
                (tally,) = run_intake(
                    given.files, StoreSink(connection, vault, call.now), call.now, acknowledge=said
                )
        except ConcurrentIntake as error:
            raise ApiProblem("not_kept", str(error), headers=(("Retry-After", "5"),)) from None
    service.metrics.count_received("results", tally.received)
    for disposition in DISPOSITIONS:
        service.metrics.count_dispositions(disposition, tally.counts[disposition])
    return build_operation_outcome(tally, said.quarantined)


@contextmanager
def _as_memory_file(body: bytes, name: str) -> Iterator[Path]:
    """A file that is on no disk: a name in a folder of ours leads to memory."""
    descriptor = os.memfd_create("bundle")
    try:
        with os.fdopen(os.dup(descriptor), "wb") as file:
            file.write(body)
        with TemporaryDirectory(prefix="tocsin-api-") as folder:
            plain = "".join(c if c.isalnum() else "-" for c in name)
            path = Path(folder, f"api-{plain}.json")
            path.symlink_to(f"/proc/self/fd/{descriptor}")
            yield path
    finally:
        os.close(descriptor)


def build_operation_outcome(
    tally: IntakeTally, quarantined: Sequence[tuple[str, str, str]]
) -> OperationOutcome:
    """The counts and the quarantine of a bundle, as FHIR says them."""
    counts = tuple(DispositionCount(f"{SYSTEM}:{d}", tally.counts[d]) for d in DISPOSITIONS)
    issues = [_count_issue(d, tally.counts[d]) for d in DISPOSITIONS if tally.counts[d]]
    if not issues:
        issues = [
            OutcomeIssue("information", "informational", _outcome_concept("none", "there is no result in it"))
        ]
    return OperationOutcome(
        (DispositionCount(f"{SYSTEM}:received", tally.received), *counts),
        (*issues, *(_quarantine_issue(*one) for one in quarantined)),
    )


def _count_issue(disposition: str, count: int) -> OutcomeIssue:
    severity: Any = "warning" if disposition == "quarantined" else "information"
    return OutcomeIssue(
        severity, "processing" if disposition == "quarantined" else "informational",
        _outcome_concept(disposition, f"{count} {_SAID[disposition]}"),
    )  # fmt: skip


def _quarantine_issue(place: str, reason: str, detail: str) -> OutcomeIssue:
    kind, _, number = place.partition(" ")
    where = (f"Bundle.entry[{int(number) - 1}]",) if kind == "entry" and number.isdecimal() else ()
    return OutcomeIssue(
        "warning", "processing", _outcome_concept(reason, REASONS.get(reason, reason)), detail, where
    )


def _outcome_concept(code: str, text: str) -> OutcomeConcept:
    return OutcomeConcept((OutcomeCoding(SYSTEM, code),), text)
