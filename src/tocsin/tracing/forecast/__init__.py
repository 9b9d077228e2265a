"""How many of those who are still to be reached will not be in time, and what would avoid it.

``look(connection, now)`` reads the situation, ``forecast(situation)`` says what comes of it.
"""

from tocsin.tracing.forecast.advice import Forecast, forecast
from tocsin.tracing.forecast.curve import PRIOR, blended
from tocsin.tracing.forecast.look import look
from tocsin.tracing.forecast.simulate import Outlook, simulate
from tocsin.tracing.forecast.situation import Hours, Situation, Waiting

__all__ = [
    "PRIOR", "Forecast", "Hours", "Outlook", "Situation", "Waiting", "blended", "forecast", "look",
    "simulate",
]  # fmt: skip
