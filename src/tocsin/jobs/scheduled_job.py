"""A chore, when it is due, and what it needs."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final, Literal

import psycopg
from msgspec import Struct

from tocsin.config import read_settings
from tocsin.locale.paris_time import PARIS_ZONE, find_paris_day
from tocsin.privacy.vault import Vault
from tocsin.runtime.clock import MACHINE_CLOCK
from tocsin.store import database

# When a chore is due: by the service's clock, at moments that every process works out alike.
#
# Such a moment is called a slot. Of those that went by while nobody looked only the last one is made up for.


class IntervalSchedule(Struct, frozen=True):
    """Again and again, counted from 1970 on.

    >>> IntervalSchedule(60).last_slot(datetime(2021, 3, 4, 7, 0, 59, tzinfo=UTC)).isoformat()
    '2021-03-04T07:00:00+00:00'
    """

    seconds: int

    def last_slot(self, now: datetime) -> datetime:
        """The last moment, up to ``now``, at which it was due; in UTC."""
        passed = int(now.timestamp()) // self.seconds * self.seconds
        return datetime.fromtimestamp(passed, UTC)

    def next_slot(self, now: datetime) -> datetime:
        return self.last_slot(now) + timedelta(seconds=self.seconds)

    def __str__(self) -> str:
        for unit, name in ((3600, "hour"), (60, "minute"), (1, "second")):
            count, rest = divmod(self.seconds, unit)
            if not rest:
                return f"every {name}" if count == 1 else f"every {count} {name}s"
        raise ValueError(f"{self.seconds} seconds")


class DailySchedule(Struct, frozen=True):
    """Once a day at an hour of the local time.

    >>> DailySchedule(3).last_slot(datetime(2021, 3, 4, 7, tzinfo=UTC)).isoformat()
    '2021-03-04T02:00:00+00:00'
    """

    hour: int
    """From 0 to 23. The hour from 2 to 3 is there twice on a night of autumn, where the first counts, and not
    at all on one of spring, where the chore comes an hour later."""

    def last_slot(self, now: datetime) -> datetime:
        """The last moment, up to ``now``, at which it was due; in UTC."""
        today = find_paris_day(now)
        at = self._moment_on_day(today.toordinal())
        return at if at <= now else self._moment_on_day(today.toordinal() - 1)

    def next_slot(self, now: datetime) -> datetime:
        return self._moment_on_day(find_paris_day(self.last_slot(now)).toordinal() + 1)

    def _moment_on_day(self, ordinal: int) -> datetime:
        wall = datetime.combine(datetime.fromordinal(ordinal), time(self.hour), PARIS_ZONE)
        return wall.astimezone(UTC)

    def __str__(self) -> str:
        return f"daily at {self.hour:02}:00"


When = IntervalSchedule | DailySchedule


Need = Literal["store", "inbox", "mailbox", "reports", "webhooks"]
"""``store``: nothing but the store and the keys; else a folder or a file. It is the queue of procrastinate in which the
chore stands: a process takes only what it can do."""
FOLDERS: Final[Mapping[Need, str]] = {
    "inbox": "TOCSIN_INBOX",
    "mailbox": "TOCSIN_RESULTS_MAILBOX",
    "reports": "TOCSIN_REPORTS",
    "webhooks": "TOCSIN_WEBHOOKS",
}
"""Where a process learns of it."""

Counts = Mapping[str, int]
"""What a chore did, in numbers: it is logged, and nothing personal is in it."""


class JobResources(Struct, frozen=True):
    vault: Vault
    connect: Callable[[], psycopg.Connection[Any]] = database.open_connection
    inbox: Path | None = None
    """Folder of results that is watched."""
    mailbox: str = ""
    """Address of the mailbox whose mails go into that folder; a secret."""
    mapping: Path | None = None
    """What the columns of CSV files in it mean, where they are not ours."""
    receipts: Path | None = None
    """Where the receipts are written that mails with results ask for."""
    reports: Path | None = None
    """Where reports and exports are written."""
    webhooks: Path | None = None
    """The file of endpoints that are told of events."""
    announces_calls: bool = True
    """Whether people are told by SMS when an agent will ring."""
    machine: Callable[[], datetime] = MACHINE_CLOCK.now
    seen: dict[str, tuple[int, int]] = {}
    """The files of the watched folder as this process saw them last: name -> size and time of change."""

    @property
    def needs(self) -> list[Need]:
        found: list[Need] = ["store"]
        if self.inbox:
            found.append("inbox")
        if self.inbox and self.mailbox:
            found.append("mailbox")
        if self.reports:
            found.append("reports")
        if self.webhooks:
            found.append("webhooks")
        return found


class JobRunContext(Struct, frozen=True):
    resources: JobResources
    connection: psycopg.Connection[Any]
    """In no transaction; committed after the run, and undone where it fails."""
    now: datetime
    """The moment for which it is run, also when it is tried again: aware, in UTC."""


class ScheduledJob(Struct, frozen=True):
    name: str
    when: When
    needs: Need
    what: str
    do: Callable[[JobRunContext], Counts]
    """It can be run again for the same moment, after having been cut off anywhere."""

    @property
    def task_name(self) -> str:
        return f"tocsin.{self.name}"


def resources_from_environment(vault: Vault, environment: Mapping[str, str] | None = None) -> JobResources:
    """The resources of this process, with the folders that its environment names."""
    said = read_settings(environment)
    return JobResources(
        vault,
        inbox=said.inbox,
        mailbox=said.results_mailbox,
        mapping=said.mapping,
        receipts=said.receipts,
        reports=said.reports,
        webhooks=said.webhooks,
        announces_calls=not said.calls_unannounced,
    )
