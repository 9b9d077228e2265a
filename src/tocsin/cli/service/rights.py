"""``tocsin rights``: what is kept about one person, put right, and erased when they ask for it."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

import msgspec

from tocsin.cli import status
from tocsin.cli.parser import day
from tocsin.cli.service import desk
from tocsin.cli.service.erase import amounts, record
from tocsin.tracing import calls, erasure
from tocsin.tracing.calls import BadFact
from tocsin.tracing.erasure import Erasing, StillWritten
from tocsin.tracing.files import amending
from tocsin.tracing.files.corrections import NoSuchFile
from tocsin.tracing.rights import Subject, person_asked, personal_data
from tocsin.tracing.statement import AskedErasure
from tocsin.tracing.vault import Vault


def add(parser: ArgumentParser) -> None:
    """The words of the command line."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("access", help="everything that is kept about them, as JSON")
    amend = actions.add_parser("amend", help="put a name, the number or the first day of symptoms right")
    amend.add_argument("--given", default="", metavar="NAMES")
    amend.add_argument("--family", default="", metavar="NAME")
    amend.add_argument("--number", metavar="NUMBER")
    amend.add_argument("--onset", type=day, metavar="DAY", help="of a case: the first day of symptoms")
    erase = actions.add_parser("erase", help="erase them now; a signed statement stays")
    erase.add_argument("--dry-run", action="store_true", help="count what would go, and change nothing")
    erase.add_argument("--json", action="store_true", help="one JSON object")
    for action in actions.choices.values():
        whose = action.add_mutually_exclusive_group(required=True)
        whose.add_argument("--case", type=int, metavar="CASE", help="the person of this case")
        whose.add_argument("--contact", type=int, metavar="CONTACT", help="this contact")
        action.add_argument("--keys", type=Path, help="the file of keys (else $TOCSIN_KEYS)")
        desk.agent_words(action)


def run(options: Namespace) -> int:
    """Do what the person asked for; it is in the log of looks and changes."""
    agent, vault = desk.whose(options.agent), Vault.load(options.keys)
    subject: Subject = "case" if options.case else "contact"
    id = options.case or options.contact
    with desk.opened() as connection:
        try:
            asked = person_asked(connection, subject, id)
            if options.action == "access":
                return _access(connection, vault, asked, agent, subject, id)
            if options.action == "amend":
                return _amend(connection, vault, options, agent, subject, id)
            return _erase(connection, vault, options, asked, agent, subject, id)
        except NoSuchFile:
            raise status.BadData("there is no file of this number, or it is erased") from None
        except (Erasing, StillWritten) as error:
            raise status.Unavailable(str(error)) from None
        except (amending.NothingAmended, amending.SameIdentity, calls.BadNumber, BadFact) as error:
            raise status.BadData(str(error)) from None


def _access(connection: Any, vault: Vault, asked: AskedErasure, agent: str, subject: Subject, id: int) -> int:
    with connection.transaction():
        found = personal_data(connection, vault, asked)
        _enter(connection, agent, "rights.read", subject, id, "access")
        print(msgspec.json.format(msgspec.json.encode(found)).decode())
    return 0


def _amend(connection: Any, vault: Vault, options: Namespace, agent: str, subject: Subject, id: int) -> int:
    if not (options.given or options.family or options.number or options.onset):
        raise status.Usage("say what is to be put right: --given, --family, --number, --onset")
    by = ("asked", agent, desk.now())
    with connection.transaction():
        if options.given or options.family:
            amending.amend_name(
                connection, vault, subject, id, options.given, options.family, *by, territories=None
            )
        if options.number:
            amending.amend_phone(connection, vault, subject, id, options.number, *by)
        if options.onset:
            if subject == "contact":
                raise status.Usage("--onset: only a case has a first day of symptoms")
            amending.amend_onset(connection, vault, id, options.onset, *by)
        _enter(connection, agent, "desk.amend", subject, id, "amend")
    print("Put right.")
    return 0


def _erase(
    connection: Any, vault: Vault, options: Namespace, asked: AskedErasure, agent: str, subject: Subject,
    id: int,
) -> int:  # fmt: skip
    if not options.dry_run:
        _enter(connection, agent, "rights.erase", subject, id, "erase")
    done = erasure.erase_asked(connection, vault, asked, desk.now(), by=agent, dry_run=options.dry_run)
    if options.json:
        print(msgspec.json.encode(record(done)).decode())
        return 0
    print(f"The person of {subject} {id} {'would be' if options.dry_run else 'is'} erased:")
    for line in amounts(done):
        print(line)
    if done.number:
        print(f"Statement {done.number} is signed: `tocsin erase verify` checks it.")
        print("A copy of the store opens until three months after they were collected: keep none longer.")
    return 0


def _enter(connection: Any, agent: str, action: str, subject: Subject, id: int, why: str) -> None:
    from tocsin.tracing.files.reading import territories, territory_of_contact

    where = territories(connection, [id])[id] if subject == "case" else territory_of_contact(connection, id)
    desk.enter(connection, agent, action, (subject, id, where), why)
