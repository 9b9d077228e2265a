"""What the store keeps of those who ask by SMS: that somebody did, for a day, and not who or what."""

from django.db import models


class ForwardedSms(models.Model):
    """An SMS to the number where strange messages are forwarded."""

    digest = models.BinaryField()
    """Blind index of the number, the lane and the text: the same SMS again is known."""
    who = models.BinaryField()
    """Blind index of the number: nobody gets answers without end."""
    prefix = models.BinaryField(null=True)
    """Blind index of the number without its last four digits: no block of them gets answers without end."""
    at = models.DateTimeField()
    outcome = models.CharField(max_length=16)
    """``answered``, ``help`` or the reason of a silence."""

    class Meta:
        db_table = "reception_asked"
        indexes = (
            models.Index(fields=("who", "at"), name="asked_who"),
            models.Index(fields=("at",), name="asked_at"),
        )


class AnswerSwitch(models.Model):
    """Somebody stopped all answers by SMS, or let them go on; the last row counts."""

    at = models.DateTimeField()
    stopped = models.BooleanField()
    by = models.CharField(max_length=200)
    """Who did: a name of the system, or a login."""
