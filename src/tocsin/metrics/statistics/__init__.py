"""What is measured: formulas over counts, and the one reading of the store that fills them."""

from tocsin.metrics.statistics.proportion import Proportion, estimate_proportion
from tocsin.metrics.statistics.quartiles import QuartileSummary, summarise_quartiles
from tocsin.metrics.statistics.survival import SurvivalCurve, estimate_kaplan_meier

__all__ = [
    "Proportion",
    "QuartileSummary",
    "SurvivalCurve",
    "estimate_kaplan_meier",
    "estimate_proportion",
    "summarise_quartiles",
]
