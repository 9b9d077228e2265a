"""What is measured: formulas over counts, and the one reading of the store that fills them."""

from tocsin.tracing.numbers.share import Share, share
from tocsin.tracing.numbers.spread import Spread, spread
from tocsin.tracing.numbers.survival import Curve, kaplan_meier

__all__ = ["Curve", "Share", "Spread", "kaplan_meier", "share", "spread"]
