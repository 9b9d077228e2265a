"""What a supervisor puts right in one file: a name, the telephone, the first day of symptoms, an outcome.

Each leaves a row of change that says who, when and why, and nothing personal. What follows is done with it:
the plan is made anew, the SMS to a number that is another's end, and the person is to be rung where they are
not reached.
"""

from datetime import UTC, date, datetime
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tocsin.conversation import quiet_hours
from tocsin.privacy.encrypted_payloads import open_contact_details, open_person_details
from tocsin.privacy.identity import fold_name, make_identity_key, make_name_key
from tocsin.privacy.vault import Vault
from tocsin.store.statements import execute_statement, fetch_row
from tocsin.tracing.calls import call_facts
from tocsin.tracing.calls.call_facts import CallFacts
from tocsin.tracing.calls.call_writer import CallWriter
from tocsin.tracing.calls.change_log import ChangeLog, Connection
from tocsin.tracing.calls.model import Outcome, Territories
from tocsin.tracing.calls.named_contacts import check_number
from tocsin.tracing.calls.outcome_reversal import lock_attempt, undo_outcome
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.calls.spoken_facts import record_case_facts
from tocsin.tracing.cases.corrections import ExclusiveTransaction, NoSuchCaseRecord, is_in_territories
from tocsin.tracing.people.phones import get_or_create_phone
from tocsin.tracing.supervision.territory import find_local_day, find_zone

Subject = Literal["case", "contact"]
CORRECTED: Final = "corrected"
"""Reason of a call to somebody whose number was put right, and outcome of the SMS to the other number."""
TOLD: Final = {"identity_confirmed": True, "instructions_given": True}
"""What a supervisor says of a call whose outcome becomes ``reached``."""


class SameIdentity(ValueError):
    """Somebody else has a file with these names and this birth date: join the two."""


class NothingAmended(ValueError):
    """Nothing is different: this stands in the file already, or it is erased."""


class LastCall(Struct, frozen=True):
    attempt: int
    outcome: str
    at: datetime
    agent: str


def amend_name(
    connection: Connection, vault: Vault, subject: Subject, id: int, given: str, family: str, why: str,
    by: str, now: datetime, *, territories: Territories,
) -> None:  # fmt: skip
    """Another name for a person tested positive, or for a contact as they were named.

    Where somebody else has these names and this birth date: SameIdentity, if they live in one of these
    ``territories`` (None: everywhere); elsewhere nobody is told that they are known, and the person stands
    beside them without the index of these names and this date.

    Raises NoSuchCaseRecord, NothingAmended, SameIdentity.
    """
    given, family = " ".join(given.split())[:100], " ".join(family.split())[:100]
    with ExclusiveTransaction(connection):
        found = _fetch_file(connection, subject, id)
        whole = make_name_key(family, given)
        if found.erased_at or not whole:
            raise NothingAmended(str(NothingAmended.__doc__))
        if subject == "contact":
            details = replace(open_contact_details(vault, found.contact), name=f"{given} {family}".strip())
            named = vault.index("name", fold_name(details.name), found.collected_on)
            _write_name(connection, vault, "contact", id, found.collected_on, details, name=named)
        if subject == "case":
            person = replace(open_person_details(vault, found.person), given_names=given, family_name=family)
            who = make_identity_key(family, given, person.birth_date)
            every = vault.list_indexes("identity", who) if who else []
            day, known = found.person_collected_on, vault.index("name", whole, found.person_collected_on)
            index = vault.index("identity", who, day) if who else None
            taken = fetch_row(connection, "calls.identity_taken", identities=every, person=found.person_id)
            if index and taken:
                if is_in_territories(taken.territory, territories):
                    raise SameIdentity(str(SameIdentity.__doc__))
                index = None
            _write_name(connection, vault, "person", found.person_id, day, person, identity=index, name=known)
        ChangeLog(connection, by, now).add_change(subject, id, "name", "", f"name.{why}")


def amend_phone(
    connection: Connection,
    vault: Vault,
    subject: Subject,
    id: int,
    number: str,
    why: str,
    by: str,
    now: datetime,
) -> None:
    """Another number for somebody; they are to be rung on it, unless their file is closed.

    The one before is no longer theirs, and the SMS on it end. Raises NoSuchCaseRecord, UncallableNumber,
    NothingAmended.
    """
    e164 = check_number(number)
    with ExclusiveTransaction(connection):
        found = _fetch_file(connection, subject, id)
        log = ChangeLog(connection, by, now)
        clock = find_zone(found.case_territory, found.case_zone)
        phone = get_or_create_phone(
            connection, vault, e164, quiet_hours.find_zone_of_number(e164, clock), now.astimezone(UTC).date()
        )
        if found.erased_at or phone == found.phone_id:
            raise NothingAmended(str(NothingAmended.__doc__))
        if found.phone_id and found.person_id:
            log.execute("calls.end_holding", person=found.person_id, phone=found.phone_id)
            log.add_change("phone", found.phone_id, "holding", "", CORRECTED, before=str(found.person_id))
        if found.kind == "mobile":
            CallWriter(vault, log, found).end_conversations(CORRECTED)
        log.execute(f"calls.move_{subject}", id=id, phone=phone)
        if found.person_id:
            log.execute("calls.hold", person=found.person_id, phone=phone)
        log.add_change(subject, id, "phone", str(phone), f"phone.{why}", before=str(found.phone_id or ""))
        if not found.closed_at and not log.execute(
            "calls.ring_on", subject=subject, id=id, phone=phone, reason=CORRECTED
        ):
            log.execute("calls.ring_anew", subject=subject, id=id, phone=phone, reason=CORRECTED)


def amend_onset(
    connection: Connection, vault: Vault, case: int, onset: date, why: str, by: str, now: datetime
) -> None:
    """Another first day of symptoms: the plan is made anew.

    Raises NoSuchCaseRecord, BadCallFact, NothingAmended.
    """
    with ExclusiveTransaction(connection):
        found = _fetch_file(connection, "case", case)
        if found.erased_at or found.onset_on == onset:
            raise NothingAmended(str(NothingAmended.__doc__))
        call_facts.check_onset(onset, find_local_day(now, find_zone(found.case_territory, found.case_zone)))
        log = ChangeLog(connection, by, now)
        record_case_facts(CallWriter(vault, log, found), CallFacts(onset_on=onset))
        log.add_change("case", case, "onset_on", "", f"onset.{why}")


def amend_outcome(
    connection: Connection, vault: Vault, subject: Subject, id: int, becomes: Outcome | None, why: str,
    by: str, now: datetime,
) -> None:  # fmt: skip
    """Take back what was written of the last call, however long ago, and write another outcome.

    ``becomes``: None where the person is to be rung again. Raises NoSuchCaseRecord, NothingAmended,
    OutcomeNotReversible.
    """
    with connection.transaction():
        last = find_last_call(connection, subject, id)
        if last is None or last.outcome == becomes:
            raise NothingAmended(str(NothingAmended.__doc__))
        task = undo_outcome(connection, lock_attempt(connection, last.attempt), by, now, f"outcome.{why}")
        if becomes:
            record_outcome(
                connection, vault, task, by, now, becomes, facts=TOLD if becomes == "reached" else None
            )


def find_last_call(connection: Connection, subject: Subject, id: int) -> LastCall | None:
    """The last call to somebody whose outcome stands; None where there is none."""
    found = fetch_row(connection, "calls.last_call", subject=subject, id=id)
    return LastCall(found.id, found.outcome, found.at, found.agent) if found else None


def _fetch_file(connection: Connection, subject: Subject, id: int) -> Any:
    found = fetch_row(connection, "calls.file", subject=subject, id=id)
    if found is None:
        raise NoSuchCaseRecord(str(NoSuchCaseRecord.__doc__))
    return found


def _write_name(
    connection: Connection, vault: Vault, table: str, id: int, day: date, details: Any, **indexes: Any
) -> None:
    sealed = vault.seal(msgspec.json.encode(details), f"{table}.sealed", day, id)
    execute_statement(connection, f"calls.rename_{table}", id=id, sealed=sealed, **indexes)
