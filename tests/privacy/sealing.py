"""Values that a test writes into the store under seal: each for the row in which it stands."""

from datetime import date
from typing import Any

import psycopg
from msgspec import Struct

from tocsin.privacy.vault import SAID, Vault
from tocsin.store.statements import draw_ids


class Sealing(Struct, frozen=True):
    """A value that is sealed once the number of its row is known."""

    value: bytes | str
    place: str
    day: date


def sealed(db: psycopg.Connection[Any], vault: Vault, table: str, values: dict[str, Any]) -> dict[str, Any]:
    """The columns of a row, its number drawn where something is sealed for it."""
    if not any(isinstance(value, Sealing) for value in values.values()):
        return values
    (id,) = draw_ids(db, f"tracing_{table}", 1)

    def of(value: Any) -> Any:
        if not isinstance(value, Sealing):
            return value
        phone = values["phone_id"] if value.place in SAID else None
        return vault.seal(value.value, value.place, value.day, id, phone)

    return {"id": id, **{name: of(value) for name, value in values.items()}}
