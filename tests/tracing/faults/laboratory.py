"""The results of a whole town, taken in one file after the other, whatever becomes of the store."""

import threading
import time
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

import psycopg

from tests.tracing.faults.shared import SharedClock
from tocsin.tracing import db
from tocsin.tracing.identity import identity
from tocsin.tracing.intake.files import ResultFiles
from tocsin.tracing.intake.run import run as take_in
from tocsin.tracing.intake.store import Store
from tocsin.tracing.town.laboratory import LABORATORIES, ours
from tocsin.tracing.town.laboratory.sheet import sheet
from tocsin.tracing.town.people import Town
from tocsin.tracing.town.results import Result
from tocsin.tracing.vault import Vault

BEGINS = datetime(2021, 3, 4, 8, 0, tzinfo=UTC)
"""Nine in the morning in Paris, on the day of the founding document."""


class Laboratory:
    """Everybody is tested positive, and the laboratory says so to a store."""

    def __init__(self, town: Town, folder: Path, url: str, vault: Vault, clock: SharedClock) -> None:
        self._town, self._folder, self._url, self._vault, self._clock = town, folder, url, vault, clock
        self._counts: dict[str, int] = {}
        self._work: threading.Thread | None = None
        self._closing = False

    @cached_property
    def cases(self) -> int:
        """Cases that all results are to open: in a large town a few share every name and the birth date."""
        town = map(self._town.person, range(self._town.people))
        return len({identity(one.family, one.given, one.birth_date.isoformat()) for one in town})

    @property
    def busy(self) -> bool:
        """Whether results are still to come."""
        return self._work is not None and self._work.is_alive()

    def begin(self, files: int = 20) -> None:
        """They come in from now on."""
        self._work = threading.Thread(target=self._take_all, args=(files,), daemon=True)
        self._work.start()

    def all(self) -> dict[str, int]:
        """Wait for them; what became of them."""
        assert self._work, "no results were begun"
        self._work.join()
        return self._counts

    def close(self) -> None:
        """A store that is away is not waited for any more."""
        self._closing = True
        if self._work:
            self._work.join()

    def _take_all(self, files: int) -> None:
        size = -(-self._town.people // files)
        for number in range(files):
            path = self._file(number, range(number * size, min((number + 1) * size, self._town.people)))
            for name, count in self._taken(path).items():
                self._counts[name] = self._counts.get(name, 0) + count

    def _file(self, number: int, people: range) -> Path:
        sheets = [sheet(self._town, _result(index), LABORATORIES) for index in people]
        path = self._folder / f"results-{number}.csv"
        path.write_bytes(ours.write(sheets))
        return path

    def _taken(self, path: Path) -> dict[str, int]:
        """A file, taken in again from its beginning where the store went away."""
        while not self._closing:
            try:
                now = self._clock.now()
                with db.connect(self._url) as connection, ResultFiles([path]) as given:
                    (tally,) = take_in(given.files, Store(connection, self._vault, now), now, batch=100)
                return dict(tally.counts)
            except (psycopg.OperationalError, db.NoStore):
                time.sleep(0.05)
        return {}


def _result(index: int) -> Result:
    resulted = BEGINS - timedelta(minutes=1 + index % 60)
    return Result(
        person=index, laboratory=2, source_id=f"{index}", positive=True,
        taken_at=resulted - timedelta(hours=20), resulted_at=resulted, sent_at=BEGINS,
    )  # fmt: skip
