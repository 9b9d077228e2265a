"""What an agent has typed of a call that is not written down yet: kept under seal, whatever happens.

It belongs to the call: whoever has the call next finds it, with who typed it and when. It goes when an
outcome is written down.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import msgspec
from msgspec import Struct

from tocsin.privacy.vault import Vault
from tocsin.store.identifiers import draw_ids
from tocsin.store.statements import execute_statement, fetch_row
from tocsin.tracing.calls.agent_calls import renew_call, retake_task
from tocsin.tracing.calls.change_log import Connection
from tocsin.tracing.calls.model import TaskTakenByOther, Territories

PLACE: Final = "calldraft.sealed"
MOST: Final = 400
"""Fields of a draft."""
LONGEST: Final = 1000
"""Characters of one of them."""
_FIELD: Final = re.compile(r"[a-z_]{1,30}(?:-[0-9]{1,2})?")


class TypedDraft(Struct, frozen=True, kw_only=True):
    """What was typed of a call so far."""

    agent: str
    at: datetime
    typed: dict[str, str]
    """By the name of the field, as it was typed."""


def save_draft(
    connection: Connection,
    vault: Vault,
    task_id: int,
    agent: str,
    now: datetime,
    typed: Mapping[str, str],
    territories: Territories = None,
) -> None:
    """Keep what an agent has typed of their call, in the place of what was kept; it is theirs for longer.

    A call that went back meanwhile (a line cut for minutes, a session that ended) and that nobody has is
    theirs again, where they may still ring (``territories``) and have no other one. Raises NoSuchTask,
    TaskAlreadyDone, TaskTakenByOther.
    """
    kept = {name: value[:LONGEST] for name, value in typed.items() if _FIELD.fullmatch(name) and value}
    today = now.astimezone(UTC).date()
    with connection.transaction():
        try:
            renew_call(connection, task_id, agent, now)
        except TaskTakenByOther:
            retake_task(connection, task_id, agent, now, territories)
        body = msgspec.json.encode(dict(list(kept.items())[:MOST]))
        (id,) = draw_ids(connection, "tracing_calldraft", 1)
        execute_statement(
            connection, "calls.keep_draft", id=id, task=task_id, agent=agent, now=now, today=today,
            sealed=vault.seal(body, PLACE, today, id),
        )  # fmt: skip


def find_draft(connection: Connection, vault: Vault, task_id: int) -> TypedDraft | None:
    """What was typed of a call that is not written down; None where nothing was."""
    found = fetch_row(connection, "calls.draft", task=task_id)
    if found is None:
        return None
    typed = msgspec.json.decode(vault.open(found.sealed, PLACE), type=dict[str, str])
    return TypedDraft(agent=found.agent, at=found.at, typed=typed)


def drop_draft(connection: Connection, task_id: int) -> None:
    """The call is written down: what was typed stands in its files."""
    execute_statement(connection, "calls.drop_draft", task=task_id)
