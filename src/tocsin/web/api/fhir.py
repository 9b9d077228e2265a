"""``POST /api/v1/fhir``: results of tests, as a FHIR R4 Bundle, taken in as ``tocsin intake`` takes a file.

The bundle stays in memory, and what is kept of it is what the intake keeps: sealed, or counted. The answer is
an OperationOutcome that accounts for every result.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec
from msgspec import Struct

from tocsin.message.charset import without_mark
from tocsin.tracing.intake.acknowledge import Acknowledgements
from tocsin.tracing.intake.files import ResultFiles
from tocsin.tracing.intake.outcome import Outcome, Tally
from tocsin.tracing.intake.reasons import REASONS
from tocsin.tracing.intake.record import DISPOSITIONS, Item, Refused
from tocsin.tracing.intake.run import run
from tocsin.tracing.intake.store import MovedOn, Store
from tocsin.web.api.asked import Asked
from tocsin.web.api.check import CANNOT_READ, unreadable
from tocsin.web.api.problem import Problem
from tocsin.web.api.reply import JSON, Reply, json

if TYPE_CHECKING:
    from tocsin.web.api.api import Api

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


class Coding(Struct, frozen=True):
    """A word of a system."""

    system: str
    code: str


class Concept(Struct, frozen=True):
    """A word, and what it means."""

    coding: tuple[Coding, ...]
    text: str


class Count(Struct, frozen=True):
    """How many results have a disposition."""

    url: str
    valueInteger: int  # noqa: N815  # as FHIR names it


class Issue(Struct, frozen=True, omit_defaults=True):
    """One thing that is to be said."""

    severity: Literal["information", "warning"]
    code: Literal["informational", "processing"]
    details: Concept
    diagnostics: str = ""
    expression: tuple[str, ...] = ()


class OperationOutcome(Struct, frozen=True, tag_field="resourceType", tag="OperationOutcome"):
    """What became of every result of a bundle: one issue for each disposition, one for each in quarantine."""

    extension: tuple[Count, ...]
    issue: tuple[Issue, ...]


class _Head(Struct):
    resourceType: str = ""  # noqa: N815


class _Said(Acknowledgements):
    """Hears what becomes of each record, and remembers those that went to quarantine."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(BytesIO(), asked.now)
        self.quarantined: list[tuple[str, str, str]] = []

    def settled(self, items: Sequence[Item], outcomes: Sequence[Outcome]) -> None:
        """Some records, and what became of them."""
        for item, outcome in zip(items, outcomes, strict=True):
            if outcome.disposition == "quarantined" and len(self.quarantined) < SHOWN:
                detail = item.detail if isinstance(item, Refused) else ""
                self.quarantined.append((item.place, outcome.reason, detail))


def intake(api: "Api", asked: Asked) -> Reply:
    """Take a bundle in."""
    request = asked.request
    request.query()
    request.takes(FHIR, JSON)
    body = without_mark(request.body(MOST))
    try:
        head = msgspec.json.decode(body, type=_Head)
    except msgspec.ValidationError:
        raise Problem("not_a_bundle", "an object with its resourceType is expected") from None
    except CANNOT_READ as error:
        raise unreadable(error) from None
    if head.resourceType != "Bundle":
        raise Problem("not_a_bundle", "expected Bundle", field="$.resourceType")
    if not api.store.there():
        raise Problem("no_store", "this service has none")
    vault = api.vault()
    assert asked.caller.key is not None
    said = _Said(asked)
    with _in_memory(body, asked.caller.key.name) as path, api.store.alone() as connection:
        try:
            with ResultFiles([path]) as given:
                (tally,) = run(given.files, Store(connection, vault, asked.now), asked.now, acknowledge=said)
        except MovedOn as error:
            raise Problem("not_kept", str(error), headers=(("Retry-After", "5"),)) from None
    api.metrics.taken("results", tally.received)
    for disposition in DISPOSITIONS:
        api.metrics.became(disposition, tally.counts[disposition])
    return json(outcome_of(tally, said.quarantined), media_type=FHIR)


@contextmanager
def _in_memory(body: bytes, name: str) -> Iterator[Path]:
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


def outcome_of(tally: Tally, quarantined: Sequence[tuple[str, str, str]]) -> OperationOutcome:
    """The counts and the quarantine of a bundle, as FHIR says them."""
    counts = tuple(Count(f"{SYSTEM}:{d}", tally.counts[d]) for d in DISPOSITIONS)
    issues = [_counted(d, tally.counts[d]) for d in DISPOSITIONS if tally.counts[d]]
    if not issues:
        issues = [Issue("information", "informational", _concept("none", "there is no result in it"))]
    return OperationOutcome(
        (Count(f"{SYSTEM}:received", tally.received), *counts),
        (*issues, *(_refused(*one) for one in quarantined)),
    )


def _counted(disposition: str, count: int) -> Issue:
    severity: Any = "warning" if disposition == "quarantined" else "information"
    return Issue(
        severity, "processing" if disposition == "quarantined" else "informational",
        _concept(disposition, f"{count} {_SAID[disposition]}"),
    )  # fmt: skip


def _refused(place: str, reason: str, detail: str) -> Issue:
    kind, _, number = place.partition(" ")
    where = (f"Bundle.entry[{int(number) - 1}]",) if kind == "entry" and number.isdecimal() else ()
    return Issue("warning", "processing", _concept(reason, REASONS.get(reason, reason)), detail, where)


def _concept(code: str, text: str) -> Concept:
    return Concept((Coding(SYSTEM, code),), text)
