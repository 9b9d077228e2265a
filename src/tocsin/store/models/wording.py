"""Texts in other words than those that Tocsin comes with: who proposed them, who agreed, since when."""

from django.db import models


class Rewording(models.Model):
    """Other words for one text of the conversations; it never changes, a change is another row."""

    template = models.CharField(max_length=64)
    """``case.notice``."""
    base = models.CharField(max_length=8)
    """Version of the flow that it was written against: with the row's number, the version of the text."""
    fr = models.TextField()
    en = models.TextField()
    own = models.BooleanField()
    """Whether it gives the text back to Tocsin's own words, whatever they are."""
    former = models.BigIntegerField(null=True)
    """What was in force when it was proposed; null: Tocsin's own words."""
    copy_of = models.BigIntegerField(null=True)
    """The earlier rewording whose words it brings back."""
    why = models.TextField()
    by_id = models.BigIntegerField()
    """Account of whoever proposed it; the name is kept for when there is no account any more."""
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    parts_fr = models.SmallIntegerField()
    """SMS, at worst."""
    parts_en = models.SmallIntegerField()

    class Meta:
        indexes = (models.Index(fields=("template",), name="rewording_template"),)


class RewordingStep(models.Model):
    """What happened to a rewording: rows are added, never changed."""

    rewording_id = models.BigIntegerField()
    what = models.CharField(max_length=12)
    """``proposed``, ``approved``, ``withdrawn``, ``refused`` (by the guard, when it was to be used),
    ``activated``, ``cancelled``, ``set_aside`` (by the guard, while it was in use)."""
    by_id = models.BigIntegerField(null=True)  # null: the engine
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    starts_at = models.DateTimeField(null=True)
    """Of ``activated``: when its words begin to be sent."""
    why = models.TextField(default="")
    ruling = models.CharField(max_length=8, default="")
    """What the guard said: ``pass``, ``warn``, ``block``."""
    reasons = models.CharField(max_length=200, default="")
    """Its kinds of reason."""

    class Meta:
        indexes = (models.Index(fields=("rewording_id",), name="rewording_step"),)
        constraints = (
            models.UniqueConstraint(
                fields=("rewording_id", "by_id"),
                condition=models.Q(what="approved"),
                name="rewording_approved_once",
            ),
            models.UniqueConstraint(
                fields=("rewording_id", "what"),
                condition=models.Q(what__in=("withdrawn", "activated", "cancelled", "set_aside")),
                name="rewording_step_once",
            ),
        )


class Doubt(models.Model):
    """How often people asked whether a text of ours is genuine: a count, and nothing of who or what."""

    day = models.DateField()
    template = models.CharField(max_length=64)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("day", "template"), name="doubt_once"),)
