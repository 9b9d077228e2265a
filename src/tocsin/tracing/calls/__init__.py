"""Calls to make: by earliest deadline, one agent each, and what came of them.

``next_call``, ``outcome``, ``release`` and ``give_number`` are one transaction each, or a savepoint of the
caller's: on a connection in autocommit what they did is there when they return.
"""

from tocsin.tracing.calls.lease import count_open, next_call, open_tasks, release
from tocsin.tracing.calls.model import (
    LEASE,
    OUTCOMES,
    AlreadyDone,
    BadFact,
    BadOutcome,
    CallSheet,
    NoSuchTask,
    NotForContacts,
    Outcome,
    TakenByOther,
    Task,
)
from tocsin.tracing.calls.number import give_number
from tocsin.tracing.calls.outcomes import outcome
from tocsin.tracing.calls.told import BadNumber, NobodyRead, Told, read_contacts

__all__ = [
    "LEASE", "OUTCOMES", "AlreadyDone", "BadFact", "BadNumber", "BadOutcome", "CallSheet", "NoSuchTask",
    "NobodyRead", "NotForContacts", "Outcome", "TakenByOther", "Task", "Told", "count_open", "give_number",
    "next_call", "open_tasks", "outcome", "read_contacts", "release",
]  # fmt: skip
