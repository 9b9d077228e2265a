"""One file that is two people's, parted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from tocsin.privacy.encrypted_payloads import PersonDetails
from tocsin.privacy.identity import make_identity_key, make_name_key
from tocsin.privacy.vault import Vault
from tocsin.store.statements import draw_ids, fetch_rows
from tocsin.tracing.calls.model import Territories
from tocsin.tracing.cases import value_moves
from tocsin.tracing.cases.corrections import (
    Connection,
    DeathNotSettled,
    ExclusiveTransaction,
    NothingToSplit,
    SameCaseRecord,
    fetch_person,
    is_in_territories,
    record_correction,
)
from tocsin.tracing.cases.value_moves import ValueMove


class SplitResult(Struct, frozen=True, kw_only=True):
    correction: int
    other: int
    """The person to whom went what was chosen."""
    kept_apart_from: tuple[int, str] | None = None
    """Somebody known by these names and this birth date, and their territory, where whoever parts may not
    put anything right: the other person was made beside them, and nobody is told that they are known."""


def split_person(
    connection: Connection,
    vault: Vault,
    person_id: int,
    details: PersonDetails,
    why: str,
    by: str,
    now: datetime,
    *,
    territories: Territories,
    cases: Sequence[int] = (),
    contacts: Sequence[int] = (),
    holdings: Sequence[int] = (),
) -> SplitResult:
    """One file is two people's: what is chosen goes to the other one, whose details are given.

    Where somebody is known by these names and this birth date, it goes to them, if they live in one of these
    ``territories`` (None: everywhere). Elsewhere nothing is written and nothing told: the other person is
    made, without the index of these names and this date, which stays theirs who had it. What belongs to
    a file of another territory cannot be chosen.

    Raises NoSuchCaseRecord, CaseRecordErased, NothingToSplit, SameCaseRecord, ValueError for a birth date that is none.
    """
    with ExclusiveTransaction(connection):
        first = fetch_person(connection, person_id)
        if first.died:
            raise DeathNotSettled(str(DeathNotSettled.__doc__))
        chosen = {"cases": list(cases), "contacts": list(contacts), "holdings": list(holdings)}
        within = None if territories is None else list(territories)
        found = fetch_rows(connection, "cases.rows_of_some", person=person_id, territories=within, **chosen)
        everything = fetch_rows(connection, "cases.rows_of_person", person=person_id, kept=0)
        files = [row for row in everything if row.table in ("case", "contact")]
        taken = [row for row in found if row.table in ("case", "contact")]
        if not taken or len(taken) == len(files) or not (details.given_names or details.family_name):
            raise NothingToSplit(str(NothingToSplit.__doc__))
        who = make_identity_key(details.family_name, details.given_names, details.birth_date)
        index = vault.index("identity", who, first.collected_on) if who else None
        known = (
            fetch_rows(connection, "cases.known", identities=vault.list_indexes("identity", who))
            if who
            else []
        )
        if known and known[0].id == person_id:
            raise SameCaseRecord(str(SameCaseRecord.__doc__))
        apart = [
            (one.id, one.territory) for one in known if not is_in_territories(one.territory, territories)
        ]
        if apart:
            known, index = [], None
        other = known[0].id if known else _add_person(connection, vault, first, details, index)
        made = [ValueMove(row.table, row.column, row.id, person_id, other) for row in found]
        value_moves.apply_moves(connection, made)
        if not known:
            made.insert(0, ValueMove("person", "made", other, None, 1))
        number = record_correction(connection, "two_people", person_id, other, made, why, by, now)
        return SplitResult(correction=number, other=other, kept_apart_from=apart[0] if apart else None)


def _add_person(
    connection: Connection, vault: Vault, first: Any, details: PersonDetails, index: bytes | None
) -> int:
    """Somebody whose file stood with another's, kept as long as that."""
    name = make_name_key(details.family_name, details.given_names)
    (id,) = draw_ids(connection, "tracing_person", 1)
    (row,) = fetch_rows(
        connection,
        "cases.add_person",
        id=id,
        sealed=vault.seal(msgspec.json.encode(details), "person.sealed", first.collected_on, id),
        identity=index,
        name=vault.index("name", name, first.collected_on) if name else None,
        day=first.collected_on,
        territory=first.territory,
        lang=first.lang,
    )
    return int(row.id)
