"""What remains: counts without anybody in them, counted ahead or kept, and the proof of what was erased."""

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


class Board(models.Model):
    """One document of counts, over that of the run before."""

    kind = models.CharField(max_length=8)
    """``inside`` for people who work here, ``open`` for everybody."""
    disease = models.CharField(max_length=16)
    territory = models.CharField(max_length=3, default="")
    """Code of a region (``R11``) or département; empty: the nation; ``?``: not known."""
    at = models.DateTimeField()
    """The moment as of which it was counted."""
    document = models.TextField()
    """``tocsin.metrics.surveillance.board.SurveillanceBoard`` as JSON."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "disease", "territory"), name="board_once"),)


class PageUse(models.Model):
    """What one visitor has taken of one limit; the table is not logged, and lost in a crash."""

    bucket = models.CharField(max_length=16)
    """Which limit."""
    digest = models.BinaryField()
    """Keyed hash of an address under the secret of a day, or of a key: see
    ``tocsin.web.client_pseudonyms``."""
    until = models.DateTimeField()
    """When all that was taken is given back."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("bucket", "digest"), name="page_use_once"),)


class Outlook(models.Model):
    """The calls of a département at a moment, its situation, and what comes of it; nobody in particular."""

    territory = models.CharField(max_length=3, primary_key=True)
    """Code of the département; empty: of the forecast all of them together, of the load those of none."""
    at = models.DateTimeField()
    """Of the situation and the forecast, which are empty where none was played."""
    situation = models.TextField()
    """``forecast.Situation`` as JSON: what a question "what if" is played on."""
    forecast = models.TextField()
    """``forecast.Forecast`` as JSON."""
    load = models.TextField(db_default="")
    """``workload.TerritoryLoad`` as JSON; empty: nobody is to be rung there."""
    load_at = models.DateTimeField(null=True)
    """When it was counted: more often than the forecast is played."""
