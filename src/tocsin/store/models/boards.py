"""What boards show, counted ahead: nobody is in it, and small counts are."""

from django.db import models


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
