"""What the forecast said last, by département: played every some minutes, read by whoever looks."""

from django.db import models


class Outlook(models.Model):
    """The situation of a département at a moment, and what comes of it; nobody in particular."""

    territory = models.CharField(max_length=3, primary_key=True)
    """Code of the département; empty: all of them together, and those of none."""
    at = models.DateTimeField()
    situation = models.TextField()
    """``forecast.Situation`` as JSON: what a question "what if" is played on."""
    forecast = models.TextField()
    """``forecast.Forecast`` as JSON."""
