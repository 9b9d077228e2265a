"""``tocsin api-key``: the keys of the HTTP API."""

import argparse
from datetime import UTC, datetime, time, timedelta

import msgspec

from tocsin.charter.words import format_day
from tocsin.cli import exit_status
from tocsin.cli.argument_types import number_between
from tocsin.cli.service.keys import operator_name
from tocsin.cli.terminal_text import align_columns, print_notice
from tocsin.message.safe_display import escape_to_one_line
from tocsin.runtime import clock
from tocsin.store import database
from tocsin.web import security_events
from tocsin.web.api import api_keys

NAME = 64
"""Characters of a name."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    new = actions.add_parser("new", help="draw a key; it is shown once, and only its hash is kept")
    new.add_argument("name", type=parse_key_name, metavar="NAME", help="who uses it, such as 'laboratory 12'")
    new.add_argument(
        "--scope", action="append", choices=api_keys.SCOPES, dest="scopes", metavar="SCOPE",
        help="check (default), intake, metrics or exchange; may be given more than once",
    )  # fmt: skip
    new.add_argument(
        "--limit", type=number_between(1, api_keys.MOST_PER_MINUTE), default=api_keys.PER_MINUTE, metavar="N",
        help=f"checks a minute (default: {api_keys.PER_MINUTE})",
    )  # fmt: skip
    new.add_argument(
        "--expires", type=parse_expiry, metavar="DAY",
        help="last day on which it opens anything, or a number of days such as 90d (default: never)",
    )  # fmt: skip
    listing = actions.add_parser("list", help="every key, without the key itself")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    revoke = actions.add_parser("revoke", help="a key opens nothing any more")
    revoke.add_argument("name", metavar="NAME", help="name of the key")


def parse_key_name(text: str) -> str:
    """Who uses a key: a line of text."""
    if not 1 <= len(text) <= NAME or not text.isprintable() or text != text.strip():
        raise argparse.ArgumentTypeError(f"{text!r}: expected 1 to {NAME} characters on one line")
    return text


def parse_expiry(text: str) -> datetime | timedelta:
    """The end of a day in UTC, or a span of days."""
    if text.endswith("d") and text[:-1].isdecimal() and 1 <= int(text[:-1]) <= 36_500:
        return timedelta(days=int(text[:-1]))
    try:
        last = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is neither a day such as 2027-12-31 nor 90d") from None
    return datetime.combine(last, time.min, UTC) + timedelta(days=1)


def run_command(options: argparse.Namespace) -> int:
    actions = {"new": _create_key, "list": _list_keys, "revoke": _revoke_key}
    try:
        security_events.attach_siem()
    except security_events.BadSyslogAddress as error:
        raise exit_status.UsageError(str(error), place="api-key") from None
    return actions[options.action](options)


def _create_key(options: argparse.Namespace) -> int:
    now = clock.read_clock_from_environment().now()
    expires = now + options.expires if isinstance(options.expires, timedelta) else options.expires
    if expires is not None and expires <= now:
        raise exit_status.UsageError("argument --expires: it is over already", place="api-key new")
    scopes = tuple(scope for scope in api_keys.SCOPES if scope in (options.scopes or ["check"]))
    try:
        with database.open_connection() as connection:
            key = api_keys.create_api_key(
                connection, options.name, scopes, options.limit, expires, now=now, by=operator_name()
            )
    except api_keys.ApiKeyNameTaken as error:
        raise exit_status.UsageError(str(error), place="api-key new") from None
    print(key)
    end = (
        f"until {format_day((expires - timedelta(seconds=1)).date(), 'en')}" if expires else "without an end"
    )
    print_notice(
        f"{escape_to_one_line(options.name)}: {', '.join(scopes)}; {options.limit:,} a minute, {end}."
        " It is not shown again: only its hash is kept."
    )
    return 0


def _list_keys(options: argparse.Namespace) -> int:
    with database.open_connection() as connection:
        found = api_keys.list_api_keys(connection)
    if options.json:
        for one in found:
            print(msgspec.json.encode(one).decode())
        return 0
    if not found:
        print("There is no key: tocsin api-key new NAME makes one.")
        return 0
    now = clock.read_clock_from_environment().now()
    heads = ["name", "scopes", "a minute", "made", "by", "last used", "state"]
    rows = [heads, *(_key_row(one, now) for one in found)]
    for line in align_columns(rows):
        print(line)
    return 0


def _key_row(one: api_keys.ApiKeySummary, now: datetime) -> list[str]:
    return [
        escape_to_one_line(one.name), ",".join(one.scopes), f"{one.per_minute:,}", f"{one.made:%Y-%m-%d}",
        escape_to_one_line(one.by), f"{one.used_on}" if one.used_on else "never", _state_in_words(one, now),
    ]  # fmt: skip


def _state_in_words(one: api_keys.ApiKeySummary, now: datetime) -> str:
    if one.revoked:
        return f"revoked {one.revoked:%Y-%m-%d}"
    if one.expires is None:
        return "open"
    return (
        f"expired {one.expires:%Y-%m-%d}"
        if one.expires <= now
        else f"open until {one.expires:%Y-%m-%d %H:%M} UTC"
    )


def _revoke_key(options: argparse.Namespace) -> int:
    now = clock.read_clock_from_environment().now()
    try:
        with database.open_connection() as connection:
            first = api_keys.revoke_api_key(connection, options.name, now)
    except api_keys.NoSuchApiKey as error:
        raise exit_status.NoSuchFile(str(error)) from None
    seconds = int(api_keys.KNOWN_FOR)
    print(
        f"{escape_to_one_line(options.name)} is revoked: workers that know it refuse it within {seconds} seconds."
        if first
        else f"{escape_to_one_line(options.name)} was revoked before."
    )
    return 0
