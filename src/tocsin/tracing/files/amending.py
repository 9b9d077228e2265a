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

from tocsin.conversation import quiet
from tocsin.tracing.calls import Outcome, onsets, outcome
from tocsin.tracing.calls.facts import CallFacts
from tocsin.tracing.calls.model import Territories
from tocsin.tracing.calls.outcomes import Call
from tocsin.tracing.calls.rows import Connection, Log, do, row
from tocsin.tracing.calls.sheet import contact_of, person_of
from tocsin.tracing.calls.taking_back import attempt_held, undo_outcome
from tocsin.tracing.calls.told import checked
from tocsin.tracing.days import clock_of, day_of
from tocsin.tracing.files.corrections import NoSuchFile, alone, is_within
from tocsin.tracing.identity import folded_name, identity, known_as
from tocsin.tracing.phones import meet
from tocsin.tracing.vault import Vault

Subject = Literal["case", "contact"]
CORRECTED: Final = "corrected"
"""Reason of a call to somebody whose number was put right, and outcome of the SMS to the other number."""
TOLD: Final = {"identity_confirmed": True, "instructions_given": True}
"""What a supervisor says of a call whose outcome becomes ``reached``."""


class SameIdentity(ValueError):
    """Somebody else has a file with these names and this birth date: join the two."""


class NothingAmended(ValueError):
    """Nothing is different: this stands in the file already, or it is erased."""


class MadeCall(Struct, frozen=True):
    """The last call of a file whose outcome stands."""

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

    Raises NoSuchFile, NothingAmended, SameIdentity.
    """
    given, family = " ".join(given.split())[:100], " ".join(family.split())[:100]
    with alone(connection):
        found = _file(connection, subject, id)
        whole = known_as(family, given)
        if found.erased_at or not whole:
            raise NothingAmended(str(NothingAmended.__doc__))
        if subject == "contact":
            details = replace(contact_of(vault, found.contact), name=f"{given} {family}".strip())
            named = vault.index("name", folded_name(details.name), found.collected_on)
            _rename(connection, vault, "contact", id, found.collected_on, details, name=named)
        if subject == "case":
            person = replace(person_of(vault, found.person), given_names=given, family_name=family)
            who = identity(family, given, person.birth_date)
            every = vault.found_by("identity", who) if who else []
            day, known = found.person_collected_on, vault.index("name", whole, found.person_collected_on)
            index = vault.index("identity", who, day) if who else None
            taken = row(connection, "identity_taken", identities=every, person=found.person_id)
            if index and taken:
                if is_within(taken.territory, territories):
                    raise SameIdentity(str(SameIdentity.__doc__))
                index = None
            _rename(connection, vault, "person", found.person_id, day, person, identity=index, name=known)
        Log(connection, by, now).change(subject, id, "name", "", f"name.{why}")


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

    The one before is no longer theirs, and the SMS on it end. Raises NoSuchFile, BadNumber, NothingAmended.
    """
    e164 = checked(number)
    with alone(connection):
        found = _file(connection, subject, id)
        log = Log(connection, by, now)
        clock = clock_of(found.case_territory, found.case_zone)
        phone = meet(connection, vault, e164, quiet.zone_of(e164, clock), now.astimezone(UTC).date())
        if found.erased_at or phone == found.phone_id:
            raise NothingAmended(str(NothingAmended.__doc__))
        if found.phone_id and found.person_id:
            log.do("end_holding", person=found.person_id, phone=found.phone_id)
            log.change("phone", found.phone_id, "holding", "", CORRECTED, before=str(found.person_id))
        if found.kind == "mobile":
            _call(vault, log, found).end_sms(CORRECTED)
        log.do(f"move_{subject}", id=id, phone=phone)
        if found.person_id:
            log.do("hold", person=found.person_id, phone=phone)
        log.change(subject, id, "phone", str(phone), f"phone.{why}", before=str(found.phone_id or ""))
        if not found.closed_at and not log.do(
            "ring_on", subject=subject, id=id, phone=phone, reason=CORRECTED
        ):
            log.do("ring_anew", subject=subject, id=id, phone=phone, reason=CORRECTED)


def amend_onset(
    connection: Connection, vault: Vault, case: int, onset: date, why: str, by: str, now: datetime
) -> None:
    """Another first day of symptoms: the plan is made anew. Raises NoSuchFile, BadFact, NothingAmended."""
    with alone(connection):
        found = _file(connection, "case", case)
        if found.erased_at or found.onset_on == onset:
            raise NothingAmended(str(NothingAmended.__doc__))
        onsets.check(onset, day_of(now, clock_of(found.case_territory, found.case_zone)))
        log = Log(connection, by, now)
        _call(vault, log, found).case_facts(CallFacts(onset_on=onset))
        log.change("case", case, "onset_on", "", f"onset.{why}")


def amend_outcome(
    connection: Connection, vault: Vault, subject: Subject, id: int, becomes: Outcome | None, why: str,
    by: str, now: datetime,
) -> None:  # fmt: skip
    """Take back what was written of the last call, however long ago, and write another outcome.

    ``becomes``: None where the person is to be rung again. Raises NoSuchFile, NothingAmended, NotTakenBack.
    """
    with connection.transaction():
        last = last_call(connection, subject, id)
        if last is None or last.outcome == becomes:
            raise NothingAmended(str(NothingAmended.__doc__))
        task = undo_outcome(connection, attempt_held(connection, last.attempt), by, now, f"outcome.{why}")
        if becomes:
            outcome(connection, vault, task, by, now, becomes, facts=TOLD if becomes == "reached" else None)


def last_call(connection: Connection, subject: Subject, id: int) -> MadeCall | None:
    """The last call to somebody whose outcome stands; None where there is none."""
    found = row(connection, "last_call", subject=subject, id=id)
    return MadeCall(found.id, found.outcome, found.at, found.agent) if found else None


def _file(connection: Connection, subject: Subject, id: int) -> Any:
    found = row(connection, "file", subject=subject, id=id)
    if found is None:
        raise NoSuchFile(str(NoSuchFile.__doc__))
    return found


def _call(vault: Vault, log: Log, found: Any) -> Call:
    """What follows from a change of a file is what would follow from the same words in a call."""
    return Call(vault, log, found)


def _rename(
    connection: Connection, vault: Vault, table: str, id: int, day: date, details: Any, **indexes: Any
) -> None:
    sealed = vault.seal(msgspec.json.encode(details), f"{table}.sealed", day, id)
    do(connection, f"rename_{table}", id=id, sealed=sealed, **indexes)
