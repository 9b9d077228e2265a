"""How fast a store that holds a million reports takes and groups those that come next, and how long its pages are drawn:
`./dev bench watch [HELD [CAMPAIGNS]]`.

Reports are those of `campaigns.py`. Another process groups those that the store holds in memory and copies them in; the
next ``NEXT`` come as they do live. The campaigns that the fraud team sees first are then confirmed, and the pages read as the team
and as everybody sees them.
"""

import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from _measure import machine
from campaigns import SEED, DriftingCampaign, read_frauds

from tocsin.campaigns.campaign_desk import decide_campaign, list_stored_campaigns
from tocsin.campaigns.grouping import CampaignIndex
from tocsin.campaigns.report_grouping import group_waiting_reports
from tocsin.campaigns.report_store import Connection, add_report
from tocsin.campaigns.reported_message import ReportedMessage
from tocsin.store import database, embedded
from tocsin.store.statements import execute_statement

HELD, CAMPAIGNS, NEXT = 1_000_000, 2_000, 10_000
NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
"""The disk is not what is measured."""
REPORT = (
    "report (variant_id, reported_on, day, origin, channel, text, text_key, sender, level,"
    " claims, clauses, hosts, numbers, digest)"
)
COUNT_DAYS = (
    "insert into tracing_campaignday (variant_id, day, reports)"
    " select variant_id, day, count(*) from tracing_report group by variant_id, day"
)


def main() -> int:
    """Fill, time, and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.web.settings")  # before the store is migrated
    held, campaigns = (*map(int, sys.argv[1:3]), *(HELD, CAMPAIGNS)[len(sys.argv) - 1 :])
    print(f"{machine()}; seed {SEED}; {held} reports of {campaigns} campaigns")
    with open_store() as (connection, url):
        with ProcessPoolExecutor(1, get_context("spawn")) as apart:  # a live grouping has not its memory
            messages = apart.submit(fill_store, url, held, campaigns).result()
        connection.execute("vacuum analyze")
        with tell_rate("taken, one transaction each", NEXT, connection):
            for at, message in enumerate(messages):
                add_report(connection, message, sha256(b"next %d" % at).digest(), "api", NOW)
        with tell_rate("grouped", NEXT, connection):
            while group_waiting_reports(connection, NOW)["reports"]:
                pass
        tell_memory()
        time_pages(connection, url)
    return 0


def fill_store(url: str, held: int, campaigns: int) -> list[ReportedMessage]:
    """Group reports in memory and copy them into the store with their campaigns; the reports that come next."""
    messages = write_reports(held + NEXT, campaigns)
    index, begun = CampaignIndex(), {}

    def place_reports() -> Iterator[Sequence[object]]:
        for at, one in enumerate(islice(messages, held)):
            report = one.prepare_for_grouping()
            variant = index.group_report(report).variant
            begun.setdefault(variant, one)
            told = (one.day, one.day, "api", one.channel, one.text, report.fingerprint.key)
            facts = (list(one.claims), list(one.clauses), list(one.hosts), list(one.numbers))
            yield variant, *told, one.sender, one.level, *facts, sha256(b"held %d" % at).digest()

    with database.open_connection(url) as connection, tell_rate("held", held, connection):
        copy_rows(connection, REPORT, place_reports())  # whose variants follow in the same transaction
        kept = index.list_campaigns()
        copy_rows(connection, "campaign (id, began_at, sample)", ((id, NOW, "") for id in kept))
        variants = [one for id in kept for one in index.list_variants(id)]
        copy_rows(
            connection,
            "campaigntext (id, campaign_id, text, bands, marks, claims, channels, level)",
            (
                (one.id, one.campaign, begun[one.id].text, list(one.fingerprint.telling_bands), sorted(one.marks),
                 list(begun[one.id].claims), [begun[one.id].channel], begun[one.id].level) for one in variants
            ),
        )  # fmt: skip
        connection.execute(COUNT_DAYS)
        execute_statement(connection, "reports.keep_numbers", campaign=max(kept), variant=max(begun))
    print(f"{len(kept)} campaigns, {len(begun)} variants")
    tell_memory()
    return list(messages)


def copy_rows(connection: Connection, where: str, rows: Iterable[Sequence[object]]) -> None:
    """Write rows into a table, named with its columns."""
    with connection.cursor() as cursor, cursor.copy(f"copy tracing_{where} from stdin".encode()) as copy:
        for row in rows:
            copy.write_row(row)


def time_pages(connection: Connection, url: str) -> None:
    """The pages themselves, drawn whole for somebody who is signed in; without the network."""
    os.environ["TOCSIN_DATABASE_URL"] = url
    import django

    django.setup()
    from django.test import Client

    from tocsin.web.accounts import sessions, staff_accounts
    from tocsin.web.staff.staff_member import RoleGrant
    from tocsin.web.store_pool import STORE_POOL

    listed = list_stored_campaigns(connection, ["new"], NOW.date())
    biggest = max(listed, key=lambda one: one.reports)
    for one in listed:
        decide_campaign(connection, one.id, "confirmed", one.text, "bench", NOW)
    connection.execute("vacuum analyze")
    print(
        f"biggest campaign: {biggest.reports} reports, {biggest.variants} variants; {len(listed)} are confirmed"
    )
    now = datetime.now(UTC)
    analyst = staff_accounts.create_account(
        connection, "anais", "Anaïs", now=now, by="bench", grants=(RoleGrant("analyst"),)
    )
    client = Client(SERVER_NAME="localhost")
    client.cookies[sessions.COOKIE] = sessions.begin_session(connection, analyst, now)
    for place in (
        f"/veille/{biggest.id}",
        "/veille",
        "/veille?state=confirmed",
        "/veille?q=votre+colis",
        "/circule",
    ):

        def read(place: str = place) -> None:
            answer = client.get(place)
            assert answer.status_code == 200, f"{place}: {answer.status_code}"

        tell_time(f"page {place}", read)
    STORE_POOL.close_connections()


def tell_memory() -> None:
    """Print the most memory that this process has had."""
    print(
        f"memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most",
        flush=True,
    )


def tell_time(name: str, look: Callable[[], object]) -> None:
    """Print how long it takes, once it is warm: the load of others is in the middle value, and least in the best."""
    look()
    took = []
    for _ in range(9):
        begun = time.perf_counter()
        look()
        took.append(time.perf_counter() - begun)
    print(
        f"{name}: {median(took) * 1000:.0f} ms, at best {min(took) * 1000:.0f}; load {os.getloadavg()[0]:.0f}"
    )


def write_reports(reports: int, campaigns: int) -> Iterator[ReportedMessage]:
    """Reports over thirty days, as they come."""
    hand = random.Random(SEED)
    texts = read_frauds()
    hand.shuffle(texts)
    words = [word for text in texts for word in text.split(" ")]
    written = [DriftingCampaign(n, texts[n % len(texts)], words, hand) for n in range(campaigns)]
    weights = [1 / (1 + number) ** 0.7 for number in range(campaigns)]
    for at, one in enumerate(hand.choices(written, weights, k=reports)):
        text, host = one.write_copy()
        day = NOW.date() - timedelta(days=30 - 30 * at // reports)
        hosts = (host,) if host else ()
        yield ReportedMessage(
            day, "sms", text, "", "imposture", ("assurance_maladie",), ("ask.sms.pay",), hosts, ()
        )


@contextmanager
def tell_rate(what: str, count: int, connection: Connection) -> Iterator[None]:
    """Print how many a second: by the clock, and of the CPU of this process and of its server's."""
    begun, worked, served = time.perf_counter(), time.process_time(), read_server_cpu(connection)
    yield
    spent, used = time.perf_counter() - begun, time.process_time() - worked
    served = read_server_cpu(connection) - served
    print(
        f"{what}: {spent:.1f} s, {count / spent:.0f} reports a second; CPU {used:.1f} s and {served:.1f} of its server, "
        f"{count / (used + served):.0f} a second; load {os.getloadavg()[0]:.0f}",
        flush=True,
    )


def read_server_cpu(connection: Connection) -> float:
    """Seconds that the server's process of a connection has worked."""
    told = Path(f"/proc/{connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def open_store() -> Iterator[tuple[Connection, str]]:
    """An empty store, and its URL."""
    with tempfile.TemporaryDirectory(prefix="tocsin-watch-") as folder:
        Path(folder).chmod(0o755)
        with embedded.run_store(Path(folder) / "store", settings=FAST) as url:
            database.migrate_store(url)
            with database.open_connection(url, autocommit=True) as connection:
                yield connection, url


if __name__ == "__main__":
    sys.exit(main())
