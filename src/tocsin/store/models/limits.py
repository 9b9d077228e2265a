"""How much a visitor of the site, or a client of its API, has asked for, as far as a limit needs it."""

from django.db import models


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
