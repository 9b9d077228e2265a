"""``tocsin account``: who comes in to the inside of the site, and as what."""

import argparse
import getpass
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import psycopg

from tocsin.cli import exit_status
from tocsin.cli.service.keys import operator_name
from tocsin.cli.terminal_text import align_columns, print_notice
from tocsin.locale.languages import ORIGINALS
from tocsin.message.safe_display import escape_to_one_line
from tocsin.runtime import clock
from tocsin.store import database
from tocsin.tracing.supervision.territory import NoSuchTerritory, find_territory_name
from tocsin.web import security_events
from tocsin.web.accounts import mfa, password_policy, staff_accounts
from tocsin.web.staff.staff_member import ROLES, RoleGrant, StaffMember

Connection = psycopg.Connection[Any]
_PASSWORD = "a password of your own, asked for without being shown; else one is drawn, and shown once"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    new = _add_login_argument(
        actions.add_parser("add", help="open an account; its password is drawn, and shown once")
    )
    new.add_argument("--name", required=True, help="of the person, as colleagues read it")
    new.add_argument(
        "--role",
        action="append",
        type=parse_grant,
        default=[],
        dest="roles",
        metavar="ROLE[:TERRITORY]",
        help="such as agent:75, supervisor:R11, administrator (of the nation); may be given more than once",
    )
    new.add_argument("--lang", choices=ORIGINALS, default="fr", help="in which the service opens for them")
    new.add_argument("--ask", action="store_true", help=_PASSWORD)
    listing = actions.add_parser("list", help="every account, with its roles")
    listing.add_argument("--closed", action="store_true", help="also those that are closed")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    for name, text in (("grant", "give a role"), ("revoke", "take a role away; it holds at once")):
        one = _add_login_argument(actions.add_parser(name, help=text))
        one.add_argument("role", type=parse_grant, metavar="ROLE[:TERRITORY]")
    password = _add_login_argument(actions.add_parser("password", help="another password; sessions end"))
    password.add_argument("--ask", action="store_true", help=_PASSWORD)
    _add_login_argument(
        actions.add_parser("reset", help="unbind a lost telephone and the passkeys; sessions end")
    )
    _add_login_argument(
        actions.add_parser("close", help="nobody comes in with it any more; the login is never given again")
    )


def _add_login_argument(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("login", metavar="LOGIN", help="login of the account")
    return parser


def parse_grant(text: str) -> RoleGrant:
    """A role, and where: ``agent:75``, ``supervisor:R11``, ``administrator``."""
    role, _, territory = text.partition(":")
    if role not in ROLES:
        raise argparse.ArgumentTypeError(f"{role!r} is no role: expected one of {', '.join(ROLES)}")
    try:
        find_territory_name(territory)
    except NoSuchTerritory as error:
        raise argparse.ArgumentTypeError(
            f"{error}; expected a département such as 75, a region such as R11, or nothing for the nation"
        ) from None
    return RoleGrant(role, territory)


def run_command(options: argparse.Namespace) -> int:
    try:
        security_events.attach_siem()
    except security_events.BadSyslogAddress as error:
        raise exit_status.UsageError(str(error), place="account") from None
    try:
        with database.open_connection() as connection:
            return _ACTIONS[options.action](options, connection, clock.read_clock_from_environment().now())
    except staff_accounts.StaffAccountError as error:
        raise exit_status.UsageError(str(error), place=f"account {options.action}") from None


def _add_account(options: argparse.Namespace, connection: Connection, now: datetime) -> int:
    password = _choose_password(options)
    staff_accounts.create_account(
        connection,
        options.login,
        options.name,
        now=now,
        by=operator_name(),
        password=password,
        lang=options.lang,
        temporary_until=_temporary_until(options),
        grants=tuple(options.roles),
    )
    connection.commit()
    _print_password(options, password)
    roles = ", ".join(map(_grant_in_words, options.roles)) or "no role yet: tocsin account grant"
    print_notice(
        f"{options.login} ({escape_to_one_line(options.name)}): {roles}. {_password_notice(options)}"
    )
    return 0


def _set_password(options: argparse.Namespace, connection: Connection, now: datetime) -> int:
    who = _find_account(options, connection)
    password = _choose_password(options)
    staff_accounts.set_password(
        connection,
        who.account_id,
        password,
        now=now,
        by=operator_name(),
        temporary_until=_temporary_until(options),
    )
    connection.commit()
    _print_password(options, password)
    print_notice(f"{who.login}: its sessions are ended. {_password_notice(options)}")
    return 0


def _list_accounts(options: argparse.Namespace, connection: Connection, now: datetime) -> int:
    found = staff_accounts.list_accounts(connection, closed=options.closed, limit=100_000)
    if options.json:
        for one in found:
            print(msgspec.json.encode(one).decode())
        return 0
    if not found:
        print("There is no account: tocsin account add LOGIN --name NAME --role administrator makes one.")
        return 0
    heads = ["login", "name", "roles", "telephone", "made", "by", "state"]
    for line in align_columns([heads, *map(_account_row, found)]):
        print(line)
    return 0


def _account_row(one: staff_accounts.AccountSummary) -> list[str]:
    state = f"closed {one.closed:%Y-%m-%d}" if one.closed else "open"
    if one.temporary_until and not one.closed:
        state = f"temporary password until {one.temporary_until.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return [
        one.who.login,
        escape_to_one_line(one.who.name),
        ", ".join(map(_grant_in_words, one.who.grants)) or "none",
        "bound" if one.telephone else "identity provider" if one.provided else "not yet",
        f"{one.made:%Y-%m-%d}",
        escape_to_one_line(one.made_by),
        state,
    ]


def _grant_role(options: argparse.Namespace, connection: Connection, now: datetime) -> int:
    who = _find_account(options, connection)
    new = staff_accounts.grant_role(connection, who.account_id, options.role, now=now, by=operator_name())
    print(f"{who.login} is {_grant_in_words(options.role)}{'' if new else ' already'}.")
    return 0


def _revoke_role(options: argparse.Namespace, connection: Connection, now: datetime) -> int:
    who = _find_account(options, connection)
    gone = staff_accounts.revoke_role(connection, who.account_id, options.role, now=now, by=operator_name())
    print(f"{who.login} is {'no more' if gone else 'not'} {_grant_in_words(options.role)}.")
    return 0


def _reset_second_factor(options: argparse.Namespace, connection: Connection, now: datetime) -> int:
    who = _find_account(options, connection)
    mfa.reset_mfa(connection, who.account_id, now=now, by=operator_name())
    print(f"{who.login}: no telephone is bound; the next sign-in binds one.")
    return 0


def _close_account(options: argparse.Namespace, connection: Connection, now: datetime) -> int:
    who = _find_account(options, connection)
    staff_accounts.close_account(connection, who.account_id, now=now, by=operator_name())
    print(f"{who.login} is closed.")
    return 0


_ACTIONS: dict[str, Callable[[argparse.Namespace, Connection, datetime], int]] = {
    "add": _add_account,
    "list": _list_accounts,
    "grant": _grant_role,
    "revoke": _revoke_role,
    "password": _set_password,
    "reset": _reset_second_factor,
    "close": _close_account,
}


def _find_account(options: argparse.Namespace, connection: Connection) -> StaffMember:
    found = staff_accounts.find_account(connection, options.login)
    if found is None:
        raise exit_status.NoSuchFile(f"there is no open account {escape_to_one_line(options.login)}")
    return found


def _grant_in_words(grant: RoleGrant) -> str:
    where = find_territory_name(grant.territory)
    return f"{grant.role} ({where})" if where else f"{grant.role} (nation)"


def _choose_password(options: argparse.Namespace) -> str:
    """Typed by whoever runs the command, or drawn."""
    if not options.ask:
        return password_policy.generate_password()
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed = getpass.getpass("Password (not shown): ")
    if getpass.getpass("Once more: ") != typed:
        raise exit_status.UsageError("the two are not the same", place=f"account {options.action}")
    return typed


def _temporary_until(options: argparse.Namespace) -> datetime | None:
    return None if options.ask else datetime.now(UTC) + staff_accounts.TEMPORARY


def _print_password(options: argparse.Namespace, password: str) -> None:
    if not options.ask:
        print(password)


def _password_notice(options: argparse.Namespace) -> str:
    if options.ask:
        return "The password is theirs to change on the page of their account."
    return (
        f"The password is not shown again; it opens once, within {staff_accounts.TEMPORARY.days} days, and another"
        " is chosen."
    )
