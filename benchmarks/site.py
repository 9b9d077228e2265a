"""How long a person waits for a verdict on the page, while fifty use it: the real server, on this machine.

Fifty people each send a message every second, which is far more than people do; each waits for the answer
before the next. The page is asked for whole, and as the part that an open page asks for. Then they send
without a pause, to show where it ends. Run it with ``./dev bench site``.
"""

import gzip
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from _measure import against, machine

PEOPLE = 50
SECONDS = 10
PAUSE = 1.0
TARGET = 100.0
WEIGHT = 60.0
SENT = urlencode(
    {
        "text": "AMELI : votre carte vitale expire. Payez 0,99 euro : https://ameli-vitale.example sous 24 h",
        "sender": "06 39 98 00 01",
        "received": "2024-05-02",
    }
).encode()
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Encoding": "gzip"}
WAYS = (("the whole page", {}), ("the part that changes", {"HX-Request": "true"}))


@contextmanager
def site(workers: int) -> Iterator[str]:
    """Host and port of a site of our own."""
    command = [sys.executable, "-m", "tocsin", "site", "--port", "0", "--workers", str(workers)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ)
    try:
        assert process.stderr
        where = urlsplit(process.stderr.readline().split()[-1]).netloc
        drain = ThreadPoolExecutor(1)
        drain.submit(process.stderr.read)  # its log: a full pipe would hold it up
        time.sleep(2)
        yield where
    finally:
        process.terminate()
        process.wait()
        drain.shutdown()


def person(where: str, comes: float, pause: float, fields: dict[str, str]) -> list[float]:
    """Seconds of each answer that a person waited for, who comes a while after the first one."""
    time.sleep(comes)
    until = time.perf_counter() + SECONDS
    connection = HTTPConnection(where, timeout=60)
    waited = []
    while (began := time.perf_counter()) < until:
        connection.request("POST", "/", SENT, FORM | fields)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        waited.append(time.perf_counter() - began)
        time.sleep(max(0.0, pause - waited[-1]))
    return waited


def crowd(where: str, pause: float, fields: dict[str, str]) -> list[float]:
    """What all of them waited, in order."""
    with ThreadPoolExecutor(PEOPLE) as pool:
        found = [pool.submit(person, where, i / PEOPLE, pause, fields) for i in range(PEOPLE)]
        return sorted(seconds for one in found for seconds in one.result())


def quantile(waited: list[float], share: float) -> float:
    return waited[min(len(waited) - 1, int(share * len(waited)))]


def weigh(where: str) -> int:
    """Bytes that come over the network for the first page, and for all that it loads but pictures."""
    connection = HTTPConnection(where, timeout=60)

    def fetch(path: str) -> tuple[int, bytes]:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
        return len(body), gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body

    weight, page = fetch("/")
    loaded = re.findall(r'(?:src|href)="(/static/[^"]+[.](?:css|js))"', page.decode())
    return weight + sum(fetch(path)[0] for path in dict.fromkeys(loaded))


def first_answers(where: str, many: int = 20) -> list[float]:
    """Seconds that one person waits for each of the first answers of a site that has just started, in order."""
    connection = HTTPConnection(where, timeout=60)
    waited = []
    for _ in range(many):
        began = time.perf_counter()
        connection.request("POST", "/", SENT, FORM)
        connection.getresponse().read()
        waited.append(time.perf_counter() - began)
    return waited


def main() -> int:
    print(machine())
    with site(workers=1) as where:
        waited = first_answers(where)
        first, usual = waited[0] * 1000, sorted(waited)[len(waited) // 2] * 1000
        print(
            f"alone: the first answer of a site that has just started {first:.0f} ms, then {usual:.0f} (median)"
        )
        print(f"  the first: {against(first, TARGET, 'ms', most=True)}")
        print(f"  the first page, all that it loads: {against(weigh(where) / 1000, WEIGHT, 'kB', most=True)}")
    with site(workers=2) as where:
        crowd(where, PAUSE, {})  # the second process may still be starting
        for name, fields in WAYS:
            for pause in (PAUSE, 0.0):
                waited = crowd(where, pause, fields)
                p50, p95, p99 = (quantile(waited, share) * 1000 for share in (0.5, 0.95, 0.99))
                how = "a message a second each" if pause else "without a pause"
                print(
                    f"{name}, {PEOPLE} people, {how}: {len(waited) / SECONDS:,.0f} answers a second;"
                    f" they waited {p50:.0f} ms (median), {p95:.0f} (95 %), {p99:.0f} (99 %)"
                )
                if pause:
                    print(f"  95 %: {against(p95, TARGET, 'ms', most=True)}")
    print(machine())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
