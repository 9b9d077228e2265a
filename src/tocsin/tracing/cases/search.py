"""Somebody found by a number or by a name: exactly, by blind indexes; nothing is guessed."""

import re
from datetime import date, datetime
from typing import Any, Final, Literal

import psycopg
from msgspec import Struct

from tocsin.phone_numbers.e164 import to_e164
from tocsin.privacy.encrypted_payloads import open_contact_details, open_person_details
from tocsin.privacy.identity import list_name_keys, make_identity_key
from tocsin.privacy.vault import Vault
from tocsin.store.statements import fetch_rows, make_record
from tocsin.tracing.calls.call_sheet import join_full_name
from tocsin.tracing.calls.model import Territories
from tocsin.tracing.cases.status import CaseStatus, compute_status

MOST: Final = 50
"""Files that a search gives: the latest."""
LONGEST: Final = 200
"""Characters of what is looked for."""
_DAY: Final = re.compile(r"(?<!\d)(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}))(?!\d)")


class UnreadableQuery(ValueError):
    """It is neither a number nor a name: 06 39 98 12 34, or Zoë Durand, or Zoë Durand 01/02/1990."""


class PersonQuery(Struct, frozen=True, kw_only=True):
    number: str = ""
    """E.164; empty where a name is looked for."""
    names: tuple[str, ...] = ()
    """As ``identity.list_name_keys`` gives them."""
    identities: tuple[str, ...] = ()
    born: date | None = None


class SearchHit(Struct, frozen=True, kw_only=True):
    kind: Literal["case", "contact"]
    id: int
    case_id: int
    """The case itself, or the one that named the contact."""
    at: datetime
    """When the result came in, or the contact was named."""
    name: str
    """Empty once erased."""
    born: str
    """ISO date; empty where it is not known."""
    territory: str
    standing: CaseStatus


def parse_query(typed: str) -> PersonQuery:
    """What somebody looks for, as they type it: a number, or names in either order, with a birth date or not.

    Raises UnreadableQuery.

    >>> parse_query("06 39 98 12 34").number, parse_query("Zoë Durand 01/02/1990").born
    ('+33639981234', datetime.date(1990, 2, 1))
    """
    text = " ".join(typed[:LONGEST].split())
    if number := to_e164(text):
        return PersonQuery(number=number)
    day = _DAY.search(text)
    born = _parse_date(day) if day else None
    name = f"{text[: day.start()]} {text[day.end() :]}" if day and born else text
    names = list_name_keys(name)
    if not names or (any(c.isdigit() for c in name) and not any(c.isalpha() for c in name)):
        raise UnreadableQuery(str(UnreadableQuery.__doc__))
    return PersonQuery(names=names, identities=_make_identities(name.split(), born), born=born)


def search_files(
    connection: psycopg.Connection[Any],
    vault: Vault,
    sought: PersonQuery,
    now: datetime,
    territories: Territories = None,
) -> list[SearchHit]:
    """The files of whoever this is, the latest first; of these territories, or of none that is known.

    With a birth date, whoever is known to have another is left out.
    """
    asked = {
        "names": [one for name in sought.names for one in vault.list_indexes("name", name)],
        "identities": [one for who in sought.identities for one in vault.list_indexes("identity", who)],
        "numbers": vault.list_indexes("number", sought.number) if sought.number else [],
        "territories": None if territories is None else list(territories),
        "limit": MOST,
    }
    found = [_make_hit(vault, row, now) for row in fetch_rows(connection, "cases.find", **asked)]
    born = sought.born.isoformat() if sought.born else ""
    return [one for one in found if not born or one.born in ("", born)]


def _make_hit(vault: Vault, row: Any, now: datetime) -> SearchHit:
    person = open_person_details(vault, row.person)
    said = open_contact_details(vault, row.contact).name
    return make_record(
        SearchHit,
        row,
        name=said or join_full_name(person),
        born=person.birth_date,
        standing=compute_status(row, now, to_call=row.to_call),
    )


def _make_identities(words: list[str], born: date | None) -> tuple[str, ...]:
    """The identities that names and a birth date may have, in either order."""
    if born is None:
        return ()
    day = born.isoformat()
    pairs = ((" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, min(len(words), 8)))
    both = (
        make_identity_key(*names, day) for left, right in pairs for names in ((left, right), (right, left))
    )
    return tuple(dict.fromkeys(filter(None, both)))


def _parse_date(found: re.Match[str]) -> date | None:
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
