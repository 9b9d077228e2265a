"""Contacts named, many at once: who each of them is, and how each of them is reached.

In the caller's transaction, in about fifteen statements however many names. Call it last before the commit:
one naming at a time goes through the store, because two at the same instant could each take the same contact
for somebody new. As with every transaction that writes, one that PostgreSQL ends to break a deadlock is done
again as a whole.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import psycopg

from tocsin.privacy.vault import Vault
from tocsin.store.arrays import encode_array
from tocsin.store.queries import query
from tocsin.tracing.contact_matching import matching
from tocsin.tracing.contact_matching.match_writer import write_matches
from tocsin.tracing.contact_matching.mention_batch import (
    A_CASE_FOR,
    MOST_IN_NAME,
    TIME_TO_REACH,
    TO_CONFIRM,
    ContactMention,
    MatchResult,
    MentionBatch,
)

__all__ = [
    "A_CASE_FOR",
    "MOST_IN_NAME",
    "TIME_TO_REACH",
    "TO_CONFIRM",
    "ContactMention",
    "MatchResult",
    "drop_unconfirmed",
    "name_contacts",
]


def name_contacts(
    connection: psycopg.Connection[Any], vault: Vault, rows: Sequence[ContactMention], now: datetime
) -> MatchResult:
    """Write down the contacts named, in the caller's transaction.

    The same case, phone and folded name is one contact however often it is said. The same phone and first
    name is one person, whoever names it: the first naming has the conversation, the others point to it with
    ``same_as``. A contact whose own case is not older than 14 days is linked to it with ``became_case``, and
    not written to. Every other one is begun: by an event to the engine for a mobile of France, else by a call
    task. One that the case has not confirmed is kept, with a call task for the time after ``TO_CONFIRM``; the
    same naming confirmed ends that task, and begins it. ``now`` is an aware moment.
    """
    if not rows:
        return MatchResult(contacts=(), new=0, events=0, calls=0)
    connection.execute(query("contact_matching.lock"))
    files = MentionBatch(connection, vault, rows, now)
    decided = matching.match_mentions(files.make_mention_keys(), files.read_known_people())
    return write_matches(files, decided)


def drop_unconfirmed(
    connection: psycopg.Connection[Any], cases: Sequence[int], kept: Sequence[int], now: datetime
) -> None:
    """Whoever of these cases waits to be confirmed, and is not one of the contacts ``kept``, is dropped."""
    asked = {"cases": encode_array(list(cases)), "kept": encode_array(list(kept)), "now": now}
    connection.execute(query("contact_matching.drop_unconfirmed"), asked)
