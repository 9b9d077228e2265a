"""One gathering, told from its rows: the cases who were there, and the people whom they met there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from tocsin.privacy.encrypted_payloads import open_contact_details
from tocsin.privacy.vault import Vault
from tocsin.store.statements import fetch_rows
from tocsin.tracing.calls.change_log import ChangeLog, Connection
from tocsin.tracing.cases.status import CaseStatus, compute_status


class NoSuchGathering(LookupError):
    """There is no gathering of this number."""


class GatheringParticipant(Struct, frozen=True, kw_only=True):
    id: int
    """Of the case, or of the contact."""
    name: str
    """Of a contact, as it was said; empty for a case."""
    named_by: int | None
    """The case who named them; None for a case."""
    became_case: int | None
    standing: CaseStatus
    territory: str = ""
    """Of the person of a case."""


def read_participants(
    connection: Connection, vault: Vault, gatherings: Sequence[int], agent: str, now: datetime
) -> tuple[tuple[GatheringParticipant, ...], tuple[GatheringParticipant, ...]]:
    """The cases who were at one of some gatherings, and the people named as having been there.

    That the agent read it is written down in the file of each case, in the transaction of the caller.
    """
    cases = fetch_rows(connection, "gatherings.there", gatherings=list(gatherings))
    people = fetch_rows(connection, "gatherings.co_exposed", gatherings=list(gatherings))
    log = ChangeLog(connection, agent, now)
    for case in cases:
        log.add_change("case", case.case_id, "read", str(gatherings[0]), "gathering")
    return (
        tuple(_make_case_participant(case, now) for case in cases),
        tuple(_make_contact_participant(vault, person, now) for person in people),
    )


def _make_case_participant(found: Any, now: datetime) -> GatheringParticipant:
    stands = compute_status(found, now, to_call=found.to_call)
    return GatheringParticipant(
        id=found.case_id, name="", named_by=None, became_case=None, standing=stands, territory=found.territory
    )


def _make_contact_participant(vault: Vault, found: Any, now: datetime) -> GatheringParticipant:
    details = open_contact_details(vault, found.sealed)
    return GatheringParticipant(
        id=found.id,
        name=details.name or details.number or "?",
        named_by=found.case_id,
        became_case=found.became_case_id,
        standing=compute_status(found, now, to_call=found.to_call),
    )
