"""What the API keeps in the store: keys by their hash, and what it has heard lately."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ApiKey(models.Model):
    """A key, of which only the hash is known."""

    name = models.CharField(max_length=64, unique=True)
    """Who uses it, for people: never a person's own name."""
    digest = models.BinaryField(unique=True)
    """SHA-256 of the whole key."""
    scopes = ArrayField(models.CharField(max_length=16))
    per_minute = models.IntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)
    """Day on which it was last used."""


class DaySecret(models.Model):
    """What addresses of a day are hashed with; gone two days later, and with it what could be told."""

    day = models.DateField(primary_key=True)
    secret = models.BinaryField()


class HeardCall(models.Model):
    """A signed webhook, or an SMS in one, that was taken: the same again does nothing."""

    account = models.CharField(max_length=32)
    digest = models.BinaryField()
    """SHA-256 of the signature, or of the provider's own reference of an SMS."""
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("account", "digest"), name="api_heard_once"),)
