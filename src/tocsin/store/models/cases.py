"""Cases and contacts: who is to be reached, until when, and how far it went.

The moments here are written once, when they happen; what somebody's status is follows from them and from a
frozen ``now``. Every other change of a file has its row in ``Change``.
"""

from django.db import models

from tocsin.store.models.people import Person, Phone


class Case(models.Model):
    """Somebody tested positive."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    phone = models.ForeignKey(Phone, null=True, on_delete=models.SET_NULL, related_name="cases")
    """The one written to or rung; null where none is known."""
    disease = models.CharField(max_length=16, default="covid19")
    resulted_at = models.DateTimeField()
    """The result's own time: the 24 hours run from here."""
    received_at = models.DateTimeField()
    """When the result came in."""
    deadline = models.DateTimeField()
    sample_on = models.DateField(null=True)
    onset_on = models.DateField(null=True)
    """The first day of symptoms, where the person told an agent; no SMS asks for it."""
    submitted_at = models.DateTimeField(null=True)
    """The network took charge of the first SMS."""
    delivered_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    """Somebody answered, by SMS or on the telephone: any words, but not that they are somebody else."""
    reached_at = models.DateTimeField(null=True)
    """Who they are was confirmed, and the instructions are with them: on the telephone that confirmed it,
    read back, or told by an agent. The 24 hours end here."""
    listed_at = models.DateTimeField(null=True)
    """The list of contacts was closed, empty or not; null where nobody could ask."""
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=24, default="")
    """How it ended; ``void`` where the result was withdrawn."""
    isolation_end = models.DateField(null=True)
    consent = models.BooleanField(default=False)
    """Not asked any more, since nobody is told who named them; a former version still writes it."""
    """Whether contacts may know who named them."""
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("received_at",), name="case_received"),
            models.Index(
                fields=("deadline",),
                condition=models.Q(reached_at=None, closed_at=None),
                name="case_unreached",
            ),
        )


class Cluster(models.Model):
    """Gatherings that are one event or one place, told in other words, on other days or in other départements."""

    sealed = models.BinaryField(null=True)
    """The name that staff gave it."""
    collected_on = models.DateField()
    """Day on which it was named."""
    named_at = models.DateTimeField()
    named_by = models.CharField(max_length=64)
    erased_at = models.DateTimeField(null=True)


class Gathering(models.Model):
    """An event or a place up to ten days before, at which a case may have been infected."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="gatherings")
    """Who first told of it."""
    sealed = models.BinaryField(null=True)
    """What it was, in words."""
    label_index = models.BinaryField(null=True, db_index=True)
    """Of the folded words and the day: two cases who tell of the same meet here."""
    collected_on = models.DateField()
    on_day = models.DateField(null=True)
    territory = models.CharField(max_length=3, default="")
    cluster = models.ForeignKey(Cluster, null=True, on_delete=models.SET_NULL, related_name="gatherings")
    """What a human said it is one with; each time in a ``Correction`` of the kind ``same_place``."""
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("collected_on",), name="gathering_collected"),)


class Attendance(models.Model):
    """A case was at a gathering."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE)
    case = models.ForeignKey(Case, on_delete=models.CASCADE)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("gathering", "case"), name="attendance_once"),)


class Contact(models.Model):
    """A case named somebody: one row for each naming, so that a person named five times has five."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contacts")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="namings")
    phone = models.ForeignKey(Phone, null=True, on_delete=models.SET_NULL, related_name="contacts")
    same_as = models.ForeignKey("self", null=True, on_delete=models.SET_NULL)
    """The naming whose conversation speaks for this one too; null where it has its own."""
    became_case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="was_contact")
    """The chain: who named -> who was named -> the case that they became."""
    gathering = models.ForeignKey(Gathering, null=True, on_delete=models.SET_NULL)
    """Where they were exposed together, for co-exposed people."""
    sealed = models.BinaryField(null=True)
    """``sealed.ContactDetails``: the name as it was said, and a number that cannot be rung."""
    name_index = models.BinaryField(null=True)
    """Of the folded name: the same one named again by the same case is one contact."""
    collected_on = models.DateField()
    named_at = models.DateTimeField()
    how = models.CharField(max_length=8)
    """``sms``, ``agent`` or ``event``."""
    last_contact = models.DateField(null=True)
    household = models.BooleanField(null=True)
    deadline = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    reached_at = models.DateTimeField(null=True)
    """As that of a case."""
    tested_on = models.DateField(null=True)
    isolation_end = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=24, default="")
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("deadline",),
                condition=models.Q(reached_at=None, closed_at=None, same_as=None, became_case=None),
                name="contact_unreached",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("case", "phone", "name_index"), nulls_distinct=False, name="contact_once"
            ),
        )


class Correction(models.Model):
    """Two files that are one were joined, or one that is two was parted: what was moved, so as to undo it.

    Nothing personal stands here: tables, columns, identifiers and moments.
    """

    kind = models.CharField(max_length=12)
    """``same_person``, ``same_case``, ``two_people`` or ``same_place``."""
    kept_id = models.BigIntegerField()
    """The person, the case or the cluster that stays."""
    other_id = models.BigIntegerField()
    """The one that was joined to it, or parted from it; of ``same_place`` a gathering."""
    moves = models.JSONField()
    """``[[table, column, id, before, after], ...]``, in the order in which they were made."""
    why = models.CharField(max_length=32)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=64, default="")

    class Meta:
        indexes = (
            models.Index(fields=("kept_id",), name="correction_kept"),
            models.Index(fields=("other_id",), name="correction_other"),
        )


class Change(models.Model):
    """What changed in a file: what, from, to, why, when, by whom. Nothing personal stands here."""

    subject = models.CharField(max_length=8)
    """``case``, ``contact``, ``person``, ``phone``, ``result``, ``call``, ``message`` or ``place`` (a gathering)."""
    subject_id = models.BigIntegerField()
    what = models.CharField(max_length=24)
    before = models.CharField(max_length=64, default="")
    after = models.CharField(max_length=64, default="")
    why = models.CharField(max_length=32)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    """``person``, ``intake``, ``engine``, ``clock``, ``gateway``, or the name of an agent."""

    class Meta:
        indexes = (
            models.Index(fields=("subject", "subject_id"), name="change_subject"),
            models.Index(fields=("at",), condition=models.Q(what="namesake"), name="change_namesake"),
        )
