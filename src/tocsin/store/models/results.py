"""Results of tests as they came in, and what became of each."""

from django.db import models

from tocsin.store.models.people import Person


class IntakeFile(models.Model):
    """A file that was taken in."""

    name = models.CharField(max_length=255)
    digest = models.BinaryField(unique=True)
    """SHA-256 of its bytes: the same file twice is known before it is read."""
    format = models.CharField(max_length=8)
    """``fhir``, ``hl7`` or ``csv``."""
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    """Disposition -> how many results."""


class Result(models.Model):
    """One result of one test."""

    file = models.ForeignKey(IntakeFile, on_delete=models.PROTECT)
    place = models.CharField(max_length=64)
    """Where in the file: line, message or entry."""
    source_index = models.BinaryField(null=True, unique=True)
    """Of the laboratory and its own identifier of the result: a correction finds what it corrects; null once
    erased."""
    version = models.IntegerField(default=1)
    """Counted up by each correction."""
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)
    case = models.ForeignKey("Case", null=True, on_delete=models.SET_NULL, related_name="results")
    disease = models.CharField(max_length=16, default="covid19")
    meaning = models.CharField(max_length=10)
    """``positive``, ``negative``, ``void`` (entered in error, cancelled)."""
    disposition = models.CharField(max_length=12)
    """``opened``, ``known``, ``negative``, ``corrected``, ``void``."""
    taken_at = models.DateTimeField(null=True)
    """When the sample was taken."""
    resulted_at = models.DateTimeField()
    """The result's own time, from which the 24 hours run."""
    received_at = models.DateTimeField()


class Quarantine(models.Model):
    """What could not be read, or could mean two things: kept whole until somebody repairs it."""

    file = models.ForeignKey(IntakeFile, on_delete=models.PROTECT)
    place = models.CharField(max_length=64)
    reason = models.CharField(max_length=24)
    """A stable word, such as ``unknown_code``."""
    detail = models.CharField(max_length=300)
    """What was expected and what was found, without anything personal."""
    territory = models.CharField(max_length=3, default="", db_default="")
    """Code of the département of the person's home; empty where it was not read."""
    sealed = models.BinaryField(null=True)
    """The record as it came."""
    collected_on = models.DateField()
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=64, default="")
    done = models.CharField(max_length=10, default="")
    """``replayed`` or ``dismissed``."""
    why = models.CharField(max_length=24, default="", db_default="")
    """A stable word: why it was dismissed."""
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("id",), condition=models.Q(done_at=None), name="quarantine_open"),)
