"""How many examples of a property are tried: few at every run, the same ones; more by hand."""

import os

USUAL = 30
TRIED = int(os.environ.get("TOCSIN_EXAMPLES", USUAL))
"""Of a property that says nothing of its own; 1,000 by hand."""


def scaled(count: int) -> int:
    """So many in a usual run, and more in proportion where more are asked for."""
    return max(1, count * TRIED // USUAL)
