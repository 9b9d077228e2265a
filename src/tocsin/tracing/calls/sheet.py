"""The sheet of a task, read from the files and opened from under their seals."""

from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec

from tocsin.conversation import quiet
from tocsin.protocol.facts import Facts
from tocsin.protocol.load import load
from tocsin.protocol.plan import Plan, plan
from tocsin.tracing.calls.model import MINOR, WITHDRAWN, CallSheet, Line, NoSuchTask, Past
from tocsin.tracing.calls.onsets import first_day
from tocsin.tracing.calls.rows import Connection, row, rows
from tocsin.tracing.days import clock_of, sample_day
from tocsin.tracing.sealed import ContactDetails, PersonDetails
from tocsin.tracing.vault import Vault

BEFORE_SAMPLE: Final = timedelta(days=2)
"""Contacts are asked for from two days before the first symptoms on, else before the sample."""
BACKWARD: Final = timedelta(days=10)
"""An event or a place is asked for up to ten days before that day."""


def sheet(connection: Connection, vault: Vault, task_id: int, now: datetime) -> CallSheet:
    """Everything about one task. Raises NoSuchTask."""
    found = row(connection, "sheet", task=task_id)
    if found is None:
        raise NoSuchTask(f"{str(NoSuchTask.__doc__).rstrip('.')}: {task_id}")
    person = person_of(vault, found.person)
    contact = contact_of(vault, found.contact)
    case = found.contact_id is None
    sample = _sample_day(found)
    people = named(connection, vault, found.case_id) if found.case_id else []
    return CallSheet(
        task_id=found.task_id,
        case_id=found.case_id,
        contact_id=found.contact_id,
        file_id=found.file_id,
        name=contact.name or name_of(person),
        guardian=name_of(person_of(vault, found.guardian)) or name_of(person_of(vault, found.parent)),
        number=_text(vault, found.number, "phone.sealed"),
        born="" if contact.name else person.birth_date,
        as_said=contact.number,
        kind=found.kind or "",
        reason=found.reason,
        urgent=found.urgent,
        withdrawn=found.reason == WITHDRAWN or found.outcome == "void",
        deadline=found.deadline,
        leased_until=found.leased_until,
        zone=found.zone,
        lang=found.lang,
        interpreter=found.interpreter,
        territory=found.territory,
        disease=found.disease,
        sample_on=sample if case else None,
        onset_on=found.onset_on if case else None,
        since=first_day(sample, found.onset_on) - BEFORE_SAMPLE if case else None,
        gathering_since=first_day(sample, found.onset_on) - BACKWARD if case else None,
        last_contact=found.last_contact,
        household=found.household,
        listed=found.listed_at is not None,
        answered=found.answered_at is not None,
        plan=_plan(found, now),
        children=tuple(_children(connection, vault, found, now)),
        plan_of_child=_plan(found, now, at_home=True, child=True) if case and not found.outcome else None,
        namer=name_of(person_of(vault, found.namer)),
        namer_number=_text(vault, found.namer_number, "phone.sealed"),
        plan_at_home=None if case or found.household is not None else _plan(found, now, at_home=True),
        attempts=tuple(past(connection, vault, found.case_id, found.contact_id)),
        thread=tuple(thread(connection, vault, found.case_id, found.contact_id)),
        named=tuple(name for name, _ in people),
        to_confirm=tuple(name for name, unconfirmed in people if unconfirmed),
    )


def past(connection: Connection, vault: Vault, case: int | None, contact: int | None) -> list[Past]:
    """The calls that were made to somebody."""
    found = rows(connection, "attempts", case=case, contact=contact)
    return [
        Past(
            one.at,
            one.outcome,
            one.agent,
            _text(vault, one.sealed, "attempt.sealed"),
            one.incoming,
        )
        for one in found
    ]


def thread(connection: Connection, vault: Vault, case: int | None, contact: int | None) -> list[Line]:
    """The SMS of a conversation, both ways, in order."""
    sent = [
        Line(one.issued_at, True, _text(vault, one.sealed, "message.sealed"), one.failed_at is not None)
        for one in rows(connection, "sent", case=case, contact=contact)
        if one.sealed
    ]
    heard = [
        Line(one.at, False, _text(vault, one.sealed, "heard.sealed"))
        for one in rows(connection, "heard", case=case, contact=contact)
        if one.sealed
    ]
    return sorted(sent + heard, key=lambda line: (line.at, line.ours))


def named(connection: Connection, vault: Vault, case: int) -> list[tuple[str, bool]]:
    """Those whom a case named, as it named them, and whether they wait to be confirmed."""
    found = ((contact_of(vault, one.sealed), one.unconfirmed) for one in rows(connection, "named", case=case))
    return [(one.name or one.number or "?", unconfirmed) for one, unconfirmed in found]


def person_of(vault: Vault, sealed: bytes | None) -> PersonDetails:
    """Who a person is; nothing where that was erased."""
    if sealed is None:
        return PersonDetails()
    return msgspec.json.decode(vault.open(sealed, "person.sealed"), type=PersonDetails)


def contact_of(vault: Vault, sealed: bytes | None) -> ContactDetails:
    """A contact as named; nothing where that was erased."""
    if sealed is None:
        return ContactDetails()
    return msgspec.json.decode(vault.open(sealed, "contact.sealed"), type=ContactDetails)


def name_of(person: PersonDetails) -> str:
    """Given and family names."""
    return f"{person.given_names} {person.family_name}".strip()


def _text(vault: Vault, sealed: bytes | None, place: str) -> str:
    return vault.open(sealed, place).decode() if sealed else ""


def _sample_day(found: Any) -> date:
    """Of the case, by the clock of the place where they live."""
    return sample_day(found.sample_on, found.resulted_at, clock_of(found.case_territory, found.case_zone))


def _children(connection: Connection, vault: Vault, found: Any, now: datetime) -> list[str]:
    """Names of the children for whom whoever is rung is told, whoever has their calls."""
    if found.contact_id and found.reason != MINOR:
        return []
    asked = {"case": found.file_id, "contact": found.contact_id, "agent": found.leased_by, "now": now}
    return [contact_of(vault, one.sealed).name for one in rows(connection, "children", **asked)]


def _plan(found: Any, now: datetime, *, at_home: bool = False, child: bool = False) -> Plan:
    """What the protocol of today tells the person to do; or, of a case, the ``child`` who lives with them."""
    on = quiet.local(now, found.zone).date()
    sample = _sample_day(found)
    if found.contact_id is None and not child:
        return plan(load(found.disease), Facts(role="case", sample=sample, onset=found.onset_on), on)
    last = found.last_contact or min(sample - timedelta(days=1), on)
    index = found.onset_on or sample
    household = at_home or bool(found.household)
    facts = Facts(role="contact", household=household, last_contact=last, informed=on, index_onset=index)
    return plan(load(found.disease), facts, on)
