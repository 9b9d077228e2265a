"""How soon people answer an SMS: what was seen, held up by what is known while little was seen."""

from bisect import bisect_right
from typing import Final

from tocsin.metrics.statistics.survival import SurvivalCurve

Points = tuple[tuple[float, float], ...]
"""``(seconds since the SMS, share that has answered by then)``, rising; straight lines between them."""

PRIOR: Final[Points] = ((300.0, 0.25), (1_800.0, 0.40), (7_200.0, 0.52), (21_600.0, 0.60), (86_400.0, 0.66))
"""An assumption, between two published figures: of positives sent an automated text, 56 % were notified
within 24 h (North Carolina, MMWR 70(46)); of texts to contacts who knew of them, 83 % were answered (Ireland,
2020). How the answers lie in time is not published."""
WEIGHT: Final = 50
"""The prior counts for so many people."""


def share_answered_by(points: Points, seconds: float) -> float:
    """Share that has answered by then.

    >>> share_answered_by(((60, 0.5),), 30), share_answered_by(((60, 0.5),), 600)
    (0.25, 0.5)
    """
    if seconds <= 0 or not points:
        return 0.0
    place = bisect_right(points, (seconds, 2.0))
    if place == len(points):
        return points[-1][1]
    t0, f0 = points[place - 1] if place else (0.0, 0.0)
    t1, f1 = points[place]
    return f0 + (f1 - f0) * (seconds - t0) / (t1 - t0)


def blend_with_prior(curve: SurvivalCurve, prior: Points = PRIOR, weight: int = WEIGHT) -> Points:
    """The prior and the curve seen, each weighed by people; at the delays of the prior.

    Where nobody has been watched for so long, what comes after is as the prior has it for those who have not
    answered until then.
    """
    known, last = curve.people / (curve.people + weight), 0.0
    points = []
    seen = expected = 0.0
    for seconds, share in prior:
        found = curve.share_within(seconds)
        hazard = (share - expected) / (1.0 - expected) if expected < 1.0 else 0.0
        seen = found if found is not None else seen + (1.0 - seen) * hazard
        expected = share
        last = max(last, known * seen + (1.0 - known) * share)
        points.append((seconds, last))
    return tuple(points)
