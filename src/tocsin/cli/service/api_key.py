"""``tocsin api-key``: the keys of the HTTP API."""

import argparse
from datetime import UTC, datetime, time, timedelta

import msgspec
import psycopg

from tocsin.charter.words import day as said
from tocsin.cli import status
from tocsin.cli.paper import columns
from tocsin.cli.service.keys import by
from tocsin.cli.service.worker import say
from tocsin.message.harmless import one_line
from tocsin.tracing import clock, db
from tocsin.web import security_events
from tocsin.web.api import keys

NAME = 64
"""Characters of a name."""


def add(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    new = actions.add_parser("new", help="draw a key; it is shown once, and only its hash is kept")
    new.add_argument("name", type=name, metavar="NAME", help="who uses it, such as 'laboratory 12'")
    new.add_argument(
        "--scope", action="append", choices=keys.SCOPES, dest="scopes", metavar="SCOPE",
        help="check (default), intake or metrics; may be given more than once",
    )  # fmt: skip
    new.add_argument(
        "--limit", type=limit, default=keys.PER_MINUTE, metavar="N",
        help=f"checks a minute (default: {keys.PER_MINUTE})",
    )  # fmt: skip
    new.add_argument(
        "--expires", type=expiry, metavar="DAY",
        help="last day on which it opens anything, or a number of days such as 90d (default: never)",
    )  # fmt: skip
    listing = actions.add_parser("list", help="every key, without the key itself")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    revoke = actions.add_parser("revoke", help="a key opens nothing any more")
    revoke.add_argument("name", metavar="NAME")


def name(text: str) -> str:
    """Who uses a key: a line of text."""
    if not 1 <= len(text) <= NAME or not text.isprintable() or text != text.strip():
        raise argparse.ArgumentTypeError(f"{text!r}: expected 1 to {NAME} characters on one line")
    return text


def limit(text: str) -> int:
    """Checks a minute."""
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= keys.MOST_PER_MINUTE:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to {keys.MOST_PER_MINUTE}")
    return int(text)


def expiry(text: str) -> datetime | timedelta:
    """The end of a day in UTC, or a span of days."""
    if text.endswith("d") and text[:-1].isdecimal() and 1 <= int(text[:-1]) <= 36_500:
        return timedelta(days=int(text[:-1]))
    try:
        last = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is neither a day such as 2027-12-31 nor 90d") from None
    return datetime.combine(last, time.min, UTC) + timedelta(days=1)


def run(options: argparse.Namespace) -> int:
    """Do what was asked of the keys."""
    actions = {"new": _new, "list": _list, "revoke": _revoke}
    try:
        security_events.attach()
    except security_events.BadSyslog as error:
        raise status.Usage(str(error), place="api-key") from None
    try:
        return actions[options.action](options)
    except psycopg.errors.UndefinedTable:
        raise status.Unavailable("the store was never migrated: tocsin db migrate") from None


def _new(options: argparse.Namespace) -> int:
    now = clock.from_environment().now()
    expires = now + options.expires if isinstance(options.expires, timedelta) else options.expires
    if expires is not None and expires <= now:
        raise status.Usage("argument --expires: it is over already", place="api-key new")
    scopes = tuple(scope for scope in keys.SCOPES if scope in (options.scopes or ["check"]))
    try:
        with db.connect() as connection:
            key = keys.make(connection, options.name, scopes, options.limit, expires, now=now, by=by())
    except keys.NameTaken as error:
        raise status.Usage(str(error), place="api-key new") from None
    print(key)
    end = f"until {said((expires - timedelta(seconds=1)).date(), 'en')}" if expires else "without an end"
    say(
        f"{one_line(options.name)}: {', '.join(scopes)}; {options.limit:,} a minute, {end}."
        " It is not shown again: only its hash is kept."
    )
    return 0


def _list(options: argparse.Namespace) -> int:
    with db.connect() as connection:
        found = keys.listed(connection)
    if options.json:
        for one in found:
            print(msgspec.json.encode(one).decode())
        return 0
    if not found:
        print("There is no key: tocsin api-key new NAME makes one.")
        return 0
    now = clock.from_environment().now()
    heads = ["name", "scopes", "a minute", "made", "by", "last used", "state"]
    rows = [heads, *(_row(one, now) for one in found)]
    for line in columns(rows):
        print(line)
    return 0


def _row(one: keys.Listed, now: datetime) -> list[str]:
    return [
        one_line(one.name), ",".join(one.scopes), f"{one.per_minute:,}", f"{one.made:%Y-%m-%d}",
        one_line(one.by), f"{one.used_on}" if one.used_on else "never", _state(one, now),
    ]  # fmt: skip


def _state(one: keys.Listed, now: datetime) -> str:
    if one.revoked:
        return f"revoked {one.revoked:%Y-%m-%d}"
    if one.expires is None:
        return "open"
    return (
        f"expired {one.expires:%Y-%m-%d}"
        if one.expires <= now
        else f"open until {one.expires:%Y-%m-%d %H:%M} UTC"
    )


def _revoke(options: argparse.Namespace) -> int:
    now = clock.from_environment().now()
    try:
        with db.connect() as connection:
            first = keys.revoke(connection, options.name, now)
    except keys.NoSuchKey as error:
        raise status.NoSuchFile(str(error)) from None
    seconds = int(keys.KNOWN_FOR)
    print(
        f"{one_line(options.name)} is revoked: workers that know it refuse it within {seconds} seconds."
        if first
        else f"{one_line(options.name)} was revoked before."
    )
    return 0
