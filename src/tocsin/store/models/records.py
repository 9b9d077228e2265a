"""What remains: counts without anybody in them, and the proof of what was erased."""

from django.db import models


class StepCount(models.Model):
    """How often a question of a flow was put and answered, hour by hour."""

    hour = models.DateTimeField()
    flow = models.CharField(max_length=32)
    version = models.IntegerField()
    state = models.CharField(max_length=32)
    asked = models.IntegerField(default=0)
    answered = models.IntegerField(default=0)
    again = models.IntegerField(default=0)
    """Not understood, and asked again."""
    silent = models.IntegerField(default=0)
    human = models.IntegerField(default=0)
    """Given to a human here."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("hour", "flow", "version", "state"), name="step_count_once"),
        )


class DayCount(models.Model):
    """Pseudonymised counts that outlive the erasure of people."""

    day = models.DateField()
    measure = models.CharField(max_length=32)
    disease = models.CharField(max_length=16, default="covid19")
    territory = models.CharField(max_length=3, default="")
    age_band = models.CharField(max_length=8, default="")
    value = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("day", "measure", "disease", "territory", "age_band"), name="day_count_once"
            ),
        )


class Erasure(models.Model):
    """One run of the erasure: what went, which keys were destroyed, and the statement that was signed."""

    at = models.DateTimeField()
    up_to = models.DateField()
    """Everything collected on this day or before is gone."""
    counts = models.JSONField(default=dict)
    keys = models.JSONField(default=list)
    """Names of the keys destroyed."""
    asked = models.JSONField(default=dict, db_default={})
    """``erasure_statement.ErasureRequest``: who asked to be erased; empty for an erasure by age."""
    statement = models.TextField()
    signature = models.BinaryField()
    by = models.CharField(max_length=64)
