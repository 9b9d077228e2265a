"""Calls to make: by earliest deadline, one agent each, and what came of them.

Each of these is one transaction, or a savepoint of the caller's: on a connection in autocommit what it did is
there when it returns.
"""

from tocsin.tracing.calls.desk import (
    Opened,
    deadline_of,
    held_by,
    leave,
    masked,
    opened,
    renew,
    reveal,
    see_namer,
    uncovered,
)
from tocsin.tracing.calls.draft import CallDraft, draft_of, keep_draft
from tocsin.tracing.calls.lease import count_open, next_call, open_tasks, release, whose_call
from tocsin.tracing.calls.model import (
    DESK_LEASE,
    ENDS,
    LEASE,
    OUTCOMES,
    TAKE_BACK,
    AlreadyDone,
    BadFact,
    BadOutcome,
    CallSheet,
    NoSuchTask,
    NotConfirmed,
    NotForContacts,
    NotTakenBack,
    Outcome,
    TakenByOther,
    Task,
    Territories,
    within,
)
from tocsin.tracing.calls.number import give_number
from tocsin.tracing.calls.outcomes import outcome
from tocsin.tracing.calls.replies import (
    FINDINGS,
    AlreadyLookedAt,
    NoSuchReply,
    UnexplainedReply,
    count_unexplained,
    judge_reply,
    territory_of_reply,
    unexplained_replies,
)
from tocsin.tracing.calls.ringing_back import NobodyToServe, answer
from tocsin.tracing.calls.taking_back import WrittenOutcome, last_outcome, take_back
from tocsin.tracing.calls.told import BadNumber, FiguresLeft, NobodyRead, Told, WrongBefore, read_contacts

__all__ = [
    "DESK_LEASE", "ENDS", "FINDINGS", "LEASE", "OUTCOMES", "TAKE_BACK", "AlreadyDone", "AlreadyLookedAt",
    "BadFact", "BadNumber", "BadOutcome", "CallDraft", "CallSheet", "FiguresLeft", "NoSuchReply",
    "NoSuchTask", "NobodyRead", "NobodyToServe", "NotConfirmed", "NotForContacts", "NotTakenBack", "Opened",
    "Outcome", "TakenByOther", "Task", "Territories", "Told", "UnexplainedReply", "WrittenOutcome",
    "WrongBefore", "answer", "count_open", "count_unexplained", "deadline_of", "draft_of", "give_number",
    "held_by", "judge_reply", "keep_draft", "last_outcome", "leave", "masked", "next_call", "open_tasks",
    "opened", "outcome", "read_contacts", "release", "renew", "reveal", "see_namer", "take_back",
    "territory_of_reply", "uncovered", "unexplained_replies", "whose_call", "within",
]  # fmt: skip
