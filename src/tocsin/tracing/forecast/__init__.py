"""How many of those who are still to be reached will not be in time, and what would avoid it.

``look(connection, now)`` reads the situation, ``forecast(situation)`` says what comes of it, ``what_if`` what
would come if something were done otherwise. ``outlooks`` keeps it by département.
"""

from tocsin.tracing.forecast.advice import Forecast, forecast
from tocsin.tracing.forecast.curve import PRIOR, blended
from tocsin.tracing.forecast.look import look
from tocsin.tracing.forecast.simulate import Outlook, simulate
from tocsin.tracing.forecast.situation import Hours, Situation, Waiting
from tocsin.tracing.forecast.whatif import Compared, Otherwise, what_if

__all__ = [
    "PRIOR", "Compared", "Forecast", "Hours", "Otherwise", "Outlook", "Situation", "Waiting", "blended",
    "forecast", "look", "simulate", "what_if",
]  # fmt: skip
