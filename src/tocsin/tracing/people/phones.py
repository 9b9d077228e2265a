"""A phone of the store, by its number."""

from datetime import date
from typing import Any

import psycopg

from tocsin.phone_numbers.kinds import classify_number
from tocsin.privacy.index_lookup import IndexLookup
from tocsin.privacy.vault import Vault
from tocsin.store.queries import query
from tocsin.store.statements import draw_ids


def get_or_create_phone(
    connection: psycopg.Connection[Any], vault: Vault, number: str, zone: str, today: date
) -> int:
    """The phone of this number in E.164, written down where it was not known."""
    known = IndexLookup(vault, "number", [number], today)
    found = connection.execute(query("contact_matching.phones"), {"indexes": known.all_indexes}).fetchone()
    if found:
        return int(found[0])
    index = known.indexes[number]
    (id,) = draw_ids(connection, "tracing_phone", 1)
    connection.execute(
        query("contact_matching.add_phones"),
        {
            "ids": [id],
            "sealed": [vault.seal(number, "phone.sealed", today, id)],
            "indexes": [index],
            "shards": [index[-1]],
            "kinds": [classify_number(number)],
            "zones": [zone],
            "days": [today],
        },
    )
    found = connection.execute(query("contact_matching.phones"), {"indexes": known.all_indexes}).fetchone()
    if found is None:  # erased at this very instant
        raise LookupError("the phone has just been erased: try again")
    return int(found[0])
