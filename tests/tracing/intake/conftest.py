"""Files taken in without a store, and with one."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.tracing.intake.results import RECEIVED, write
from tocsin.tracing.intake import json_stream
from tocsin.tracing.intake.column_mapping import ColumnMapping
from tocsin.tracing.intake.intake_run import DryRunSink, run_intake
from tocsin.tracing.intake.records import RefusedRecord, ResultRecord
from tocsin.tracing.intake.result_files import ResultFiles
from tocsin.tracing.intake.store_sink import StoreSink
from tocsin.tracing.intake.tally import IntakeTally

if TYPE_CHECKING:
    from tocsin.privacy.vault import Vault

NOW = datetime.fromisoformat(RECEIVED)
Read = Callable[..., list[ResultRecord | RefusedRecord]]
Tried = Callable[..., list[IntakeTally]]


def _paths(folder: Path, contents: dict[str, Any]) -> list[Path]:
    return [write(folder / name.replace("__", "."), content) for name, content in contents.items()]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The records of files, as they are understood: ``read(a__json=..., b__csv=...)``."""

    def read(
        *, mapping: ColumnMapping | None = None, now: datetime = NOW, **contents: Any
    ) -> list[ResultRecord | RefusedRecord]:
        with ResultFiles(_paths(tmp_path, contents), mapping) as given:
            return [item for file in given.files for item in file.read_items(now)]

    return read


@pytest.fixture
def tried(tmp_path: Path) -> Tried:
    """The counts of files in a dry run."""

    def tried(
        *, mapping: ColumnMapping | None = None, now: datetime = NOW, **contents: Any
    ) -> list[IntakeTally]:
        with ResultFiles(_paths(tmp_path, contents), mapping) as given:
            return list(run_intake(given.files, DryRunSink(), now))

    return tried


class Office:
    """A store into which files are taken."""

    def __init__(self, db: psycopg.Connection[Any], vault: "Vault", folder: Path) -> None:
        self.db = db
        self.vault = vault
        self.folder = folder
        self._files = 0

    def take(self, content: Any, name: str = "", *, now: datetime = NOW, again: bool = False) -> IntakeTally:
        """Take a file in."""
        self._files += 1
        ending = "json" if isinstance(content, dict) else "ndjson" if isinstance(content, list) else "csv"
        path = write(self.folder / (name or f"file{self._files}.{ending}"), content)
        with ResultFiles([path]) as given:
            (tally,) = run_intake(given.files, StoreSink(self.db, self.vault, now, again=again), now)
        return tally

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """Rows of the store."""
        return self.db.execute(sql, values).fetchall()

    def events(self) -> Sequence[Any]:
        """What the engines are told, in its order."""
        from tocsin.tracing import inbox

        found = self.rows(
            "select int8send(id) || int8send(phone_id) || sealed from tracing_inbox order by id"
        )
        return [inbox.decode_event(self.vault.open(bytes(sealed), inbox.PLACE)) for (sealed,) in found]


@pytest.fixture
def office(db: psycopg.Connection[Any], vault: "Vault", tmp_path: Path) -> Office:
    """An empty store."""
    return Office(db, vault, tmp_path)


@pytest.fixture
def streamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every document is read as those are that do not fit into the memory."""
    monkeypatch.setattr("tocsin.tracing.intake.fhir_file._is_by_line", lambda _file: False)
    monkeypatch.setattr(json_stream, "WHOLE", 10)
    monkeypatch.setattr(json_stream, "CHUNK", 700)
