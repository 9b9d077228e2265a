"""Where a case may have been infected: an event or a place up to ten days before.

Two cases who tell of the same, in folded words, on the same day and in the same territory, meet in one row:
that is how a source shows that nobody could see alone.
"""

from datetime import UTC, date, datetime
from typing import Any, Final

import psycopg

from tocsin.privacy.identity import make_gathering_key
from tocsin.privacy.vault import Vault
from tocsin.store.queries import query
from tocsin.store.statements import draw_ids

MOST: Final = 200
"""Characters kept of what is told."""


def record_attendance(
    connection: psycopg.Connection[Any],
    vault: Vault,
    case_id: int,
    words: str,
    on_day: date | None,
    by: str,
    now: datetime,
) -> int:
    """A case was at a gathering; its number, the same for all who were there.

    Without a day it meets nothing: it is kept for the case alone.
    """
    today = now.astimezone(UTC).date()
    territory = connection.execute(query("gatherings.territory"), {"case": case_id}).fetchone()
    said = make_gathering_key(words[:MOST], on_day) if on_day else ""
    index = vault.index("label", said, today) if said else None
    (id,) = draw_ids(connection, "tracing_gathering", 1)
    parameters: dict[str, Any] = {
        "case": case_id,
        "id": id,
        "sealed": vault.seal(words[:MOST], "gathering.sealed", today, id),
        "label": index,
        "labels": vault.list_indexes("label", said) if said else [],
        "day": on_day,
        "today": today,
        "territory": territory[0] if territory else "",
        "now": now,
        "by": by,
    }
    if index:
        connection.execute(query("gatherings.lock"), {"key": int.from_bytes(index[:4], "big", signed=True)})
    found = connection.execute(query("gatherings.find"), parameters).fetchone() if index else None
    met = found is not None
    if found is None:
        found = connection.execute(query("gatherings.add"), parameters).fetchone()
    gathering = int(found[0]) if found else 0
    connection.execute(
        query("gatherings.attend"), {**parameters, "gathering": gathering, "why": "same" if met else "new"}
    )
    return gathering
