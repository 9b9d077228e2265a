"""The stream: events waiting for their engine, messages for their gateway, and what became of them."""

from django.db import models


class PublishedWording(models.Model):
    """A published template: it never changes, a change is a new version."""

    template = models.CharField(max_length=64)
    version = models.CharField(max_length=16)
    lang = models.CharField(max_length=2)
    text = models.TextField()

    class Meta:
        db_table = "tracing_wording"
        constraints = (models.UniqueConstraint(fields=("template", "version", "lang"), name="wording_once"),)


class IssuedSms(models.Model):
    """An SMS that was issued: the register's entry, and what became of it."""

    key = models.CharField(max_length=64, unique=True)
    """The conversation's own name for it, ``case-17.3``: the same step taken again gives the same."""
    code = models.CharField(max_length=16, unique=True)
    """As printed, ``K7QF-2M9D``."""
    template = models.CharField(max_length=64)
    version = models.CharField(max_length=16)
    lang = models.CharField(max_length=2)
    text_hash = models.CharField(max_length=64)
    sender = models.CharField(max_length=16)
    recipient = models.CharField(max_length=48)
    """The register's keyed hash of the number."""
    phone_id = models.BigIntegerField()
    case_id = models.BigIntegerField(null=True)
    contact_id = models.BigIntegerField(null=True)
    sealed = models.BinaryField(null=True)
    """The text as sent."""
    collected_on = models.DateField()
    instructs = models.BooleanField(db_default=False)
    """Whether it carries the instructions, to somebody who confirmed who they are: once it is on the
    telephone, they are reached."""
    parts = models.SmallIntegerField()
    issued_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=24, default="")
    """``undeliverable``, ``expired``, ``rejected``, ``withdrawn`` (nothing more is to be said to them),
    or the reason of the gateway."""
    uncertain_at = models.DateTimeField(null=True)
    """It may have been sent, and nobody knows: the flag of what may have been sent twice."""
    resent = models.SmallIntegerField(default=0)
    """How often it was handed over again after that."""
    arrived = models.BigIntegerField(db_default=0)
    """Bit n - 1: part n is on the phone. All of them: the message is."""

    class Meta:
        db_table = "tracing_message"
        indexes = (models.Index(fields=("phone_id",), name="message_phone"),)


class OutboxEntry(models.Model):
    """A message that has yet to be handed to a gateway, in the order of its deadline."""

    message_id = models.BigIntegerField(primary_key=True)
    phone_id = models.BigIntegerField()
    lane = models.CharField(max_length=16)
    """The sender's account: what has its own rate."""
    priority = models.SmallIntegerField()
    """0: somebody waits with the phone in the hand; 1: first notices; 2: the rest."""
    deadline = models.DateTimeField()
    not_before = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=64, null=True)  # null: nobody has it
    leased_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "tracing_outbox"
        indexes = (models.Index(fields=("lane", "priority", "deadline"), name="outbox_order"),)


class PartAwaitingReceipt(models.Model):
    """A part that the network took charge of, until its receipt."""

    pk = models.CompositePrimaryKey("account", "remote_id")
    account = models.CharField(max_length=32)
    remote_id = models.CharField(max_length=65)
    message_id = models.BigIntegerField()
    part = models.SmallIntegerField()
    of = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "tracing_part"


class EarlyReceipt(models.Model):
    """A receipt that came before the answer to its submit_sm."""

    account = models.CharField(max_length=32)
    remote_id = models.CharField(max_length=65)
    state = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("account", "remote_id"), name="early_receipt"),)


class UnconfirmedDelivery(models.Model):
    """An SMS from a person that stands in ``Inbox``, and the network does not know it yet.

    It hands it over again when the line drops, to this gateway or another: it is known here, once.
    """

    account = models.CharField(max_length=32)
    digest = models.BinaryField()
    """Blind index of the number and the text."""
    gateway = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "tracing_unconfirmed"
        indexes = (models.Index(fields=("account", "digest"), name="unconfirmed_digest"),)


class InboxLetter(models.Model):
    """What happened to a phone, until its engine has taken it."""

    shard = models.SmallIntegerField()
    phone_id = models.BigIntegerField()
    key = models.CharField(max_length=80, unique=True)
    """Reference of the event: the same twice is one."""
    at = models.DateTimeField()
    sealed = models.BinaryField()
    """``tocsin.tracing.letters.Letter`` as JSON."""
    collected_on = models.DateField()

    class Meta:
        db_table = "tracing_inbox"
        indexes = (models.Index(fields=("shard", "id"), name="inbox_shard"),)


class MaskedReply(models.Model):
    """What a person wrote, masked, as agents may read it."""

    phone_id = models.BigIntegerField()
    case_id = models.BigIntegerField(null=True)
    contact_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    sealed = models.BinaryField(null=True)
    collected_on = models.DateField()
    signals = models.CharField(max_length=120, default="")
    """Signals found, separated by spaces."""
    look_by = models.DateTimeField(null=True)
    """Until when a human looks at it, because something in it is not explained; null where nothing is."""
    looked_at = models.DateTimeField(null=True)
    looked_by = models.CharField(max_length=64, default="", db_default="")
    """The agent; ``clock`` where the hour was over, and the person is rung instead."""
    finding = models.CharField(max_length=8, default="", db_default="")
    """What the agent found in it: ``harmless``, or ``ring``."""

    class Meta:
        db_table = "tracing_heard"
        indexes = (
            models.Index(fields=("phone_id",), name="heard_phone"),
            models.Index(
                fields=("look_by",),
                condition=models.Q(looked_at=None, look_by__isnull=False),
                name="heard_to_look_at",
            ),
        )


class Stray(models.Model):
    """An SMS from a phone that nobody wrote to."""

    number_index = models.BinaryField()
    sealed = models.BinaryField(null=True)
    collected_on = models.DateField()
    at = models.DateTimeField()


class Worker(models.Model):
    """A process that works on the store."""

    name = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=8)
    """``engine``, ``gateway`` or ``chores``."""
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    counts = models.JSONField(default=dict)
    """What it did since it began: rates are differences."""


class ShardLease(models.Model):
    """Which engine has a shard, and until when; 256 rows, always."""

    shard = models.SmallIntegerField(primary_key=True)
    worker = models.CharField(max_length=64, null=True)  # null: nobody has it
    until = models.DateTimeField(null=True)
