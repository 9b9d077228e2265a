"""The sheet of a task, read from the files and opened from under their seals."""

import logging
from datetime import date, datetime, timedelta
from typing import Any, Final

from tocsin.conversation import quiet_hours
from tocsin.conversation.conversation_id import FileSubject
from tocsin.privacy.encrypted_payloads import (
    PersonDetails,
    open_contact_details,
    open_person_details,
)
from tocsin.privacy.vault import UNOPENABLE, Vault
from tocsin.protocol.load import load_protocol
from tocsin.protocol.person_facts import PersonFacts
from tocsin.protocol.plan import InstructionPlan, make_plan
from tocsin.runtime.logs import log_event
from tocsin.store.statements import fetch_row, fetch_rows, make_record
from tocsin.tracing.calls import announcements
from tocsin.tracing.calls.call_facts import find_first_day
from tocsin.tracing.calls.change_log import Connection
from tocsin.tracing.calls.death import list_deaths
from tocsin.tracing.calls.model import MINOR, WITHDRAWN, CallSheet, NoSuchTask, PastCall, ThreadMessage
from tocsin.tracing.people.noted_details import read_details
from tocsin.tracing.supervision.territory import find_sample_day, find_zone

BEFORE_SAMPLE: Final = timedelta(days=2)
"""Contacts are asked for from two days before the first symptoms on, else before the sample."""
BACKWARD: Final = timedelta(days=10)
"""An event or a place is asked for up to ten days before that day."""
_log = logging.getLogger(__name__)


def read_sheet(connection: Connection, vault: Vault, task_id: int, now: datetime) -> CallSheet:
    """Everything about one task. Raises NoSuchTask."""
    found = fetch_row(connection, "calls.sheet", task=task_id)
    if found is None:
        raise NoSuchTask(f"{str(NoSuchTask.__doc__).rstrip('.')}: {task_id}")
    person = open_person_details(vault, found.person)
    contact = open_contact_details(vault, found.contact)
    case = found.contact_id is None
    sample = _find_sample_day(found)
    subject, id = find_sheet_subject(found)
    noted = read_details(connection, vault, subject, id)
    people = read_named_contacts(connection, vault, found.case_id) if found.case_id else []
    return make_record(
        CallSheet,
        found,
        name=contact.name or join_full_name(person),
        guardian=join_full_name(open_person_details(vault, found.guardian))
        or join_full_name(open_person_details(vault, found.parent)),
        number=vault.open_text(found.number, "phone.sealed"),
        born="" if contact.name else person.birth_date,
        as_said=contact.number,
        kind=found.kind or "",
        withdrawn=found.reason == WITHDRAWN or found.outcome == "void",
        sample_on=sample if case else None,
        onset_on=found.onset_on if case else None,
        since=find_first_day(sample, found.onset_on) - BEFORE_SAMPLE if case else None,
        gathering_since=find_first_day(sample, found.onset_on) - BACKWARD if case else None,
        listed=found.listed_at is not None,
        answered=found.answered_at is not None,
        plan=_make_plan(found, now, fragile=noted.vulnerable),
        children=tuple(_read_children(connection, vault, found, now)),
        plan_of_child=_make_plan(found, now, at_home=True, child=True)
        if case and not found.outcome
        else None,
        namer=join_full_name(open_person_details(vault, found.namer)),
        namer_number=vault.open_text(found.namer_number, "phone.sealed"),
        plan_at_home=None
        if case or found.household is not None
        else _make_plan(found, now, at_home=True, fragile=noted.vulnerable),
        attempts=tuple(read_past_calls(connection, vault, found.case_id, found.contact_id)),
        thread=tuple(read_thread(connection, vault, found.case_id, found.contact_id)),
        named=tuple(name for name, _ in people),
        announced=_find_announced_hours(connection, task_id),
        to_confirm=tuple(name for name, unconfirmed in people if unconfirmed),
        noted=noted,
        deaths=list_deaths(connection, subject, id) if found.died else (),
    )


def find_sheet_subject(sheet: Any) -> tuple[FileSubject, int]:
    return ("contact", sheet.contact_id) if sheet.contact_id else ("case", sheet.case_id)


def _find_announced_hours(connection: Connection, task_id: int) -> tuple[datetime, datetime] | None:
    window = announcements.find_announced_window(connection, task_id)
    return (window.begins, window.ends) if window else None


def read_past_calls(
    connection: Connection, vault: Vault, case: int | None, contact: int | None
) -> list[PastCall]:
    found = fetch_rows(connection, "calls.attempts", case=case, contact=contact)
    return [
        PastCall(
            one.at,
            one.outcome,
            one.agent,
            _open_kept_text(vault, one.sealed, "attempt.sealed"),
            one.incoming,
        )
        for one in found
    ]


def read_thread(
    connection: Connection, vault: Vault, case: int | None, contact: int | None
) -> list[ThreadMessage]:
    """The SMS of a conversation, both ways, in order."""
    sent = [
        ThreadMessage(
            one.issued_at,
            True,
            _open_kept_text(vault, one.sealed, "message.sealed"),
            one.failed_at is not None,
        )
        for one in fetch_rows(connection, "calls.sent", case=case, contact=contact)
        if one.sealed
    ]
    heard = [
        ThreadMessage(one.at, False, _open_kept_text(vault, one.sealed, "heard.sealed"))
        for one in fetch_rows(connection, "calls.heard", case=case, contact=contact)
        if one.sealed
    ]
    return sorted(sent + heard, key=lambda line: (line.at, line.ours))


def _open_kept_text(vault: Vault, sealed: bytes | None, place: str) -> str | None:
    """A text beside the file itself: one that does not open costs itself, and not the call."""
    try:
        return vault.open_text(sealed, place)
    except UNOPENABLE as error:
        log_event(_log, "text does not open", level=logging.ERROR, place=place, error=type(error).__name__)
        return None


def read_named_contacts(connection: Connection, vault: Vault, case: int) -> list[tuple[str, bool]]:
    """Those whom a case named, as it named them, and whether they wait to be confirmed."""
    return [
        (_open_contact_name(vault, one.sealed), one.unconfirmed)
        for one in fetch_rows(connection, "calls.named", case=case)
    ]


def _open_contact_name(vault: Vault, sealed: bytes | None) -> str:
    try:
        found = open_contact_details(vault, sealed)
    except UNOPENABLE as error:
        log_event(
            _log, "text does not open", level=logging.ERROR, place="contact", error=type(error).__name__
        )
        return "?"
    return found.name or found.number or "?"


def join_full_name(person: PersonDetails) -> str:
    return f"{person.given_names} {person.family_name}".strip()


def _find_sample_day(found: Any) -> date:
    """Of the case, by the clock of the place where they live."""
    return find_sample_day(
        found.sample_on, found.resulted_at, find_zone(found.case_territory, found.case_zone)
    )


def _read_children(connection: Connection, vault: Vault, found: Any, now: datetime) -> list[str]:
    """Names of the children for whom whoever is rung is told, whoever has their calls."""
    if found.contact_id and found.reason != MINOR:
        return []
    asked = {"case": found.file_id, "contact": found.contact_id, "agent": found.leased_by, "now": now}
    return [
        open_contact_details(vault, one.sealed).name
        for one in fetch_rows(connection, "calls.children", **asked)
    ]


def _make_plan(
    found: Any, now: datetime, *, at_home: bool = False, child: bool = False, fragile: bool | None = None
) -> InstructionPlan:
    """What the protocol of today tells the person to do; or, of a case, the ``child`` who lives with them."""
    on = quiet_hours.to_local_time(now, found.zone).date()
    sample = _find_sample_day(found)
    if found.contact_id is None and not child:
        return make_plan(
            load_protocol(found.disease),
            PersonFacts(role="case", sample=sample, onset=found.onset_on, fragile=fragile),
            on,
        )
    last = found.last_contact or min(sample - timedelta(days=1), on)
    index = found.onset_on or sample
    household = at_home or bool(found.household)
    facts = PersonFacts(
        role="contact",
        household=household,
        last_contact=last,
        informed=on,
        index_onset=index,
        fragile=fragile,
    )
    return make_plan(load_protocol(found.disease), facts, on)
