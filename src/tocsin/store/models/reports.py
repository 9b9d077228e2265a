"""Reports of doubtful messages and the fraud campaigns that they are: no row names who reported, or who was written to.

A report belongs to a variant (a text and those nearly equal to it), a variant to a campaign; when an analyst joins or
parts campaigns, variants move and reports stay where they are.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Campaign(models.Model):
    """Reports that are one campaign, and what an analyst said of it."""

    state = models.CharField(max_length=10, default="new", db_default="new")
    """``new``; ``confirmed``: an analyst says that it is a fraud; ``harmless``: a genuine or harmless message, which is
    shut and circulates nowhere."""
    state_at = models.DateTimeField(null=True)
    state_by = models.CharField(max_length=64, default="", db_default="")
    sample = models.TextField(default="", db_default="")
    """The text that the public page shows, as the analyst read it before confirming; empty: none is shown."""
    became = models.ForeignKey("self", null=True, on_delete=models.SET_NULL)
    """The campaign that this one is part of now: its address leads there."""
    began_at = models.DateTimeField()


class CampaignText(models.Model):
    """A text of a campaign, to which others are nearly equal."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="variants")
    text = models.TextField()
    """Masked (``campaigns.report_masking``): that of the first report."""
    bands = ArrayField(models.BigIntegerField(), default=list)
    """Of its fingerprint; none where its words are too few to be compared by."""
    marks = ArrayField(models.TextField(), default=list)
    """Hosts and numbers that it leads to."""
    level = models.CharField(max_length=10)
    """The verdict on the first report."""
    vouched_at = models.DateTimeField(null=True)
    """When an analyst confirmed the campaign with this variant in it: a later one circulates nowhere by itself."""
    label = models.CharField(max_length=10, default="", db_default="")
    """What an analyst says it is, for a round of labelled rows; empty: nobody said."""
    labelled_by = models.CharField(max_length=64, default="", db_default="")

    class Meta:
        db_table = "tracing_campaigntext"
        indexes = (
            GinIndex(fields=("bands",), name="campaigntext_bands"),
            GinIndex(fields=("marks",), name="campaigntext_marks"),
        )


class CampaignDay(models.Model):
    """How many reports of a variant came on a day: what is left of reports that are erased."""

    variant = models.ForeignKey(CampaignText, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    reports = models.IntegerField()

    class Meta:
        db_table = "tracing_campaignday"
        constraints = (models.UniqueConstraint(fields=("variant", "day"), name="campaignday_once"),)


class CampaignStep(models.Model):
    """What was done to a campaign: what, by whom, when, and what was moved, so as to undo it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="steps")
    what = models.CharField(max_length=16)
    """``merged``, ``split``, ``grown`` (by a report that is much like two), or the state that was given."""
    other = models.ForeignKey(Campaign, null=True, on_delete=models.SET_NULL, related_name="+")
    """The campaign that was joined to it, or parted from it."""
    moves = models.JSONField(default=list)
    """``[[table, column, id, before, after], ...]``, as those of a ``Correction``."""
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    """``clock``, or the login of an analyst."""
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=64, default="", db_default="")

    class Meta:
        db_table = "tracing_campaignstep"


class CampaignApart(models.Model):
    """Two campaigns that an analyst parted: no report makes them one."""

    one = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "tracing_campaignapart"
        constraints = (models.UniqueConstraint(fields=("one", "other"), name="campaignapart_once"),)


class Report(models.Model):
    """A message that somebody reported, with their consent: masked, and with nothing of who reported it."""

    variant = models.ForeignKey(CampaignText, null=True, on_delete=models.SET_NULL, related_name="reports")
    """Where it belongs; null until the job ``campaigns`` has looked at it."""
    reported_on = models.DateField()
    """Day of the report, from which it is kept: no hour, which would tell more of who reported."""
    day = models.DateField()
    """Day of the message."""
    origin = models.CharField(max_length=8)
    """``page``, ``api``, ``mail`` or ``sms``."""
    channel = models.CharField(max_length=16)
    text = models.TextField()
    """Masked."""
    text_key = models.CharField(max_length=32)
    """Equal where the words are, whatever the links and figures (``campaigns.fingerprint``)."""
    sender = models.TextField()
    """Masked where it is a private person's."""
    level = models.CharField(max_length=10)
    claims = ArrayField(models.TextField(), default=list)
    clauses = ArrayField(models.TextField(), default=list)
    hosts = ArrayField(models.TextField(), default=list)
    numbers = ArrayField(models.TextField(), default=list)
    region = models.CharField(max_length=3, default="", db_default="")
    """``R11``, or empty: nothing finer is asked."""
    digest = models.BinaryField()
    """Keyed digest of the code of the receipt."""

    class Meta:
        indexes = (
            models.Index(fields=("text_key",), condition=~models.Q(variant=None), name="report_text_key"),
            models.Index(fields=("id",), condition=models.Q(variant=None), name="report_waiting"),
            models.Index(fields=("reported_on",), name="report_reported_on"),
        )
        constraints = (models.UniqueConstraint(fields=("digest",), name="report_receipt"),)


class ReportLetter(models.Model):
    """An address to which is written, once, what became of a report, where whoever reported by mail chose it."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="letter")
    sealed = models.BinaryField()
    """The address; it is gone with its row once it was written to."""
    collected_on = models.DateField()
    lang = models.CharField(max_length=2)
    """``fr`` or ``en``."""

    class Meta:
        db_table = "tracing_reportletter"


class AbuseReport(models.Model):
    """A report to whoever can take a host or a number down; it is sent by a person, never by the service."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="abuse_reports")
    kind = models.CharField(max_length=9)
    """To whom: ``host``, ``registrar`` or ``operator``."""
    target = models.TextField()
    """The host or the number."""
    addressee = models.TextField(default="", db_default="")
    """Who it goes to, as the analyst wrote it."""
    state = models.CharField(max_length=8)
    """``prepared``, ``sent``, ``answered`` or ``down``."""
    prepared_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    down_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=64)
    """Who changed it last."""

    class Meta:
        db_table = "tracing_abusereport"
        constraints = (
            models.UniqueConstraint(fields=("campaign", "kind", "target"), name="abusereport_once"),
        )
