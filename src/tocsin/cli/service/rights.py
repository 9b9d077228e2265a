"""``tocsin rights``: what is kept about one person, put right, and erased when they ask for it."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

import msgspec

from tocsin.cli import exit_status
from tocsin.cli.argument_types import parse_day
from tocsin.cli.service import agent_session
from tocsin.cli.service.erase import erasure_amounts, erasure_record
from tocsin.privacy import erasure
from tocsin.privacy.erasure_statement import ErasureRequest
from tocsin.privacy.legal_base import describe_months
from tocsin.privacy.retention import find_kept_months
from tocsin.privacy.vault import Vault
from tocsin.tracing.calls import named_contacts
from tocsin.tracing.calls.model import BadCallFact
from tocsin.tracing.cases import amendments
from tocsin.tracing.cases.corrections import NoSuchCaseRecord
from tocsin.tracing.cases.data_subject_rights import Subject, collect_personal_data, find_requester


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("access", help="everything that is kept about them, as JSON")
    amend = actions.add_parser("amend", help="put a name, the number or the first day of symptoms right")
    amend.add_argument("--given", default="", metavar="NAMES", help="given names")
    amend.add_argument("--family", default="", metavar="NAME", help="family name")
    amend.add_argument("--number", metavar="NUMBER", help="telephone number")
    amend.add_argument("--onset", type=parse_day, metavar="DAY", help="of a case: the first day of symptoms")
    erase = actions.add_parser("erase", help="erase them now; a signed statement stays")
    erase.add_argument("--dry-run", action="store_true", help="count what would go, and change nothing")
    erase.add_argument("--json", action="store_true", help="one JSON object")
    for action in actions.choices.values():
        whose = action.add_mutually_exclusive_group(required=True)
        whose.add_argument("--case", type=int, metavar="CASE", help="the person of this case")
        whose.add_argument("--contact", type=int, metavar="CONTACT", help="this contact")
        action.add_argument("--keys", type=Path, help="the file of keys (else $TOCSIN_KEYS)")
        agent_session.add_agent_argument(action)


def run_command(options: Namespace) -> int:
    """Do what the person asked for; it is in the log of looks and changes."""
    agent, vault = agent_session.agent_name(options.agent), Vault.load(options.keys)
    subject: Subject = "case" if options.case else "contact"
    id = options.case or options.contact
    with agent_session.open_store() as connection:
        try:
            asked = find_requester(connection, subject, id)
            if options.action == "access":
                return _print_personal_data(connection, vault, asked, agent, subject, id)
            if options.action == "amend":
                return _amend_person(connection, vault, options, agent, subject, id)
            return _erase_person(connection, vault, options, asked, agent, subject, id)
        except NoSuchCaseRecord:
            raise exit_status.BadData("there is no file of this number, or it is erased") from None
        except (
            amendments.NothingAmended,
            amendments.SameIdentity,
            named_contacts.UncallableNumber,
            BadCallFact,
        ) as error:
            raise exit_status.BadData(str(error)) from None


def _print_personal_data(
    connection: Any, vault: Vault, asked: ErasureRequest, agent: str, subject: Subject, id: int
) -> int:
    with connection.transaction():
        found = collect_personal_data(connection, vault, asked)
        _log_access(connection, agent, "rights.read", subject, id, "access")
        print(msgspec.json.format(msgspec.json.encode(found)).decode())
    return 0


def _amend_person(
    connection: Any, vault: Vault, options: Namespace, agent: str, subject: Subject, id: int
) -> int:
    if not (options.given or options.family or options.number or options.onset):
        raise exit_status.UsageError("say what is to be put right: --given, --family, --number, --onset")
    by = ("asked", agent, agent_session.service_time())
    with connection.transaction():
        if options.given or options.family:
            amendments.amend_name(
                connection, vault, subject, id, options.given, options.family, *by, territories=None
            )
        if options.number:
            amendments.amend_phone(connection, vault, subject, id, options.number, *by)
        if options.onset:
            if subject == "contact":
                raise exit_status.UsageError("--onset: only a case has a first day of symptoms")
            amendments.amend_onset(connection, vault, id, options.onset, *by)
        _log_access(connection, agent, "desk.amend", subject, id, "amend")
    print("Put right.")
    return 0


def _erase_person(
    connection: Any, vault: Vault, options: Namespace, asked: ErasureRequest, agent: str, subject: Subject,
    id: int,
) -> int:  # fmt: skip
    if not options.dry_run:
        _log_access(connection, agent, "rights.erase", subject, id, "erase")
    done = erasure.erase_on_request(
        connection, vault, asked, agent_session.service_time(), by=agent, dry_run=options.dry_run
    )
    if options.json:
        print(msgspec.json.encode(erasure_record(done)).decode())
        return 0
    print(f"The person of {subject} {id} {'would be' if options.dry_run else 'is'} erased:")
    for line in erasure_amounts(done):
        print(line)
    if done.number:
        print(f"Statement {done.number} is signed: `tocsin erase verify` checks it.")
        period = describe_months(find_kept_months(), "en")
        print(f"A copy of the store opens until {period} after they were collected: keep none longer.")
    return 0


def _log_access(connection: Any, agent: str, action: str, subject: Subject, id: int, why: str) -> None:
    from tocsin.tracing.cases.file_views import find_case_territories, find_contact_territory

    where = (
        find_case_territories(connection, [id])[id]
        if subject == "case"
        else find_contact_territory(connection, id)
    )
    agent_session.log_access(connection, agent, action, (subject, id, where), why)
