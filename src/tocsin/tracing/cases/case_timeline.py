"""A file told from its rows: what happened, whom the case named, and the chain both ways."""

from datetime import date, datetime
from typing import Any

from msgspec import Struct

from tocsin.locale.catalogues import translate_name
from tocsin.privacy.encrypted_payloads import open_contact_details, open_person_details
from tocsin.privacy.noted_fields import name_noted_field
from tocsin.privacy.vault import Vault
from tocsin.store.statements import fetch_row, fetch_rows, make_record
from tocsin.tracing.calls.call_sheet import join_full_name, read_past_calls, read_thread
from tocsin.tracing.calls.change_log import ChangeLog, Connection
from tocsin.tracing.calls.model import PastCall, ThreadMessage
from tocsin.tracing.cases.status import CaseStatus, compute_status
from tocsin.tracing.cases.transmission_chain import MOST, TransmissionLink, find_ancestors, find_descendants


class NoSuchCase(LookupError):
    """There is no case of this number."""


class TimelineContact(Struct, frozen=True, kw_only=True):
    id: int
    name: str
    standing: CaseStatus
    same_as: int | None
    became_case: int | None
    gathering: int | None


class TimelineChange(Struct, frozen=True):
    at: datetime
    what: str
    before: str
    after: str
    why: str
    by: str


Event = TimelineChange | PastCall | ThreadMessage
"""A change, a call or an SMS."""


class CaseFile(Struct, frozen=True, kw_only=True):
    id: int
    person_id: int
    name: str
    territory: str
    """Département of the person; empty where it is not known."""
    zone: str
    standing: CaseStatus
    deadline: datetime
    disease: str
    age_band: str
    sex: str
    """Empty where no laboratory said it."""
    sample_on: date | None
    result_on: date
    onset_on: date | None
    """First day of symptoms, where an agent was told."""
    isolation_end: date | None
    events: tuple[Event, ...]
    named: tuple[TimelineContact, ...]
    up: tuple[TransmissionLink, ...]
    down: tuple[TransmissionLink, ...]


def read_case_file(
    connection: Connection,
    vault: Vault,
    case_id: int,
    agent: str,
    now: datetime,
    why: str = "agent",
    links: int = MOST,
) -> CaseFile:
    """A case as it stands at ``now``. That the agent read it, and why, is written down. Raises NoSuchCase.

    ``links`` is how many links of the chain are read, each way.
    """
    with connection.transaction():
        found = fetch_row(connection, "calls.case", case=case_id)
        if found is None:
            raise NoSuchCase(f"{str(NoSuchCase.__doc__).rstrip('.')}: {case_id}")
        changes = fetch_rows(connection, "calls.changes_of_case", case=case_id)
        calls = read_past_calls(connection, vault, case_id, None)
        said_ = read_thread(connection, vault, case_id, None)
        ChangeLog(connection, agent, now).add_change("case", case_id, "read", "", why)
    person = open_person_details(vault, found.person)
    return make_record(
        CaseFile,
        found,
        id=case_id,
        name=join_full_name(person),
        standing=compute_status(found, now, to_call=found.to_call),
        sex=person.sex,
        events=order_events([TimelineChange(*one) for one in changes], calls, said_),
        named=tuple(
            _make_timeline_contact(vault, one, now)
            for one in fetch_rows(connection, "calls.named", case=case_id)
        ),
        up=tuple(find_ancestors(connection, case_id, links)),
        down=tuple(find_descendants(connection, case_id, links)),
    )


def name_change(what: str, lang: str) -> str:
    """What changed, in words: a field that may be noted, or something else."""
    label = name_noted_field(what, lang)
    return label[:1].lower() + label[1:] or translate_name("call.changes", what, lang)


def order_events(
    changes: list[TimelineChange], calls: list[PastCall], lines: list[ThreadMessage]
) -> tuple[Event, ...]:
    """What happened, in order; of the same moment, changes first."""
    events: list[Event] = [*changes, *calls, *lines]
    return tuple(sorted(events, key=lambda event: event.at))


def _make_timeline_contact(vault: Vault, one: Any, now: datetime) -> TimelineContact:
    details = open_contact_details(vault, one.sealed)
    return TimelineContact(
        id=one.id,
        name=details.name or details.number or "?",
        standing=CaseStatus.TO_CONFIRM if one.unconfirmed else compute_status(one, now, to_call=one.to_call),
        same_as=one.same_as_id,
        became_case=one.became_case_id,
        gathering=one.gathering_id,
    )
