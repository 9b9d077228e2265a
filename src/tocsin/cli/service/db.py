"""``tocsin db``: the store: start, stop, look, migrate, back up."""

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from urllib.parse import urlsplit

from tocsin.cli import status
from tocsin.cli.service.db_restored import keys_alone, moment, resumed
from tocsin.cli.service.erase import day
from tocsin.tracing import backup as backups
from tocsin.tracing import db, postgres

_SIZE = "select pg_size_pretty(pg_database_size(current_database()))"


def add(parser: ArgumentParser) -> None:
    """The words of the command line."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    start = actions.add_parser("start", help="start the embedded store; it runs until it is stopped")
    start.add_argument("--port", type=_port, help="also listen on this port of 127.0.0.1")
    stop = actions.add_parser("stop", help="stop the embedded store cleanly")
    stop.add_argument("--force", action="store_true", help="also where a running service keeps it")
    for action in (start, stop):
        _home(action)
    _home(actions.add_parser("status", help="how the store stands"))
    actions.add_parser("migrate", help="bring the tables up to this version")
    actions.add_parser("check", help="look for what can be wrong with the store; 1 where something was found")
    actions.add_parser("url", help="the address of the store, password and all")
    backup = actions.add_parser("backup", help="write the whole store to a file")
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = actions.add_parser("restore", help="fill an empty database from such a file")
    restore.add_argument("file", type=Path, metavar="FILE")
    resume = actions.add_parser(
        "resume", help="make a store ready that was brought back from an earlier moment by other means"
    )
    resume.add_argument(
        "--since", type=moment, required=True, metavar="TIME", help="that moment, as 2027-03-01T04:00:00Z"
    )
    for action in (restore, resume):
        action.add_argument(
            "--keys", type=Path, help="the file of keys (else $TOCSIN_KEYS, or keys.json at home)"
        )
        action.add_argument(
            "--erase", type=day, metavar="DATE", help="yes: erase again what was collected up to this day"
        )
    actions.add_parser("again", help="give back to the engines the events that they had set aside")
    explain = actions.add_parser("explain", help="how PostgreSQL would run our statements")
    explain.add_argument(
        "name", nargs="?", default="", metavar="NAME", help="such as engine.claim, or engine"
    )


def run(options: Namespace) -> int:
    """Do what was asked of the store."""
    try:
        return int(_ACTIONS[options.action](options))
    except (db.NoStore, postgres.CannotStart, postgres.CannotStop, db.StoreIsNewer) as error:
        raise status.Unavailable(str(error)) from None
    except (backups.BackupFailed, backups.RestoreFailed) as error:
        raise status.ReadOrWrite(str(error)) from None


def _home(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--home", type=Path, help="folder of the store (else $TOCSIN_HOME, or your state folder)"
    )


def _port(text: str) -> int:
    if not text.isdecimal() or not 1024 <= int(text) <= 65535:
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(f"{text!r} is not a port from 1024 to 65535")
    return int(text)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _start(options: Namespace) -> int:
    if os.environ.get(db.URL) and not options.home:
        print(f"{db.URL} names a server of your own: nothing is started here.")
        return 0
    before = postgres.status(options.home).pid
    url = postgres.start(options.home, port=options.port, say=_say)
    now = postgres.status(options.home)
    print(f"The store {'was running' if before else 'runs'} in {now.folder} (process {now.pid}).")
    _tables(url)
    return 0


def _stop(options: Namespace) -> int:
    if os.environ.get(db.URL) and not options.home:
        print(f"{db.URL} names a server of your own: nothing is stopped here.")
        return 0
    holder = postgres.status(options.home).holder
    if holder is not None and not options.force:
        raise status.Unavailable(
            f"process {holder} keeps the store running: stop that, and the store stops with it (or --force)"
        )
    print("The store is stopped." if postgres.stop(options.home) else "The store was not running.")
    return 0


def _status(options: Namespace) -> int:
    if (own := os.environ.get(db.URL)) and not options.home:
        with db.connect(own) as connection:
            major = connection.info.server_version // 10_000
        print(f"The store is a server of your own, {_where(own)}: PostgreSQL {major}, and it answers.")
        _tables(own)
        return 0
    found = postgres.status(options.home)
    if not found.made:
        print(f"There is no store in {found.folder}: `tocsin db start` makes one.")
        return status.UNAVAILABLE
    if found.pid is None:
        print(f"The store in {found.folder} (PostgreSQL {found.major}) does not run: `tocsin db start`.")
        return status.UNAVAILABLE
    print(f"The store in {found.folder} runs: PostgreSQL {found.major}, process {found.pid}.")
    if found.holder is not None:
        print(f"Process {found.holder} keeps it running, and stops it at its end.")
    _tables(postgres.address(options.home) or "")
    return 0


def _tables(url: str) -> None:
    from tocsin.tracing.schema import schema

    found = schema(url)
    if found.unknown:
        print("Its tables are of a newer Tocsin: this one runs on them, and does not migrate them.")
    elif found.missing:
        left = "has no tables yet" if not found.applied else f"lacks {len(found.missing)} migrations"
        print(f"It {left}: `tocsin db migrate`.")
    else:
        with db.connect(url) as connection:
            size = connection.execute(
                "select pg_size_pretty(pg_database_size(current_database()))"
            ).fetchone()
        print(f"Its tables are up to date; they take {size[0] if size else '?'}.")


def _migrate(_options: Namespace) -> int:
    from tocsin.tracing.schema import schema

    url = db.url()
    missing = schema(url).missing
    db.migrate(url)
    print(f"{len(missing)} migrations were applied." if missing else "The tables were up to date.")
    return 0


def _check(_options: Namespace) -> int:
    from tocsin.tracing.health import troubles
    from tocsin.tracing.schema import schema

    url = db.url()
    with db.connect(url) as connection:
        found = list(troubles(connection, schema(url)))
    for trouble in found:
        print(f"! {trouble}")
    if not found:
        print("Nothing is wrong with the store.")
    return 1 if found else 0


def _again(_options: Namespace) -> int:
    from tocsin.tracing.queries import query

    with db.connect(db.url()) as connection:
        row = connection.execute(query("engine.again")).fetchone()
    print(f"{row[0] if row else 0} events are the engines' again.")
    return 0


def _url(_options: Namespace) -> int:
    print(db.url())
    return 0


def _backup(options: Namespace) -> int:
    size = backups.backup(db.url(), options.file)
    print(f"{options.file}: {size:,} bytes. The keys are not in it: keep a copy of them elsewhere.")
    return 0


def _restore(options: Namespace) -> int:
    url = db.url()
    since = backups.moment(url, options.file)
    with keys_alone(url, options.keys):
        backups.restore(url, options.file)
        print(f"Restored as of {since:%Y-%m-%d %H:%M:%S} UTC, and brought up to this version.")
        return resumed(url, since, options.keys, options.erase)


def _resume(options: Namespace) -> int:
    """The same after a standby took over, or a store was brought back by means of PostgreSQL."""
    url = db.url()
    with keys_alone(url, options.keys):
        return resumed(url, options.since, options.keys, options.erase)


def _explain(options: Namespace) -> int:
    """Without a name, every file; 1 where a big table would be read from end to end on a hot path."""
    from tocsin.tracing import plans
    from tocsin.tracing.queries import query

    chosen = {name: text for name, text in plans.all_named().items() if _is_meant(name, options.name)}
    if not chosen:
        raise status.Usage(f"there is no statement {options.name!r}", place="db explain")
    found = 0
    with db.connect() as connection:
        big = plans.big(connection)
        connection.execute(query("erasure.due_tables"))  # they last as long as an erasure, and this look
        for name, statement in chosen.items():
            shown = plans.plan(connection, statement)
            whole, hot = plans.whole(shown or "", big, name), plans.is_hot(name)
            found += bool(whole) and hot
            print(f"{'!' if whole and hot else ' '} {name}{_judged(shown, whole, hot)}")
            if len(chosen) == 1 and shown:
                print(shown)
    return 1 if found else 0


def _judged(shown: str | None, whole: list[str], hot: bool) -> str:
    if not shown:
        return ": needs its values"
    if not whole:
        return ""
    return f": reads all of {', '.join(whole)}{'' if hot else ', which is its work'}"


def _is_meant(name: str, asked: str) -> bool:
    return asked in ("", name, name.partition(".")[0])


def _where(url: str) -> str:
    """An address without its password."""
    parts = urlsplit(url)
    return f"{parts.hostname or 'this machine'}{parts.path}"


_ACTIONS = {
    "start": _start, "stop": _stop, "status": _status, "migrate": _migrate, "check": _check, "url": _url,
    "backup": _backup, "restore": _restore, "resume": _resume, "again": _again, "explain": _explain,
}  # fmt: skip
