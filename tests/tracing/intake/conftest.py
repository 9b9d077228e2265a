"""Files taken in without a store, and with one."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.tracing.intake.results import RECEIVED, write
from tocsin.tracing.intake.files import ResultFiles
from tocsin.tracing.intake.mapping import Mapping
from tocsin.tracing.intake.outcome import Tally
from tocsin.tracing.intake.record import Record, Refused
from tocsin.tracing.intake.run import TrialDesk, run
from tocsin.tracing.intake.store import Store

if TYPE_CHECKING:
    from tocsin.tracing.vault import Vault

NOW = datetime.fromisoformat(RECEIVED)
Read = Callable[..., list[Record | Refused]]
Tried = Callable[..., list[Tally]]


def _paths(folder: Path, contents: dict[str, Any]) -> list[Path]:
    return [write(folder / name.replace("__", "."), content) for name, content in contents.items()]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The records of files, as they are understood: ``read(a__json=..., b__csv=...)``."""

    def read(
        *, mapping: Mapping | None = None, now: datetime = NOW, **contents: Any
    ) -> list[Record | Refused]:
        with ResultFiles(_paths(tmp_path, contents), mapping) as given:
            return [item for file in given.files for item in file.items(now)]

    return read


@pytest.fixture
def tried(tmp_path: Path) -> Tried:
    """The counts of files in a dry run."""

    def tried(*, mapping: Mapping | None = None, now: datetime = NOW, **contents: Any) -> list[Tally]:
        with ResultFiles(_paths(tmp_path, contents), mapping) as given:
            return list(run(given.files, TrialDesk(), now))

    return tried


class Office:
    """A store into which files are taken."""

    def __init__(self, db: psycopg.Connection[Any], vault: "Vault", folder: Path) -> None:
        self.db = db
        self.vault = vault
        self.folder = folder
        self._files = 0

    def take(self, content: Any, name: str = "", *, now: datetime = NOW, again: bool = False) -> Tally:
        """Take a file in."""
        self._files += 1
        ending = "json" if isinstance(content, dict) else "ndjson" if isinstance(content, list) else "csv"
        path = write(self.folder / (name or f"file{self._files}.{ending}"), content)
        with ResultFiles([path]) as given:
            (tally,) = run(given.files, Store(self.db, self.vault, now, again=again), now)
        return tally

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """Rows of the store."""
        return self.db.execute(sql, values).fetchall()

    def letters(self) -> Sequence[Any]:
        """What the engines are told, in its order."""
        from tocsin.tracing import events

        found = self.rows(
            "select int8send(id) || int8send(phone_id) || sealed from tracing_inbox order by id"
        )
        return [events.read(self.vault.open(bytes(sealed), events.PLACE)) for (sealed,) in found]


@pytest.fixture
def office(db: psycopg.Connection[Any], vault: "Vault", tmp_path: Path) -> Office:
    """An empty store."""
    return Office(db, vault, tmp_path)
