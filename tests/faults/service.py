"""The whole service in processes of its own, which a test kills one after the other."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg

from tests.faults.invariants import Checks
from tests.faults.laboratory import BEGINS, Laboratory
from tests.faults.seen import Seen
from tests.faults.shared import CLOCK, FROZEN, SharedClock, State, impatient, read
from tests.free_ports import find_free_port
from tests.store import prepared
from tests.store.patience import open_connection_patiently
from tocsin.privacy.vault import Vault
from tocsin.runtime.process_supervisor import ProcessSupervisor, WorkerSpec
from tocsin.store import database, embedded
from tocsin.tracing.calls.task_sweep import sweep_tasks
from tocsin_simulation.town.people import Town
from tocsin_simulation.town.town_numbers import FICTION, SIMULATED

ROOT = Path(__file__).resolve().parents[2]
HERE = "tests.faults"
LANE = "38663"
WINDOW = 50
DURABLE = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "64MB"}
"""What a server needs that is killed while its machine lives on: what it commits is with the system."""
GUARD = 240.0
"""Seconds without any progress after which something is said to be missing: never what a test measures."""
BYTES = 600
"""What the network writes down for one conversation, about."""
IN_MOTION = """
    select (select count(*) from tracing_inbox)
      + (select count(*) from tracing_timer where due <= %(now)s)
      + (select count(*) from tracing_outbox o join tracing_message m on m.id = o.message_id
         where o.not_before <= %(now)s
           and (m.uncertain_at is null or o.leased_until < %(now)s
             or m.resent >= (select count(*) from tracing_change c
                             where c.subject = 'message' and c.subject_id = m.id and c.what = 'uncertain')))
      + (select count(*) from tracing_earlyreceipt e
         join tracing_part p on p.account = e.account and p.remote_id = e.remote_id)"""
"""What engines and gateways will take by themselves: not what waits for its hour, nor what is in doubt and
waits for news, for which time has to go by."""


class Missing(AssertionError):
    """Something did not come."""


class Service:
    """A store, a network, engines and a gateway; and people of a town who are all tested positive."""

    def __init__(
        self,
        home: Path,
        folder: Path,
        people: int,
        *,
        engines: int = 2,
        gateways: int = 1,
        window: int = WINDOW,
        faults: Sequence[str] = (),
        settings: Mapping[str, str] | None = None,
        frozen: int = 60_000,
        root: Path = ROOT,
    ) -> None:
        """``frozen``: milliseconds after which the server ends a step of which it hears nothing more;
        ``root``: where the code of the processes lies, which also makes the tables."""
        self.home, self.folder, self.window = home, folder, window
        self.town = Town(people, figures=impatient())
        self.clock = SharedClock.make(folder / "clock", BEGINS)
        self.record = folder / "record"
        self.network = State.make(folder / "state")
        self.settings = DURABLE | (settings or {})
        self.kills: list[str] = []
        self._line: tuple[str, psycopg.Connection[Any]] | None = None
        """The store that was last asked, and the line to it."""
        self._looks_on: list[psycopg.Connection[Any]] = []
        """Lines of what is checked at the end."""
        if root == ROOT:
            self.url = embedded.start_store(prepared.put(home), settings=self.settings)
        else:
            self.url = embedded.start_store(home, settings=self.settings)
            migrate(self.url, root)
        self.vault = Vault.load(folder / "keys.json", make=True)
        self.laboratory = Laboratory(self.town, folder, self.url, self.vault, self.clock)
        self.port = find_free_port()
        line = f"rate=100000&burst=10000&window={window}&retry_first=0.02&retry_most=0.2&patience=0.2"
        simulated = SIMULATED if people > FICTION else {}
        os.environ.update(simulated)
        environment = {
            **os.environ,
            "PYTHONPATH": f"{root}{os.pathsep}{root / 'src'}",
            "PYTHONSAFEPATH": "1",  # else the tests of the folder that we stand in come first, with another root
            CLOCK: str(folder / "clock"),
            FROZEN: str(frozen),
            database.URL: self.url,
            "TOCSIN_KEYS": str(folder / "keys.json"),
            "TOCSIN_SMPP": f"smpp://tocsin:secret@127.0.0.1:{self.port}/{LANE}?{line}",
        }
        words = (str(self.port), str(people), str(self.record), str(folder / "state"), *faults)
        self.crew = ProcessSupervisor(
            [
                WorkerSpec("network", f"{HERE}.network", words),
                *(WorkerSpec(f"engine-{n + 1}", f"{HERE}.engine") for n in range(engines)),
                *(WorkerSpec(name, f"{HERE}.gateway", (LANE,)) for name in _gateways(gateways)),
            ],
            environment,
        )
        self._stop = threading.Event()
        self._watch = threading.Thread(target=self.crew.watch_processes, args=(self._stop,), daemon=True)
        self._watch.start()

    def close(self) -> None:
        self.laboratory.close()
        self._hang_up()
        for line in self._looks_on:
            line.close()
        self._stop.set()
        self._watch.join()
        self.crew.stop_processes()
        embedded.stop_store(self.home)

    # ---- faults

    def kill(self, what: str) -> None:
        """``kill -9`` of ``engine-1``, ``gateway``, ``network`` or ``postgres``; it is begun again."""
        if what == "postgres":
            pid = embedded.read_store_status(self.home).pid
            assert pid, "no server runs"
            os.kill(pid, signal.SIGKILL)
            embedded.start_store(self.home, settings=self.settings)
        else:
            self.until(f"{what} alive", lambda: self._alive(what))
            os.kill(self.crew.list_pids()[what], signal.SIGKILL)
        self.kills.append(what)

    def _alive(self, name: str) -> bool:
        """Whether whoever has this post lives, or is yet to be begun again."""
        return any(held.post.name == name and held.process.poll() is None for held in self.crew._held)

    @contextmanager
    def frozen(self, *names: str) -> Iterator[None]:
        """These are stopped wherever they are, and go on afterwards as if nothing had been."""
        pids = [self.crew.list_pids()[name] for name in names]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)
        self.until("what lay on the lines of those who slept", self._heard)

    def _heard(self) -> bool:
        """Whether nobody has anything of the network's still to read; hours could pass before they do."""
        lines = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
        theirs = (line.split() for line in lines if line.split()[2].endswith(f":{self.port:04X}"))
        return not any(int(line[4].partition(":")[2], 16) for line in theirs)

    @contextmanager
    def no_store(self) -> Iterator[None]:
        """PostgreSQL is stopped as long as this lasts."""
        embedded.stop_store(self.home)
        try:
            yield
        finally:
            embedded.start_store(self.home, settings=self.settings)

    def kill_one_after_the_other(
        self, order: Sequence[str], share: float = 0.8, told: Callable[[str], object] = bool
    ) -> None:
        """Kill while conversations go on, at even distances of what the network does.

        Leases of the dead end at once: the clock is moved on past them. In the end everybody is alive again.
        """
        whole = BYTES * self.town.people * share
        for number, what in enumerate(order, 1):
            self.progress(whole * number / (len(order) + 1))
            told(what)
            self.kill(what)
            if what != "postgres":
                self.clock.jump(minutes=1, seconds=5)
        self.until("everybody alive", lambda: self.crew.restarts == sum(k != "postgres" for k in self.kills))

    def progress(self, wanted: float, *, without_some: bool = False) -> None:
        """Wait until the network has written so much, or everything has come to rest before.

        ``without_some``: some stand still, and what they owe the network is not waited for.
        """
        rests = self.as_far_as_it_goes if without_some else self.quiet

        def far_enough() -> bool:
            return self.taken() >= wanted or (not self.laboratory.busy and rests())

        self.until(f"{wanted:.0f} bytes of the network's", far_enough)

    # ---- waiting

    def until(self, what: str, condition: Callable[[], Any], guard: float = GUARD) -> None:
        """Wait for something, as long as the network moves or was seen to move a while ago.

        Raises Missing, which says what it was and how things stand.
        """
        since, seen = time.monotonic(), self._progress()
        while True:
            began = time.monotonic()
            if condition():
                return
            if (now := self._progress()) != seen:
                since, seen = time.monotonic(), now
            if time.monotonic() > since + guard:
                raise Missing(f"{what} did not come within {guard:.0f} s; {self.standing()}")
            time.sleep(
                max(0.05, 9 * (time.monotonic() - began))
            )  # who asks all the time keeps the others waiting

    def _progress(self) -> tuple[int, int, int]:
        """What changes as long as people are served: not that a line is kept open, which it is for ever."""
        busy = self.network.read()
        return busy.due, busy.owed, self.taken()

    def taken(self) -> int:
        """SMS that the network has taken so far, roughly: the size of what it wrote down."""
        return self.record.stat().st_size if self.record.exists() else 0

    def standing(self) -> str:
        """How the queues stand, in a line."""
        try:
            rows = self.all(
                "select 'inbox', count(*), '' from tracing_inbox union all"
                " select 'outbox', count(*), coalesce(min(leased_by), '') from tracing_outbox"
                "  where not_before <= %(now)s union all"
                " select 'unconfirmed', count(*), min(gateway) from tracing_unconfirmed union all"
                " select 'due', count(*), '' from tracing_timer where due <= %(now)s union all"
                " select 'workers', count(*), string_agg(name, ' ') from tracing_worker",
                now=self.clock.now(),
            )
        except (psycopg.Error, database.NoStore) as error:
            rows = [("store", type(error).__name__)]
        return f"kills {self.kills}, restarts {self.crew.restarts}, {self.network.read()}, {rows}"

    def all(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """Rows of the store, which is waited for: by one line, as long as it holds."""
        return open_connection_patiently(
            lambda c: c.execute(sql.encode(), values, prepare=False).fetchall(),
            opens=self._at_hand,
            seconds=GUARD,
        )

    @contextmanager
    def _at_hand(self) -> Iterator[psycopg.Connection[Any]]:
        if self._line is None or self._line[0] != self.url:
            self._hang_up()
            self._line = self.url, database.open_connection(self.url, autocommit=True)
        try:
            yield self._line[1]
        except psycopg.Error:
            self._hang_up()
            raise

    def _hang_up(self) -> None:
        if self._line:
            self._line[1].close()
            self._line = None

    # ---- the end

    def quiet(self) -> bool:
        """Whether nothing moves now, nowhere between a telephone and the store.

        The network is looked at before and after the store. What it has been told to be safe is in the store,
        and what is on its way to it is in the outbox until it has answered.
        """
        return not self.network.read().owed and self.as_far_as_it_goes()

    def as_far_as_it_goes(self) -> bool:
        """The same, whatever the network still has to hand over to those who stand still."""
        before = self.network.read()
        if before.due:
            return False
        ((left,),) = self.all(IN_MOTION, now=self.clock.now())
        return not left and self.network.read() == before

    def drain(self, hours: float = 30.0, step: float = 6.1) -> None:
        """Let time go by, in jumps, until every deadline is over and everything that was to happen has.

        Whatever results are still on their way come in first: whom they open a case for would write later.
        """
        if self.laboratory.busy:
            self.laboratory.all()
        end = self.clock.now() + timedelta(hours=hours)
        for _ in range(3):  # leases of the dead, and then the time for news of what is in doubt
            self.clock.jump(minutes=2, seconds=5)
            self.settle()
        while self.clock.now() < end:
            self.clock.jump(hours=step)
            with database.open_connection(self.url) as connection:
                sweep_tasks(connection, self.clock.now())
            self.settle()
        self.until("an end of what was not confirmed", self._confirmed)

    def _confirmed(self) -> bool:
        return self.all("select count(*) from tracing_unconfirmed") == [(0,)]

    def settle(self) -> None:
        self.until("quiet", self.quiet)

    def broken(self, *, moved: bool = False, **most_in_doubt: int) -> list[str]:
        """What does not hold at the end of a run: see ``invariants``."""
        return self.checks().broken(self.laboratory.cases, moved=moved, **most_in_doubt)

    def checks(self) -> Checks:
        """What is checked at the end of a run: the clock stands and nothing moves, so that what the network wrote
        down and what the store says, which are read one after the other, are of one moment."""
        self.clock.halt()
        self.settle()
        self._looks_on.append(database.open_connection(self.url))
        return Checks(self._looks_on[-1], self.vault, Seen.of(self.lines()), self.clock.now())

    def lines(self) -> list[list[Any]]:
        """What the network wrote down."""
        return read(self.record)


def migrate(url: str, root: Path) -> None:
    """The tables of the code in a folder."""
    words = "import sys; from tocsin.store import database; database.migrate_store(sys.argv[1])"
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(
        [sys.executable, "-c", words, url], cwd=root, check=True,
        env=environment | {"PYTHONPATH": str(root / "src")},
    )  # fmt: skip


def _gateways(count: int) -> list[str]:
    return ["gateway"] if count == 1 else [f"gateway-{n + 1}" for n in range(count)]
