"""What an epidemiologist knows of a file beyond its dates: every column is optional, and a row stands only where
somebody noted something.

What each column is for, who may note it and how long it is kept stands in ``tracing/epidemiology/fields.yaml``. The
place of an exposure is a ``Gathering``; the first day of symptoms stands in ``Case``, the language of an interpreter in
``Person``.
"""

from django.db import models

from tocsin.store.models.cases import Case, Contact


class EpidemiologicalDetail(models.Model):
    """What was noted of a case, or of a contact."""

    case = models.OneToOneField(Case, null=True, on_delete=models.CASCADE, related_name="epidemiology")
    contact = models.OneToOneField(Contact, null=True, on_delete=models.CASCADE, related_name="epidemiology")
    collected_on = models.DateField()
    exposure_setting = models.CharField(max_length=16, default="", db_default="")
    """Where a case was probably infected, or a contact exposed: ``household``, ``work``, ``school``, ``health_care``,
    ``transport``, ``event``, ``other``; empty: not known."""
    vulnerable = models.BooleanField(null=True)
    """At risk of a severe form, as an agent noted it."""
    care_worker = models.BooleanField(null=True)
    """Works with patients or residents."""
    hospitalised = models.BooleanField(null=True)
    hospital_on = models.DateField(null=True)
    """Day of admission, where it is known."""
    hospital_left_on = models.DateField(null=True)
    died_on = models.DateField(null=True)
    """Day of death, where it is known: that somebody died is said by ``death_noted_at``."""
    death_noted_at = models.DateTimeField(null=True)
    death_noted_by = models.CharField(max_length=64, default="", db_default="")
    email = models.BinaryField(null=True)
    """An address for somebody without a mobile, sealed; nothing is sent to it by the service."""

    class Meta:
        db_table = "tracing_epidetail"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(case__isnull=True) ^ models.Q(contact__isnull=True),
                name="epidetail_of_one_file",
            ),
        )


class FollowUpDay(models.Model):
    """What came of the follow-up of a file on one day of its own clock."""

    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="follow_up_days")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.CASCADE, related_name="follow_up_days")
    day = models.DateField()
    outcome = models.CharField(max_length=16)
    """``reached`` (nothing was asked about symptoms), ``no_symptoms``, ``symptoms``, ``not_reached``, ``refused``,
    ``lost``."""
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=64)
    """The agent."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "contact", "day"), nulls_distinct=False, name="followupday_once"
            ),
            models.CheckConstraint(
                condition=models.Q(case__isnull=True) ^ models.Q(contact__isnull=True),
                name="followupday_of_one_file",
            ),
        )
