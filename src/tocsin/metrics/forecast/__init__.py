"""How many of those who are still to be reached will not be in time, and what would avoid it.

``read_situation`` counts who waits, ``compute_forecast`` says what comes of it (``simulate_situation``), ``compare_scenario``
what would come if something were done otherwise. ``territory_forecasts`` keeps it by département, for pages.
"""

from tocsin.metrics.forecast.answer_curve import PRIOR, blend_with_prior
from tocsin.metrics.forecast.fluid_model import DeadlineOutlook, simulate_situation
from tocsin.metrics.forecast.recommendations import Forecast, compute_forecast
from tocsin.metrics.forecast.scenarios import ScenarioChanges, ScenarioComparison, compare_scenario
from tocsin.metrics.forecast.situation import ForecastSituation, ShiftHours, WaitingPeople
from tocsin.metrics.forecast.situation_reader import read_situation

__all__ = [
    "PRIOR",
    "DeadlineOutlook",
    "Forecast",
    "ForecastSituation",
    "ScenarioChanges",
    "ScenarioComparison",
    "ShiftHours",
    "WaitingPeople",
    "blend_with_prior",
    "compare_scenario",
    "compute_forecast",
    "read_situation",
    "simulate_situation",
]
