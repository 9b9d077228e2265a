"""How many SMS a second from the outbox to the network, and their receipts back, through PostgreSQL.

Three processes, as in service: PostgreSQL (embedded, durable: nothing switched off), the simulated SMSC, and
the gateway, which is this one. Every message has its case. CPU time is given by part: unlike the rate it
does not depend on what else the machine does. Run it with ``./dev bench gateway``.
"""

import asyncio
import os
import platform
import resource
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from _smsc import TEXT, start_smsc

from tocsin.privacy.vault import Vault
from tocsin.runtime.clock import MachineClock
from tocsin.sms.smpp_account import SmppAccount
from tocsin.store import database as stores
from tocsin.store import embedded
from tocsin.store.statements import draw_ids
from tocsin.tracing.outbound.lease_policy import GatewayPolicy
from tocsin.tracing.outbound.process import build_worker

LANE = "38663"
COUNT = int(os.environ.get("COUNT", 60_000))
WINDOW = 2_000
TARGET = 6_000
ROUNDS = 3
TICK = os.sysconf("SC_CLK_TCK")


FILL = """
with phones as (
    insert into tracing_phone (id, sealed, number_index, shard, kind, zone, collected_on)
    select p, s, i, get_byte(i, 19), 'mobile', 'Europe/Paris', %(day)s
    from unnest(%(phones)s::bigint[], %(numbers)s::bytea[], %(indexes)s::bytea[]) w(p, s, i)
    returning id
), people as (
    insert into tracing_person (collected_on, age_band, territory, lang)
    select %(day)s, '', '', 'fr' from phones
    returning id
), cases as (
    insert into tracing_case (person_id, phone_id, disease, resulted_at, received_at, deadline, outcome,
        consent)
    select p.id, f.id, 'covid19', %(now)s, %(now)s, %(now)s + interval '24 hours', '', false
    from (select id, row_number() over () n from people) p
    join (select id, row_number() over () n from phones) f using (n)
    returning id, phone_id
), messages as (
    insert into tracing_message (id, key, code, template, version, lang, text_hash, sender, recipient,
        phone_id, case_id, sealed, collected_on, parts, issued_at, failure, resent)
    select m, 'case-' || id || '.1', 'C' || id, 'case.notice', '1', 'fr', '', %(lane)s, '', phone_id, id,
        sealed, %(day)s, 1, %(now)s, '', 0
    from cases
    join unnest(%(messages)s::bigint[], %(phones)s::bigint[], %(texts)s::bytea[]) w(m, phone_id, sealed)
      using (phone_id)
    returning id, phone_id
)
insert into tracing_outbox (message_id, phone_id, lane, priority, deadline, not_before)
select id, phone_id, %(lane)s, 1, %(now)s + interval '24 hours' + id * interval '1 ms', %(now)s from messages
"""


def fill(db, vault, count, first):
    """So many first notices in the outbox."""
    now = datetime.now(UTC) - timedelta(minutes=1)
    day = now.date()
    for start in range(first, first + count, 20_000):
        numbers = [f"+3363998{n:08}" for n in range(start, min(start + 20_000, first + count))]
        phones = draw_ids(db, "tracing_phone", len(numbers))
        messages = draw_ids(db, "tracing_message", len(numbers))
        db.execute(FILL, {
            "phones": phones, "messages": messages,
            "numbers": [vault.seal(number, "phone.sealed", day, phone)
                        for phone, number in zip(phones, numbers, strict=True)],
            "indexes": [vault.index("number", number) for number in numbers],
            "texts": [vault.seal(TEXT, "message.sealed", day, *row)
                      for row in zip(messages, phones, strict=True)],
            "day": day, "now": now, "lane": LANE,
        })  # fmt: skip


async def carried(url, vault, port, watch, count):
    """Seconds until the outbox is empty and every receipt is stored."""
    account = SmppAccount(
        host="127.0.0.1", port=port, system_id="tocsin", password="secret", window=WINDOW, rate=1e6,
        burst=100_000,
    )  # fmt: skip
    carrier = build_worker(url, vault, account, LANE, MachineClock(), policy=GatewayPolicy())
    stop = asyncio.Event()
    began = time.perf_counter()
    running = asyncio.create_task(carrier.run(stop))
    while carrier.counts.receipts < count and not running.done():
        await asyncio.sleep(0.05)
    seconds = time.perf_counter() - began
    stop.set()
    await running
    done = watch.execute("select count(*) from tracing_case where delivered_at is not null").fetchone()[0]
    assert done % count == 0, done
    return seconds


def cpu(pids):
    """CPU seconds of processes, and of the children they have reaped."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:15]))
    return total / TICK


def servers(db):
    """Every process of the server, its backends included."""
    leader = db.execute("select pg_backend_pid()").fetchone()[0]
    parent = Path(f"/proc/{leader}/stat").read_text().rpartition(")")[2].split()[1]
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [parent, *children]


def main():
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load}, window {WINDOW}")
    smsc, port = start_smsc()
    vault = Vault.for_tests()
    home = Path(tempfile.mkdtemp(prefix="tocsin-bench-"))
    rates, parts = [], []
    with embedded.run_store(home) as url:
        stores.migrate_store(url)
        with stores.open_connection(url, autocommit=True) as db:
            for turn in range(ROUNDS):
                fill(db, vault, COUNT, turn * COUNT)
                db.execute("checkpoint")
                before = cpu([smsc.pid]), cpu(servers(db)), own()
                seconds = asyncio.run(carried(url, vault, port, db, COUNT))
                after = cpu([smsc.pid]), cpu(servers(db)), own()
                rates.append(COUNT / seconds)
                parts.append([(b - a) / COUNT * 1e6 for a, b in zip(before, after, strict=True)])
                print(
                    f"  {rates[-1]:>8,.0f} messages/s, us of CPU each: "
                    + "; ".join(
                        f"{name} {value:.0f}"
                        for name, value in zip(("network", "PostgreSQL", "gateway"), parts[-1], strict=True)
                    ),
                    flush=True,
                )
    smsc.stdin.close()
    smsc.wait()
    rate = statistics.median(rates)
    met = "met" if rate >= TARGET else "MISSED"
    print(f"{rate:,.0f} messages/s with receipts through the store; target {TARGET:,}/s: {met}")
    return met != "met"


def own():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    raise SystemExit(main())
