"""``tocsin account``: who comes in to the inside of the site, and as what."""

import argparse
import getpass
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import psycopg

from tocsin.cli import status
from tocsin.cli.paper import columns
from tocsin.cli.service.keys import by
from tocsin.cli.service.worker import say
from tocsin.message.harmless import one_line
from tocsin.tracing import clock, db
from tocsin.web import security_events
from tocsin.web.staff import accounts, passwords, roster, second
from tocsin.web.staff.matrix import ROLES
from tocsin.web.staff.model import Grant, Staff
from tocsin.web.staff.territory import NoSuchTerritory, name_of

Connection = psycopg.Connection[Any]
_PASSWORD = "a password of your own, asked for without being shown; else one is drawn, and shown once"


def add(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    new = _of(actions.add_parser("add", help="open an account; its password is drawn, and shown once"))
    new.add_argument("--name", required=True, help="of the person, as colleagues read it")
    new.add_argument(
        "--role", action="append", type=grant, default=[], dest="roles", metavar="ROLE[:TERRITORY]",
        help="such as agent:75, supervisor:R11, administrator (of the nation); may be given more than once",
    )  # fmt: skip
    new.add_argument("--lang", choices=("fr", "en"), default="fr", help="in which the service opens for them")
    new.add_argument("--ask", action="store_true", help=_PASSWORD)
    listing = actions.add_parser("list", help="every account, with its roles")
    listing.add_argument("--closed", action="store_true", help="also those that are closed")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    for name, text in (("grant", "give a role"), ("revoke", "take a role away; it holds at once")):
        one = _of(actions.add_parser(name, help=text))
        one.add_argument("role", type=grant, metavar="ROLE[:TERRITORY]")
    password = _of(actions.add_parser("password", help="another password; sessions end"))
    password.add_argument("--ask", action="store_true", help=_PASSWORD)
    _of(actions.add_parser("reset", help="unbind a lost telephone; sessions end"))
    _of(actions.add_parser("close", help="nobody comes in with it any more; the login is never given again"))


def _of(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("login", metavar="LOGIN")
    return parser


def grant(text: str) -> Grant:
    """A role, and where: ``agent:75``, ``supervisor:R11``, ``administrator``."""
    role, _, territory = text.partition(":")
    if role not in ROLES:
        raise argparse.ArgumentTypeError(f"{role!r} is no role: expected one of {', '.join(ROLES)}")
    try:
        name_of(territory)
    except NoSuchTerritory as error:
        raise argparse.ArgumentTypeError(
            f"{error}; expected a département such as 75, a region such as R11, or nothing for the nation"
        ) from None
    return Grant(role, territory)


def run(options: argparse.Namespace) -> int:
    """Do what was asked of the accounts."""
    try:
        security_events.attach()
    except security_events.BadSyslog as error:
        raise status.Usage(str(error), place="account") from None
    try:
        with db.connect() as connection:
            return _ACTIONS[options.action](options, connection, clock.from_environment().now())
    except psycopg.errors.UndefinedTable:
        raise status.Unavailable("the store was never migrated: tocsin db migrate") from None
    except accounts.BadAccount as error:
        raise status.Usage(str(error), place=f"account {options.action}") from None


def _add(options: argparse.Namespace, connection: Connection, now: datetime) -> int:
    password = _password(options)
    accounts.make(
        connection, options.login, options.name, now=now, by=by(), password=password, lang=options.lang,
        temporary_until=_until(options), grants=tuple(options.roles),
    )  # fmt: skip
    connection.commit()
    _show(options, password)
    roles = ", ".join(map(_said, options.roles)) or "no role yet: tocsin account grant"
    say(f"{options.login} ({one_line(options.name)}): {roles}. {_then(options)}")
    return 0


def _change(options: argparse.Namespace, connection: Connection, now: datetime) -> int:
    who = _who(options, connection)
    password = _password(options)
    accounts.set_password(
        connection, who.account_id, password, now=now, by=by(), temporary_until=_until(options)
    )
    connection.commit()
    _show(options, password)
    say(f"{who.login}: its sessions are ended. {_then(options)}")
    return 0


def _list(options: argparse.Namespace, connection: Connection, now: datetime) -> int:
    found = roster.listed(connection, closed=options.closed, limit=100_000)
    if options.json:
        for one in found:
            print(msgspec.json.encode(one).decode())
        return 0
    if not found:
        print("There is no account: tocsin account add LOGIN --name NAME --role administrator makes one.")
        return 0
    heads = ["login", "name", "roles", "telephone", "made", "by", "state"]
    for line in columns([heads, *map(_row, found)]):
        print(line)
    return 0


def _row(one: roster.Listed) -> list[str]:
    state = f"closed {one.closed:%Y-%m-%d}" if one.closed else "open"
    if one.temporary_until and not one.closed:
        state = f"temporary password until {one.temporary_until.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return [
        one.who.login, one_line(one.who.name), ", ".join(map(_said, one.who.grants)) or "none",
        "bound" if one.telephone else "identity provider" if one.provided else "not yet",
        f"{one.made:%Y-%m-%d}", one_line(one.made_by), state,
    ]  # fmt: skip


def _grant(options: argparse.Namespace, connection: Connection, now: datetime) -> int:
    who = _who(options, connection)
    new = accounts.give(connection, who.account_id, options.role, now=now, by=by())
    print(f"{who.login} is {_said(options.role)}{'' if new else ' already'}.")
    return 0


def _revoke(options: argparse.Namespace, connection: Connection, now: datetime) -> int:
    who = _who(options, connection)
    gone = accounts.take(connection, who.account_id, options.role, now=now, by=by())
    print(f"{who.login} is {'no more' if gone else 'not'} {_said(options.role)}.")
    return 0


def _reset(options: argparse.Namespace, connection: Connection, now: datetime) -> int:
    who = _who(options, connection)
    second.reset(connection, who.account_id, now=now, by=by())
    print(f"{who.login}: no telephone is bound; the next sign-in binds one.")
    return 0


def _close(options: argparse.Namespace, connection: Connection, now: datetime) -> int:
    who = _who(options, connection)
    accounts.close(connection, who.account_id, now=now, by=by())
    print(f"{who.login} is closed.")
    return 0


_ACTIONS: dict[str, Callable[[argparse.Namespace, Connection, datetime], int]] = {
    "add": _add, "list": _list, "grant": _grant, "revoke": _revoke, "password": _change, "reset": _reset,
    "close": _close,
}  # fmt: skip


def _who(options: argparse.Namespace, connection: Connection) -> Staff:
    found = accounts.find(connection, options.login)
    if found is None:
        raise status.NoSuchFile(f"there is no open account {one_line(options.login)}")
    return found


def _said(grant: Grant) -> str:
    where = name_of(grant.territory)
    return f"{grant.role} ({where})" if where else f"{grant.role} (nation)"


def _password(options: argparse.Namespace) -> str:
    """Typed by whoever runs the command, or drawn."""
    if not options.ask:
        return passwords.drawn()
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed = getpass.getpass("Password (not shown): ")
    if getpass.getpass("Once more: ") != typed:
        raise status.Usage("the two are not the same", place=f"account {options.action}")
    return typed


def _until(options: argparse.Namespace) -> datetime | None:
    return None if options.ask else datetime.now(UTC) + accounts.TEMPORARY


def _show(options: argparse.Namespace, password: str) -> None:
    if not options.ask:
        print(password)


def _then(options: argparse.Namespace) -> str:
    if options.ask:
        return "The password is theirs to change on the page of their account."
    return (
        f"The password is not shown again; it opens once, within {accounts.TEMPORARY.days} days, and another"
        " is chosen."
    )
