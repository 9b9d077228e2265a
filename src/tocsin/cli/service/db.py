"""``tocsin db``: the store: start, stop, look, migrate, back up."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from urllib.parse import urlsplit

from tocsin.cli import exit_status
from tocsin.cli.argument_types import number_between, parse_day
from tocsin.cli.service.store_resume import hold_keys_alone, parse_zoned_moment, resume_store
from tocsin.config import read_settings
from tocsin.store import backup, database, embedded


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    start = actions.add_parser("start", help="start the embedded store; it runs until it is stopped")
    start.add_argument(
        "--port", type=number_between(1024, 65535, "port"), help="also listen on this port of 127.0.0.1"
    )
    stop = actions.add_parser("stop", help="stop the embedded store cleanly")
    stop.add_argument("--force", action="store_true", help="also where a running service keeps it")
    for action in (start, stop):
        _add_home_argument(action)
    _add_home_argument(actions.add_parser("status", help="how the store stands"))
    actions.add_parser("migrate", help="bring the tables up to this version")
    actions.add_parser("check", help="look for what can be wrong with the store; 1 where something was found")
    actions.add_parser("url", help="the address of the store, password and all")
    written = actions.add_parser("backup", help="write the whole store to a file")
    written.add_argument("file", type=Path, metavar="FILE", help="a new file")
    restore = actions.add_parser("restore", help="fill an empty database from such a file")
    restore.add_argument("file", type=Path, metavar="FILE", help="a file that backup wrote")
    resume = actions.add_parser(
        "resume", help="make a store ready that was brought back from an earlier moment by other means"
    )
    resume.add_argument(
        "--since",
        type=parse_zoned_moment,
        required=True,
        metavar="TIME",
        help="that moment, as 2027-03-01T04:00:00Z",
    )
    for action in (restore, resume):
        action.add_argument(
            "--keys", type=Path, help="the file of keys (else $TOCSIN_KEYS, or keys.json at home)"
        )
        action.add_argument(
            "--erase",
            type=parse_day,
            metavar="DATE",
            help="yes, erase again what was collected up to this day; without it a terminal is asked, and "
            "elsewhere nothing is erased and the exit status is 1",
        )
    actions.add_parser(
        "again", help="give back to engines and agents the events and calls that were set aside"
    )
    explain = actions.add_parser("explain", help="how PostgreSQL would run our statements")
    explain.add_argument(
        "name", nargs="?", default="", metavar="NAME", help="such as engine.claim, or engine"
    )


def run_command(options: Namespace) -> int:
    try:
        return int(_ACTIONS[options.action](options))
    except (backup.BackupFailed, backup.RestoreFailed) as error:
        raise exit_status.ReadWriteFailure(str(error)) from None


def _add_home_argument(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--home", type=Path, help="folder of the store (else $TOCSIN_HOME, or your state folder)"
    )


def _print_notice(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _start_store(options: Namespace) -> int:
    if read_settings().database_url and not options.home:
        print(f"{database.URL} names a server of your own: nothing is started here.")
        return 0
    before = embedded.read_store_status(options.home).pid
    url = embedded.start_store(options.home, port=options.port, say=_print_notice)
    now = embedded.read_store_status(options.home)
    print(f"The store {'was running' if before else 'runs'} in {now.folder} (process {now.pid}).")
    _print_missing_migrations(url)
    return 0


def _stop_store(options: Namespace) -> int:
    if read_settings().database_url and not options.home:
        print(f"{database.URL} names a server of your own: nothing is stopped here.")
        return 0
    holder = embedded.read_store_status(options.home).holder
    if holder is not None and not options.force:
        raise exit_status.ServiceUnavailable(
            f"process {holder} keeps the store running: stop that, and the store stops with it (or --force)"
        )
    print("The store is stopped." if embedded.stop_store(options.home) else "The store was not running.")
    return 0


def _print_store_status(options: Namespace) -> int:
    if (own := read_settings().database_url) and not options.home:
        with database.open_connection(own) as connection:
            major = connection.info.server_version // 10_000
        print(
            f"The store is a server of your own, {_url_without_password(own)}: PostgreSQL {major}, and it answers."
        )
        _print_missing_migrations(own)
        return 0
    found = embedded.read_store_status(options.home)
    if not found.made:
        print(f"There is no store in {found.folder}: `tocsin db start` makes one.")
        return exit_status.UNAVAILABLE
    if found.pid is None:
        print(f"The store in {found.folder} (PostgreSQL {found.major}) does not run: `tocsin db start`.")
        return exit_status.UNAVAILABLE
    print(f"The store in {found.folder} runs: PostgreSQL {found.major}, process {found.pid}.")
    if found.holder is not None:
        print(f"Process {found.holder} keeps it running, and stops it at its end.")
    _print_missing_migrations(embedded.find_store_url(options.home) or "")
    return 0


def _print_missing_migrations(url: str) -> None:
    from tocsin.store.schema import read_schema_state

    found = read_schema_state(url)
    if found.unknown:
        print("Its tables are of a newer Tocsin: this one runs on them, and does not migrate them.")
    elif found.missing:
        left = "has no tables yet" if not found.applied else f"lacks {len(found.missing)} migrations"
        print(f"It {left}: `tocsin db migrate`.")
    else:
        with database.open_connection(url) as connection:
            size = connection.execute(
                "select pg_size_pretty(pg_database_size(current_database()))"
            ).fetchone()
        print(f"Its tables are up to date; they take {size[0] if size else '?'}.")


def _migrate_store(_options: Namespace) -> int:
    applied = database.migrate_store()
    print(f"{applied} migrations were applied." if applied else "The tables were up to date.")
    return 0


def _check_store(_options: Namespace) -> int:
    from tocsin.store.health import find_problems
    from tocsin.store.schema import read_schema_state

    url = database.read_store_url()
    with database.open_connection(url) as connection:
        found = list(find_problems(connection, read_schema_state(url)))
    for trouble in found:
        print(f"! {trouble}")
    if not found:
        print("Nothing is wrong with the store.")
    return 1 if found else 0


def _requeue_events(_options: Namespace) -> int:
    from tocsin.store.queries import query

    with database.open_connection(database.read_store_url()) as connection:
        row = connection.execute(query("engine.again")).fetchone()
        calls = connection.execute(query("calls.give_back_aside")).rowcount
    print(f"{row[0] if row else 0} events are the engines' again, {calls} calls the agents'.")
    return 0


def _print_url(_options: Namespace) -> int:
    print(database.read_store_url())
    return 0


def _back_up_store(options: Namespace) -> int:
    size = backup.write_backup(database.read_store_url(), options.file)
    print(f"{options.file}: {size:,} bytes. The keys are not in it: keep a copy of them elsewhere.")
    return 0


def _restore_store(options: Namespace) -> int:
    url = database.read_store_url()
    since = backup.read_backup_time(url, options.file)
    with hold_keys_alone(url, options.keys):
        backup.restore_backup(url, options.file)
        print(f"Restored as of {since:%Y-%m-%d %H:%M:%S} UTC, and brought up to this version.")
        return resume_store(url, since, options.keys, options.erase)


def _resume_after_takeover(options: Namespace) -> int:
    """The same after a standby took over, or a store was brought back by means of PostgreSQL."""
    url = database.read_store_url()
    with hold_keys_alone(url, options.keys):
        return resume_store(url, options.since, options.keys, options.erase)


def _explain_statements(options: Namespace) -> int:
    """Without a name, every file; 1 where a big table would be read from end to end on a hot path."""
    from tocsin.store import query_plans
    from tocsin.store.queries import query

    chosen = {
        name: text for name, text in query_plans.list_statements().items() if _is_meant(name, options.name)
    }
    if not chosen:
        raise exit_status.UsageError(f"there is no statement {options.name!r}", place="db explain")
    found = 0
    with database.open_connection() as connection:
        big = query_plans.find_big_tables(connection)
        connection.execute(query("erasure.due_tables"))  # they last as long as an erasure, and this look
        for name, statement in chosen.items():
            shown = query_plans.explain_statement(connection, statement)
            whole, hot = (
                query_plans.list_full_scans(shown or "", big, name),
                query_plans.is_hot_statement(name),
            )
            found += bool(whole) and hot
            print(f"{'!' if whole and hot else ' '} {name}{_full_scan_remark(shown, whole, hot)}")
            if len(chosen) == 1 and shown:
                print(shown)
    return 1 if found else 0


def _full_scan_remark(shown: str | None, whole: list[str], hot: bool) -> str:
    if not shown:
        return ": needs its values"
    if not whole:
        return ""
    return f": reads all of {', '.join(whole)}{'' if hot else ', which is its work'}"


def _is_meant(name: str, asked: str) -> bool:
    return asked in ("", name, name.partition(".")[0])


def _url_without_password(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname or 'this machine'}{parts.path}"


_ACTIONS = {
    "start": _start_store,
    "stop": _stop_store,
    "status": _print_store_status,
    "migrate": _migrate_store,
    "check": _check_store,
    "url": _print_url,
    "backup": _back_up_store,
    "restore": _restore_store,
    "resume": _resume_after_takeover,
    "again": _requeue_events,
    "explain": _explain_statements,
}
