"""What lies ahead of a département: its calls and its forecast, made by jobs, read by whoever looks."""

from django.db import models


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
