"""The store: what a row means, in the order in which a person meets it.

Every column named ``sealed`` is a personal datum under AES-GCM, null once erased; ``*_index`` is the blind
index by which it is found. Moments are in UTC. The stream (messages, queues) has no foreign keys that the
database checks: they would double what a message costs, and its rows are written by one statement.
"""

from tocsin.tracing.models.boards import Board
from tocsin.tracing.models.calls import Attempt, CallDraft, CallOrder, CallTask, Shift, SpokenCode
from tocsin.tracing.models.cases import Attendance, Case, Change, Contact, Correction, Gathering
from tocsin.tracing.models.limits import PageUse
from tocsin.tracing.models.loans import Lent, Loan
from tocsin.tracing.models.outlooks import Outlook
from tocsin.tracing.models.people import Holding, Person, Phone, Timer
from tocsin.tracing.models.records import DayCount, Erasure, StepCount
from tocsin.tracing.models.results import IntakeFile, Quarantine, Result
from tocsin.tracing.models.stream import (
    EarlyReceipt,
    Heard,
    Inbox,
    Message,
    Outbox,
    Part,
    ShardLease,
    Stray,
    Unconfirmed,
    Wording,
    Worker,
)
from tocsin.tracing.models.wording import Doubt, Rewording, RewordingStep

__all__ = [
    "Attempt", "Attendance", "Board", "CallDraft", "CallOrder", "CallTask", "Case", "Change", "Contact",
    "Correction", "DayCount", "Doubt", "EarlyReceipt", "Erasure", "Gathering", "Heard", "Holding", "Inbox",
    "IntakeFile",
    "Lent", "Loan", "Message", "Outbox", "Outlook", "PageUse", "Part", "Person", "Phone", "Quarantine",
    "Result", "Rewording", "RewordingStep", "ShardLease", "Shift", "SpokenCode", "StepCount", "Stray",
    "Timer", "Unconfirmed", "Wording", "Worker",
]  # fmt: skip
