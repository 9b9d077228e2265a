"""``tocsin keys``: the keys that personal data are sealed with."""

import os
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tocsin.cli import exit_status
from tocsin.cli.argument_types import number_between
from tocsin.cli.progress_bar import clear_step, show_step
from tocsin.privacy import erasure_statement, keyfile, retention
from tocsin.privacy.keycheck import check_keys
from tocsin.privacy.keyfile import KeyFile
from tocsin.privacy.reindex import move_all_indexes
from tocsin.privacy.rotation import GRACE, rotate_keys
from tocsin.privacy.vault import Vault
from tocsin.store import database


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    new = actions.add_parser("new", help="make the file of keys, or keys for the days to come")
    new.add_argument(
        "--days",
        type=number_between(1, 100, "number of days"),
        default=1,
        help="how many days, from today on (1)",
    )
    actions.add_parser("list", help="the keys by their names, never what they are")
    actions.add_parser("check", help="whether this is the file of the store; 1 where something was found")
    turn = actions.add_parser("rotate", help="other keys for the same data; again, to go on with it")
    turn.add_argument("--index", action="store_true", help="the keys of the blind indexes; no engine may run")
    turn.add_argument(
        "--now", action="store_true", help="drop old keys at once; nobody else may be connected"
    )
    backup = actions.add_parser("backup", help="write a copy of the file")
    backup.add_argument("file", type=Path, metavar="FILE", help="a new file")
    for action in actions.choices.values():
        action.add_argument("--keys", type=Path, help="the file (else $TOCSIN_KEYS, or keys.json at home)")


def run_command(options: Namespace) -> int:
    with KeyErrorsAsFailures():
        return int(_ACTIONS[options.action](options))


class KeyErrorsAsFailures:
    """Turns what can be wrong with keys and store into what ends a command."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, keyfile.NoKeyFile):
            raise exit_status.NoSuchFile(str(error)) from None
        if isinstance(error, keyfile.KeysExposed | keyfile.KeyFileDamaged):
            raise exit_status.BadData(str(error)) from None
        if isinstance(error, OSError):
            raise exit_status.failure_from_os_error(error, str(error.filename or "keys")) from None


def _key_file_path(options: Namespace) -> Path:
    return Path(options.keys or keyfile.find_key_path())


def _create_keys(options: Namespace) -> int:
    path = _key_file_path(options)
    made = not path.exists()
    vault = Vault.load(path, make=True)
    today = datetime.now(UTC).date()
    days = [today + timedelta(days=n) for n in range(options.days)]
    fresh = [day for day in days if vault.ring.find_day_key(day) is None]
    vault.prepare_days(*days)
    print(
        f"{path}: {'made' if made else 'was there'}; {len(fresh)} new {_plural('key', len(fresh))} of days."
    )
    print("Copy it to a safe place (tocsin keys backup FILE): without it nobody can read the store.")
    return 0


def _list_keys(options: Namespace) -> int:
    ring = Vault.load(_key_file_path(options)).ring
    print(f"{_key_file_path(options)}: {len(ring.keys)} {_plural('key', len(ring.keys))} of days")
    for key in sorted(ring.keys, key=lambda key: (key.day, key.made)):
        state = f"retired {key.retired:%Y-%m-%d %H:%M}" if key.retired else "in use"
        print(f"  {key.id}  {key.day}  {state}, destroyed on {retention.add_months(key.day)}")
    for reason, word in (("erased", "destroyed with their data"), ("rotated", "replaced")):
        gone = [known for known in ring.destroyed if known.why == reason]
        if gone:
            print(f"{len(gone)} {word}, the last of {max(known.day for known in gone)}")
    for index in sorted(ring.indexes, key=lambda key: (key.first, key.last)):
        print(f"  {index.id}  blind indexes of {index.first} to {index.last}, destroyed with its first day")
    if ring.next_index is not None:
        print("The blind indexes are being moved: `tocsin keys rotate --index` brings it to its end.")
    print(f"Statements of erasure are checked with {erasure_statement.derive_public_key(ring.signing)}")
    return 0


def _check_keys(options: Namespace) -> int:
    vault = Vault.load(_key_file_path(options))
    with database.open_connection() as connection:
        found = check_keys(connection, vault)
    for problem in found.problems:
        print(f"! {problem}")
    total = sum(found.values.values())
    print(f"{total:,} values under {len(found.values)} {_plural('key', len(found.values))}.")
    if found.other_day:
        print(f"{found.other_day:,} of people collected again since: an erasure seals them again.")
    if vault.ring.binds != "row":
        print(
            "Seals of the version before are bound to their column only: `tocsin keys rotate` binds each to"
            " its row."
        )
    if vault.ring.index:
        print(
            "The blind indexes have one key for all days, which outlives them: `tocsin keys rotate --index`"
            " makes one for each week."
        )
    if not found.problems:
        print("This is the file of the store.")
    return 1 if found.problems else 0


def _rotate_keys(options: Namespace) -> int:
    vault = Vault.load(_key_file_path(options))
    now = datetime.now(UTC)
    with database.open_connection() as connection:
        if options.index:
            moved = move_all_indexes(connection, vault, now, progress=_show_progress)
            clear_step()
            print(f"{moved.moved:,} blind indexes stand under other keys.")
            if moved.lost:
                print(f"{moved.lost:,} could not be moved: what they index does not open.")
            return 0
        done = rotate_keys(
            connection, vault, now, grace=timedelta() if options.now else GRACE, progress=_show_progress
        )
    clear_step()
    if done.made:
        print(f"{done.made} new {_plural('key', done.made)} of days.")
    print(f"{done.resealed.values:,} values sealed again.")
    if done.resealed.lost:
        print(f"{done.resealed.lost:,} do not open and stay as they are: their key stays too.")
    if done.dropped:
        print(f"{len(done.dropped)} old {_plural('key', len(done.dropped))} dropped.")
    if done.waiting and done.ready:
        print(
            f"{len(done.waiting)} old {_plural('key', len(done.waiting))} kept for what is being written now:"
            f" run it again after {done.ready:%Y-%m-%d %H:%M} UTC."
        )
    return 0


def _back_up_keys(options: Namespace) -> int:
    file = KeyFile(_key_file_path(options))
    ring = file.read_keys()
    if options.file.exists():
        raise exit_status.UsageError(f"{options.file} is there already", place="keys backup")
    keyfile.write_key_file(options.file, ring)
    print(f"{options.file}: a copy of {len(ring.keys)} {_plural('key', len(ring.keys))} of days.")
    if ring.keys:
        day = min(key.day for key in ring.keys)
        print(
            f"Destroy or replace it by {retention.add_months(day)}: it opens data of {day}, which are erased then."
        )
    return 0


def _show_progress(place: str, values: int) -> None:
    show_step(f"{place}: {values:,}")


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"


def operator_name() -> str:
    """Who runs a command, as a row of the store names them."""
    return os.environ.get("SUDO_USER") or os.environ.get("USER") or f"uid {os.getuid()}"


_ACTIONS = {
    "new": _create_keys,
    "list": _list_keys,
    "check": _check_keys,
    "rotate": _rotate_keys,
    "backup": _back_up_keys,
}
