"""The pages of the desk in a store of half a million cases, a hundred thousand of whom are to be rung.

    ./dev bench desk                                       500,000 cases; some minutes and 5 GB to fill
    .venv/bin/python benchmarks/desk.py --cases 20000      fewer

A real site is asked over HTTP by agents who work at the same time, each with a session and a territory of
their own: they take the next person, look at the call, say that the page is open, have the number shown,
type a contact, write down what came of it; and they look for a file by name and by number, and open it. As
supervisors they look at the load, which jobs have counted, beside what 300 agents have done in twelve hours. The
target is 200 ms for 95 of 100 answers of each page. The exit status is 1 where one of them misses it.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
import psycopg
from _crowd import NOW, fill
from _measure import against, machine

from tocsin.metrics.forecast import territory_forecasts
from tocsin.privacy.encrypted_payloads import ContactDetails, PersonDetails
from tocsin.privacy.identity import make_name_key
from tocsin.privacy.vault import SAID, Vault
from tocsin.store import database, embedded
from tocsin.tracing.calls import workload
from tocsin.tracing.calls.model import LEASE
from tocsin.tracing.calls.task_queue import lease_next_task
from tocsin.tracing.supervision.territory import find_departments

TARGET: Final = 200.0
"""Milliseconds."""
FAST: Final = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "1GB",
}
"""The disk is not what is measured."""
PLACES: Final = ("", "R11", "75", "35")
"""Where agents ring: France, a region, a département."""
LETTERS: Final = "abcdefghij"


class Agent:
    """Somebody at the desk, with a cookie and a connection that stays open."""

    def __init__(self, port: int, cookie: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies = {"tocsin_session": cookie}
        self._token = ""
        self.took: dict[str, list[float]] = defaultdict(list)

    def ask(self, name: str, address: str, form: dict[str, str] | None = None, *, part: bool = False) -> str:
        """A page, or where it leads; how long it took is kept under a name."""
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self._cookies.items())}
        body = None
        if form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": self._token})
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        if part:
            headers["HX-Request"] = "true"
        begun = time.perf_counter()
        self._connection.request("POST" if form is not None else "GET", address, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        self.took[name].append(1000 * (time.perf_counter() - begun))
        if answer.status not in (200, 302):
            raise RuntimeError(f"{name} {address}: {answer.status}")
        for value in answer.headers.get_all("Set-Cookie") or ():
            key, _, rest = value.partition("=")
            self._cookies[key] = rest.partition(";")[0]
        if found := re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text):
            self._token = found[1]
        return answer.headers.get("Location") or text


def main() -> int:
    """Fill, ask, tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=500_000)
    parser.add_argument("--agents", type=int, default=4, help="at the same time")
    parser.add_argument("--calls", type=int, default=50, help="of each agent")
    options = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory(prefix="tocsin-desk-") as folder:
        Path(folder).chmod(0o755)
        with embedded.run_store(Path(folder) / "store", settings=FAST) as url:
            database.migrate_store(url)
            with database.open_connection(url, autocommit=True) as connection:
                print(f"filled in {fill(connection, options.cases):.0f} s")
                keys = Path(folder) / "keys.json"
                readable(connection, Vault.load(keys, make=True), options.agents * options.calls)
                sizes(connection)
                shift_of_agents(connection)
                ahead(connection)
                cookies = [come_in(connection, n) for n in range(options.agents)]
            with site(url, keys) as port:
                warm(port)
                print("asking", flush=True)
                took = worked(port, cookies, options.calls)
    return told(took)


def come_first(connection: psycopg.Connection[Any], calls: int) -> list[int]:
    """The calls that agents of each place can be given, were they given so many: as the service itself gives them."""
    found = set()
    for place in PLACES:
        territories = find_departments(place)
        with connection.transaction(force_rollback=True):
            for n in range(calls):
                row = lease_next_task(connection, f"look-{n}", NOW, NOW + LEASE, territories)
                if row:
                    found.add(row.id)
    return sorted(found)


def readable(connection: psycopg.Connection[Any], vault: Vault, calls: int) -> None:
    """The people of the calls that come first can be opened, and found by a name and a number."""
    asked = """
        select k.case_id, c.person_id, c.phone_id
        from tracing_calltask k join tracing_case c on c.id = k.case_id
        where k.id = any(%s) order by k.urgent desc, k.deadline, k.id"""
    rows = connection.execute(asked, (come_first(connection, calls),)).fetchall()
    day = NOW.date()
    people = [PersonDetails(f"Durand{_word(n)}", "Zoé", "1990-02-01") for n in range(len(rows))]
    numbers = [f"+3363998{n:04d}" for n in range(len(rows))]
    columns: list[tuple[str, str, list[int], list[bytes]]] = [
        (
            "person", "sealed", [row[1] for row in rows],
            [vault.seal(msgspec.json.encode(one), "person.sealed", day, row[1])
             for one, row in zip(people, rows, strict=True)],
        ),
        (
            "person", "name_index", [row[1] for row in rows],
            [vault.index("name", make_name_key(one.family_name, one.given_names)) for one in people],
        ),
        ("phone", "sealed", [row[2] for row in rows],
         [vault.seal(n, "phone.sealed", day, row[2]) for n, row in zip(numbers, rows, strict=True)]),
        ("phone", "number_index", [row[2] for row in rows], [vault.index("number", n) for n in numbers]),
    ]  # fmt: skip
    cases = [row[0] for row in rows]
    for table, what, place in (
        ("message", "Bonjour, ici l'Assurance Maladie.", "message.sealed"),
        ("heard", "oui", "heard.sealed"),
        ("contact", msgspec.json.encode(ContactDetails("Max")), "contact.sealed"),
    ):
        found = connection.execute(
            f"select id{', phone_id' if place in SAID else ''} from tracing_{table}"
            " where case_id = any(%s)".encode(),
            (cases,),
        ).fetchall()
        ids = [row[0] for row in found]
        columns.append((table, "sealed", ids, [vault.seal(what, place, day, *row) for row in found]))
    for table, column, ids, values in columns:
        connection.execute(
            f"update tracing_{table} t set {column} = v.value"
            " from unnest(%s::bigint[], %s::bytea[]) as v (id, value) where t.id = v.id".encode(),
            (ids, values),
        )
    connection.execute("vacuum analyze")


def _word(n: int) -> str:
    """A number in letters: names have none."""
    return "".join(LETTERS[int(digit)] for digit in str(n))


def sizes(connection: psycopg.Connection[Any]) -> None:
    """How much stands in the store."""
    for what, asked in (
        ("cases", "select count(*) from tracing_case"),
        ("calls open", "select count(*) from tracing_calltask where done_at is null"),
        ("people", "select count(*) from tracing_person"),
    ):
        row = connection.execute(asked.encode()).fetchone()
        print(f"{row[0] if row else 0:,} {what}", end="; ")
    print()


def shift_of_agents(connection: psycopg.Connection[Any]) -> None:
    """What 300 agents have written down in the last twelve hours, a call each five minutes."""
    connection.execute(
        """insert into tracing_attempt (task_id, agent, at, seconds, outcome, collected_on)
           select id, 'agent-' || mod(n, 300), %(now)s - (43200 - n) * interval '1 second', 200,
             case when mod(n, 2) = 0 then 'reached' else 'no_answer' end, %(day)s
           from (select id, row_number() over (order by id) as n from tracing_calltask
                 where done_at is not null limit 43200) as k""",
        {"now": NOW, "day": NOW.date()},
    )
    connection.execute("analyze tracing_attempt")


def ahead(connection: psycopg.Connection[Any]) -> None:
    """What jobs keep for supervisors, once."""
    for name, work in (
        ("load", lambda: workload.renew_loads(connection, NOW)),
        ("forecasts", lambda: territory_forecasts.renew_forecasts(connection, NOW)),
    ):
        begun = time.monotonic()
        work()
        print(f"{name} of every département: {time.monotonic() - begun:.1f} s", end="; ")
    print()


def come_in(connection: psycopg.Connection[Any], n: int) -> str:
    """Somebody who works here; the cookie of their session."""
    from tocsin.web.accounts import sessions, staff_accounts
    from tocsin.web.staff.staff_member import RoleGrant

    grants = tuple(RoleGrant(role, PLACES[n % len(PLACES)]) for role in ("agent", "supervisor"))
    account = staff_accounts.create_account(
        connection, f"agent.{n}", f"Agent {n}", now=datetime.now(UTC), by="bench", grants=grants
    )
    return sessions.begin_session(connection, account, datetime.now(UTC))


@contextmanager
def site(url: str, keys: Path) -> Iterator[int]:
    """A real site on this store, on a port of its own; its clock stands at the moment of the crowd."""
    story = f"{NOW.isoformat().replace('+00:00', 'Z')}@0.000001"
    given = {"TOCSIN_DATABASE_URL": url, "TOCSIN_KEYS": str(keys), "TOCSIN_STORY": story}
    process = subprocess.Popen(
        [sys.executable, "-m", "tocsin", "site", "--port", "0", "--workers", "2"],
        env=os.environ | given,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr
        said = process.stderr.readline()
        while "the site is at" not in said:
            said = process.stderr.readline()
        threading.Thread(target=process.stderr.read, daemon=True).start()  # a full pipe would stop the site
        yield int(said.rstrip().rstrip("/").rpartition(":")[2])
    finally:
        process.terminate()
        process.wait(timeout=30)


def warm(port: int) -> None:
    """Both workers have loaded the pages: on a busy machine the first visitors would be let go."""
    answered = 0
    while answered < 8:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        with suppress(OSError, HTTPException):
            connection.request("GET", "/entrer")
            answered += connection.getresponse().status == 200
        connection.close()


def worked(port: int, cookies: list[str], calls: int) -> dict[str, list[float]]:
    """All agents at once, each with so many calls."""
    agents = [Agent(port, cookie) for cookie in cookies]
    threads = [threading.Thread(target=shift, args=(agent, calls, n)) for n, agent in enumerate(agents)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    every: dict[str, list[float]] = defaultdict(list)
    for agent in agents:
        for name, values in agent.took.items():
            every[name] += values[1:]  # the first of each opens a connection, and reads a template
    return every


def shift(agent: Agent, calls: int, who: int) -> None:
    """One agent's work."""
    for n in range(calls):
        agent.ask("supervisor", "/encadrement")
        agent.ask("start", "/poste")
        call = agent.ask("next", "/poste/suivant", {})
        if "empty" in call:
            return
        page = agent.ask("call", call)
        case = re.search(r'href="(/poste/cas/\d+)\?', page)
        agent.ask("still open", f"{call}/encore", {}, part=True)
        agent.ask("number", f"{call}/numero", {}, part=True)
        said = f"Max 063998{5 + who}{n:03d}, Ida 063998{5 + who}{500 + n:03d}"  # unknown so far
        agent.ask("people", f"{call}/personnes", {"entry": said}, part=True)
        outcome = (
            {"outcome": "reached", "sure": "reached", "entry": said}
            if n % 3 == 0
            else {"outcome": "voicemail"}
        )
        agent.ask("outcome", f"{call}/issue", outcome)
        sought = f"Zoé Durand{_word(who * calls + n)}" if n % 2 else f"063998{who * calls + n:04d}"
        agent.ask("search", "/poste/recherche", {"sought": sought, "why": "rings"})
        if case:
            agent.ask("file", f"{case[1]}?why=rings")
            agent.ask("join", f"{case[1]}/reunir")


def told(took: dict[str, list[float]]) -> int:
    """Each page beside its target."""
    missed = 0
    for name, values in took.items():
        if not values:
            continue
        ordered = sorted(values)
        middle, most = ordered[len(ordered) // 2], ordered[-1]
        p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
        missed += p95 > TARGET
        print(f"{name:12} {len(values):4} times, median {middle:6.1f} ms, p95 ", end="")
        print(f"{against(p95, TARGET, 'ms', most=True)}, longest {most:.0f} ms")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
