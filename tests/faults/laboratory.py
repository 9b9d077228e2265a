"""The results of a whole town, taken in one file after the other, whatever becomes of the store."""

import threading
import time
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

import psycopg

from tests.faults.shared import SharedClock
from tocsin.privacy.identity import make_identity_key
from tocsin.privacy.vault import Vault
from tocsin.store import database
from tocsin.tracing.intake.intake_run import run_intake as take_in
from tocsin.tracing.intake.result_files import ResultFiles
from tocsin.tracing.intake.store_sink import StoreSink
from tocsin_simulation.town.lab_results import LabResult
from tocsin_simulation.town.laboratory import LABORATORIES, documented_csv
from tocsin_simulation.town.laboratory.lab_report import make_lab_report
from tocsin_simulation.town.people import Town

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
        return len({make_identity_key(one.family, one.given, one.birth_date.isoformat()) for one in town})

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
        sheets = [make_lab_report(self._town, _result(index), LABORATORIES) for index in people]
        path = self._folder / f"results-{number}.csv"
        path.write_bytes(documented_csv.write_csv(sheets))
        return path

    def _taken(self, path: Path) -> dict[str, int]:
        """A file, taken in again from its beginning where the store went away."""
        while not self._closing:
            try:
                now = self._clock.now()
                with database.open_connection(self._url) as connection, ResultFiles([path]) as given:
                    (tally,) = take_in(given.files, StoreSink(connection, self._vault, now), now, batch=100)
                return dict(tally.counts)
            except (psycopg.OperationalError, database.NoStore):
                time.sleep(0.05)
        return {}


def _result(index: int) -> LabResult:
    resulted = BEGINS - timedelta(minutes=1 + index % 60)
    return LabResult(
        person=index, laboratory=2, source_id=f"{index}", positive=True,
        taken_at=resulted - timedelta(hours=20), resulted_at=resulted, sent_at=BEGINS,
    )  # fmt: skip
