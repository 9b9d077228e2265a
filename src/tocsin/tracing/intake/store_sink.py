"""Results into the store: each batch is one transaction with the file's progress, so that a run that was
killed goes on where it stopped, loses nothing and doubles nothing.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
import psycopg
from psycopg.types.json import Jsonb

from tocsin.privacy.vault import Vault
from tocsin.store.queries import query
from tocsin.store.statements import draw_ids
from tocsin.tracing.intake.batch_writer import BatchWriter
from tocsin.tracing.intake.contactability import find_department
from tocsin.tracing.intake.records import DISPOSITIONS, Item, RefusedRecord
from tocsin.tracing.intake.result_batch import ResultBatch
from tocsin.tracing.intake.result_files import ResultFile
from tocsin.tracing.intake.tally import IntakeTally, RecordOutcome

PLACE = "quarantine.sealed"


class ConcurrentIntake(RuntimeError):
    """Another process has taken this file further in the meantime; run the command again."""


class StoreSink:
    def __init__(
        self, connection: psycopg.Connection[Any], vault: Vault, now: datetime, *, again: bool = False
    ) -> None:
        """``connection`` is the sink's own: it commits. ``again``: read known files anew."""
        self._connection = connection
        self._vault = vault
        self._now = now.astimezone(UTC)
        self._again = again
        self._file: ResultFile | None = None
        self._id = 0
        self._key = 0
        self._counts: dict[str, Any] = {}

    def begin_file(self, file: ResultFile, tally: IntakeTally) -> int | None:
        """A file begins: how many of its records are in the store; None where all of them are."""
        digest = file.compute_digest()
        self._key = int.from_bytes(digest[:4], "big", signed=True)
        self._connection.execute(query("intake.file_lock"), {"key": self._key})
        name = file.path.name.encode("utf-8", "replace").decode().replace("\x00", "?")[:255]
        found = self._connection.execute(
            query("intake.file"), {"name": name, "digest": digest, "format": file.format, "now": self._now}
        ).fetchone()
        assert found is not None  # an upsert gives its row
        self._id, counts, finished = found
        if finished and self._again:
            self._connection.execute(query("intake.file_again"), {"file": self._id, "now": self._now})
            counts, finished = {}, None
        self._connection.commit()
        self._file = file
        self._counts = counts or {"received": 0}
        self._load_counts(tally, finished=finished is not None)
        if finished:
            self._unlock_file()
            return None
        return tally.received

    def take_items(self, items: Sequence[Item]) -> list[RecordOutcome]:
        """Write what becomes of these, in one transaction."""
        with self._connection.transaction():
            self._connection.execute(query("intake.lock"))
            batch = ResultBatch(self._connection, self._vault, items, self._now.date())
            outcomes = batch.decide_outcomes()
            writer = BatchWriter(batch, self._now, self._id)
            writer.write_batch()
            self._write_quarantine(batch.refused)
            self._write_progress(outcomes, writer)
        return outcomes

    def end_file(self, tally: IntakeTally) -> None:
        self._connection.execute(query("intake.finished"), {"file": self._id, "now": self._now})
        self._connection.commit()
        tally.cases_opened = self._counts.get("cases_opened", 0)
        tally.cases_voided = self._counts.get("cases_voided", 0)
        self._unlock_file()

    def read_quarantine_reasons(self) -> dict[str, str]:
        """Place -> reason of what this file has in quarantine, for its acknowledgements."""
        rows = self._connection.execute(query("intake.quarantined_places"), {"file": self._id}).fetchall()
        return dict(rows)

    # ---- parts

    def _load_counts(self, tally: IntakeTally, *, finished: bool) -> None:
        """The counts of what is in the store; of a finished file, as what it is the second time."""
        counts = self._counts
        tally.received = counts.get("received", 0)
        tally.reasons.update(counts.get("reasons", {}))
        tally.counts.update({d: counts.get(d, 0) for d in DISPOSITIONS})
        if finished:
            tally.again = True
            for disposition in ("opened", "negative", "corrected"):
                tally.counts["known"] += tally.counts.pop(disposition, 0)

    def _write_quarantine(self, refused: list[RefusedRecord]) -> None:
        if not refused or self._file is None:
            return
        today = self._now.date()
        ids = draw_ids(self._connection, "tracing_quarantine", len(refused))
        kept = [make_standalone_record(one, self._file.format, self._file.header) for one in refused]
        self._connection.execute(
            query("intake.add_quarantine"),
            {
                "file": self._id,
                "places": [one.place[:64] for one in refused],
                "reasons": [one.reason for one in refused],
                "details": [one.detail[:300] for one in refused],
                "territories": [find_department(one.postcode) for one in refused],
                "ids": ids,
                "sealed": [
                    self._vault.seal(data, PLACE, today, id) for id, data in zip(ids, kept, strict=True)
                ],
                "day": today,
                "now": self._now,
            },
        )

    def _write_progress(self, outcomes: Sequence[RecordOutcome], writer: BatchWriter) -> None:
        before = self._counts["received"]
        counts: dict[str, Any] = {**self._counts, "reasons": dict(self._counts.get("reasons", {}))}
        counts["received"] = before + len(outcomes)
        for outcome in outcomes:
            counts[outcome.disposition] = counts.get(outcome.disposition, 0) + 1
            if outcome.reason:
                counts["reasons"][outcome.reason] = counts["reasons"].get(outcome.reason, 0) + 1
        counts["cases_opened"] = counts.get("cases_opened", 0) + writer.opened
        counts["cases_voided"] = counts.get("cases_voided", 0) + writer.voided
        done = self._connection.execute(
            query("intake.progress"), {"file": self._id, "before": before, "counts": Jsonb(counts)}
        ).fetchone()
        if done is None:
            raise ConcurrentIntake(str(ConcurrentIntake.__doc__))
        self._counts = counts

    def _unlock_file(self) -> None:
        self._connection.execute(query("intake.file_unlock"), {"key": self._key})
        self._connection.commit()


def make_standalone_record(refused: RefusedRecord, format: str, header: bytes) -> bytes:
    """A record with what it needs to be read again on its own: its header, its patient."""
    if format == "csv":
        return header + refused.raw
    if format == "fhir" and refused.beside:
        try:
            entry = msgspec.json.decode(refused.raw, type=dict[str, msgspec.Raw])
        except (msgspec.MsgspecError, RecursionError):
            return refused.raw
        resource = entry if "resource" not in entry or "resourceType" in entry else None
        ours: dict[str, Any] = {"resource": entry} if resource is not None else dict(entry)
        patient = {"fullUrl": _read_patient_reference(refused.raw), "resource": msgspec.Raw(refused.beside)}
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": [patient, ours]}
        return msgspec.json.encode(bundle)
    return refused.raw


class _SubjectReference(msgspec.Struct):
    reference: str | None = None


class _ReferringResource(msgspec.Struct):
    subject: _SubjectReference | None = None
    resource: "_ReferringResource | None" = None


def _read_patient_reference(raw: bytes) -> str:
    try:
        found = msgspec.json.decode(raw, type=_ReferringResource)
    except (msgspec.MsgspecError, RecursionError):
        return ""
    subject = (found.resource or found).subject
    return (subject.reference if subject else "") or ""
