"""Calls to make: by earliest deadline, one agent each, and what came of them.

Each of these is one transaction, or a savepoint of the caller's: on a connection in autocommit what it did is
there when it returns.
"""

from tocsin.tracing.calls.added_number import add_phone_number
from tocsin.tracing.calls.agent_calls import (
    AgentCall,
    find_deadline,
    find_held_task,
    open_call,
    record_namer_number_shown,
    record_number_shown,
    release_all_tasks,
    renew_call,
    reveal_number,
)
from tocsin.tracing.calls.drafts import TypedDraft, find_draft, save_draft
from tocsin.tracing.calls.incoming_calls import NoPersonOnFile, answer_incoming_call
from tocsin.tracing.calls.model import (
    DESK_LEASE,
    ENDS,
    LEASE,
    OUTCOMES,
    TAKE_BACK,
    BadCallFact,
    BadCallOutcome,
    CallSheet,
    IdentityNotConfirmed,
    NoSuchTask,
    NotForContacts,
    Outcome,
    OutcomeNotReversible,
    TaskAlreadyDone,
    TaskTakenByOther,
    Territories,
)
from tocsin.tracing.calls.named_contacts import (
    KnownWrongNumber,
    NoContactRead,
    SpokenContact,
    UnattachedFigures,
    UncallableNumber,
    parse_contacts,
)
from tocsin.tracing.calls.outcome_reversal import LastOutcome, find_last_outcome, reverse_outcome
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.calls.reply_review import (
    FINDINGS,
    NoSuchReply,
    ReplyAlreadyReviewed,
    UnexplainedReply,
    count_unexplained_replies,
    find_reply_territory,
    list_unexplained_replies,
    review_reply,
)
from tocsin.tracing.calls.task_queue import (
    count_open_tasks,
    release_task,
    take_next_call,
)

__all__ = [
    "DESK_LEASE",
    "ENDS",
    "FINDINGS",
    "LEASE",
    "OUTCOMES",
    "TAKE_BACK",
    "AgentCall",
    "BadCallFact",
    "BadCallOutcome",
    "CallSheet",
    "IdentityNotConfirmed",
    "KnownWrongNumber",
    "LastOutcome",
    "NoContactRead",
    "NoPersonOnFile",
    "NoSuchReply",
    "NoSuchTask",
    "NotForContacts",
    "Outcome",
    "OutcomeNotReversible",
    "ReplyAlreadyReviewed",
    "SpokenContact",
    "TaskAlreadyDone",
    "TaskTakenByOther",
    "Territories",
    "TypedDraft",
    "UnattachedFigures",
    "UncallableNumber",
    "UnexplainedReply",
    "add_phone_number",
    "answer_incoming_call",
    "count_open_tasks",
    "count_unexplained_replies",
    "find_deadline",
    "find_draft",
    "find_held_task",
    "find_last_outcome",
    "find_reply_territory",
    "list_unexplained_replies",
    "open_call",
    "parse_contacts",
    "record_namer_number_shown",
    "record_number_shown",
    "record_outcome",
    "release_all_tasks",
    "release_task",
    "renew_call",
    "reveal_number",
    "reverse_outcome",
    "review_reply",
    "save_draft",
    "take_next_call",
]
