"""Somebody found by a number or by a name: exactly, by blind indexes; nothing is guessed."""

import re
from datetime import date, datetime
from typing import Any, Final, Literal

import psycopg
from msgspec import Struct
from psycopg.rows import namedtuple_row

from tocsin.conversation.phones import e164
from tocsin.tracing.calls.model import Territories
from tocsin.tracing.calls.sheet import contact_of, name_of, person_of
from tocsin.tracing.identity import identity, names_meant
from tocsin.tracing.queries import query
from tocsin.tracing.standing import Standing, standing
from tocsin.tracing.vault import Vault

MOST: Final = 50
"""Files that a search gives: the latest."""
LONGEST: Final = 200
"""Characters of what is looked for."""
_DAY: Final = re.compile(r"(?<!\d)(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}))(?!\d)")


class NothingSought(ValueError):
    """It is neither a number nor a name: 06 39 98 12 34, or Zoë Durand, or Zoë Durand 01/02/1990."""


class Sought(Struct, frozen=True, kw_only=True):
    """What is looked for, read."""

    number: str = ""
    """E.164; empty where a name is looked for."""
    names: tuple[str, ...] = ()
    """As ``identity.names_meant`` gives them."""
    identities: tuple[str, ...] = ()
    born: date | None = None


class Found(Struct, frozen=True, kw_only=True):
    """A file that a search gave."""

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
    standing: Standing


def read(typed: str) -> Sought:
    """What somebody looks for, as they type it: a number, or names in either order, with a birth date or not.

    Raises NothingSought.

    >>> read("06 39 98 12 34").number, read("Zoë Durand 01/02/1990").born
    ('+33639981234', datetime.date(1990, 2, 1))
    """
    text = " ".join(typed[:LONGEST].split())
    if number := e164(text):
        return Sought(number=number)
    day = _DAY.search(text)
    born = _date(day) if day else None
    name = f"{text[: day.start()]} {text[day.end() :]}" if day and born else text
    names = names_meant(name)
    if not names or (any(c.isdigit() for c in name) and not any(c.isalpha() for c in name)):
        raise NothingSought(str(NothingSought.__doc__))
    return Sought(names=names, identities=_identities(name.split(), born), born=born)


def search(
    connection: psycopg.Connection[Any],
    vault: Vault,
    sought: Sought,
    now: datetime,
    territories: Territories = None,
) -> list[Found]:
    """The files of whoever this is, the latest first; of these territories, or of none that is known.

    With a birth date, whoever is known to have another is left out.
    """
    asked = {
        "names": [one for name in sought.names for one in vault.found_by("name", name)],
        "identities": [one for who in sought.identities for one in vault.found_by("identity", who)],
        "numbers": vault.found_by("number", sought.number) if sought.number else [],
        "territories": None if territories is None else list(territories),
        "limit": MOST,
    }
    rows = connection.cursor(row_factory=namedtuple_row).execute(query("files.find"), asked).fetchall()
    found = [_found(vault, row, now) for row in rows]
    born = sought.born.isoformat() if sought.born else ""
    return [one for one in found if not born or one.born in ("", born)]


def _found(vault: Vault, row: Any, now: datetime) -> Found:
    person = person_of(vault, row.person)
    said = contact_of(vault, row.contact).name
    return Found(
        kind=row.kind,
        id=row.id,
        case_id=row.case_id,
        at=row.at,
        name=said or name_of(person),
        born=person.birth_date,
        territory=row.territory,
        standing=standing(row, now, to_call=row.to_call),
    )


def _identities(words: list[str], born: date | None) -> tuple[str, ...]:
    """The identities that names and a birth date may have, in either order."""
    if born is None:
        return ()
    day = born.isoformat()
    pairs = ((" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, min(len(words), 8)))
    both = (identity(*names, day) for left, right in pairs for names in ((left, right), (right, left)))
    return tuple(dict.fromkeys(filter(None, both)))


def _date(found: re.Match[str]) -> date | None:
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
