"""The gamma and Student's distribution, as far as intervals need them; nothing beside the standard library.

The series and the continued fraction of the incomplete gamma function, and the continued fraction of the
incomplete beta function, are those of Abramowitz and Stegun (1964), 6.5.29, 6.5.31 and 26.5.8. The tests hold
them against SciPy.
"""

from collections.abc import Callable
from math import exp, isinf, lgamma, log, sqrt
from statistics import NormalDist
from typing import Final

_EPS: Final = 1e-15
_TINY: Final = 1e-300
_MOST: Final = 10_000
_STEPS: Final = 30


def gamma_cdf(x: float, shape: float) -> float:
    """Probability that a gamma variable of this shape and of scale 1 is at most ``x``.

    >>> round(gamma_cdf(2.0, 1.0), 6)
    0.864665
    """
    if shape <= 0:
        raise ValueError(f"shape {shape}: expected more than 0")
    if x <= 0:
        return 0.0
    if isinf(x):
        return 1.0
    front = exp(shape * log(x) - x - lgamma(shape))
    if x < shape + 1:
        return min(1.0, front * _gamma_series(x, shape))
    return max(0.0, 1.0 - front * _gamma_continued_fraction(x, shape))


def gamma_quantile(q: float, shape: float, scale: float = 1.0) -> float:
    """The value that a gamma variable exceeds with probability ``1 - q``.

    Newton's steps from the approximation of Wilson and Hilferty, kept between bounds that close in.

    >>> round(gamma_quantile(0.975, 10, 0.2), 3)
    3.417
    """
    if not 0 < q < 1:
        raise ValueError(f"quantile {q}: expected between 0 and 1")
    low, high = 0.0, shape + 10 * sqrt(shape) + 10
    guess = shape * (1 - 1 / (9 * shape) + NormalDist().inv_cdf(q) / (3 * sqrt(shape))) ** 3
    for _ in range(_STEPS):
        guess = guess if low < guess < high else (low + high) / 2
        over = gamma_cdf(guess, shape) - q
        low, high = (low, guess) if over > 0 else (guess, high)
        step = over / exp((shape - 1) * log(guess) - guess - lgamma(shape))
        guess -= step
        if abs(step) <= 1e-12 * abs(guess):
            return scale * guess
    return scale * _bisect_root(lambda x: gamma_cdf(x, shape), q, low, high)


def student_quantile(q: float, freedom: int) -> float:
    """Quantile of Student's distribution.

    >>> round(student_quantile(0.975, 10), 3)
    2.228
    """
    if not 0 < q < 1 or freedom < 1:
        raise ValueError(f"quantile {q} with {freedom} degrees of freedom")
    if q < 0.5:
        return -student_quantile(1 - q, freedom)

    def share(x: float) -> float:
        return 1 - 0.5 * _incomplete_beta(freedom / (freedom + x * x), freedom / 2, 0.5)

    high = 2.0
    while share(high) < q:
        high *= 2
    return _bisect_root(share, q, 0.0, high)


def _gamma_series(x: float, shape: float) -> float:
    term = total = 1.0 / shape
    for n in range(1, _MOST):
        term *= x / (shape + n)
        total += term
        if term < total * _EPS:
            break
    return total


def _gamma_continued_fraction(x: float, shape: float) -> float:
    """By Lentz's method, from the front."""
    b = x + 1 - shape
    c, d = 1 / _TINY, 1 / b
    found = d
    for n in range(1, _MOST):
        a = -n * (n - shape)
        b += 2
        d = 1 / _not_zero(a * d + b)
        c = _not_zero(b + a / c)
        found *= c * d
        if abs(c * d - 1) < _EPS:
            break
    return found


def _incomplete_beta(x: float, a: float, b: float) -> float:
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _MOST):
        for top in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _not_zero(1 + top * d)
            c = _not_zero(1 + top / c)
            found *= c * d
        if abs(c * d - 1) < _EPS:
            break
    return front * found


def _not_zero(x: float) -> float:
    return x if abs(x) > _TINY else _TINY


def _bisect_root(rising: Callable[[float], float], goal: float, low: float, high: float) -> float:
    """Where a rising function reaches ``goal``: halving, until the ends meet."""
    while rising(high) < goal:
        low, high = high, 2 * high
    for _ in range(200):
        middle = (low + high) / 2
        if not low < middle < high or high - low <= 1e-13 * high:
            break
        if rising(middle) < goal:
            low = middle
        else:
            high = middle
    return (low + high) / 2
