"""One file that is two people's, parted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from tocsin.tracing.files import moves
from tocsin.tracing.files.corrections import Connection, NothingParted, SameFile, alone, person, rows, written
from tocsin.tracing.files.moves import Move
from tocsin.tracing.identifiers import draw_ids
from tocsin.tracing.identity import identity, known_as
from tocsin.tracing.sealed import PersonDetails
from tocsin.tracing.vault import Vault


def part(
    connection: Connection,
    vault: Vault,
    person_id: int,
    details: PersonDetails,
    why: str,
    by: str,
    now: datetime,
    *,
    cases: Sequence[int] = (),
    contacts: Sequence[int] = (),
    holdings: Sequence[int] = (),
) -> int:
    """One file is two people's: what is chosen goes to the other one, whose details are given.

    Where somebody is known by these names and this birth date, it goes to them. The number of the correction.

    Raises NoSuchFile, Erased, NothingParted, SameFile, ValueError for a birth date that is none.
    """
    with alone(connection):
        first = person(connection, person_id)
        chosen = {"cases": list(cases), "contacts": list(contacts), "holdings": list(holdings)}
        found = rows(connection, "rows_of_some", person=person_id, **chosen)
        everything = rows(connection, "rows_of_person", person=person_id, kept=0)
        files = [row for row in everything if row.table in ("case", "contact")]
        taken = [row for row in found if row.table in ("case", "contact")]
        if not taken or len(taken) == len(files) or not (details.given_names or details.family_name):
            raise NothingParted(str(NothingParted.__doc__))
        who = identity(details.family_name, details.given_names, details.birth_date)
        index = vault.index("identity", who, first.collected_on) if who else None
        known = rows(connection, "known", identities=vault.found_by("identity", who)) if who else []
        if known and known[0].id == person_id:
            raise SameFile(str(SameFile.__doc__))
        other = known[0].id if known else _new_person(connection, vault, first, details, index)
        made = [Move(row.table, row.column, row.id, person_id, other) for row in found]
        moves.make(connection, made)
        if not known:
            made.insert(0, Move("person", "made", other, None, 1))
        return written(connection, "two_people", person_id, other, made, why, by, now)


def _new_person(
    connection: Connection, vault: Vault, first: Any, details: PersonDetails, index: bytes | None
) -> int:
    """Somebody whose file stood with another's, kept as long as that."""
    name = known_as(details.family_name, details.given_names)
    (id,) = draw_ids(connection, "tracing_person", 1)
    (row,) = rows(
        connection,
        "add_person",
        id=id,
        sealed=vault.seal(msgspec.json.encode(details), "person.sealed", first.collected_on, id),
        identity=index,
        name=vault.index("name", name, first.collected_on) if name else None,
        day=first.collected_on,
        territory=first.territory,
        lang=first.lang,
    )
    return int(row.id)
