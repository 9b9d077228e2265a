"""Calls to make, by earliest deadline, and what came of them."""

from django.db import models


class CallTask(models.Model):
    """Somebody is to be rung by a human."""

    case_id = models.BigIntegerField(null=True)
    contact_id = models.BigIntegerField(null=True)
    phone_id = models.BigIntegerField(null=True)
    """Null where no number is known: an agent looks for one."""
    territory = models.CharField(max_length=3, default="")
    reason = models.CharField(max_length=24)
    """As the conversation says (``silent``, ``asked``...), or ``no_mobile``, ``no_phone``, ``minor``,
    ``deadline``, ``guard``."""
    urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    deadline = models.DateTimeField()
    leased_by = models.CharField(max_length=64, null=True)  # null: nobody has it
    leased_at = models.DateTimeField(null=True)
    """Since when: how long the lease is, is its holder's, whoever asks. Of no meaning where nobody has it."""
    leased_until = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, default="")
    """``reached``, ``refused``, ``wrong_person``, ``hospital``, ``dead``, ``no_answer``, ``answered_by_sms``,
    ``void``."""

    class Meta:
        indexes = (
            models.Index(fields=("-urgent", "deadline"), condition=models.Q(done_at=None), name="call_next"),
            models.Index(fields=("case_id",), name="call_case"),
            models.Index(fields=("contact_id",), name="call_contact"),
            models.Index(
                fields=("leased_until", "leased_by"),
                condition=models.Q(done_at=None, leased_until__isnull=False),
                name="call_held",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("case_id", "contact_id"), nulls_distinct=False, condition=models.Q(done_at=None),
                name="call_open_once",
            ),
        )  # fmt: skip


class Attempt(models.Model):
    """One call that was made."""

    task = models.ForeignKey(CallTask, on_delete=models.CASCADE)
    agent = models.CharField(max_length=64)
    at = models.DateTimeField()
    seconds = models.IntegerField(null=True)
    outcome = models.CharField(max_length=16)
    """``reached``, ``voicemail``, ``no_answer``, ``refused``, ``wrong_person``, ``call_back``, ``filtered``,
    ``interpreter``, ``hospital``, ``dead``."""
    identity_confirmed = models.BooleanField(null=True)
    """Whether whoever answered said that they are the person; null where nobody asked."""
    instructions_given = models.BooleanField(null=True)
    """Whether the agent told the instructions of the day."""
    before = models.JSONField(null=True)
    """How the task and the file stood before: identifiers, moments and outcomes, for who takes it back."""
    undone_at = models.DateTimeField(null=True)
    """When it was taken back."""
    undone_by = models.CharField(max_length=64, default="", db_default="")
    sealed = models.BinaryField(null=True)
    """The agent's note."""
    collected_on = models.DateField()
    incoming = models.BooleanField(default=False, db_default=False)
    """The person rang."""

    class Meta:
        indexes = (models.Index(fields=("at",), name="attempt_at"),)


class CallDraft(models.Model):
    """What an agent has typed of a call, until its outcome is written down."""

    task_id = models.BigIntegerField(unique=True)
    agent = models.CharField(max_length=64)
    """Who typed it."""
    at = models.DateTimeField()
    sealed = models.BinaryField()
    """The fields by their names, as JSON."""
    collected_on = models.DateField()


class SpokenCode(models.Model):
    """A code that an agent says in a call, and that the person called may type on the site."""

    code = models.CharField(max_length=12, primary_key=True)
    """Digits; one that is no longer known may be given again."""
    task_id = models.BigIntegerField()
    agent = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    until = models.DateTimeField()
    """End of the agent's lease."""
    ended_at = models.DateTimeField(null=True)
    """When the agent wrote the call down, or gave it back."""
    checks = models.SmallIntegerField(default=0)
    """How often it was typed on the site."""
    checked_at = models.DateTimeField(null=True)
    """The first time."""

    class Meta:
        indexes = (models.Index(fields=("task_id",), name="spoken_task"),)


class CallAnnouncement(models.Model):
    """A person was told by SMS between which moments a call will be made, and what is said first in it."""

    task_id = models.BigIntegerField()
    announced_at = models.DateTimeField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    code = models.CharField(max_length=12)
    """The spoken code of the call, as it stands in ``SpokenCode``."""
    outcome = models.CharField(max_length=12, default="")
    """Empty while it holds; ``kept``, ``early``, ``missed``; ``void`` where nobody rings any more, ``not_told`` where
    no SMS was sent."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("task_id",), name="announcement_task"),
            models.Index(fields=("ends_at",), name="announcement_end"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("task_id",), condition=models.Q(outcome=""), name="announced_once",
            ),
        )  # fmt: skip


class CallOrder(models.Model):
    """Who is rung first, as a supervisor of the nation chose it: the last row holds."""

    hours = models.SmallIntegerField(null=True)
    """So long after the deadline somebody comes after those still in time; null: never."""
    at = models.DateTimeField()
    by = models.CharField(max_length=64)


class Shift(models.Model):
    """Agents who ring, from when until when."""

    territory = models.CharField(max_length=3, default="")
    """Empty: everywhere."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    agents = models.IntegerField()
    calls_an_hour = models.FloatField(default=3.0)
    """Of one agent."""


class Loan(models.Model):
    """Who lends calls to whom, until when; the row stays when it is over."""

    lender = models.CharField(max_length=3)
    """Code of the département whose people are rung."""
    borrower = models.CharField(max_length=3)
    """Code of the département whose agents ring them."""
    tasks = models.IntegerField(null=True)
    """So many of its calls, which are then the borrower's alone; null: all, which both may take."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    """The end that was planned; that at which it was taken back, where it was."""
    by = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=("ends_at",), name="loan_end"),)


class LentCall(models.Model):
    """A call that is the borrower's, as one of a number that was lent."""

    task = models.OneToOneField(CallTask, primary_key=True, on_delete=models.CASCADE, db_constraint=False)
    loan = models.ForeignKey(Loan, on_delete=models.CASCADE)

    class Meta:
        db_table = "tracing_lent"
