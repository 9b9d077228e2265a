"""The garbage collector of a process that lives for weeks and makes millions of records a day."""

import gc
from typing import Final

YOUNG: Final = 50_000
"""Objects made since the last look. The default of a few hundred looks tens of thousands of times a day
through records that are all still in use; hardly any of ours is part of a cycle."""


def freeze_gc() -> None:
    """Keep what was loaded out of the collector's sight, and let it look less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 100)
