"""What somebody can work out who knows some sums of counts: the least and the most of another."""

import numpy


def bound_count(goal: list[float], rows: list[list[float]], sums: list[float]) -> tuple[float, float]:
    """The least and the most that ``goal`` of the counts can be, none of them below 0, where ``rows`` of them
    are ``sums``."""
    from scipy.optimize import linprog  # a second of processor, for whoever comes here alone

    if not rows:
        return 0.0, numpy.inf
    ends = []
    for sign in (1, -1):
        done = linprog(
            sign * numpy.array(goal), A_eq=numpy.array(rows), b_eq=numpy.array(sums), bounds=(0, None)
        )
        assert done.status in (0, 3), done.message  # found, or without an end
        ends.append(numpy.inf if done.status == 3 else done.fun * sign)
    return ends[0], ends[1]
