"""How fast the store takes reports and groups them, and how long the page of its biggest campaign is read:
`.venv/bin/python benchmarks/watch.py [REPORTS [CAMPAIGNS]]`.

Reports are those of `campaigns.py`. Then the biggest campaign is filled up to what it has among a million reports of
2,000 campaigns (33,000 reports), and its pages are read, as the fraud team and as everybody sees them; besides, what they
ask of the store is timed by itself.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from statistics import median

from _measure import machine
from campaigns import SEED, DriftingCampaign, read_frauds

from tocsin.campaigns.campaign_desk import decide_campaign, list_stored_campaigns, read_campaign
from tocsin.campaigns.campaign_search import find_campaigns, read_search
from tocsin.campaigns.circulation import list_circulating_campaigns
from tocsin.campaigns.genuine_likeness import find_genuine_likeness
from tocsin.campaigns.report_grouping import group_waiting_reports
from tocsin.campaigns.report_store import Connection, add_report
from tocsin.campaigns.reported_message import ReportedMessage
from tocsin.store import database, embedded

REPORTS, CAMPAIGNS = 20_000, 400
BIGGEST = 33_000
"""Reports of the biggest campaign of a million."""
NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
"""The disk is not what is measured."""
_FILL = """
insert into tracing_report (variant_id, reported_on, day, origin, channel, text, text_key, sender, level, claims, clauses,
  hosts, numbers, region, digest)
select r.variant_id, r.reported_on, r.day, r.origin, r.channel, r.text, r.text_key, r.sender, r.level, r.claims, r.clauses,
  r.hosts, r.numbers, r.region, sha256(r.digest || int4send(n))
from tracing_report r join tracing_campaigntext t on t.id = r.variant_id, generate_series(1, %(times)s) as n
where t.campaign_id = %(campaign)s
"""


def main() -> int:
    """Fill, time, and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.web.settings")  # before the store is migrated
    reports, campaigns = (*map(int, sys.argv[1:3]), *(REPORTS, CAMPAIGNS)[len(sys.argv) - 1 :])
    print(f"{machine()}; seed {SEED}; {reports} reports of {campaigns} campaigns")
    messages = list(write_reports(reports, campaigns))
    with open_store() as (connection, url):
        begun, worked = time.perf_counter(), time.process_time()
        for at, message in enumerate(messages):
            add_report(connection, message, sha256(b"%d" % at).digest(), "api", NOW)
        tell_rate("taken, one transaction each", reports, begun, worked)
        begun, worked = time.perf_counter(), time.process_time()
        while group_waiting_reports(connection, NOW)["reports"]:
            pass
        tell_rate("grouped", reports, begun, worked)
        biggest = time_queries(connection)
        time_pages(connection, url, biggest)
    return 0


def time_queries(connection: Connection) -> int:
    """What the pages ask, with the biggest campaign as big as among a million: its number."""
    today = NOW.date()
    biggest = max(list_stored_campaigns(connection, ["new"], today), key=lambda one: one.reports)
    times = BIGGEST // biggest.reports
    connection.execute(_FILL, {"campaign": biggest.id, "times": times})
    connection.execute("analyze")
    record = read_campaign(connection, biggest.id)
    texts = [one.text for one in record.variants[:30]]
    decide_campaign(connection, biggest.id, "confirmed", texts[0], "bench", NOW)
    print(f"biggest campaign: {biggest.reports * (times + 1)} reports, {len(record.variants)} variants")
    for name, look in (
        ("its record", lambda: read_campaign(connection, biggest.id)),
        ("what is like it", lambda: find_genuine_likeness(connection, texts, NOW)),
        ("what circulates", lambda: list_circulating_campaigns(connection, today)),
        ("list of campaigns", lambda: list_stored_campaigns(connection, ["new"], today)),
        ("search for words", lambda: find_campaigns(connection, read_search("votre colis"))),
    ):
        tell_time(name, look)
    return biggest.id


def time_pages(connection: Connection, url: str, biggest: int) -> None:
    """The pages themselves, drawn whole for somebody who is signed in; without the network."""
    os.environ["TOCSIN_DATABASE_URL"] = url
    import django

    django.setup()
    from django.test import Client

    from tocsin.web.accounts import sessions, staff_accounts
    from tocsin.web.staff.staff_member import RoleGrant
    from tocsin.web.store_pool import STORE_POOL

    now = datetime.now(UTC)
    analyst = staff_accounts.create_account(
        connection, "anais", "Anaïs", now=now, by="bench", grants=(RoleGrant("analyst"),)
    )
    client = Client(SERVER_NAME="localhost")
    client.cookies[sessions.COOKIE] = sessions.begin_session(connection, analyst, now)
    for place in (f"/veille/{biggest}", "/veille", "/veille?q=votre+colis", "/circule"):

        def read(place: str = place) -> None:
            answer = client.get(place)
            assert answer.status_code == 200, f"{place}: {answer.status_code}"

        tell_time(f"page {place}", read)
    STORE_POOL.close_connections()


def tell_time(name: str, look: Callable[[], object]) -> None:
    """Print how long it takes, once it is warm."""
    look()
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        look()
        took.append(time.perf_counter() - begun)
    print(f"{name}: {median(took) * 1000:.0f} ms")


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


def tell_rate(what: str, count: int, begun: float, worked: float) -> None:
    """Print how many a second."""
    spent, used = time.perf_counter() - begun, time.process_time() - worked
    print(
        f"{what}: {spent:.1f} s, {count / spent:.0f} reports a second; {count / used:.0f} a second of this process's CPU"
    )


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
