"""A call to make, as an agent sees it; and the outcomes that it can have."""

from datetime import date, datetime, timedelta
from typing import Final, Literal, get_args

from msgspec import Struct

from tocsin.conversation.conversation_id import FileSubject
from tocsin.protocol.plan import InstructionPlan
from tocsin.tracing.people.noted_details import NotedDetails

LEASE: Final = timedelta(minutes=20)
"""How long a task is one agent's; each look at it begins the time anew."""
DESK_LEASE: Final = timedelta(minutes=3)
"""The same for a page that says every half minute that it is still open: a laptop that was closed gives the
task back."""
Territories = tuple[str, ...] | None
"""Codes of the départements whose people somebody may ring; None for all. Somebody of whom none is known is
everybody's."""
TAKE_BACK: Final = timedelta(minutes=10)
"""So long an agent can take back what they wrote of a call; a supervisor can later, too."""
Outcome = Literal[
    "reached", "voicemail", "no_answer", "refused", "wrong_person", "call_back", "filtered", "interpreter",
    "hospital", "dead",
]  # fmt: skip
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
ENDS: Final[frozenset[Outcome]] = frozenset(("reached", "refused", "wrong_person", "hospital", "dead"))
"""Outcomes that end something: they are confirmed before they are written down."""
GOES_ON: Final = frozenset(
    ("help", "contacts", "gathering", "instructions", "question", "test_help", "namesake")
)
"""Reasons beside which the SMS go on by themselves: a call about one of them does not end them."""

NO_SMS: Final = frozenset(("stopped", "minor"))
"""Reasons for which nothing more is sent to the phone."""

MINOR: Final = "minor"
"""Reason of a call to the parent of somebody who is not of age."""

NAMESAKE: Final = "namesake"
"""Reason of a call on a number that another result gave for the same names and birth date."""

UNCONFIRMED: Final = "unconfirmed"
"""Reason of a call to a contact whom the case gave by SMS and has not confirmed: nobody has written to them."""

RANG_BACK: Final = "rang_back"
"""Reason of a call that was opened because the person rang."""

WITHDRAWN: Final = "withdrawn"
"""Reason of a call that takes instructions back: nothing is asked, no plan is read out."""


class PastCall(Struct, frozen=True):
    at: datetime
    outcome: str
    agent: str
    note: str | None
    """None where it does not open with the keys that there are."""
    incoming: bool = False
    """The person rang."""


class ThreadMessage(Struct, frozen=True):
    at: datetime
    ours: bool
    text: str | None
    """None where it does not open with the keys that there are."""
    failed: bool = False
    """It never arrived."""


class NotedDeath(Struct, frozen=True, kw_only=True):
    subject: FileSubject
    id: int
    """The file in which it was."""
    noted_at: datetime
    noted_by: str
    died_on: date | None


class CallSheet(Struct, frozen=True, kw_only=True):
    task_id: int
    case_id: int | None
    contact_id: int | None
    file_id: int
    """The case itself, or the one that the contact belongs to."""
    name: str
    guardian: str
    """Who is rung in the name of a minor; or empty."""
    number: str
    """E.164; empty where none is known, and one is to be looked for."""
    as_said: str
    """What was given for a number and cannot be rung."""
    kind: str
    reason: str
    urgent: bool
    withdrawn: bool
    """The result behind the instructions was withdrawn: they are taken back, whatever the call is for."""
    deadline: datetime
    leased_until: datetime | None
    zone: str
    lang: str
    interpreter: str
    """ISO 639 code of the language for which an interpreter is needed; empty: none is."""
    territory: str
    disease: str
    sample_on: date | None
    onset_on: date | None
    """First day of symptoms, where the case told it."""
    since: date | None
    """From when on a case is asked about contacts; None for a contact."""
    gathering_since: date | None
    last_contact: date | None
    household: bool | None
    listed: bool
    """Whether the list of contacts is closed already."""
    answered: bool
    plan: InstructionPlan
    """By the rules of today; a contact who may live with the case is taken not to."""
    plan_at_home: InstructionPlan | None
    """For a contact of whom that is not known: the plan if they do."""
    attempts: tuple[PastCall, ...]
    thread: tuple[ThreadMessage, ...]
    named: tuple[str, ...]
    """Names that the case gave so far."""
    children: tuple[str, ...] = ()
    """Children of the case without a number of their own: the parent is told for them."""
    plan_of_child: InstructionPlan | None = None
    """What a child who lives with the case is to do; None where no parent is rung."""
    namer: str = ""
    """Of a contact without a number: the case who named them, and may know it."""
    namer_number: str = ""
    """E.164; empty where none is known."""
    born: str = ""
    """Birth date in ISO form, of somebody known by a result; to be compared where they ring."""
    rang_in: bool = False
    """The person rang, and the agent has them on the line: who they are is asked, and told to nobody."""
    to_confirm: tuple[str, ...] = ()
    """Those of them that it gave by SMS and has not confirmed: nobody was told."""
    noted: NotedDetails = NotedDetails()
    """What was noted of the file for epidemiology."""
    deaths: tuple[NotedDeath, ...] = ()
    """That the person died, as it was noted in one of their files; mostly none."""
    announced: tuple[datetime, datetime] | None = None
    """Between which moments the person was told, by SMS, that they are rung; None where they were told nothing."""
    spoken: str = ""
    """The code that the agent says; empty where the call is nobody's."""


class NoSuchTask(LookupError):
    """There is no call task of this number."""


class TaskTakenByOther(RuntimeError):
    """The lease has ended, and somebody else has the task now."""


class TaskAlreadyDone(RuntimeError):
    """The task was done already: nothing was written."""


class NotForContacts(ValueError):
    """Only a case names contacts and gatherings: this task is about a contact."""


class IdentityNotConfirmed(ValueError):
    """Nobody is reached before it is confirmed that it is them, and their instructions were given."""


class OutcomeNotReversible(RuntimeError):
    """This cannot be taken back any more: the time is over, or something else happened since."""


class BadCallOutcome(ValueError):
    """It is no outcome of a call."""


class BadCallFact(ValueError):
    """It is no fact that a call can give."""
