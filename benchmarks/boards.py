"""The boards at half a million cases: what the chore takes to count them, and a page to read one.

    ./dev bench boards                                     500,000 cases; some minutes and 5 GB to fill
    .venv/bin/python benchmarks/boards.py --cases 20000    fewer
    ... --store URL                                        a store that was filled so before

The crowd is that of ``plans.py``, ten days with a record day; here a third of its cases became one after
somebody had named them, so that there are chains.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psycopg
from _crowd import NOW, fill
from _measure import here, machine

from tocsin.metrics.surveillance.board import NATION, SurveillanceBoard
from tocsin.metrics.surveillance.board_assembly import assemble_boards
from tocsin.metrics.surveillance.open_data import build_open_aggregates as opened_to_all
from tocsin.metrics.surveillance.reporting_periods import compute_periods
from tocsin.metrics.surveillance.snapshots import load_board, save_boards
from tocsin.metrics.surveillance.source_rows import STATEMENTS, read_surveillance_rows
from tocsin.privacy.vault import Vault
from tocsin.store import database, embedded
from tocsin.store.queries import query

FAST: Final = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
"""The disk is not what is measured."""
CHAINS: Final = """
update tracing_contact set became_case_id = case_id + %(later)s
where id %% 6 = 0 and case_id + %(later)s <= %(cases)s
"""


def main() -> int:
    """Fill, count, read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=500_000)
    parser.add_argument("--store", default="", help="URL of a store that was filled before")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.web.settings")
    print(machine())
    with opened(options) as (connection, where):
        statements(connection)
        counted(connection)
        for territory in ("", "R11", "75"):
            told(f"load {territory or 'the nation'}", lambda place=territory: load_board(connection, place))
        pages(connection, where)
    return 0


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[tuple[psycopg.Connection[Any], str]]:
    """A store that is full, and its URL."""
    if options.store:
        with database.open_connection(options.store, autocommit=True) as connection:
            yield connection, options.store
        return
    with tempfile.TemporaryDirectory(prefix="tocsin-boards-") as folder:
        Path(folder).chmod(0o755)
        with embedded.run_store(Path(folder) / "store", settings=FAST) as url:
            database.migrate_store(url)
            with database.open_connection(url, autocommit=True) as connection:
                print(f"filled in {fill(connection, options.cases):.0f} s", flush=True)
                connection.execute(CHAINS, {"cases": options.cases, "later": options.cases // 50})
                connection.execute("vacuum analyze")
                yield connection, url


def statements(connection: psycopg.Connection[Any]) -> None:
    """Each statement by itself."""
    asked = compute_periods(NOW).query_parameters
    for name in (*STATEMENTS, "gatherings", "steps"):
        begun = time.perf_counter()
        rows = connection.execute(query(f"boards.{name}"), asked, prepare=False).fetchall()
        took = time.perf_counter() - begun
        print(f"boards.{name:12} {took * 1000:9.0f} ms {len(rows):9,} rows", flush=True)


def counted(connection: psycopg.Connection[Any]) -> None:
    """The chore, in its three parts."""
    vault = Vault.for_tests()
    found: dict[str, Any] = {}

    def step(name: str, work: Callable[[], Any]) -> None:
        clock, cpu = here(lambda: found.__setitem__(name, work()))
        print(f"{name:19} {clock:9.2f} s, of which {cpu:.2f} s of this process", flush=True)

    step("look", lambda: read_surveillance_rows(connection, vault, compute_periods(NOW)))
    step("boards", lambda: assemble_boards(found["look"]))
    step("keep", lambda: save_boards(connection, "inside", found["boards"]))
    step("open figures", lambda: figures(connection, found["boards"]))
    sizes = connection.execute("select sum(length(document)), max(length(document)) from tracing_board")
    print("bytes of all boards, of the longest:", sizes.fetchone())


def figures(connection: psycopg.Connection[Any], made: list[SurveillanceBoard]) -> None:
    """What the chore does once a day."""
    counts = connection.execute(query("jobs.day_counts"), {"now": NOW}).fetchall()
    save_boards(
        connection, "open", [opened_to_all(board, counts) for board in made if board.territory == NATION]
    )


def pages(connection: psycopg.Connection[Any], where: str) -> None:
    """Every page as Django answers it, to an epidemiologist of the nation; and the open figures."""
    os.environ[database.URL] = where
    import django

    django.setup()
    from django.test import Client

    from tocsin.web.accounts import sessions, staff_accounts
    from tocsin.web.dashboards.pages import PAGES
    from tocsin.web.staff.staff_member import RoleGrant

    now = datetime.now(UTC)
    known = staff_accounts.create_account(
        connection, "bench", "Bench", now=now, by="bench", password="a sentence that nobody else knows",
        grants=(RoleGrant("epidemiologist"),),
    )  # fmt: skip
    client = Client(SERVER_NAME="localhost")
    client.cookies[sessions.COOKIE] = sessions.begin_session(connection, known, now)
    for address in [f"/{page.fr}" for page in PAGES if "<" not in page.fr] + ["/chiffres"]:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        told(f"{address} {len(answer.content) // 1024} kB", lambda where=address: client.get(where))


def told(name: str, work: Callable[[], object], times: int = 50) -> None:
    """Median and 95 % of many runs."""
    took = sorted(here(work)[0] * 1000 for _ in range(times))
    print(f"{name:34} {statistics.median(took):9.1f} ms, 95 % within {took[int(times * 0.95)]:.1f} ms")


if __name__ == "__main__":
    raise SystemExit(main())
