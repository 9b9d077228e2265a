"""What the store keeps of outgoing webhooks; nobody is in it."""

from django.db import models


class WebhookDelivery(models.Model):
    """One event for one endpoint."""

    event = models.CharField(max_length=40)
    """The ``webhook-id``: the same however often it is tried, so that a receiver can tell."""
    endpoint = models.CharField(max_length=64)
    kind = models.CharField(max_length=32)
    body = models.TextField()
    """As it is sent and signed."""
    made_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    """When it is tried next, by the machine's clock; null at its end."""
    ended_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=64, default="")
    """Of the last try: a status or a kind of error. At its end, with one: a dead letter."""

    class Meta:
        indexes = (
            models.Index(fields=("next_at",), name="webhook_due", condition=models.Q(next_at__isnull=False)),
        )
        constraints = (models.UniqueConstraint(fields=("event", "endpoint"), name="webhook_once"),)


class LastTold(models.Model):
    """What an event said last about something: the next one is for a change."""

    subject = models.CharField(max_length=80, primary_key=True)
    value = models.CharField(max_length=200)
    at = models.DateTimeField()


class VerdictCount(models.Model):
    """How many messages were judged on a day, by the way they came and by verdict."""

    day = models.DateField()
    way = models.CharField(max_length=8)
    """``page`` or ``api``."""
    verdict = models.CharField(max_length=16)
    count = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("day", "way", "verdict"), name="verdict_day"),)
